/** What an input has to do with each feature of the security model: uses it, could use it, would be broken by it. */
export type { AdoptionPlace, FeatureAdoption, FeatureBreak, FeatureUse, SecurityFeature } from './adoption.js';
export {
  ClusterInput,
  type InputComponent,
  type InputComponents,
  type InputKubelet,
  type InputObject,
  type InputWorkload,
} from './cluster-input.js';
export { adoptionOf, SECURITY_FEATURES } from './security-features.js';
