/**
 * What a credential plugin is asked, and what it answers.
 *
 * Source: client.authentication.k8s.io/v1; client-go, plugin/pkg/client/auth/exec (exec.go).
 */
import { ClusterError, foreignText } from '../cluster-error.js';
import type { ChosenContext } from '../kubeconfig/choose-context.js';
import { isObject, member, textOf } from '../untyped.js';
import type { Credentials } from './credentials.js';

export const EXEC_VERSIONS: readonly string[] = [
  'client.authentication.k8s.io/v1',
  'client.authentication.k8s.io/v1beta1',
];

export interface ExecCredential extends Credentials {
  /** Milliseconds since 1970; undefined where the plugin names no end. */
  readonly expires: number | undefined;
}

/** The content of KUBERNETES_EXEC_INFO. */
export function execInfo(
  apiVersion: string,
  { cluster }: ChosenContext,
  options: { readonly interactive: boolean; readonly clusterInfo: boolean; readonly authority: string | undefined },
): string {
  const authority = options.authority === undefined ? undefined : Buffer.from(options.authority).toString('base64');
  const told = options.clusterInfo
    ? {
        cluster: {
          server: cluster.server,
          ...(cluster.tlsServerName === '' ? {} : { 'tls-server-name': cluster.tlsServerName }),
          ...(cluster.insecureSkipTLSVerify ? { 'insecure-skip-tls-verify': true } : {}),
          ...(authority === undefined ? {} : { 'certificate-authority-data': authority }),
          ...(cluster.proxyURL === '' ? {} : { 'proxy-url': cluster.proxyURL }),
          config: cluster.execConfig ?? null,
        },
      }
    : {};
  return JSON.stringify({ kind: 'ExecCredential', apiVersion, spec: { ...told, interactive: options.interactive } });
}

/** `name` is the plugin's, for what is wrong with its answer. */
export function parseExecCredential(name: string, apiVersion: string, output: string): ExecCredential {
  const wrong = (what: string): ClusterError => new ClusterError(`the credential plugin ${name} ${what}`);
  let answer: unknown;
  try {
    answer = JSON.parse(output);
  } catch {
    throw wrong('printed something else than JSON');
  }
  if (textOf(answer, 'kind') !== 'ExecCredential') throw wrong('printed no ExecCredential');
  const version = textOf(answer, 'apiVersion');
  if (version !== apiVersion)
    throw wrong(`answered in ${foreignText(version) || 'no version'}, expected ${apiVersion}`);
  const status = member(answer, 'status');
  if (!isObject(status)) throw wrong('gave no status');
  const token = textOf(status, 'token');
  const cert = textOf(status, 'clientCertificateData');
  const key = textOf(status, 'clientKeyData');
  if ((cert === '') !== (key === ''))
    throw wrong('gave a certificate without its key, or a key without its certificate');
  if (token === '' && cert === '') throw wrong('gave neither a token nor a client certificate');
  if (!isHeaderText(token)) throw wrong('gave a token that no header can hold');
  const expiry = textOf(status, 'expirationTimestamp');
  const expires = expiry === '' ? undefined : Date.parse(expiry);
  if (Number.isNaN(expires)) throw wrong('gave an expirationTimestamp that is no time');
  return {
    expires,
    ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
    ...(cert === '' ? {} : { certificate: { cert, key } }),
  };
}

/** Printable ASCII, as tokens are. */
export const isHeaderText = (text: string): boolean => /^[\u0020-\u007e]*$/.test(text);
