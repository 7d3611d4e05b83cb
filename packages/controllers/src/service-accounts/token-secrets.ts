/**
 * Secrets of type `kubernetes.io/service-account-token`: they get the token of the account that they name, and go when
 * the account does.
 *
 * Source: pkg/controller/serviceaccount/tokens_controller.go.
 */
import type { Secret } from '@bulkhead/apimachinery/types/core-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { SECRETS, SERVICE_ACCOUNTS } from '../frame/api-resource.js';
import { keyOf, type Loop, splitKey } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';

const TYPE = 'kubernetes.io/service-account-token';
const ACCOUNT_NAME = 'kubernetes.io/service-account.name';
const ACCOUNT_UID = 'kubernetes.io/service-account.uid';

/** A token of the account that holds as long as the secret of the name is there. */
export type IssueToken = (account: KubeObject, secretName: string) => Promise<string>;

export interface TokenSecretOptions {
  readonly issueToken: IssueToken;
  /** In PEM. */
  readonly rootCA: string;
}

export function tokenSecretLoop(access: ClusterAccess, { issueToken, rootCA }: TokenSecretOptions): Loop {
  const { caches } = access;
  // Nobody else may read every secret.
  const api = access.clientFor('system:kube-controller-manager', ['system:authenticated']);
  const client = new LoopClient(api, caches);
  const secretsOf = ({ namespace, name }: CachedObject): readonly string[] =>
    (caches.cache('', 'secrets')?.list(namespace) ?? [])
      .filter(({ object }) => accountNameOf(object) === name)
      .map(keyOf);
  const accountOf = async (namespace: string, name: string): Promise<KubeObject | undefined> =>
    caches.cache('', 'serviceaccounts')?.get(namespace, name)?.object ??
    (await client.get(at(SERVICE_ACCOUNTS, namespace, name)));
  return {
    name: 'serviceaccount-token-controller',
    watches: [
      { ...SECRETS, keysOf: (secret) => (accountNameOf(secret.object) === undefined ? [] : [keyOf(secret)]) },
      { ...SERVICE_ACCOUNTS, keysOf: secretsOf },
    ],
    async reconcile(key) {
      const [namespace, name] = splitKey(key);
      const secret: (KubeObject & Secret) | undefined = caches.cache('', 'secrets')?.get(namespace, name)?.object;
      const accountName = secret === undefined ? undefined : accountNameOf(secret);
      if (secret === undefined || accountName === undefined) return undefined;
      const account = await accountOf(namespace, accountName);
      const path = at(SECRETS, namespace, name);
      if (account === undefined || !isOf(secret, account)) {
        await client.delete(path, { uid: secret.metadata.uid ?? '' });
      } else if ((account.metadata.deletionTimestamp ?? '') === '') {
        const filled = await filledSecret(secret, account, rootCA, issueToken);
        if (filled !== undefined) await client.update(path, filled);
      }
      return undefined;
    },
  };
}

function accountNameOf({ type, metadata }: Secret): string | undefined {
  const name = metadata?.annotations?.[ACCOUNT_NAME];
  return type === TYPE && name !== undefined && name !== '' ? name : undefined;
}

/** An account that was made again is another one. */
export function isOf({ metadata }: Secret, account: KubeObject): boolean {
  const uid = metadata?.annotations?.[ACCOUNT_UID] ?? '';
  return uid === '' || uid === account.metadata.uid;
}

/** The secret with all that it should have; undefined when it has. */
export async function filledSecret(
  secret: KubeObject & Secret,
  account: KubeObject,
  rootCA: string,
  issueToken: IssueToken,
): Promise<KubeObject | undefined> {
  const { metadata, data = {} } = secret;
  const wanted = { 'ca.crt': base64(rootCA), namespace: base64(metadata.namespace ?? '') };
  const uid = account.metadata.uid ?? '';
  const hasToken = (data['token'] ?? '') !== '';
  const isFilled =
    hasToken &&
    metadata.annotations?.[ACCOUNT_UID] === uid &&
    Object.entries(wanted).every(([name, value]) => data[name] === value);
  if (isFilled) return undefined;
  const token = hasToken ? data['token'] : base64(await issueToken(account, metadata.name ?? ''));
  return {
    ...secret,
    metadata: { ...metadata, annotations: { ...metadata.annotations, [ACCOUNT_UID]: uid } },
    data: { ...data, ...wanted, token },
  };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');
