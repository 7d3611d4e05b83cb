export { type PullSecret, pullSecretOf, type RegistryCredential, type RegistryEntry } from './docker-config.js';
export { imageWithoutTag, repositoryOf, wholeName } from './image-name.js';
export { type ImageOutcome, imageOutcome, type PullPolicy } from './image-outcome.js';
export { Keyring, type KeyringMatch } from './keyring.js';
export { type CachedImage, mustAttemptPull, type PodCredentials, type PullDecision } from './must-attempt-pull.js';
export {
  type CredentialAnswer,
  CredentialLookup,
  type CredentialSources,
  type CredentialState,
} from './pod-credentials.js';
export { type PodImage, podImages, pullSecretNames } from './pod-images.js';
export { isPublicRepository } from './public-repository.js';
export {
  MAX_SECRETS,
  type PullCredentials,
  type PulledRecord,
  type SecretCredential,
  type ServiceAccountCoordinates,
} from './pulled-record.js';
export { matchesRegistry } from './registry-location.js';
export { type CopyOrigin, type CopyOutcome, outcomeWithoutCredentials } from './verification-impact.js';
export {
  isAllowlisted,
  type PullVerification,
  pullVerificationOf,
  requiresVerification,
  VERIFICATION_GATE,
  VERIFICATION_POLICIES,
  type VerificationError,
  type VerificationField,
  type VerificationPolicy,
  type VerificationSettings,
  verificationErrors,
} from './verification-policy.js';
