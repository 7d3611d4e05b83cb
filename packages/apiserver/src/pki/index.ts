/** Keys and certificates: those of the server's own state, and reading those that clients show. */

export { ensureState, type ServerState, type StateOptions } from './ensure-state.js';
export { hostsOfListener, localHost } from './hosts.js';
export { ensureKubeconfig, type KubeconfigOptions } from './kubeconfig.js';
export type { KeyPair } from './leaf-certificate.js';
export { StateError } from './state-error.js';
