/**
 * Gives pods their nodes: to each the node that takes it and has the fewest pods. Pods that no node takes wait until a
 * node changes or has room again.
 *
 * Source: pkg/scheduler.
 */
import type { Node, Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { NODES, PODS } from '../frame/api-resource.js';
import { keyOf, type Loop, splitKey } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { isConflict, isNotFound } from '../frame/request-error.js';
import { timestamp } from '../frame/timestamp.js';
import { isPodOver } from '../workloads/pod-state.js';
import { chooseNode } from './choose-node.js';
import { PodCounts } from './pod-counts.js';

export const SCHEDULER = 'kube-scheduler';
const SCHEDULER_NAME = 'default-scheduler';

export interface SchedulerOptions {
  /** Pods learn from their node what it is. */
  readonly annotationsFor?: (node: Node) => Readonly<Record<string, string>> | undefined;
}

export function schedulerLoop(access: ClusterAccess, options: SchedulerOptions = {}): Loop {
  const scheduler = new Scheduler(access, options);
  return {
    name: SCHEDULER,
    watches: [
      { ...NODES, keysOf: () => scheduler.waiting() },
      { ...PODS, keysOf: (pod, _, isGone) => scheduler.observe(pod, isGone) },
    ],
    workers: 16,
    reconcile: (key) => scheduler.schedule(key),
  };
}

class Scheduler {
  readonly #access: ClusterAccess;
  readonly #client: LoopClient;
  readonly #annotationsFor: NonNullable<SchedulerOptions['annotationsFor']>;
  readonly #counts = new PodCounts();
  /** Pods that no node took. */
  readonly #waiting = new Set<string>();

  constructor(access: ClusterAccess, { annotationsFor = () => undefined }: SchedulerOptions) {
    this.#access = access;
    this.#annotationsFor = annotationsFor;
    const client = access.clientFor('system:kube-scheduler', ['system:authenticated']);
    this.#client = new LoopClient(client, access.caches, SCHEDULER);
  }

  waiting(): readonly string[] {
    return [...this.#waiting];
  }

  observe(pod: CachedObject, isGone: boolean): readonly string[] {
    const key = keyOf(pod);
    const { spec }: Pod = pod.object;
    const node = spec?.nodeName ?? '';
    const isOver = isGone || isPodOver(pod.object);
    if (isOver || node !== '') {
      this.#counts.set(key, isOver ? undefined : node);
      this.#waiting.delete(key);
      return isOver ? this.waiting() : [];
    }
    return isSchedulable(pod.object) ? [key] : [];
  }

  async schedule(key: string): Promise<undefined> {
    const { caches } = this.#access;
    const [namespace, name] = splitKey(key);
    const pod = caches.cache('', 'pods')?.get(namespace, name)?.object;
    if (pod === undefined || !isSchedulable(pod)) return;
    const nodes: readonly Node[] = (caches.cache('', 'nodes')?.list('') ?? []).map(({ object }) => object);
    const choice = chooseNode(pod, nodes, (node) => this.#counts.of(node));
    if (choice.kind === 'none') {
      this.#waiting.add(key);
      await this.#tell(pod, choice.message);
      return;
    }
    this.#counts.set(key, choice.name);
    try {
      await this.#bind(pod, choice.name, nodes);
    } catch (error) {
      const present: Pod | undefined = caches.cache('', 'pods')?.get(namespace, name)?.object;
      this.#counts.set(key, present?.spec?.nodeName === '' ? undefined : present?.spec?.nodeName);
      // Gone, or bound by somebody else.
      if (!isNotFound(error) && !isConflict(error)) throw error;
    }
  }

  async #bind({ metadata }: KubeObject, node: string, nodes: readonly Node[]): Promise<void> {
    const { namespace = '', name = '', uid } = metadata;
    const found = nodes.find((each) => each.metadata?.name === node);
    const annotations = found === undefined ? undefined : this.#annotationsFor(found);
    await this.#client.create(at(PODS, namespace, name, 'binding'), {
      apiVersion: 'v1',
      kind: 'Binding',
      metadata: { namespace, name, uid, ...(annotations === undefined ? {} : { annotations }) },
      target: { kind: 'Node', name: node },
    });
  }

  async #tell(pod: KubeObject & Pod, message: string): Promise<void> {
    const present = pod.status?.conditions ?? [];
    const before = present.find(({ type }) => type === 'PodScheduled');
    if (before?.status === 'False' && before.reason === 'Unschedulable' && before.message === message) return;
    const lastTransitionTime =
      before?.status === 'False' && before.lastTransitionTime !== undefined
        ? before.lastTransitionTime
        : timestamp(this.#access.now());
    const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, lastTransitionTime };
    const { namespace = '', name = '', uid } = pod.metadata;
    try {
      await this.#client.patch(at(PODS, namespace, name, 'status'), 'application/strategic-merge-patch+json', {
        metadata: { uid },
        status: { conditions: [condition] },
      });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }
}

function isSchedulable(pod: KubeObject & Pod): boolean {
  const { metadata, spec } = pod;
  return (
    !isPodOver(pod) &&
    (spec?.nodeName ?? '') === '' &&
    (metadata.deletionTimestamp ?? '') === '' &&
    (spec?.schedulerName ?? SCHEDULER_NAME) === SCHEDULER_NAME &&
    (spec?.schedulingGates ?? []).length === 0
  );
}
