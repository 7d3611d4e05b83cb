/** The checks, by what they look at. A check is a function of one component and of what stands beside it. */
export {
  alwaysAdmit,
  cachedImages,
  disabledPlugins,
  eventRateLimit,
  isEnabled,
  nodeRestriction,
} from './api-server/admission.js';
export {
  anonymousAuth,
  anonymousOfFile,
  bootstrapTokens,
  clientCa,
  frontProxy,
  oidcNames,
  tokenAuthFile,
  tokenWebhookVersion,
} from './api-server/authentication.js';
export { authorizationMode, authorizationOfFile } from './api-server/authorization.js';
export {
  auditLog,
  auditRetention,
  encryptionAtRest,
  etcdConnection,
  extendedTokens,
  serviceAccountKeys,
  serviceAccountLookup,
  tokenLifetime,
} from './api-server/data.js';
export { kubeletAuthority, kubeletClientCertificate } from './api-server/kubelet-client.js';
export {
  aggregationClient,
  allowPrivileged,
  goawayChance,
  removedFlags,
  requestTimeout,
  securePort,
  servingCertificate,
} from './api-server/serving.js';
export * from './control-plane/controller-manager.js';
export * from './control-plane/etcd.js';
export {
  bindAddress,
  featureGates,
  openPaths,
  profiling,
  servingRotation,
  tlsCiphers,
  tlsVersion,
} from './control-plane/shared-settings.js';
export { isConfigurationKind } from './decoding/configuration-fields.js';
export { decodeConfiguration, isLenient } from './decoding/decode-configuration.js';
export { admissionConfiguration } from './files/admission.js';
export { auditPolicy } from './files/audit-policy.js';
export { providerNames } from './files/authentication.js';
export { encryptionProvider, literalKeys } from './files/encryption.js';
export { schedulerProfiling } from './files/scheduler.js';
export { nodePortAddresses, proxyHealth, proxyMetrics } from './node/kube-proxy.js';
export {
  certificateRotation,
  debuggingHandlers,
  kubeletAnonymous,
  kubeletAuthorization,
  kubeletCertificate,
  kubeletCiphers,
  kubeletClientCa,
  kubeletServingRotation,
  kubeletTlsVersion,
  kubeletWebhook,
  logQuery,
  readOnlyPort,
} from './node/kubelet-access.js';
export * from './node/kubelet-node.js';
export * from './runtime/containerd.js';
export * from './runtime/cri-o.js';
export { configurationErrors, flagErrors } from './validation/configuration-errors.js';
export { kubeletErrors } from './validation/kubelet.js';
