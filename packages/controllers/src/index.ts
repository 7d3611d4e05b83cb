/** The loops that make the cluster what its objects say. */
export type { ClientFor, ClusterAccess } from './cluster-access.js';
export { electLeader, type LeaderElection, type LeaderElectionOptions } from './frame/leader-election.js';
export type { QuotaUsage } from './quota/resource-quota.js';
export type { IssueToken } from './service-accounts/token-secrets.js';
export type { SimulatedNodes } from './simulated-nodes/simulated-kubelet.js';
export { MOST_NODES } from './simulated-nodes/simulated-node.js';
export { type ControllerOptions, type Controllers, startControllers } from './start-controllers.js';
