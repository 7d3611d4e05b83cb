/** What kubelets may do, and what they ask when somebody calls them. */
export { kubeletAttributes, kubeletForbiddenText } from './kubelet-attributes.js';
export { NodeAuthorizer } from './node-authorizer.js';
export { type GraphObjectType, type NodeBoundType, NodeGraph } from './node-graph.js';
