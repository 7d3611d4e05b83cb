/**
 * From a bearer token to claims that one of the server's keys has signed for one of its issuers.
 *
 * Source: pkg/serviceaccount/jwt.go (AuthenticateToken).
 */
import { goQuoteList } from '@bulkhead/engine/authorization';
import { commonAudiences } from '../authentication/audiences.js';
import { type AuthenticationResult, failed, UNKNOWN } from '../authentication/authenticator.js';
import { type Claims, readClaims } from './claims.js';
import { hasSignatureOf, type ParsedToken, parseObject, parseToken, SIGNATURE_ERROR } from './jwt.js';
import type { TokenKeys } from './token-key.js';

export interface TokenVerification {
  /** Their tokens are looked at; those of others are for other authenticators. */
  readonly issuers: readonly string[];
  readonly apiAudiences: readonly string[];
  /** Asked for each token, since the key may still be in the making. */
  readonly keys: () => TokenKeys | Promise<TokenKeys>;
}

export interface VerifiedToken {
  readonly claims: Claims;
  readonly audiences: readonly string[];
  readonly auditAnnotations: ReadonlyMap<string, string>;
}

/** Whatever does not lead to a token is its own answer. */
export async function verifiedToken(
  token: string,
  wanted: readonly string[],
  { issuers, apiAudiences, keys }: TokenVerification,
): Promise<{ readonly token: VerifiedToken } | { readonly answer: AuthenticationResult }> {
  const parsed = parseToken(token);
  if (parsed === undefined || !issuers.includes(issuerOf(parsed))) return { answer: UNKNOWN };
  const problem = signatureProblem(parsed, await keys());
  if (problem !== undefined) return { answer: failed(problem) };
  const claims = readClaims(parsed.payload);
  if (claims === undefined) return { answer: failed('service account token claims could not be read') };
  const isLegacy = claims.audiences.length === 0;
  const target = wanted.length === 0 ? apiAudiences : wanted;
  const offered = isLegacy ? apiAudiences : claims.audiences;
  const audiences = commonAudiences(target, offered);
  if (audiences.length === 0 && apiAudiences.length > 0) {
    const text = `token audiences ${goQuoteList(offered)} is invalid for the target audiences ${goQuoteList(target)}`;
    return { answer: failed(text) };
  }
  const annotations: [string, string][] = isLegacy ? [['authentication.k8s.io/legacy-token', claims.subject]] : [];
  return { token: { claims, audiences, auditAnnotations: new Map(annotations) } };
}

/** Not yet verified: only to know whom the token is for. */
function issuerOf({ payload }: ParsedToken): string {
  const issuer = parseObject(payload)?.['iss'];
  return typeof issuer === 'string' ? issuer : '';
}

function signatureProblem(token: ParsedToken, { verification }: TokenKeys): string | undefined {
  const { keyID } = token;
  const candidates = keyID === undefined ? verification : verification.filter(({ id }) => id === keyID);
  if (candidates.length === 0) return 'invalid signature, no keys found';
  return candidates.some((key) => hasSignatureOf(token, key)) ? undefined : SIGNATURE_ERROR;
}
