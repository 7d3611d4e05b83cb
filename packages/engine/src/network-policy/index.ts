export type { CompiledPolicy, Direction, ObjectReference, Problem } from './compiled-policy.js';
export {
  type ConnectionAnswer,
  type ConnectionQuestion,
  type DirectionAnswer,
  decideConnection,
} from './decide-connection.js';
export { describePolicy } from './describe-policy.js';
export { type ConnectionChange, type DiffOptions, diffReachability } from './diff-reachability.js';
export type { Endpoint, WorkloadNode } from './endpoint.js';
export {
  type ExplainedConnection,
  type ExplainedDirection,
  type ExplainedPolicy,
  type ExplainedRule,
  explainConnection,
} from './explain-connection.js';
export { type AddressExposure, type DirectionExposure, type Exposure, exposure } from './exposure.js';
export type { LintFinding, LintSeverity } from './lint/lint-finding.js';
export { lintNetworkPolicies } from './lint/lint-network-policies.js';
export { type NamespaceOpenness, namespaceOpenness, type OpenDirection } from './lint/open-namespaces.js';
export { NetworkModel, type NetworkModelOptions } from './network-model.js';
export { policyTypesOf } from './network-policy.js';
export { type NodeFilter, nodeFilter } from './node-filter.js';
export type { AddressNode, ConnectionNode, NodeGroup } from './node-groups.js';
export type { Ports } from './port-sets.js';
export type { PortRange, Protocol } from './protocol.js';
export type { Side } from './question.js';
export {
  type Connection,
  type GroupConnection,
  type MatrixRow,
  Reachability,
  type ReachabilityOptions,
  reachability,
} from './reachability.js';
export {
  type FlowProblem,
  type SuggestedPolicy,
  type Suggestion,
  suggestPolicies,
} from './suggest/suggest-policies.js';
export { worldBlocks } from './world.js';
