/**
 * Defaults of the kinds that make pods.
 * Source: pkg/apis/{apps,batch,core}/v1/defaults.go.
 */
import type * as apps from '../generated/types/apps-v1.js';
import type * as batch from '../generated/types/batch-v1.js';
import type { Pod, PodTemplate, PodTemplateSpec, ReplicationController } from '../generated/types/core-v1.js';
import type { ValidationOptions } from '../validation/validation-options.js';
import type { Minor } from '../version.js';
import { isObject, mapField, mapItems, mapStruct, pointerDefault, textDefault, withChanges } from './changes.js';
import { defaultHostPortsOfTemplate, defaultPodSpec, defaultSpecOfPod } from './pod-spec.js';
import { defaultClaim } from './storage.js';

const HISTORY_LIMIT = 10;
const MAX_INT32 = 2_147_483_647;

export function defaultPod(pod: Pod, options: ValidationOptions): Pod {
  return withChanges(pod, {
    spec: mapStruct(pod.spec, (spec) => defaultPodSpec(defaultSpecOfPod(spec, options), options)),
  });
}

export function defaultTemplate(template: PodTemplateSpec, options: ValidationOptions): PodTemplateSpec {
  return withChanges(template, {
    spec: mapStruct(template.spec, (spec) =>
      defaultPodSpec(options.hostPortsInTemplates ? defaultHostPortsOfTemplate(spec) : spec, options),
    ),
  });
}

export function defaultPodTemplate(object: PodTemplate, options: ValidationOptions): PodTemplate {
  return withChanges(object, {
    template: mapStruct(object.template, (template) => defaultTemplate(template, options)),
  });
}

type Labels = { readonly [key: string]: string };

const isEmptyMap = (value: Labels | undefined): boolean => !isObject<Labels>(value) || Object.keys(value).length === 0;

export function defaultReplicationController(
  object: ReplicationController,
  options: ValidationOptions,
): ReplicationController {
  const labels = object.spec?.template?.metadata?.labels;
  const metadata = object.metadata;
  const takesLabels = labels !== undefined && isEmptyMap(metadata?.labels);
  return withChanges(object, {
    metadata: takesLabels ? { ...metadata, labels } : undefined,
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        replicas: pointerDefault(spec.replicas, 1),
        selector: labels !== undefined && isEmptyMap(spec.selector) ? labels : undefined,
        template: mapField(spec.template, (template) => defaultTemplate(template, options)),
      }),
    ),
  });
}

export function defaultDeployment(object: apps.Deployment, options: ValidationOptions): apps.Deployment {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        replicas: pointerDefault(spec.replicas, 1),
        strategy: mapStruct(spec.strategy, defaultDeploymentStrategy),
        revisionHistoryLimit: pointerDefault(spec.revisionHistoryLimit, HISTORY_LIMIT),
        progressDeadlineSeconds: pointerDefault(spec.progressDeadlineSeconds, 600),
        template: mapStruct(spec.template, (template) => defaultTemplate(template, options)),
      }),
    ),
  });
}

function defaultDeploymentStrategy(strategy: apps.DeploymentStrategy): apps.DeploymentStrategy {
  const type = strategy.type === undefined || strategy.type === '' ? 'RollingUpdate' : strategy.type;
  if (type !== 'RollingUpdate') return strategy;
  return withChanges(strategy, {
    type,
    rollingUpdate: mapStruct(strategy.rollingUpdate, (update) =>
      withChanges(update, {
        maxUnavailable: pointerDefault(update.maxUnavailable, '25%'),
        maxSurge: pointerDefault(update.maxSurge, '25%'),
      }),
    ),
  });
}

export function defaultReplicaSet(object: apps.ReplicaSet, options: ValidationOptions): apps.ReplicaSet {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        replicas: pointerDefault(spec.replicas, 1),
        template: mapStruct(spec.template, (template) => defaultTemplate(template, options)),
      }),
    ),
  });
}

export function defaultDaemonSet(object: apps.DaemonSet, options: ValidationOptions): apps.DaemonSet {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        updateStrategy: mapStruct(spec.updateStrategy, defaultDaemonSetStrategy),
        revisionHistoryLimit: pointerDefault(spec.revisionHistoryLimit, HISTORY_LIMIT),
        template: mapStruct(spec.template, (template) => defaultTemplate(template, options)),
      }),
    ),
  });
}

function defaultDaemonSetStrategy(strategy: apps.DaemonSetUpdateStrategy): apps.DaemonSetUpdateStrategy {
  const type = strategy.type === undefined || strategy.type === '' ? 'RollingUpdate' : strategy.type;
  if (type !== 'RollingUpdate') return strategy;
  return withChanges(strategy, {
    type,
    rollingUpdate: mapStruct(strategy.rollingUpdate, (update) =>
      withChanges(update, {
        maxUnavailable: pointerDefault(update.maxUnavailable, 1),
        maxSurge: pointerDefault(update.maxSurge, 0),
      }),
    ),
  });
}

export function defaultStatefulSet(object: apps.StatefulSet, options: ValidationOptions): apps.StatefulSet {
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        podManagementPolicy: textDefault(spec.podManagementPolicy, 'OrderedReady'),
        updateStrategy: mapStruct(spec.updateStrategy, (strategy) => defaultStatefulSetStrategy(strategy, options)),
        persistentVolumeClaimRetentionPolicy: mapStruct(spec.persistentVolumeClaimRetentionPolicy, (policy) =>
          withChanges(policy, {
            whenDeleted: textDefault(policy.whenDeleted, 'Retain'),
            whenScaled: textDefault(policy.whenScaled, 'Retain'),
          }),
        ),
        replicas: pointerDefault(spec.replicas, 1),
        revisionHistoryLimit: pointerDefault(spec.revisionHistoryLimit, HISTORY_LIMIT),
        template: mapStruct(spec.template, (template) => defaultTemplate(template, options)),
        volumeClaimTemplates: mapItems(spec.volumeClaimTemplates, defaultClaim),
      }),
    ),
  });
}

function defaultStatefulSetStrategy(
  strategy: apps.StatefulSetUpdateStrategy,
  options: ValidationOptions,
): apps.StatefulSetUpdateStrategy {
  const isUnset = strategy.type === undefined || strategy.type === '';
  if (!isUnset && strategy.type !== 'RollingUpdate') return strategy;
  // A strategy that names its type keeps an absent rollingUpdate.
  const rollingUpdate = strategy.rollingUpdate ?? (isUnset ? {} : undefined);
  return withChanges(strategy, {
    type: 'RollingUpdate',
    rollingUpdate: mapField(rollingUpdate, (update) =>
      withChanges(update, {
        partition: pointerDefault(update.partition, 0),
        maxUnavailable: options.maxUnavailableStatefulSet ? pointerDefault(update.maxUnavailable, 1) : undefined,
      }),
    ),
  });
}

export function defaultJob(object: batch.Job, options: ValidationOptions): batch.Job {
  const labels = object.spec?.template?.metadata?.labels;
  const metadata = object.metadata;
  const takesLabels = labels !== undefined && isEmptyMap(metadata?.labels);
  return withChanges(object, {
    metadata: takesLabels ? { ...metadata, labels } : undefined,
    spec: mapStruct(object.spec, (spec) => defaultParts(defaultJobSpec(spec, options), options, true)),
  });
}

function defaultJobSpec(spec: batch.JobSpec, options: ValidationOptions): batch.JobSpec {
  const isOneShot = spec.completions === undefined && spec.parallelism === undefined;
  const hasIndexLimit = spec.backoffLimitPerIndex !== undefined;
  const replacement = spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed';
  return withChanges(spec, {
    completions: isOneShot ? 1 : undefined,
    parallelism: pointerDefault(spec.parallelism, 1),
    backoffLimit: pointerDefault(spec.backoffLimit, hasIndexLimit ? MAX_INT32 : 6),
    completionMode: pointerDefault(spec.completionMode, 'NonIndexed'),
    suspend: pointerDefault(spec.suspend, false),
    podReplacementPolicy: options.jobPodReplacementPolicy
      ? pointerDefault(spec.podReplacementPolicy, replacement)
      : undefined,
    manualSelector: pointerDefault(spec.manualSelector, false),
  });
}

/** What the jobs of a CronJob get too. */
function defaultParts(spec: batch.JobSpec, options: ValidationOptions, hasStatuses: boolean): batch.JobSpec {
  return withChanges(spec, {
    template: mapStruct(spec.template, (template) => defaultTemplate(template, options)),
    podFailurePolicy: mapField(hasStatuses ? spec.podFailurePolicy : undefined, (policy) =>
      withChanges(policy, {
        rules: mapItems(policy.rules, (rule) =>
          withChanges(rule, {
            onPodConditions: mapItems(rule.onPodConditions, (pattern) =>
              withChanges(pattern, { status: textDefault(pattern.status, 'True') }),
            ),
          }),
        ),
      }),
    ),
  });
}

/** Before, the statuses in failure policies of CronJobs had no default. */
const STATUSES_OF_CRON_JOBS_SINCE: Minor = 34;

export function defaultCronJob(object: batch.CronJob, options: ValidationOptions): batch.CronJob {
  const hasStatuses = options.minor >= STATUSES_OF_CRON_JOBS_SINCE;
  return withChanges(object, {
    spec: mapStruct(object.spec, (spec) =>
      withChanges(spec, {
        concurrencyPolicy: textDefault(spec.concurrencyPolicy, 'Allow'),
        suspend: pointerDefault(spec.suspend, false),
        successfulJobsHistoryLimit: pointerDefault(spec.successfulJobsHistoryLimit, 3),
        failedJobsHistoryLimit: pointerDefault(spec.failedJobsHistoryLimit, 1),
        jobTemplate: mapStruct(spec.jobTemplate, (template) =>
          withChanges(template, {
            spec: mapStruct(template.spec, (jobSpec) => defaultParts(jobSpec, options, hasStatuses)),
          }),
        ),
      }),
    ),
  });
}
