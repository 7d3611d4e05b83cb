/** What runs pods. Source: pkg/printers/internalversion/printers.go. */
import type {
  ControllerRevision,
  DaemonSet,
  Deployment,
  ReplicaSet,
  StatefulSet,
} from '@bulkhead/apimachinery/types/apps-v1';
import type { CronJob, Job } from '@bulkhead/apimachinery/types/batch-v1';
import type { PodTemplate, ReplicationController } from '@bulkhead/apimachinery/types/core-v1';
import type { PodDisruptionBudget } from '@bulkhead/apimachinery/types/policy-v1';
import type { PriorityClass } from '@bulkhead/apimachinery/types/scheduling-v1';
import type { PodGroup } from '@bulkhead/apimachinery/types/scheduling-v1alpha2';
import { ageOf, humanDuration } from '../age.js';
import {
  conditionOf,
  containerCells,
  controllerText,
  flagText,
  isTrue,
  labelsText,
  selectorText,
} from '../cell-text.js';
import { type Cells, NONE, type PrintContext, type Printers } from '../table-types.js';
import { printPod } from './pod.js';

const printDeployment = ({ spec, status }: Deployment, { minor }: PrintContext): Cells => ({
  Ready: `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
  'Up-to-date': status?.updatedReplicas ?? 0,
  Available: status?.availableReplicas ?? 0,
  ...containerCells(spec?.template?.spec?.containers),
  Selector: selectorText(spec?.selector, minor),
});

const printReplicaSet = ({ spec, status }: ReplicaSet, { minor }: PrintContext): Cells => ({
  Desired: spec?.replicas ?? 0,
  Current: status?.replicas ?? 0,
  Ready: status?.readyReplicas ?? 0,
  ...containerCells(spec?.template?.spec?.containers),
  Selector: selectorText(spec?.selector, minor),
});

const printReplicationController = ({ spec, status }: ReplicationController): Cells => ({
  Desired: spec?.replicas ?? 0,
  Current: status?.replicas ?? 0,
  Ready: status?.readyReplicas ?? 0,
  ...containerCells(spec?.template?.spec?.containers),
  Selector: labelsText(spec?.selector),
});

const printDaemonSet = ({ spec, status }: DaemonSet, { minor }: PrintContext): Cells => ({
  Desired: status?.desiredNumberScheduled ?? 0,
  Current: status?.currentNumberScheduled ?? 0,
  Ready: status?.numberReady ?? 0,
  'Up-to-date': status?.updatedNumberScheduled ?? 0,
  Available: status?.numberAvailable ?? 0,
  'Node Selector': labelsText(spec?.template?.spec?.nodeSelector),
  ...containerCells(spec?.template?.spec?.containers),
  Selector: selectorText(spec?.selector, minor),
});

const printStatefulSet = ({ spec, status }: StatefulSet): Cells => ({
  Ready: `${status?.readyReplicas ?? 0}/${spec?.replicas ?? 0}`,
  ...containerCells(spec?.template?.spec?.containers),
});

const printControllerRevision = ({ metadata, revision }: ControllerRevision): Cells => ({
  Controller: controllerText(metadata?.ownerReferences),
  Revision: revision ?? 0,
});

const printJob = (job: Job, { minor, now }: PrintContext): Cells => ({
  Status: jobStatus(job),
  Completions: completionsText(job),
  Duration: jobDuration(job, now),
  ...containerCells(job.spec?.template?.spec?.containers),
  Selector: selectorText(job.spec?.selector, minor),
});

function jobStatus({ metadata, status }: Job): string {
  const ended = ['Complete', 'Failed'].find((type) => isTrue(status?.conditions, type));
  if (ended !== undefined) return ended;
  if (metadata?.deletionTimestamp !== undefined) return 'Terminating';
  const other = ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find((type) => isTrue(status?.conditions, type));
  return other ?? 'Running';
}

function completionsText({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec?.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec?.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Job, now: number): string {
  if (status?.startTime === undefined) return '';
  const end = status.completionTime === undefined ? now : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
}

const printCronJob = ({ spec, status }: CronJob, { minor, now }: PrintContext): Cells => ({
  Schedule: spec?.schedule ?? '',
  Timezone: spec?.timeZone ?? NONE,
  Suspend: flagText(spec?.suspend),
  Active: status?.active?.length ?? 0,
  'Last Schedule': status?.lastScheduleTime === undefined ? NONE : ageOf(status.lastScheduleTime, now),
  ...containerCells(spec?.jobTemplate?.spec?.template?.spec?.containers),
  Selector: selectorText(spec?.jobTemplate?.spec?.selector, minor),
});

const printPodTemplate = ({ template }: PodTemplate): Cells => ({
  ...containerCells(template?.spec?.containers),
  'Pod Labels': labelsText(template?.metadata?.labels),
});

const printPodDisruptionBudget = ({ spec, status }: PodDisruptionBudget): Cells => ({
  'Min Available': String(spec?.minAvailable ?? 'N/A'),
  'Max Unavailable': String(spec?.maxUnavailable ?? 'N/A'),
  'Allowed Disruptions': status?.disruptionsAllowed ?? 0,
});

const printPriorityClass = ({ value, globalDefault, preemptionPolicy }: PriorityClass): Cells => ({
  Value: value ?? 0,
  'Global-Default': globalDefault ?? false,
  PreemptionPolicy: preemptionPolicy ?? '',
});

const printPodGroup = ({ spec, status }: PodGroup): Cells => ({
  Policy:
    Object.keys(spec?.schedulingPolicy ?? {})
      .map(capitalized)
      .join(',') || NONE,
  Workload: spec?.podGroupTemplateRef?.workload?.workloadName ?? NONE,
  Status: conditionOf(status?.conditions, 'PodGroupScheduled')?.status === 'True' ? 'Scheduled' : 'Pending',
});

const capitalized = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

export const WORKLOADS: Printers = [
  ['/pods', printPod],
  ['/podtemplates', printPodTemplate],
  ['/replicationcontrollers', printReplicationController],
  ['apps/controllerrevisions', printControllerRevision],
  ['apps/daemonsets', printDaemonSet],
  ['apps/deployments', printDeployment],
  ['apps/replicasets', printReplicaSet],
  ['apps/statefulsets', printStatefulSet],
  ['batch/cronjobs', printCronJob],
  ['batch/jobs', printJob],
  ['policy/poddisruptionbudgets', printPodDisruptionBudget],
  ['scheduling.k8s.io/podgroups', printPodGroup],
  ['scheduling.k8s.io/priorityclasses', printPriorityClass],
];
