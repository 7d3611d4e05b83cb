/** What kubelets may write. */
export type { AdmissionRequest, AdmissionResult, NodeRestrictionLookup } from './admission-request.js';
export { admitNodeRequest } from './node-restriction.js';
