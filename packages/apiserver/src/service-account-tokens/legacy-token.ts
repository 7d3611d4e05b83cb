/** The token of a secret of type `kubernetes.io/service-account-token`, as the token controller fills it in. */
import { serviceAccountUsername } from '@bulkhead/engine/authorization';
import type { KubeObject } from '../registry/kube-object.js';
import { uidOf } from './bound-objects.js';
import { signToken } from './jwt.js';
import { LEGACY_ISSUER } from './legacy-token-authenticator.js';
import type { SigningKey } from './token-key.js';

export function signLegacyToken(account: KubeObject, secretName: string, key: SigningKey): Promise<string> {
  const { namespace = '', name = '' } = account.metadata;
  const claims = {
    iss: LEGACY_ISSUER,
    'kubernetes.io/serviceaccount/namespace': namespace,
    'kubernetes.io/serviceaccount/secret.name': secretName,
    'kubernetes.io/serviceaccount/service-account.name': name,
    'kubernetes.io/serviceaccount/service-account.uid': uidOf(account),
    sub: serviceAccountUsername(namespace, name),
  };
  return signToken(claims, key);
}
