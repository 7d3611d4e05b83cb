export { API_TOKEN_PATH, type Automount, type AutomountField, automountOf } from './automount.js';
export { automountedContainers, type ProjectedToken, projectedTokens } from './pod-tokens.js';
export {
  AUTOMOUNT_LIFETIME,
  DEFAULT_LIFETIME,
  EXTENDED_LIFETIME,
  MAX_LIFETIME,
  MIN_LIFETIME,
  RENEWAL_AGE,
  renewalAge,
  type TokenIssuerOptions,
  type TokenLifetime,
  type TokenRequestFacts,
  tokenLifetime,
} from './token-lifetime.js';
export { TOKEN_SECRET_TYPE, type TokenSecret, tokenSecretOf } from './token-secret.js';
