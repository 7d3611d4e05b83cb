/**
 * The service account of the pod that this runs in, where there is no kubeconfig.
 *
 * Source: client-go, rest/config.go (InClusterConfig).
 */
import { join } from 'node:path';
import { readSmallFile } from '../read-small-file.js';
import type { Environment, Kubeconfig } from './kubeconfig.js';
import { NO_CLUSTER, NOBODY } from './nothing.js';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';
const NAME = 'in-cluster';

/** Undefined outside of a pod. `folder` is where the kubelet puts the token. */
export function inClusterKubeconfig(env: Environment, folder = FOLDER): Kubeconfig | undefined {
  const host = env['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = env['KUBERNETES_SERVICE_PORT'] ?? '';
  const tokenFile = join(folder, 'token');
  if (host === '' || port === '' || readSmallFile(tokenFile, 'the token') === undefined) return undefined;
  const authority = join(folder, 'ca.crt');
  const hasAuthority = readSmallFile(authority, 'the certificate authority') !== undefined;
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return {
    files: [],
    currentContext: NAME,
    clusters: new Map([[NAME, { ...NO_CLUSTER, server, certificateAuthority: hasAuthority ? authority : '' }]]),
    users: new Map([[NAME, { ...NOBODY, tokenFile }]]),
    contexts: new Map([[NAME, { cluster: NAME, user: NAME, namespace: '' }]]),
  };
}
