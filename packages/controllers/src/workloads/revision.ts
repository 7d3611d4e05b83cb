/**
 * The annotations that tie a Deployment to its ReplicaSets: revisions, which `kubectl rollout history` and `undo` read,
 * and the sizes that were wished for when a set got its own.
 *
 * Source: pkg/controller/deployment/util/deployment_util.go.
 */
import type { Deployment, ReplicaSet } from '@bulkhead/apimachinery/types/apps-v1';
import type { Bounds } from './rolling-update.js';

export const REVISION = 'deployment.kubernetes.io/revision';
const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';
const NOT_COPIED: ReadonlySet<string> = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  ...[REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS],
]);

type Annotations = Readonly<Record<string, string>>;
const MAX_HISTORY_LENGTH = 2000;

export const revisionOf = ({ metadata }: ReplicaSet | Deployment): number =>
  Number(metadata?.annotations?.[REVISION] ?? 0) || 0;

export const desiredReplicas = ({ metadata }: ReplicaSet): number | undefined =>
  numberOf(metadata?.annotations?.[DESIRED_REPLICAS]);

export const maxReplicas = ({ metadata }: ReplicaSet): number | undefined =>
  numberOf(metadata?.annotations?.[MAX_REPLICAS]);

const numberOf = (text: string | undefined): number | undefined =>
  text === undefined || !/^\d+$/.test(text) ? undefined : Number(text);

export function sizeAnnotations({ replicas, maxSurge }: Bounds): Annotations {
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge) };
}

/** The annotations of the set with the newest template, which has the highest revision. */
export function newSetAnnotations(
  deployment: Deployment,
  set: ReplicaSet | undefined,
  highestOld: number,
): Annotations {
  const present = set?.metadata?.annotations ?? {};
  const copied = Object.entries(deployment.metadata?.annotations ?? {}).filter(([name]) => !NOT_COPIED.has(name));
  const revision = String(highestOld + 1);
  const before = present[REVISION];
  if (set !== undefined && revisionOf(set) > highestOld) return { ...present, ...Object.fromEntries(copied) };
  const history = [present[REVISION_HISTORY], before].filter((each) => each !== undefined && each !== '').join(',');
  return {
    ...present,
    ...Object.fromEntries(copied),
    [REVISION]: revision,
    ...(history === '' ? {} : { [REVISION_HISTORY]: shortened(history) }),
  };
}

/** The oldest revisions are forgotten first. */
function shortened(history: string): string {
  const from = history.length - MAX_HISTORY_LENGTH;
  return from <= 0 ? history : history.slice(history.indexOf(',', from) + 1);
}
