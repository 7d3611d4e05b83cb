/** Where etcd is, from URLs as kube-apiserver's --etcd-servers has them. */
import { StoreUnavailableError } from '../store.js';

export interface EtcdAddress {
  readonly url: string;
  /** What gRPC calls the target. */
  readonly target: string;
  readonly secure: boolean;
}

const LOOPBACK: readonly RegExp[] = [/^localhost$/, /^127\.\d+\.\d+\.\d+$/, /^\[::1\]$/];

export function etcdAddress(url: string): EtcdAddress {
  if (url.startsWith('unix:')) return { url, target: url, secure: false };
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !['http:', 'https:'].includes(parsed.protocol) || parsed.username !== '')
    throw new StoreUnavailableError(
      `"${url}" is no etcd server: write https://HOST:2379, http://127.0.0.1:2379 or unix:PATH`,
    );
  const secure = parsed.protocol === 'https:';
  if (!secure && !LOOPBACK.some((pattern) => pattern.test(parsed.hostname)))
    throw new StoreUnavailableError(
      `${url} would send secrets over the network unprotected: use https:// with certificates`,
    );
  const port = parsed.port === '' ? '2379' : parsed.port;
  return { url, target: `${parsed.hostname}:${port}`, secure };
}
