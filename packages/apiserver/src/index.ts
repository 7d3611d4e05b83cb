/** A kube-apiserver. */
export { readAdmissionControlConfig } from './admission/index.js';
export { usedByQuota } from './admission/quota/used-by-quota.js';
export { auditLogDefaults, auditLogErrors, openAuditLog, parseAuditPolicy } from './audit/index.js';
export { anonymousOf, parseTokenFile, readAuthenticationConfiguration } from './authentication/index.js';
export { ListenError, type Listener, listen, type ServingCertificate } from './http/index.js';
export { type IdentityOptions } from './identity.js';
export { type Certificate, readCertificates } from './pki/certificate.js';
export {
  ensureKubeconfig,
  ensureState,
  hostsOfListener,
  localHost,
  type ServerState,
  StateError,
} from './pki/index.js';
export { parseRuntimeConfig } from './registry/runtime-config.js';
export { type ApiServer, type ApiServerOptions, createApiServer } from './server.js';
export { serviceAccountOptions, signingKey, signLegacyToken, tokenKeys } from './service-account-tokens/index.js';
