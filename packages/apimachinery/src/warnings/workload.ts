/**
 * Pods and everything that holds pod templates: names that make bad hostnames, Jobs too big to be tracked, and what
 * the template itself is warned of.
 * Source: WarningsOnCreate of the strategies in pkg/registry/{core,apps,batch}, pkg/api/job/warnings.go.
 */
import type { DaemonSet, Deployment, ReplicaSet, StatefulSet } from '../generated/types/apps-v1.js';
import type { CronJob, Job, JobSpec } from '../generated/types/batch-v1.js';
import type { Pod, PodTemplate, PodTemplateSpec, ReplicationController } from '../generated/types/core-v1.js';
import type { ObjectMeta } from '../generated/types/meta-v1.js';
import { dns1123LabelProblems } from '../names/index.js';
import { Path } from '../validation/field-path.js';
import { list, number, text } from '../validation/zero-value.js';
import type { Minor } from '../version.js';
import { warnOfPodTemplate } from './pod/pod-warnings.js';
import { warnOfClaimSpec } from './storage.js';
import type { WarningList } from './warning-list.js';

const GENERATED_PREFIX_LENGTH = 58;
/** Stands for the five characters that the API server draws. */
const GENERATED_SUFFIX = 'xxxxx';

const OF_POD = "this is used in the Pod's hostname";
const OF_OWNER = 'this is used in Pod names and hostnames';

const JOB_SIZE_SINCE: Minor = 28;
const MAX_TRACKED_COMPLETIONS = 100_000;
const MAX_TRACKED_PARALLELISM = 10_000;
const CRON_TIME_ZONE_UNTIL: Minor = 28;
const REVISION_HISTORY_SINCE: Minor = 33;

function warnOfName(metadata: ObjectMeta | undefined, use: string, warnings: WarningList): void {
  const prefix = text(metadata?.generateName);
  const generated = prefix === '' ? '' : `${prefix.slice(0, GENERATED_PREFIX_LENGTH)}${GENERATED_SUFFIX}`;
  const name = text(metadata?.name) || generated;
  // Without any name the API server refuses the object and warns of nothing.
  const problems = name === '' ? [] : dns1123LabelProblems(name);
  if (problems.length === 0) return;
  const reason = `${use}, which can result in surprising behavior; a DNS label is recommended`;
  warnings.add(`metadata.name: ${reason}: [${problems.join(' ')}]`);
}

interface TemplateOwner {
  readonly metadata?: ObjectMeta;
  readonly spec?: { readonly template?: PodTemplateSpec };
}

const templateIn = (...names: readonly [string, ...string[]]): Path => {
  const [first, ...others] = names;
  return others.reduce((path, name) => path.child(name), new Path(first));
};

export function warnOfPod(pod: Pod, warnings: WarningList): void {
  warnOfName(pod.metadata, OF_POD, warnings);
  warnOfPodTemplate(pod, undefined, warnings);
}

export function warnOfStoredTemplate(podTemplate: PodTemplate, warnings: WarningList): void {
  warnOfPodTemplate(podTemplate.template, templateIn('template'), warnings);
}

/** Deployments, ReplicaSets and ReplicationControllers. */
export function warnOfReplicated(
  owner: (Deployment | ReplicaSet | ReplicationController) & TemplateOwner,
  warnings: WarningList,
): void {
  warnOfName(owner.metadata, OF_OWNER, warnings);
  warnOfPodTemplate(owner.spec?.template, templateIn('spec', 'template'), warnings);
}

export function warnOfDaemonSet(daemonSet: DaemonSet, warnings: WarningList): void {
  warnOfPodTemplate(daemonSet.spec?.template, templateIn('spec', 'template'), warnings);
}

export function warnOfStatefulSet({ spec }: StatefulSet, warnings: WarningList): void {
  warnOfPodTemplate(spec?.template, templateIn('spec', 'template'), warnings);
  const claims = list(spec?.volumeClaimTemplates);
  for (let index = 0; index < claims.length; index += 1) {
    const path = (): Path => templateIn('spec', 'volumeClaimTemplates').index(index);
    warnOfClaimSpec(claims[index]?.spec, path, warnings);
  }
  if (number(spec?.revisionHistoryLimit) < 0 && warnings.minor >= REVISION_HISTORY_SINCE) {
    const advice = 'a negative value retains all historical revisions; a value >= 0 is recommended';
    warnings.add(`spec.revisionHistoryLimit: ${advice}`);
  }
}

export function warnOfJob(job: Job, warnings: WarningList): void {
  warnOfName(job.metadata, OF_OWNER, warnings);
  warnOfJobSpec(job.spec, templateIn('spec'), warnings);
}

export function warnOfCronJob({ metadata, spec }: CronJob, warnings: WarningList): void {
  warnOfName(metadata, OF_OWNER, warnings);
  warnOfJobSpec(spec?.jobTemplate?.spec, templateIn('spec', 'jobTemplate', 'spec'), warnings);
  // Later minors refuse time zones in the schedule.
  if (warnings.minor <= CRON_TIME_ZONE_UNTIL && text(spec?.schedule).includes('TZ')) {
    const page = 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/';
    warnings.add(`CRON_TZ or TZ used in spec.spec.schedule is not officially supported, see ${page} for more details`);
  }
}

function warnOfJobSpec(spec: JobSpec | undefined, path: Path, warnings: WarningList): void {
  const isTooBig =
    spec?.completionMode === 'Indexed' &&
    number(spec.completions) > MAX_TRACKED_COMPLETIONS &&
    number(spec.parallelism) > MAX_TRACKED_PARALLELISM;
  if (isTooBig && warnings.minor >= JOB_SIZE_SINCE) {
    warnings.at(
      path,
      'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, ' +
        'Kubernetes might not be able to track completedIndexes when a big number of indexes fail',
    );
  }
  warnOfPodTemplate(spec?.template, path.child('template'), warnings);
}
