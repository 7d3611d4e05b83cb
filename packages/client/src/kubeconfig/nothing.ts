/** What a kubeconfig says that says nothing. */
import type { KubeconfigCluster, KubeconfigUser } from './kubeconfig.js';

export const NO_CLUSTER: KubeconfigCluster = {
  server: '',
  certificateAuthority: '',
  certificateAuthorityData: '',
  insecureSkipTLSVerify: false,
  tlsServerName: '',
  proxyURL: '',
  execConfig: undefined,
};

export const NOBODY: KubeconfigUser = {
  clientCertificate: '',
  clientCertificateData: '',
  clientKey: '',
  clientKeyData: '',
  token: '',
  tokenFile: '',
  username: '',
  password: '',
  as: '',
  asUID: '',
  asGroups: [],
  asUserExtra: new Map(),
  exec: undefined,
  authProvider: '',
};
