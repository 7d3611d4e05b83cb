/**
 * The pods of the simulated nodes: said to run as soon as they are bound, and gone a moment after they are deleted.
 * Each node acts as itself, so that it may do what a node may do, and no more.
 */
import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { NODES, PODS } from '../frame/api-resource.js';
import { canonicalJson } from '../frame/canonical-json.js';
import { keyOf, type Loop, splitKey } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { isAlreadyExists, isNotFound } from '../frame/request-error.js';
import { timestamp } from '../frame/timestamp.js';
import { isPodOver } from '../workloads/pod-state.js';
import { AddressPool } from './address-pool.js';
import { runningStatus } from './running-pod.js';
import { nodeAddress, podNetwork, simulatedNode, simulatedNodeName } from './simulated-node.js';

export interface SimulatedNodes {
  readonly count: number;
  /** How long containers take to end when they are told to, if their grace period is not shorter. */
  readonly stopMs?: number;
}

const STOP_MS = 1000;
const KUBELET = 'kubelet';

interface Kubelet {
  readonly index: number;
  readonly client: LoopClient;
  readonly addresses: AddressPool;
}

type Kubelets = ReadonlyMap<string, Kubelet>;

export function simulatedKubeletLoops(access: ClusterAccess, { count, stopMs = STOP_MS }: SimulatedNodes): Loop[] {
  const kubelets: Kubelets = new Map(
    Array.from({ length: count }, (_, index): [string, Kubelet] => {
      const name = simulatedNodeName(index);
      const api = access.clientFor(`system:node:${name}`, ['system:nodes', 'system:authenticated']);
      const client = new LoopClient(api, access.caches, KUBELET);
      return [name, { index, client, addresses: new AddressPool(podNetwork(index)) }];
    }),
  );
  return [nodeLoop(access, kubelets), podLoop(access, kubelets, stopMs)];
}

/** Registers each node once, at the start: one that is deleted later stays away. */
function nodeLoop(access: ClusterAccess, kubelets: Kubelets): Loop {
  const registered = new Set<string>();
  const controller = LoopClient.as('node-controller', access);
  return {
    name: 'simulated-nodes',
    watches: [{ ...NODES, keysOf: ({ name }) => (kubelets.has(name) ? [name] : []) }],
    initial: kubelets.keys(),
    async reconcile(name) {
      const kubelet = kubelets.get(name);
      if (kubelet === undefined) return undefined;
      const present = access.caches.cache('', 'nodes')?.get('', name)?.object;
      if (present !== undefined) {
        registered.add(name);
        await admitPods(present, controller);
      } else if (!registered.has(name)) {
        const node = simulatedNode(kubelet.index, access.profile.minor, timestamp(access.now()));
        try {
          await kubelet.client.create(at(NODES, ''), node);
        } catch (error) {
          if (!isAlreadyExists(error)) throw error;
        }
        registered.add(name);
      }
      return undefined;
    },
  };
}

const NOT_READY = 'node.kubernetes.io/not-ready';

/** New nodes are kept free of pods until somebody else than themselves has seen that they are ready. */
async function admitPods(node: KubeObject, controller: LoopClient): Promise<void> {
  const { taints = [] } = (node['spec'] ?? {}) as { readonly taints?: readonly { readonly key?: string }[] };
  const kept = taints.filter(({ key }) => key !== NOT_READY);
  if (kept.length === taints.length) return;
  const { name = '', resourceVersion } = node.metadata;
  await controller.patch(at(NODES, '', name), 'application/merge-patch+json', {
    metadata: { resourceVersion },
    spec: { taints: kept.length === 0 ? null : kept },
  });
}

function podLoop(access: ClusterAccess, kubelets: Kubelets, stopMs: number): Loop {
  const { caches, profile, now } = access;
  const observesGeneration = profile.enabled('PodObservedGenerationTracking');
  const kubeletOf = ({ spec }: Pod): Kubelet | undefined => kubelets.get(spec?.nodeName ?? '');
  const observe = (pod: CachedObject, isGone: boolean): readonly string[] => {
    const kubelet = kubeletOf(pod.object);
    if (kubelet === undefined) return [];
    const key = keyOf(pod);
    const { status }: Pod = pod.object;
    if (isGone) kubelet.addresses.free(key);
    else kubelet.addresses.keep(key, status?.podIP ?? '');
    return isGone ? [] : [key];
  };
  return {
    name: 'simulated-pods',
    watches: [{ ...PODS, keysOf: (pod, _, isGone) => observe(pod, isGone) }],
    workers: 16,
    async reconcile(key) {
      const [namespace, name] = splitKey(key);
      const pod: (KubeObject & Pod) | undefined = caches.cache('', 'pods')?.get(namespace, name)?.object;
      const kubelet = pod === undefined ? undefined : kubeletOf(pod);
      if (pod === undefined || kubelet === undefined) return undefined;
      if ((pod.metadata.deletionTimestamp ?? '') !== '') return await end(pod, kubelet, stopMs, now());
      if (isPodOver(pod)) return undefined;
      const hostIP = nodeAddress(kubelet.index);
      const podIP = pod.spec?.hostNetwork === true ? hostIP : kubelet.addresses.take(key);
      if (podIP === undefined) throw new Error(`no address is free for the pod ${key}`);
      const context = { hostIP, podIP, minor: profile.minor, observesGeneration, now: timestamp(now()) };
      await tell(pod, runningStatus(pod, context), kubelet);
      return undefined;
    },
  };
}

async function tell(pod: KubeObject & Pod, status: object, { client }: Kubelet): Promise<void> {
  if (canonicalJson(status) === canonicalJson(pod.status)) return;
  const { namespace = '', name = '', uid, resourceVersion } = pod.metadata;
  try {
    await client.patch(at(PODS, namespace, name, 'status'), 'application/merge-patch+json', {
      metadata: { uid, resourceVersion },
      status,
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Milliseconds until the containers have ended, or nothing left to do. */
async function end({ metadata }: KubeObject, { client }: Kubelet, stopMs: number, now: number) {
  const { namespace = '', name = '', uid = '', deletionTimestamp = '', deletionGracePeriodSeconds = 0 } = metadata;
  const graceMs = Number(deletionGracePeriodSeconds) * 1000;
  const begun = Date.parse(deletionTimestamp) - graceMs;
  const left = begun + Math.min(graceMs, stopMs) - now;
  if (left > 0) return left;
  await client.delete(at(PODS, namespace, name), { uid, gracePeriodSeconds: 0 });
  return undefined;
}
