/**
 * Tokens that are kept in secrets of type `kubernetes.io/service-account-token`: they do not expire, and live as long as
 * the secret holds just them.
 *
 * Source: pkg/serviceaccount/legacy.go.
 */

import type { Minor } from '@bulkhead/apimachinery';
import {
  serviceAccountGroups,
  serviceAccountUsername,
  splitServiceAccountUsername,
  userInfo,
} from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import { type AuthenticationResult, failed, type TokenAuthenticator } from '../authentication/authenticator.js';
import { equalSecrets } from '../authentication/secret-comparison.js';
import type { KubeObject } from '../registry/kube-object.js';
import { type BoundObjects, deletedAt, uidOf } from './bound-objects.js';
import type { Claims } from './claims.js';
import { type TokenVerification, verifiedToken } from './verified-token.js';

export const LEGACY_ISSUER = 'kubernetes/serviceaccount';
const PREFIX = 'kubernetes.io/serviceaccount/';
const INVALID_SINCE = 'kubernetes.io/legacy-token-invalid-since';
const LAST_USED = 'kubernetes.io/legacy-token-last-used';
const INVALIDATION_FROM: Minor = 29;
const AUTO_GENERATED =
  'Use tokens from the TokenRequest API or manually created secret-based tokens instead of auto-generated secret-based tokens.';

export interface LegacyTokenOptions extends Omit<TokenVerification, 'issuers'> {
  readonly objects: BoundObjects;
  readonly profile: ClusterProfile;
  /** `--service-account-lookup`; true when it is left out. */
  readonly lookup?: boolean;
  /** Labels the secret with the day on which its token was used: merge patch `metadata.labels[label] = day`. */
  readonly markUsed?: (secret: KubeObject, label: string, day: string) => void;
  readonly now?: () => number;
}

interface LegacyClaims {
  readonly namespace: string;
  readonly secret: string;
  readonly name: string;
  readonly uid: string;
}

export function legacyTokenAuthenticator(options: LegacyTokenOptions): TokenAuthenticator {
  return {
    async authenticateToken(token, wanted): Promise<AuthenticationResult> {
      const verified = await verifiedToken(token, wanted, { ...options, issuers: [LEGACY_ISSUER] });
      if ('answer' in verified) return verified.answer;
      const claims = legacyClaims(verified.token.claims);
      if (typeof claims === 'string') return failed(claims);
      const { auditAnnotations, audiences } = verified.token;
      const checked = options.lookup === false ? NOTHING_TO_SAY : await check(token, claims, options);
      const annotations = new Map([...auditAnnotations, ...(checked.annotations ?? [])]);
      if (checked.problem !== undefined) return { ...failed(checked.problem), auditAnnotations: annotations };
      return {
        kind: 'authenticated',
        user: userInfo({
          name: serviceAccountUsername(claims.namespace, claims.name),
          uid: claims.uid,
          groups: serviceAccountGroups(claims.namespace),
        }),
        audiences,
        auditAnnotations: annotations,
        ...(checked.warning === undefined ? {} : { warnings: [checked.warning] }),
      };
    },
  };
}

interface Checked {
  readonly problem?: string;
  readonly warning?: string;
  readonly annotations?: readonly (readonly [string, string])[];
}

const NOTHING_TO_SAY: Checked = {};

function legacyClaims({ subject, members }: Claims): LegacyClaims | string {
  const member = (name: string): string => {
    const value = members[`${PREFIX}${name}`];
    return typeof value === 'string' ? value : '';
  };
  const claims = {
    namespace: member('namespace'),
    secret: member('secret.name'),
    name: member('service-account.name'),
    uid: member('service-account.uid'),
  };
  if (subject === '') return 'sub claim is missing';
  if (claims.namespace === '') return 'namespace claim is missing';
  if (claims.secret === '') return 'secretName claim is missing';
  if (claims.name === '') return 'serviceAccountName claim is missing';
  if (claims.uid === '') return 'serviceAccountUID claim is missing';
  const named = splitServiceAccountUsername(subject);
  if (named?.namespace !== claims.namespace || named.name !== claims.name) return 'sub claim is invalid';
  return claims;
}

async function check(token: string, claims: LegacyClaims, options: LegacyTokenOptions): Promise<Checked> {
  const { namespace, name, uid } = claims;
  const secret = await options.objects.get('secrets', namespace, claims.secret);
  if (secret === undefined || deletedAt(secret) !== undefined) return { problem: 'Token has been invalidated' };
  if (!equalSecrets(secretData(secret, 'token'), token)) return { problem: "Token does not match server's copy" };
  const account = await options.objects.get('serviceaccounts', namespace, name);
  if (account === undefined) return { problem: `serviceaccounts "${name}" not found` };
  if (deletedAt(account) !== undefined) return { problem: `ServiceAccount ${namespace}/${name} has been deleted` };
  if (uidOf(account) !== uid)
    return { problem: `ServiceAccount UID (${uidOf(account)}) does not match claim (${uid})` };
  markUsed(secret, options);
  const isInvalid =
    options.profile.minor >= INVALIDATION_FROM && (secret.metadata.labels?.[INVALID_SINCE] ?? '') !== '';
  if (isInvalid) return markedInvalid(claims);
  const secretName = claims.secret;
  if (!isListed(account, secretName)) {
    return { annotations: [['authentication.k8s.io/legacy-token-manual-secret', secretName]] };
  }
  return {
    warning: AUTO_GENERATED,
    annotations: [['authentication.k8s.io/legacy-token-autogenerated-secret', secretName]],
  };
}

function markedInvalid({ namespace, secret, name }: LegacyClaims): Checked {
  return {
    problem:
      `the token in secret ${namespace}/${secret} for service account ${namespace}/${name} has been marked invalid. ` +
      'Use tokens from the TokenRequest API or manually created secret-based tokens, or remove the ' +
      `'${INVALID_SINCE}' label from the secret to temporarily allow use of this token`,
    annotations: [['authentication.k8s.io/legacy-token-invalidated', `${secret}/${namespace}`]],
  };
}

const DAY_MS = 86_400_000;

/** Servers in other time zones may already have written tomorrow. */
function markUsed(secret: KubeObject, { now = Date.now, markUsed: mark }: LegacyTokenOptions): void {
  const day = (offset: number): string => new Date(now() + offset).toISOString().slice(0, 10);
  const last = secret.metadata.labels?.[LAST_USED];
  if (last !== day(0) && last !== day(DAY_MS)) mark?.(secret, LAST_USED, day(0));
}

/** `data` of a secret: base64 as in JSON. */
export function secretData(secret: KubeObject, key: string): Buffer {
  const data: unknown = secret['data'];
  const value: unknown =
    typeof data === 'object' && data !== null && Object.hasOwn(data, key) ? Reflect.get(data, key) : '';
  return value instanceof Uint8Array
    ? Buffer.from(value)
    : Buffer.from(typeof value === 'string' ? value : '', 'base64');
}

/** In the account's `secrets`: controllers of old versions made it. */
function isListed(account: KubeObject, secret: string): boolean {
  const secrets: unknown = account['secrets'];
  if (!Array.isArray(secrets)) return false;
  return secrets.some(
    (item: unknown) => typeof item === 'object' && item !== null && Reflect.get(item, 'name') === secret,
  );
}
