/**
 * Pods: what their containers come down to in one word.
 *
 * Source: pkg/printers/internalversion/printers.go (printPod).
 */
import type { ContainerStatus, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { ageOf } from '../age.js';
import { conditionOf, isTrue } from '../cell-text.js';
import { type Cells, NONE, type PrintContext } from '../table-types.js';

interface PodState {
  reason: string;
  ready: number;
  restarts: number;
  /** Milliseconds since the epoch; undefined when nothing has restarted. */
  lastRestart: number | undefined;
}

export function printPod(pod: Pod, context: PrintContext): Cells {
  const { spec, status } = pod;
  const sidecars = sidecarNames(pod);
  const total = (spec?.containers ?? []).length + sidecars.size;
  const state = podState(pod, sidecars);
  return {
    Ready: `${state.ready}/${total}`,
    Status: deletedReason(pod) ?? state.reason,
    Restarts: restartsText(state, context),
    IP: status?.podIPs?.[0]?.ip || NONE,
    Node: spec?.nodeName || NONE,
    'Nominated Node': status?.nominatedNodeName || NONE,
    'Readiness Gates': readinessGates(pod),
  };
}

/** Init containers that go on running beside the others. */
function sidecarNames({ spec }: Pod): ReadonlySet<string> {
  const sidecars = (spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always');
  return new Set(sidecars.map(({ name }) => name ?? ''));
}

function podState(pod: Pod, sidecars: ReadonlySet<string>): PodState {
  const { conditions, phase, reason } = pod.status ?? {};
  const start = conditionOf(conditions, 'PodScheduled')?.reason === 'SchedulingGated' ? 'SchedulingGated' : undefined;
  const { state, sidecarState, isInitializing } = initState(pod, sidecars, start ?? (reason || (phase ?? '')));
  if (isInitializing && !isTrue(conditions, 'Initialized')) return state;
  // Restarts of init containers that are done say nothing any more.
  return runningState(pod, { ...state, ...sidecarState });
}

function initState(
  pod: Pod,
  sidecars: ReadonlySet<string>,
  reason: string,
): { state: PodState; sidecarState: Pick<PodState, 'restarts' | 'lastRestart'>; isInitializing: boolean } {
  const state: PodState = { reason, ready: 0, restarts: 0, lastRestart: undefined };
  const sidecarState: { restarts: number; lastRestart: number | undefined } = { restarts: 0, lastRestart: undefined };
  const total = (pod.spec?.initContainers ?? []).length;
  for (const [index, status] of (pod.status?.initContainerStatuses ?? []).entries()) {
    addRestarts(state, status);
    const isSidecar = sidecars.has(status.name ?? '');
    if (isSidecar) addRestarts(sidecarState, status);
    const problem = initProblem(status, isSidecar, `Init:${index}/${total}`);
    if (problem !== undefined) return { state: { ...state, reason: problem }, sidecarState, isInitializing: true };
    if (isSidecar && status.ready === true) state.ready += 1;
  }
  return { state, sidecarState, isInitializing: false };
}

/** Why the init container holds up those after it; undefined when it does not. */
function initProblem(status: ContainerStatus, isSidecar: boolean, progress: string): string | undefined {
  const { waiting, terminated } = status.state ?? {};
  if (terminated !== undefined && (terminated.exitCode ?? 0) === 0) return undefined;
  if (isSidecar && status.started === true) return undefined;
  if (terminated !== undefined) return `Init:${terminationText(terminated)}`;
  const reason = waiting?.reason ?? '';
  return reason !== '' && reason !== 'PodInitializing' ? `Init:${reason}` : progress;
}

function runningState(pod: Pod, before: PodState): PodState {
  const state = { ...before };
  let hasRunning = false;
  let failure: string | undefined;
  for (const status of (pod.status?.containerStatuses ?? []).toReversed()) {
    addRestarts(state, status);
    const { waiting, terminated, running } = status.state ?? {};
    if (waiting?.reason) state.reason = waiting.reason;
    else if (terminated !== undefined) {
      state.reason = terminationText(terminated);
      if ((terminated.exitCode ?? 0) !== 0) failure = state.reason;
    } else if (status.ready === true && running !== undefined) {
      hasRunning = true;
      state.ready += 1;
    }
  }
  if (state.reason !== 'Completed') return state;
  // One container is done, but that is not what the pod is.
  if (hasRunning && isTrue(pod.status?.conditions, 'Ready')) return { ...state, reason: 'Running' };
  return { ...state, reason: failure ?? (hasRunning ? 'NotReady' : state.reason) };
}

function terminationText(terminated: {
  readonly reason?: string;
  readonly signal?: number;
  readonly exitCode?: number;
}): string {
  if (terminated.reason) return terminated.reason;
  return terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode ?? 0}`;
}

function addRestarts(state: Pick<PodState, 'restarts' | 'lastRestart'>, status: ContainerStatus): void {
  state.restarts += status.restartCount ?? 0;
  const finished = Date.parse(status.lastState?.terminated?.finishedAt ?? '');
  if (!Number.isNaN(finished) && finished > (state.lastRestart ?? 0)) state.lastRestart = finished;
}

function deletedReason({ metadata, status }: Pod): string | undefined {
  if (metadata?.deletionTimestamp === undefined) return undefined;
  if (status?.reason === 'NodeLost') return 'Unknown';
  return isOver(status?.phase) ? undefined : 'Terminating';
}

const isOver = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed';

function restartsText({ restarts, lastRestart }: PodState, { now }: PrintContext): string {
  if (restarts === 0 || lastRestart === undefined) return String(restarts);
  return `${restarts} (${ageOf(new Date(lastRestart).toISOString(), now)} ago)`;
}

function readinessGates({ spec, status }: Pod): string {
  const gates = spec?.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const passed = gates.filter(({ conditionType = '' }) => isTrue(status?.conditions, conditionType));
  return `${passed.length}/${gates.length}`;
}

/** Marks of the row: pods that are over can be told apart without reading cells. */
export function podConditions({ status }: Pod): readonly object[] | undefined {
  if (status?.phase === 'Succeeded') return SUCCEEDED;
  return status?.phase === 'Failed' ? FAILED : undefined;
}

const completed = (reason: string, message: string): readonly object[] => [
  { type: 'Completed', status: 'True', reason, message },
];
const SUCCEEDED = completed('Succeeded', 'The pod has completed successfully.');
const FAILED = completed('Failed', 'The pod failed.');
