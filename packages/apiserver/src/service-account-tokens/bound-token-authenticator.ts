/**
 * Tokens of TokenRequest: valid while their time lasts and what they are bound to exists.
 *
 * Source: pkg/serviceaccount/claims.go (validator).
 */
import {
  goQuote,
  serviceAccountGroups,
  serviceAccountUsername,
  type UserInfo,
  userInfo,
} from '@bulkhead/engine/authorization';
import type { ClusterProfile } from '@bulkhead/features';
import { type AuthenticationResult, failed, type TokenAuthenticator } from '../authentication/authenticator.js';
import { type BoundObjects, type BoundResource, deletedAt, uidOf } from './bound-objects.js';
import type { BoundClaims, Claims, Reference } from './claims.js';
import { type TokenVerification, verifiedToken } from './verified-token.js';

export interface BoundTokenOptions extends TokenVerification {
  readonly objects: BoundObjects;
  readonly profile: ClusterProfile;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Clocks may differ by as much, and what is being deleted lives on for as long. */
const LEEWAY_SECONDS = 60;

const INVALIDATED = 'service account token has been invalidated';
const NODE_CHECK_OFF =
  'token is bound to a Node object but the ServiceAccountTokenNodeBindingValidation feature gate is disabled';

export function boundTokenAuthenticator(options: BoundTokenOptions): TokenAuthenticator {
  return {
    async authenticateToken(token, wanted): Promise<AuthenticationResult> {
      const verified = await verifiedToken(token, wanted, options);
      if ('answer' in verified) return verified.answer;
      const { claims, audiences, auditAnnotations } = verified.token;
      const now = (options.now ?? Date.now)();
      const problem = timeProblem(claims, now / 1000) ?? (await bindingProblem(claims.bound, now, options));
      if (problem !== undefined) return { ...failed(problem), auditAnnotations };
      return {
        kind: 'authenticated',
        user: userOf(claims, options.profile),
        audiences,
        auditAnnotations: new Map([...auditAnnotations, ...staleness(claims, now / 1000)]),
      };
    },
  };
}

function timeProblem({ notBefore, expiry, issuedAt }: Claims, now: number): string | undefined {
  if (notBefore !== undefined && now + LEEWAY_SECONDS < notBefore) return 'service account token is not valid yet';
  if (expiry !== undefined && now - LEEWAY_SECONDS > expiry) return 'service account token has expired';
  if (issuedAt !== undefined && now + LEEWAY_SECONDS < issuedAt) return 'service account token is issued in the future';
  return undefined;
}

async function bindingProblem(
  { namespace, serviceAccount, secret, pod, node }: BoundClaims,
  now: number,
  { objects, profile }: BoundTokenOptions,
): Promise<string | undefined> {
  const account = await objects.get('serviceaccounts', namespace, serviceAccount.name);
  if (account === undefined) return `serviceaccounts ${goQuote(serviceAccount.name)} not found`;
  const cut = now - LEEWAY_SECONDS * 1000;
  if ((deletedAt(account) ?? now) < cut) return `service account ${namespace}/${serviceAccount.name} has been deleted`;
  const uid = uidOf(account);
  if (uid !== serviceAccount.uid) return `service account UID (${uid}) does not match claim (${serviceAccount.uid})`;
  const check = (resource: BoundResource, within: string, kind: string, ref: Reference): Promise<string | undefined> =>
    referenceProblem(objects, { resource, namespace: within, cut, kind }, ref);
  const problem =
    (secret && (await check('secrets', namespace, 'secret', secret))) ??
    (pod && (await check('pods', namespace, 'pod', pod)));
  if (problem !== undefined || node === undefined || pod !== undefined) return problem;
  if (!profile.enabled('ServiceAccountTokenNodeBindingValidation')) return NODE_CHECK_OFF;
  return check('nodes', '', 'node', node);
}

interface Place {
  readonly resource: BoundResource;
  readonly namespace: string;
  readonly cut: number;
  /** As the message calls it. */
  readonly kind: string;
}

async function referenceProblem(objects: BoundObjects, place: Place, ref: Reference): Promise<string | undefined> {
  const { resource, namespace, cut, kind } = place;
  const object = await objects.get(resource, namespace, ref.name);
  if (object === undefined || (deletedAt(object) ?? cut) < cut) return INVALIDATED;
  const uid = uidOf(object);
  if (uid === ref.uid) return undefined;
  return `${kind} UID (${uid}) does not match service account ${kind} ref claim (${ref.uid})`;
}

function userOf({ bound, id }: Claims, profile: ClusterProfile): UserInfo {
  const { namespace, serviceAccount, pod, node } = bound;
  const extra = new Map<string, readonly string[]>();
  const add = (key: string, value: string | undefined): void => {
    if (value !== undefined && value !== '') extra.set(`authentication.kubernetes.io/${key}`, [value]);
  };
  add('pod-name', pod?.name);
  add('pod-uid', pod?.uid);
  if (id !== '' && profile.enabled('ServiceAccountTokenJTI')) add('credential-id', `JTI=${id}`);
  if (pod === undefined || profile.enabled('ServiceAccountTokenPodNodeInfo')) {
    add('node-name', node?.name);
    add('node-uid', node?.uid);
  }
  return userInfo({
    name: serviceAccountUsername(namespace, serviceAccount.name),
    uid: serviceAccount.uid,
    groups: serviceAccountGroups(namespace),
    extra,
  });
}

/** An old client goes on with a token that it should have fetched anew. */
function staleness({ subject, bound }: Claims, now: number): [string, string][] {
  const { warnAfter = 0 } = bound;
  if (warnAfter === 0 || now <= warnAfter) return [];
  const seconds = Math.floor(now) - warnAfter;
  return [['authentication.k8s.io/stale-token', `subject: ${subject}, seconds after warning threshold: ${seconds}`]];
}
