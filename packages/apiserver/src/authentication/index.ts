/** Who sent a request: the stage, and an authenticator a file. A front proxy's request headers will be one more. */
export { type AnonymousAccess, type AnonymousConfiguration, anonymousAccess } from './anonymous.js';
export {
  type AuthenticationConfiguration,
  type AuthenticationConfigurationResult,
  anonymousOf,
  type ConfigurationFile,
  readAuthenticationConfiguration,
} from './authentication-configuration.js';
export { type AuthenticationStageOptions, authenticationStage } from './authentication-stage.js';
export type { AuthenticationResult, Authenticator, TokenAuthenticator } from './authenticator.js';
export { bearerTokenAuthenticator } from './bearer-token.js';
export { type BootstrapTokenOptions, bootstrapTokenAuthenticator } from './bootstrap-token.js';
export { cachedTokenAuthenticator, type TokenCacheOptions } from './token-cache.js';
export { parseTokenFile, type TokenFile, tokenFileAuthenticator } from './token-file.js';
export { apiUser, reviewToken, selfSubjectReview, type TokenReviewing } from './token-review.js';
export { unionTokenAuthenticator } from './union.js';
export { websocketTokenAuthenticator } from './websocket-token.js';
export {
  type ClientCertificateOptions,
  clientCertificateAuthenticator,
} from './x509/client-certificate-authenticator.js';
