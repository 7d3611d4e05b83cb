export {
  availabilityOf,
  type FeatureAvailability,
  firstMinorOf,
  gatesToTurnOn,
  howToTurnOn,
} from './availability.js';
export {
  type ClusterProfile,
  type ClusterProfileInput,
  type ClusterProfileResult,
  clusterProfile,
  defaultProfile,
} from './cluster-profile.js';
export { type DroppedField, dropConditionalPodFields } from './conditional-pod-fields.js';
export {
  type Explanation,
  explain,
  explainField,
  explainGate,
  explainKep,
  type FieldExplanation,
  type GateExplanation,
  type KepExplanation,
  type KepGateExplanation,
} from './explain.js';
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
export type { FieldDrop, FieldDropCondition, FieldGateRow, FieldKey } from './field-gates/field-drop.js';
export { FIELD_REFUSALS, type FieldRefusal } from './field-gates/refusals.js';
export {
  ALWAYS_DROPPED,
  dropsOfField,
  FIELD_GATES,
  fieldGateLookup,
  gatedFields,
  gatedFieldsOfType,
  gateOfField,
  missingGate,
  refusalsIn,
} from './field-gates.js';
export { DEPENDENCIES_ENFORCED_FROM, requirementsIn } from './gate-requirements.js';
export { KEPS, type Kep, type KepBehaviour, type KepSettings, kepByNumber } from './keps/index.js';
export { nearestFeatureGate } from './nearest-feature-gate.js';
export { type ParsedFeatureGates, parseFeatureGates, withoutComponent } from './parse-feature-gates.js';
