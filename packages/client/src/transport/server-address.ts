/** The address of the API server in a kubeconfig. */
import { ClusterError, foreignText } from '../cluster-error.js';
import { parseURL } from './parse-url.js';

export interface ServerAddress {
  readonly isEncrypted: boolean;
  /** Without the brackets of IPv6. */
  readonly host: string;
  readonly port: number;
  /** What stands before every path: `''` or such as `/k8s/clusters/c-1`. */
  readonly prefix: string;
  /** As people write it. */
  readonly shown: string;
}

/** A server without a scheme is asked over TLS; plain HTTP only where the user said so. */
export function serverAddress(server: string, allowHTTP: boolean): ServerAddress {
  const shown = foreignText(server);
  if (server === '') throw new ClusterError('the cluster of the kubeconfig has no server');
  const url = parseURL(server.includes('://') ? server : `https://${server}`);
  const isEncrypted = url?.protocol === 'https:';
  if (url === undefined || (!isEncrypted && url.protocol !== 'http:') || url.hostname === '') {
    throw new ClusterError(`the server ${shown} of the kubeconfig is no address: expected https://HOST:PORT`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new ClusterError('the server of the kubeconfig has a user in its address: give credentials as a user');
  }
  if (!isEncrypted && !allowHTTP) {
    throw new ClusterError(
      `the server ${shown} is plain HTTP: credentials and answers could be read and changed on the way; --allow-http permits it`,
    );
  }
  return {
    isEncrypted,
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(url.port) || (isEncrypted ? 443 : 80),
    prefix: url.pathname.replace(/\/+$/, ''),
    shown: `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`,
  };
}
