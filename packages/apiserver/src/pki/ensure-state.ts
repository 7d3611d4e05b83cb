/**
 * The keys and certificates of a server in its state directory: made on the first start, kept afterwards, renewed when a
 * third of their time is left.
 *
 *     state.json                          layout of the directory
 *     pki/ca.{crt,key}                    authority for servers and clients
 *     pki/front-proxy-ca.{crt,key}        authority for proxies that name the user in headers
 *     pki/apiserver.{crt,key}             serving certificate
 *     pki/apiserver-kubelet-client.*      how the server shows itself to kubelets; has no rights in the API
 *     pki/admin.{crt,key}                 user admin in system:masters
 *     pki/sa.key                          signs service account tokens
 */
import { SYSTEM_PRIVILEGED_GROUP } from '@bulkhead/engine/authorization';
import { type Authority, ensureAuthority, FRONT_PROXY } from './authority.js';
import { servingHosts } from './hosts.js';
import { ensureSlowKey, generateP256, generateRSA, privateKeyPEM } from './key-pair.js';
import { ensureLeaf, issueLeaf, type KeyPair, type Leaf } from './leaf-certificate.js';
import { ensureDirectory, ensureInnerDirectory } from './state-directory.js';
import { StateFiles } from './state-file.js';
import { ensureLayout } from './state-version.js';

export interface StateOptions {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Names and addresses of the server beside those that every API server has. */
  readonly hosts?: readonly string[];
}

export interface ServerState {
  readonly directory: string;
  /** Verifies the serving certificate and the client certificates. */
  readonly authorityPEM: string;
  /** Verifies the proxies whose headers servers behind this one may believe. */
  readonly frontProxyPEM: string;
  readonly serving: KeyPair;
  readonly kubeletClient: KeyPair;
  readonly admin: KeyPair;
  /** RSA, as kube-apiserver's own tokens are signed. Made on another thread: the first time it takes a while. */
  readonly serviceAccountKeyPEM: Promise<string>;
  /** When `ensureState` should be called again in a running server. */
  readonly renewAt: number;
  /** A client certificate that is not kept, for a node agent in the same process for example. */
  issueClient(user: { readonly name: string; readonly groups: readonly string[] }, now: number): KeyPair;
}

/** Throws `StateError`. Does not wait for the key of service account tokens. */
export async function ensureState(directory: string, options: StateOptions): Promise<ServerState> {
  const { now, hosts = [] } = options;
  const pki = `${directory}/pki`;
  const files = new StateFiles();
  ensureDirectory(directory, files.read(`${directory}/state.json`) !== undefined);
  ensureLayout(files, directory);
  ensureInnerDirectory(pki);
  const authority = ensureAuthority(files, pki, now);
  const frontProxy = ensureAuthority(files, pki, now, FRONT_PROXY);
  const serviceAccountKeyPEM = ensureSlowKey(`${pki}/sa.key`, generateRSA);
  // Whoever needs the key awaits it; a failure before that must not end the process.
  serviceAccountKeyPEM.catch(() => undefined);
  const leaf = (name: string, what: Leaf): KeyPair => ensureLeaf(files, `${pki}/${name}`, authority, what, now);
  const subject = { commonName: 'kube-apiserver' };
  const serving = leaf('apiserver', { subject, usage: 'server', hosts: servingHosts(hosts) });
  const kubeletClient = leaf('apiserver-kubelet-client', clientLeaf('kube-apiserver-kubelet-client', []));
  const admin = leaf('admin', clientLeaf('admin', [SYSTEM_PRIVILEGED_GROUP]));
  await files.flush();
  return {
    directory,
    authorityPEM: authority.certificatePEM,
    frontProxyPEM: frontProxy.certificatePEM,
    serving,
    kubeletClient,
    admin,
    serviceAccountKeyPEM,
    renewAt: Math.min(serving.renewAt, kubeletClient.renewAt, admin.renewAt),
    issueClient: (user, at) => issueClient(authority, user, at),
  };
}

function issueClient(
  authority: Authority,
  { name, groups }: { readonly name: string; readonly groups: readonly string[] },
  now: number,
): KeyPair {
  const key = generateP256();
  return issueLeaf(authority, clientLeaf(name, groups), { key, pem: privateKeyPEM(key) }, now);
}

const clientLeaf = (commonName: string, organizations: readonly string[]): Leaf => ({
  subject: { commonName, organizations },
  usage: 'client',
});
