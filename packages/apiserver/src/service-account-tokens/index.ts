/** Tokens of service accounts: issued, verified, and published keys. */
export { type BoundObjects, type BoundResource, boundObjects } from './bound-objects.js';
export { type BoundTokenOptions, boundTokenAuthenticator } from './bound-token-authenticator.js';
export {
  CONFIGURATION_PATH,
  type IssuerDiscovery,
  type IssuerDiscoveryOptions,
  issuerDiscovery,
  JWKS_PATH,
} from './issuer-discovery.js';
export { signLegacyToken } from './legacy-token.js';
export { type LegacyTokenOptions, legacyTokenAuthenticator } from './legacy-token-authenticator.js';
export {
  type ServiceAccountFlags,
  type ServiceAccountOptions,
  serviceAccountOptions,
} from './service-account-options.js';
export {
  type SigningKey,
  signingKey,
  type TokenKeys,
  tokenKeys,
  type VerificationKey,
  verificationKeys,
} from './token-key.js';
export { createTokenRequest, type TokenIssuing, type TokenRequestInput } from './token-request.js';
