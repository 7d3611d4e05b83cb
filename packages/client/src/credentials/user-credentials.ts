/** From the user of a kubeconfig to the credentials of requests. */
import { X509Certificate } from 'node:crypto';
import { ClusterError, foreignText } from '../cluster-error.js';
import type { ChosenContext } from '../kubeconfig/choose-context.js';
import type { KubeconfigUser } from '../kubeconfig/kubeconfig.js';
import { readNeededFile } from '../read-small-file.js';
import type { CredentialSource, Credentials } from './credentials.js';
import { isHeaderText } from './exec-credential.js';
import { ExecCredentials, type ExecSurroundings } from './exec-plugin.js';

export function credentialsOf(
  context: ChosenContext,
  authority: string | undefined,
  around: ExecSurroundings,
): CredentialSource {
  const { user } = context;
  const name = JSON.stringify(foreignText(context.userName));
  if (user.authProvider !== '') {
    const provider = foreignText(user.authProvider);
    throw new ClusterError(
      `user ${name} uses the auth-provider ${provider}, which is gone: use its credential plugin (exec)`,
    );
  }
  const certificate = certificateOf(user, name, around.now());
  const fixed = authorizationOf(user, name);
  if (fixed !== undefined || user.exec === undefined) {
    return new FixedCredentials(() => ({
      ...(certificate === undefined ? {} : { certificate }),
      ...(fixed === undefined ? {} : { authorization: fixed() }),
    }));
  }
  return new ExecCredentials(user.exec, context, authority, around);
}

/** The headers by which the user acts as somebody else. */
export function impersonationOf(user: KubeconfigUser): ReadonlyMap<string, string | readonly string[]> {
  const headers = new Map<string, string | readonly string[]>();
  if (user.as === '') {
    if (user.asUID !== '' || user.asGroups.length > 0 || user.asUserExtra.size > 0) {
      throw new ClusterError(
        'the kubeconfig names whom to impersonate by uid, groups or extra, but not the user: add "as"',
      );
    }
    return headers;
  }
  headers.set('Impersonate-User', user.as);
  if (user.asUID !== '') headers.set('Impersonate-Uid', user.asUID);
  if (user.asGroups.length > 0) headers.set('Impersonate-Group', user.asGroups);
  for (const [key, values] of user.asUserExtra) headers.set(`Impersonate-Extra-${encodeURIComponent(key)}`, values);
  for (const value of [...headers.values()].flat()) {
    if (!isHeaderText(value))
      throw new ClusterError('whom the kubeconfig impersonates has a name that no header can hold');
  }
  return headers;
}

/** Reads its files anew each time: the kubelet renews tokens in place. */
class FixedCredentials implements CredentialSource {
  readonly #read: () => Credentials;

  constructor(read: () => Credentials) {
    this.#read = read;
  }

  get(): Promise<Credentials> {
    return Promise.resolve(this.#read());
  }

  forget(): boolean {
    return false;
  }
}

/** The token of a file counts more than the one that is written down. */
function authorizationOf(user: KubeconfigUser, name: string): (() => string) | undefined {
  const checked = (token: string): string => {
    if (token !== '' && isHeaderText(token)) return `Bearer ${token}`;
    throw new ClusterError(
      `the token of user ${name} is ${token === '' ? 'empty' : 'no token: it has line breaks or the like'}`,
    );
  };
  const { token, tokenFile, username, password } = user;
  if (tokenFile !== '') return () => checked(readNeededFile(tokenFile, 'the token').toString('utf8').trim());
  if (token !== '') return () => checked(token);
  if (username === '' && password === '') return undefined;
  return () => `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function certificateOf(user: KubeconfigUser, name: string, now: number): Credentials['certificate'] {
  const cert = pemOf(user.clientCertificateData, user.clientCertificate, `the client certificate of user ${name}`);
  const key = pemOf(user.clientKeyData, user.clientKey, `the client key of user ${name}`);
  if (cert === undefined && key === undefined) return undefined;
  if (cert === undefined) throw new ClusterError(`user ${name} has a client key, and no client certificate`);
  if (key === undefined) throw new ClusterError(`user ${name} has a client certificate, and no client key`);
  checkCertificate(cert, name, now);
  return { cert, key };
}

function checkCertificate(cert: string, name: string, now: number): void {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(cert);
  } catch {
    throw new ClusterError(`the client certificate of user ${name} is no certificate in PEM`);
  }
  const end = Date.parse(parsed.validTo);
  if (end < now) {
    throw new ClusterError(
      `the client certificate of user ${name} expired on ${new Date(end).toISOString().slice(0, 10)}: get a new one`,
    );
  }
}

/** The text of PEM that stands in the kubeconfig in base64, or in a file. */
export function pemOf(data: string, file: string, what: string): string | undefined {
  if (data !== '') {
    if (!/^[A-Za-z0-9+/\s]*=*\s*$/.test(data)) throw new ClusterError(`${what} is not in base64`);
    return Buffer.from(data, 'base64').toString('utf8');
  }
  return file === '' ? undefined : readNeededFile(file, what).toString('utf8');
}
