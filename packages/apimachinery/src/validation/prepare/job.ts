/**
 * The selector and labels that the API server makes up for a job, and rules of its failure policy that it drops.
 * Source: pkg/registry/batch/job/strategy.go PrepareForCreate.
 */
import { mapField, mapItems, withChanges } from '../../defaults/changes.js';
import type { Job, JobSpec } from '../../generated/types/batch-v1.js';
import type { ObjectMeta } from '../../generated/types/meta-v1.js';
import type { ValidationOptions } from '../validation-options.js';
import { list, map, struct, type TextMap, text, textEntry } from '../zero-value.js';

/** The rule came with the gate. */
const FAIL_INDEX_SINCE = 28;

/** Stands for the uid of an object that was not created yet. */
export const NEW_UID = '00000000-0000-0000-0000-000000000000';

const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid';

export function prepareJob(job: Job, options: ValidationOptions): Job {
  const labels = job.metadata?.labels;
  const uid = text(job.metadata?.uid) || NEW_UID;
  let metadata: ObjectMeta = { ...job.metadata, uid };
  let spec: JobSpec = struct(job.spec);
  if (spec.manualSelector !== true) {
    // Labels that the job took over from its template are the template's very map: they get the new ones too.
    const hasLabelsOfTemplate = labels !== undefined && labels === spec.template?.metadata?.labels;
    spec = withGeneratedSelector(spec, text(metadata.name), uid);
    if (hasLabelsOfTemplate) metadata = { ...metadata, labels: map(spec.template?.metadata?.labels) };
  }
  spec = withoutGatedFields(spec, options);
  return { ...job, metadata, spec };
}

function withGeneratedSelector(spec: JobSpec, name: string, uid: string): JobSpec {
  const { template } = spec;
  const matchLabels = spec.selector?.matchLabels;
  const hasUid = textEntry(matchLabels, CONTROLLER_UID) !== undefined;
  const generated: TextMap = {
    'job-name': name,
    'batch.kubernetes.io/job-name': name,
    'controller-uid': uid,
    [CONTROLLER_UID]: uid,
  };
  return {
    ...spec,
    selector: {
      ...spec.selector,
      matchLabels: hasUid ? map(matchLabels) : { ...matchLabels, [CONTROLLER_UID]: uid },
    },
    template: {
      ...template,
      metadata: { ...template?.metadata, labels: { ...generated, ...template?.metadata?.labels } },
    },
  };
}

/** Fields that are dropped from jobs, though not from the jobs of CronJobs. */
function withoutGatedFields(spec: JobSpec, options: ValidationOptions): JobSpec {
  const dropped: (keyof JobSpec)[] = [];
  if (!options.jobManagedBy) dropped.push('managedBy');
  if (!options.jobSuccessPolicy) dropped.push('successPolicy');
  if (!options.jobBackoffLimitPerIndex) dropped.push('backoffLimitPerIndex', 'maxFailedIndexes');
  if (!options.jobPodReplacementPolicy) dropped.push('podReplacementPolicy');
  if (!options.jobPodFailurePolicy) dropped.push('podFailurePolicy');
  const kept = dropped.some((name) => spec[name] !== undefined)
    ? Object.fromEntries(Object.entries(spec).filter(([name]) => !dropped.includes(name as keyof JobSpec)))
    : spec;
  if (options.jobBackoffLimitPerIndex || options.minor < FAIL_INDEX_SINCE) return kept;
  return withoutFailIndexRules(kept);
}

function withoutFailIndexRules(spec: JobSpec): JobSpec {
  return withChanges(spec, {
    podFailurePolicy: mapField(spec.podFailurePolicy, (policy) => {
      const rules = list(policy.rules).filter(({ action }) => action !== 'FailIndex');
      return withChanges(policy, { rules: mapItems(rules, (rule) => rule) });
    }),
  });
}
