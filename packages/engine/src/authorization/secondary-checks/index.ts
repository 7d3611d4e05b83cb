/** Further questions that the API server asks about some requests. */
export { checkCreateOnWrite, checkPodConnection } from './create-permission.js';
export { checkOwnerReferences, type OwnedWrite, type OwnerResource, type OwnerResources } from './owner-references.js';
export {
  type BindingParameters,
  checkParamKind,
  checkParamRef,
  type PolicyParameters,
  type ResourceResolver,
} from './policy-parameters.js';
export { checkResourceClaimStatus } from './resource-claim-status.js';
export type { Refusal } from './secondary-check.js';
export { checkPodCertificateSigner, checkSigner, maySign, type SignerVerb } from './signer-permission.js';
export { checkUnsafeDelete } from './unsafe-delete.js';
