/**
 * The status of a pod whose containers are said to run.
 *
 * Source: pkg/kubelet/status, pkg/kubelet/kubelet_pods.go.
 */

import type { Minor } from '@bulkhead/apimachinery';
import type { Container, ContainerStatus, Pod, PodCondition, PodStatus } from '@bulkhead/apimachinery/types/core-v1';

export interface RunningPodContext {
  readonly hostIP: string;
  readonly podIP: string;
  readonly minor: Minor;
  /** Whether the status says which generation it is of. */
  readonly observesGeneration: boolean;
  /** As `metav1.Time`. */
  readonly now: string;
}

const SANDBOX_CONDITION_FROM: Minor = 29;
const HOST_IPS_FROM: Minor = 28;

export function runningStatus(pod: Pod, context: RunningPodContext): PodStatus {
  const { spec, status, metadata } = pod;
  const { hostIP, podIP, now, minor } = context;
  const startTime = status?.startTime ?? now;
  const uid = metadata?.uid ?? '';
  const init = (spec?.initContainers ?? []).map((container) =>
    container.restartPolicy === 'Always' ? running(container, uid, now) : completed(container, uid, now),
  );
  const main = (spec?.containers ?? []).map((container) => running(container, uid, now));
  const debugging = (spec?.ephemeralContainers ?? []).map((container) => running(container, uid, now));
  const { observedGeneration: _, ...rest } = status ?? {};
  return {
    ...rest,
    ...(context.observesGeneration && metadata?.generation !== undefined
      ? { observedGeneration: metadata.generation }
      : {}),
    phase: 'Running',
    conditions: podConditions(pod, minor, now),
    hostIP,
    ...(minor >= HOST_IPS_FROM ? { hostIPs: [{ ip: hostIP }] } : {}),
    podIP,
    podIPs: [{ ip: podIP }],
    startTime,
    ...(init.length === 0 ? {} : { initContainerStatuses: kept(status?.initContainerStatuses, init) }),
    containerStatuses: kept(status?.containerStatuses, main),
    ...(debugging.length === 0
      ? {}
      : { ephemeralContainerStatuses: kept(status?.ephemeralContainerStatuses, debugging) }),
  };
}

/** What was said about a container before stays, unless it has another image now. */
function kept(before: readonly ContainerStatus[] = [], now: readonly ContainerStatus[]): readonly ContainerStatus[] {
  return now.map((each) => before.find(({ name, image }) => name === each.name && image === each.image) ?? each);
}

type AnyContainer = Pick<Container, 'name' | 'image'>;

function running({ name = '', image = '' }: AnyContainer, uid: string, startedAt: string): ContainerStatus {
  return { ...said(name, image, uid), state: { running: { startedAt } }, ready: true, started: true };
}

function completed({ name = '', image = '' }: AnyContainer, uid: string, at: string): ContainerStatus {
  const base = said(name, image, uid);
  const terminated = { exitCode: 0, reason: 'Completed', startedAt: at, finishedAt: at };
  return {
    ...base,
    state: { terminated: { ...terminated, containerID: base.containerID ?? '' } },
    ready: true,
    started: false,
  };
}

const said = (name: string, image: string, uid: string): ContainerStatus => ({
  name,
  lastState: {},
  restartCount: 0,
  image,
  imageID: '',
  containerID: `simulated://${uid}/${name}`,
});

function podConditions({ spec, status }: Pod, minor: Minor, now: string): readonly PodCondition[] {
  const present = status?.conditions ?? [];
  const unmet = (spec?.readinessGates ?? []).filter(
    ({ conditionType }) => !present.some(({ type, status }) => type === conditionType && status === 'True'),
  );
  const ready: Pick<PodCondition, 'status' | 'reason' | 'message'> =
    unmet.length === 0
      ? { status: 'True' }
      : { status: 'False', reason: 'ReadinessGatesNotReady', message: unmet.map(gateMessage(present)).join(', ') };
  const own: readonly PodCondition[] = [
    ...(minor >= SANDBOX_CONDITION_FROM ? [{ type: 'PodReadyToStartContainers', status: 'True' }] : []),
    { type: 'Initialized', status: 'True' },
    { type: 'Ready', ...ready },
    { type: 'ContainersReady', status: 'True' },
    { type: 'PodScheduled', status: 'True' },
  ];
  const types = new Set(own.map(({ type }) => type));
  return [
    ...own.map((condition) => {
      const before = present.find(({ type, status }) => type === condition.type && status === condition.status);
      return { ...before, ...condition, lastTransitionTime: before?.lastTransitionTime ?? now };
    }),
    ...present.filter(({ type = '' }) => !types.has(type)),
  ];
}

const gateMessage =
  (present: readonly PodCondition[]) =>
  ({ conditionType = '' }: { readonly conditionType?: string }): string =>
    present.some(({ type }) => type === conditionType)
      ? `the status of pod readiness gate "${conditionType}" is not "True", but False`
      : `corresponding condition of pod readiness gate "${conditionType}" does not exist.`;
