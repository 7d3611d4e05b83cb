/**
 * What a service account token says.
 *
 * Source: pkg/serviceaccount/claims.go, go-jose's jwt.Claims.
 */

import { hasDuplicateMembers } from './duplicate-members.js';
import { parseObject } from './jwt.js';

export interface Reference {
  readonly name: string;
  readonly uid: string;
}

export interface PublicClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
  readonly id: string;
  /** Seconds since the epoch; undefined when the token does not say. */
  readonly expiry: number | undefined;
  readonly notBefore: number | undefined;
  readonly issuedAt: number | undefined;
}

export interface BoundClaims {
  readonly namespace: string;
  readonly serviceAccount: Reference;
  readonly pod: Reference | undefined;
  readonly secret: Reference | undefined;
  readonly node: Reference | undefined;
  readonly warnAfter: number | undefined;
}

export interface Claims extends PublicClaims {
  readonly bound: BoundClaims;
  /** All members: legacy tokens have others. */
  readonly members: Readonly<Record<string, unknown>>;
}

/** A member of another type than it must have. */
class ClaimError extends Error {
  override readonly name = 'ClaimError';
}

/** Undefined when the text is not what a token holds. */
export function readClaims(payload: string): Claims | undefined {
  const members = parseObject(payload);
  if (members === undefined || hasDuplicateMembers(payload)) return undefined;
  try {
    return {
      members,
      issuer: text(members['iss']),
      subject: text(members['sub']),
      audiences: audiences(members['aud']),
      id: text(members['jti']),
      expiry: time(members['exp']),
      notBefore: time(members['nbf']),
      issuedAt: time(members['iat']),
      bound: boundClaims(members['kubernetes.io']),
    };
  } catch (error) {
    if (error instanceof ClaimError) return undefined;
    throw error;
  }
}

function boundClaims(value: unknown): BoundClaims {
  const members = object(value) ?? {};
  return {
    namespace: text(members['namespace']),
    serviceAccount: reference(members['serviceaccount']) ?? { name: '', uid: '' },
    pod: reference(members['pod']),
    secret: reference(members['secret']),
    node: reference(members['node']),
    warnAfter: time(members['warnafter']),
  };
}

function reference(value: unknown): Reference | undefined {
  const members = object(value);
  return members === undefined ? undefined : { name: text(members['name']), uid: text(members['uid']) };
}

function object(value: unknown): Readonly<Record<string, unknown>> | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) throw new ClaimError();
  return value as Readonly<Record<string, unknown>>;
}

export function text(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw new ClaimError();
  return value;
}

function audiences(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value.map((item: unknown) => text(item ?? 0)) : [text(value)];
}

const MAX_SECONDS = 2 ** 53;

function time(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || Math.abs(value) > MAX_SECONDS) throw new ClaimError();
  return Math.trunc(value);
}

/** As they are signed: names in order, times in seconds. */
export function claimsObject(claims: PublicClaims, bound: BoundClaims): object {
  const reference = (name: string, value: Reference | undefined): object =>
    value === undefined ? {} : { [name]: { name: value.name, ...(value.uid === '' ? {} : { uid: value.uid }) } };
  return {
    aud: claims.audiences,
    ...(claims.expiry === undefined ? {} : { exp: claims.expiry }),
    iat: claims.issuedAt,
    iss: claims.issuer,
    ...(claims.id === '' ? {} : { jti: claims.id }),
    'kubernetes.io': {
      namespace: bound.namespace,
      ...reference('node', bound.node),
      ...reference('pod', bound.pod),
      ...reference('secret', bound.secret),
      ...reference('serviceaccount', bound.serviceAccount),
      ...(bound.warnAfter === undefined ? {} : { warnafter: bound.warnAfter }),
    },
    nbf: claims.notBefore,
    sub: claims.subject,
  };
}
