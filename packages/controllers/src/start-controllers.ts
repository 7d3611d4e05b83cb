/**
 * All loops of a server, or those that are named; each as its own user.
 */
import type { Node } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import type { ClientFor, ClusterAccess, ObjectCaches } from './cluster-access.js';
import { clusterRoleAggregationLoop } from './cluster-roles/cluster-role-aggregation.js';
import { disruptionLoop } from './disruption/disruption.js';
import { endpointSliceLoop } from './endpoint-slices/endpoint-slices.js';
import { type Loop, startLoop } from './frame/loop.js';
import { garbageCollectionLoop } from './garbage-collection/garbage-collector.js';
import { namespaceDeletionLoop } from './namespaces/namespace-deletion.js';
import { type QuotaUsage, resourceQuotaLoop } from './quota/resource-quota.js';
import { SCHEDULER, schedulerLoop } from './scheduler/scheduler.js';
import { defaultServiceAccountLoop } from './service-accounts/default-service-account.js';
import { rootCAConfigMapLoop } from './service-accounts/root-ca-config-map.js';
import { type IssueToken, tokenSecretLoop } from './service-accounts/token-secrets.js';
import { type SimulatedNodes, simulatedKubeletLoops } from './simulated-nodes/simulated-kubelet.js';
import { isSimulated, SIMULATED } from './simulated-nodes/simulated-node.js';
import { deploymentLoop } from './workloads/deployment.js';
import { replicaSetLoop } from './workloads/replica-set.js';

export interface ControllerOptions {
  readonly caches: ObjectCaches;
  readonly clientFor: ClientFor;
  readonly profile: ClusterProfile;
  /** Names of loops as `--controllers` has them; all when left out. */
  readonly names?: readonly string[];
  /** In PEM, for pods to verify the server with; none is published without it. */
  readonly rootCA?: string;
  /** For secrets with tokens of service accounts; they stay without when it is left out, or there is no `rootCA`. */
  readonly issueToken?: IssueToken;
  /** For the status of quotas, which stays as it is when it is left out. */
  readonly quotaUsage?: QuotaUsage;
  /** Nodes without machines, with a scheduler for their pods; none when left out. */
  readonly simulatedNodes?: SimulatedNodes;
  readonly log: (message: string) => void;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface Controllers {
  /** The names of the loops that run. */
  readonly names: readonly string[];
  /** Resolves when no loop is at work any more. */
  stop(): Promise<void>;
}

export function startControllers(options: ControllerOptions): Controllers {
  const { names } = options;
  const loops = loopsOf(options).filter(({ name }) => names === undefined || names.includes(name));
  const running = loops.map((loop) => startLoop(loop, options));
  return {
    names: loops.map(({ name }) => name),
    async stop() {
      await Promise.all(running.map((loop) => loop.stop()));
    },
  };
}

function loopsOf(options: ControllerOptions): readonly Loop[] {
  const access: ClusterAccess = options;
  const { rootCA, issueToken, quotaUsage, simulatedNodes } = options;
  const hasNodes = simulatedNodes !== undefined && simulatedNodes.count > 0;
  return [
    defaultServiceAccountLoop(access),
    clusterRoleAggregationLoop(access),
    ...(rootCA === undefined ? [] : [rootCAConfigMapLoop(access, rootCA)]),
    ...(rootCA === undefined || issueToken === undefined ? [] : [tokenSecretLoop(access, { issueToken, rootCA })]),
    namespaceDeletionLoop(access),
    garbageCollectionLoop(access),
    replicaSetLoop(access),
    deploymentLoop(access),
    endpointSliceLoop(access),
    disruptionLoop(access),
    ...(quotaUsage === undefined ? [] : [resourceQuotaLoop(access, quotaUsage)]),
    // Without nodes of its own a cluster may have a scheduler elsewhere.
    ...(hasNodes || options.names?.includes(SCHEDULER) === true ? [schedulerLoop(access, { annotationsFor })] : []),
    ...(hasNodes ? simulatedKubeletLoops(access, simulatedNodes) : []),
  ];
}

const annotationsFor = (node: Node) => (isSimulated(node) ? { [SIMULATED]: 'true' } : undefined);
