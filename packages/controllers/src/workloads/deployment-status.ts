/**
 * What a Deployment says about its ReplicaSets; `kubectl rollout status` and `kubectl wait` read it.
 *
 * Source: pkg/controller/deployment/{sync,progress}.go, pkg/controller/deployment/util/deployment_util.go.
 */
import type {
  Deployment,
  DeploymentCondition,
  DeploymentStatus,
  ReplicaSet,
} from '@bulkhead/apimachinery/types/apps-v1';
import { boundsOf, sum } from './rolling-update.js';

export interface DeploymentStatusInput {
  readonly newSet: ReplicaSet | undefined;
  readonly oldSets: readonly ReplicaSet[];
  /** What this look at the deployment found out, before its numbers are compared. */
  readonly progress?: Progress;
  readonly collisionCount: number | undefined;
  readonly countsTerminating: boolean;
  /** Milliseconds since the epoch, and as `metav1.Time`. */
  readonly now: number;
  readonly timestamp: string;
}

export interface Progress {
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
}

/** The deadline that stands for none. */
const NO_DEADLINE = 2_147_483_647;
const AVAILABLE_REASON = 'NewReplicaSetAvailable';
const EXCEEDED_REASON = 'ProgressDeadlineExceeded';

type Counts = Required<
  Pick<DeploymentStatus, 'replicas' | 'updatedReplicas' | 'readyReplicas' | 'availableReplicas' | 'unavailableReplicas'>
>;

export function deploymentStatus(deployment: Deployment, input: DeploymentStatusInput): DeploymentStatus {
  const { newSet, oldSets } = input;
  const all = [...oldSets, ...(newSet === undefined ? [] : [newSet])];
  const available = sum(all.map(({ status }) => status?.availableReplicas ?? 0));
  const counts: Counts = {
    replicas: sum(all.map(({ status }) => status?.replicas ?? 0)),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum(all.map(({ status }) => status?.readyReplicas ?? 0)),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(all.map(({ spec }) => spec?.replicas ?? 0)) - available),
  };
  return {
    observedGeneration: deployment.metadata?.generation ?? 0,
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    ...(input.countsTerminating
      ? { terminatingReplicas: sum(all.map(({ status }) => status?.terminatingReplicas ?? 0)) }
      : {}),
    conditions: conditionsOf(deployment, counts, all, input),
    ...(input.collisionCount === undefined ? {} : { collisionCount: input.collisionCount }),
  };
}

function conditionsOf(
  deployment: Deployment,
  counts: Counts,
  all: readonly ReplicaSet[],
  input: DeploymentStatusInput,
): readonly DeploymentCondition[] {
  let conditions = deployment.status?.conditions ?? [];
  const bounds = boundsOf(deployment);
  conditions = withCondition(
    conditions,
    counts.availableReplicas >= bounds.replicas - bounds.maxUnavailable
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    input.timestamp,
  );
  const progress = hasDeadline(deployment) ? (input.progress ?? progressOf(deployment, counts, input)) : undefined;
  if (progress !== undefined)
    conditions = withCondition(conditions, { type: 'Progressing', ...progress }, input.timestamp);
  const failure = all
    .flatMap(({ status }) => status?.conditions ?? [])
    .find(({ type, status }) => type === 'ReplicaFailure' && status === 'True');
  if (failure === undefined) return conditions.filter(({ type }) => type !== 'ReplicaFailure');
  const { reason = '', message = '' } = failure;
  return withCondition(conditions, { type: 'ReplicaFailure', status: 'True', reason, message }, input.timestamp);
}

export const hasDeadline = ({ spec }: Deployment): boolean =>
  spec?.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== NO_DEADLINE;

/** Undefined when what is said already still holds. */
function progressOf(deployment: Deployment, counts: Counts, input: DeploymentStatusInput): Progress | undefined {
  const { newSet } = input;
  const said = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  if (counts.replicas === counts.updatedReplicas && said?.reason === AVAILABLE_REASON) return undefined;
  const subject =
    newSet === undefined
      ? `Deployment "${deployment.metadata?.name ?? ''}"`
      : `ReplicaSet "${newSet.metadata?.name ?? ''}"`;
  const wanted = deployment.spec?.replicas ?? 1;
  const isComplete = [counts.updatedReplicas, counts.replicas, counts.availableReplicas].every(
    (count) => count === wanted,
  );
  if (isComplete) {
    return { status: 'True', reason: AVAILABLE_REASON, message: `${subject} has successfully progressed.` };
  }
  if (hasMoved(deployment.status ?? {}, counts)) {
    return { status: 'True', reason: 'ReplicaSetUpdated', message: `${subject} is progressing.` };
  }
  if (said === undefined || said.reason === EXCEEDED_REASON || untilDeadline(deployment, input.now) !== 0)
    return undefined;
  return { status: 'False', reason: EXCEEDED_REASON, message: `${subject} has timed out progressing.` };
}

function hasMoved(before: DeploymentStatus, counts: Counts): boolean {
  const oldBefore = (before.replicas ?? 0) - (before.updatedReplicas ?? 0);
  return (
    counts.updatedReplicas > (before.updatedReplicas ?? 0) ||
    counts.replicas - counts.updatedReplicas < oldBefore ||
    counts.readyReplicas > (before.readyReplicas ?? 0) ||
    counts.availableReplicas > (before.availableReplicas ?? 0)
  );
}

/** Milliseconds until the update has taken too long; undefined when it has come to its end, or may take forever. */
export function untilDeadline(deployment: Deployment, now: number): number | undefined {
  const said = deployment.status?.conditions?.find(({ type }) => type === 'Progressing');
  const isOver = said === undefined || said.reason === AVAILABLE_REASON || said.reason === EXCEEDED_REASON;
  if (isOver || !hasDeadline(deployment) || said.reason === 'DeploymentPaused') return undefined;
  const deadline = (deployment.spec?.progressDeadlineSeconds ?? 0) * 1000;
  return Math.max(0, Date.parse(said.lastUpdateTime ?? '') + deadline - now);
}

function withCondition(
  present: readonly DeploymentCondition[],
  condition: Required<Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>>,
  timestamp: string,
): readonly DeploymentCondition[] {
  const before = present.find(({ type }) => type === condition.type);
  const isSame = before?.status === condition.status;
  if (isSame && before.reason === condition.reason && before.message === condition.message) return present;
  const lastTransitionTime = (isSame ? before.lastTransitionTime : undefined) ?? timestamp;
  return [
    ...present.filter(({ type }) => type !== condition.type),
    { ...condition, lastUpdateTime: timestamp, lastTransitionTime },
  ];
}
