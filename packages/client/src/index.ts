/** Reading clusters: the user's kubeconfig, a transport, and every object that may be read. */
export { ClusterError } from './cluster-error.js';
export { READING_LIMITS, type ReadingLimits } from './reading/list-budget.js';
export type { ReadObject } from './reading/list-item.js';
export { type ClusterReading, type ReadingGap, readCluster } from './reading/read-cluster.js';
export type { SecretDetail } from './reading/secrets.js';
export { type ServerVersion, serverVersion } from './reading/server-version.js';
export { resourceName, WANTED_KINDS, type WantedKind } from './reading/wanted-kind.js';
export { type Connection, type ConnectOptions, connect } from './transport/connect.js';
