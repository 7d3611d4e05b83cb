export type { Problem } from './compiled-policy.js';
export {
  type ConnectionAnswer,
  type ConnectionQuestion,
  type DirectionAnswer,
  decideConnection,
} from './decide-connection.js';
export { NetworkModel, type NetworkModelOptions } from './network-model.js';
export type { Ports } from './port-sets.js';
export { type Side } from './question.js';
export {
  type AddressNode,
  type Connection,
  type ConnectionNode,
  Reachability,
  reachability,
} from './reachability.js';
