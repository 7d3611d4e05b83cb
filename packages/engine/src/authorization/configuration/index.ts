/** How a server is told which authorizers to ask. */
export {
  type AuthorizationConfiguration,
  type AuthorizerConfiguration,
  authorizationConfigurationError,
  newTypesRefused,
  validateAuthorizationConfiguration,
} from './authorization-configuration.js';
export {
  AUTHORIZATION_MODES,
  type AuthorizationFlags,
  type AuthorizationMode,
  isAuthorizationMode,
  modesOf,
  validateAuthorizationFlags,
} from './authorization-modes.js';
export type { ConfigurationEnvironment, WebhookConfiguration } from './webhook-configuration.js';
