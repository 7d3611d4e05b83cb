/**
 * One file of a kubeconfig. Relative paths are relative to its folder.
 *
 * Source: client-go, tools/clientcmd/api/v1 (types.go, conversion.go) and loader.go.
 */
import { dirname, resolve } from 'node:path';
import { ClusterError, foreignText } from '../cluster-error.js';
import { readDocument } from '../read-document.js';
import { Fields } from './fields.js';
import type { ExecPlugin, Kubeconfig, KubeconfigCluster, KubeconfigUser } from './kubeconfig.js';

const EXEC_EXTENSION = 'client.authentication.k8s.io/exec';

/** Throws a ClusterError that names the file and the field. */
export function parseKubeconfig(path: string, bytes: Uint8Array): Kubeconfig {
  const name = foreignText(path);
  const root = new Fields(readDocument(name, bytes), name);
  const kind = root.text('kind');
  if (kind !== '' && kind !== 'Config')
    throw new ClusterError(`${name}: expected a kubeconfig, found a ${foreignText(kind)}`);
  const folder = dirname(path);
  return {
    files: [path],
    currentContext: root.text('current-context'),
    clusters: named(root, 'clusters', 'cluster', (fields) => clusterOf(fields, folder)),
    users: named(root, 'users', 'user', (fields) => userOf(fields, folder)),
    contexts: named(root, 'contexts', 'context', (fields) => ({
      cluster: fields.text('cluster'),
      user: fields.text('user'),
      namespace: fields.text('namespace'),
    })),
  };
}

/** Lists of names with a value each; upstream refuses a name that stands twice. */
function named<T>(root: Fields, list: string, inner: string, read: (fields: Fields) => T): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of root.children(list)) {
    const name = item.text('name');
    if (found.has(name)) throw new ClusterError(`${item.place}: the name ${JSON.stringify(name)} stands twice`);
    found.set(name, read(item.child(inner)));
  }
  return found;
}

function clusterOf(fields: Fields, folder: string): KubeconfigCluster {
  const extension = fields.children('extensions').find((each) => each.text('name') === EXEC_EXTENSION);
  return {
    server: fields.text('server'),
    certificateAuthority: pathIn(folder, fields.text('certificate-authority')),
    certificateAuthorityData: fields.text('certificate-authority-data'),
    insecureSkipTLSVerify: fields.flag('insecure-skip-tls-verify'),
    tlsServerName: fields.text('tls-server-name'),
    proxyURL: fields.text('proxy-url'),
    execConfig: extension?.raw('extension'),
  };
}

function userOf(fields: Fields, folder: string): KubeconfigUser {
  const extra = fields.child('as-user-extra');
  return {
    clientCertificate: pathIn(folder, fields.text('client-certificate')),
    clientCertificateData: fields.text('client-certificate-data'),
    clientKey: pathIn(folder, fields.text('client-key')),
    clientKeyData: fields.text('client-key-data'),
    token: fields.text('token'),
    tokenFile: pathIn(folder, fields.text('tokenFile')),
    username: fields.text('username'),
    password: fields.text('password'),
    as: fields.text('as'),
    asUID: fields.text('as-uid'),
    asGroups: fields.texts('as-groups'),
    asUserExtra: new Map(extra.names().map((name) => [name, extra.texts(name)])),
    exec: fields.has('exec') ? execOf(fields.child('exec'), folder) : undefined,
    authProvider: fields.has('auth-provider') ? fields.child('auth-provider').text('name') || 'unnamed' : '',
  };
}

function execOf(fields: Fields, folder: string): ExecPlugin {
  const command = fields.text('command');
  return {
    apiVersion: fields.text('apiVersion'),
    // A bare name is looked up in the PATH; anything with a folder in it is a place.
    command: command.includes('/') ? pathIn(folder, command) : command,
    args: fields.texts('args'),
    env: fields.children('env').map((each) => ({ name: each.text('name'), value: each.text('value') })),
    installHint: fields.text('installHint'),
    provideClusterInfo: fields.flag('provideClusterInfo'),
    interactiveMode: fields.text('interactiveMode'),
  };
}

const pathIn = (folder: string, path: string): string => (path === '' ? '' : resolve(folder, path));
