/** What may change or refuse a write after authorization and before storage. */
export { type AdmissionChainResult, type AdmissionOptions, admissionChain } from './admission-chain.js';
export { readAdmissionControlConfig } from './admission-control-config.js';
export type { AdmissionDependencies, LiveGet } from './dependencies.js';
export type { AdmissionAttributes, AdmissionChain, AdmissionPlugin } from './plugin.js';
