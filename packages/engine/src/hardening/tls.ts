/**
 * TLS settings of the components: versions and cipher suites.
 *
 * Source: k8s.io/component-base/cli/flag/ciphersuites_flag.go; crypto/tls.
 */

/** Suites that Go calls insecure. */
const INSECURE: ReadonlySet<string> = new Set([
  'TLS_RSA_WITH_RC4_128_SHA',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA',
  'TLS_RSA_WITH_AES_128_CBC_SHA256',
  'TLS_RSA_WITH_AES_128_GCM_SHA256',
  'TLS_RSA_WITH_AES_256_GCM_SHA384',
  'TLS_ECDHE_ECDSA_WITH_RC4_128_SHA',
  'TLS_ECDHE_RSA_WITH_RC4_128_SHA',
  'TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA',
  'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256',
]);

export const insecureCiphers = (suites: readonly string[]): readonly string[] =>
  suites.filter((suite) => INSECURE.has(suite));

/** Versions before TLS 1.2, as Kubernetes' components (`VersionTLS11`) and etcd (`TLS1.1`) write them. */
const OLD: ReadonlySet<string> = new Set(['VersionTLS10', 'VersionTLS11', 'TLS1.0', 'TLS1.1']);

export const isOldTls = (version: string): boolean => OLD.has(version);
