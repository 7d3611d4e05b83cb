/**
 * `serviceaccounts/token`: a token for a service account, bound to a time, to audiences and to an object.
 *
 * Source: pkg/registry/core/serviceaccount/storage/token.go, pkg/apis/authentication/validation.
 */
import { randomUUID } from 'node:crypto';
import { invalid, type Minor } from '@bulkhead/apimachinery';
import type { TokenRequest } from '@bulkhead/apimachinery/types/authentication-v1';
import { serviceAccountUsername } from '@bulkhead/engine/authorization';
import {
  DEFAULT_LIFETIME,
  MAX_LIFETIME,
  MIN_LIFETIME,
  type TokenLifetime,
  tokenLifetime,
} from '@bulkhead/engine/service-account-tokens';
import type { ClusterProfile } from '@bulkhead/features';
import type { WarningRecorder } from '../http/warning-recorder.js';
import { apiTime } from '../registry/api-time.js';
import { conflict, internalError, invalidObject, notFound, plainError } from '../registry/failures.js';
import type { KubeObject } from '../registry/kube-object.js';
import { type BoundObjects, uidOf } from './bound-objects.js';
import { boundReferences } from './bound-references.js';
import { claimsObject } from './claims.js';
import { signToken } from './jwt.js';
import type { TokenKeys } from './token-key.js';

export interface TokenIssuing {
  readonly profile: ClusterProfile;
  /** The first `--service-account-issuer`. */
  readonly issuer: string;
  readonly apiAudiences: readonly string[];
  readonly keys: () => TokenKeys | Promise<TokenKeys>;
  readonly objects: BoundObjects;
  /** `--service-account-max-token-expiration`; no limit when it is left out or 0. */
  readonly maxExpirationSeconds?: number;
  /** `--service-account-extend-token-expiration`; true when it is left out. */
  readonly extendExpiration?: boolean;
  readonly now?: () => number;
}

export interface TokenRequestInput {
  /** Of the path: the service account. */
  readonly namespace: string;
  readonly name: string;
  /** Decoded, `authentication.k8s.io/v1`. */
  readonly body: TokenRequest;
  readonly warnings: WarningRecorder;
  readonly auditAnnotations: Map<string, string>;
  /** Validating admission, of the request with its defaults. */
  readonly validate?: (request: KubeObject & TokenRequest) => Promise<void>;
}

const GROUP = 'authentication.k8s.io';
const KIND = { group: GROUP, kind: 'TokenRequest' };
const UID_FILLED_FROM: Minor = 34;

/** The request with its status. Throws `StatusError`. */
export async function createTokenRequest(
  issuing: TokenIssuing,
  input: TokenRequestInput,
): Promise<KubeObject & TokenRequest> {
  const { profile, objects } = issuing;
  const { namespace, name, body } = input;
  const given = body.metadata?.name ?? '';
  if (given !== '' && given !== name) {
    const error = invalid('metadata.name', given, 'must match the service account name if specified');
    throw invalidObject(KIND, name, [error], profile.minor);
  }
  const account = await objects.get('serviceaccounts', namespace, name);
  if (account === undefined) throw notFound({ group: '', resource: 'serviceaccounts' }, name);
  checkAccountUID(input, account, profile);
  // Tokens speak of whole seconds; what the answer says is what they say.
  const now = Math.floor((issuing.now ?? Date.now)() / 1000);
  const request = completed(issuing, input, uidOf(account), now);
  validateExpiration(request, profile.minor);
  await input.validate?.(request);
  const references = await boundReferences(objects, profile, namespace, name, request.spec?.boundObjectRef);
  const { seconds, validSeconds } = lifetimeOf(issuing, request, references.pod !== undefined, input.warnings);
  const id = profile.enabled('ServiceAccountTokenJTI') ? randomUUID() : '';
  const claims = claimsObject(
    {
      issuer: issuing.issuer,
      subject: serviceAccountUsername(namespace, name),
      audiences: request.spec?.audiences ?? [],
      id,
      expiry: now + validSeconds,
      notBefore: now,
      issuedAt: now,
    },
    {
      namespace,
      serviceAccount: { name, uid: uidOf(account) },
      ...references,
      warnAfter: validSeconds > seconds ? now + seconds : undefined,
    },
  );
  const token = await signed(claims, issuing);
  if (id !== '') input.auditAnnotations.set('authentication.kubernetes.io/issued-credential-id', `JTI=${id}`);
  return {
    ...request,
    spec: { ...request.spec, expirationSeconds: seconds },
    status: { token, expirationTimestamp: apiTime((now + seconds) * 1000) },
  };
}

/** Of a service account that was deleted and made again the caller may mean the former one. */
function checkAccountUID(
  { body, name, warnings, auditAnnotations }: TokenRequestInput,
  account: KubeObject,
  profile: ClusterProfile,
): void {
  const wanted = body.metadata?.uid ?? '';
  const uid = uidOf(account);
  if (wanted === '' || wanted === uid || profile.minor < UID_FILLED_FROM) return;
  const text = `the UID in the token request (${wanted}) does not match the UID of the service account (${uid})`;
  if (profile.enabled('TokenRequestServiceAccountUIDValidation')) {
    throw conflict({ group: GROUP, resource: 'TokenRequest' }, name, text);
  }
  auditAnnotations.set('authentication.k8s.io/token-request-uid-mismatch', text);
  warnings.add(
    `${text} but TokenRequestServiceAccountUIDValidation is not enabled. In the future, this will return a conflict error`,
  );
}

function completed(
  { apiAudiences, profile }: TokenIssuing,
  { namespace, name, body }: TokenRequestInput,
  uid: string,
  now: number,
): KubeObject & TokenRequest {
  const { metadata, spec } = body;
  const audiences = spec?.audiences ?? [];
  return {
    kind: 'TokenRequest',
    apiVersion: `${GROUP}/v1`,
    metadata: {
      ...metadata,
      name,
      namespace,
      ...(profile.minor >= UID_FILLED_FROM && (metadata?.uid ?? '') === '' ? { uid } : {}),
      creationTimestamp: apiTime(now * 1000),
    },
    spec: {
      ...spec,
      audiences: audiences.length === 0 ? apiAudiences : audiences,
      expirationSeconds: spec?.expirationSeconds ?? DEFAULT_LIFETIME,
    },
    status: {},
  };
}

function validateExpiration({ spec }: TokenRequest, minor: Minor): void {
  const seconds = spec?.expirationSeconds ?? DEFAULT_LIFETIME;
  const problem = (detail: string): Error =>
    invalidObject(KIND, '', [invalid('spec.expirationSeconds', seconds, detail)], minor);
  if (seconds < MIN_LIFETIME) throw problem('may not specify a duration less than 10 minutes');
  if (seconds > MAX_LIFETIME) throw problem('may not specify a duration larger than 2^32 seconds');
}

function lifetimeOf(
  { extendExpiration = true, maxExpirationSeconds = 0, apiAudiences }: TokenIssuing,
  { spec }: TokenRequest,
  isBoundToPod: boolean,
  warnings: WarningRecorder,
): TokenLifetime {
  const asked = Number(spec?.expirationSeconds);
  const isForApiServer = (spec?.audiences ?? []).every((audience) => apiAudiences.includes(audience));
  const options = { extendExpiration, maxSeconds: maxExpirationSeconds };
  const lifetime = tokenLifetime({ seconds: asked, isBoundToPod, isForApiServer }, options);
  if (lifetime.seconds < asked) {
    warnings.add(`requested expiration of ${asked} seconds shortened to ${lifetime.seconds} seconds`);
  }
  return lifetime;
}

async function signed(claims: object, { keys }: TokenIssuing): Promise<string> {
  const { signing } = await keys();
  if (signing === undefined) throw internalError('no key to sign service account tokens with');
  try {
    return await signToken(claims, signing);
  } catch {
    throw plainError('failed to generate token: the signature could not be made');
  }
}
