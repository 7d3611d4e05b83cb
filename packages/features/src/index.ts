export {
  type ClusterProfile,
  type ClusterProfileInput,
  type ClusterProfileResult,
  clusterProfile,
  defaultProfile,
} from './cluster-profile.js';
export {
  allFeatureGates,
  type FeatureGate,
  type FeatureGateLookup,
  type FeatureGateRun,
  type FeatureGateStage,
  type FeatureGateState,
  featureGate,
  featureGatesIn,
  isKnown,
} from './feature-gate.js';
export { DEPENDENCIES_ENFORCED_FROM, requirementsIn } from './gate-requirements.js';
export { nearestFeatureGate } from './nearest-feature-gate.js';
export { type ParsedFeatureGates, parseFeatureGates } from './parse-feature-gates.js';
