/** Several authenticators as one: the first success counts, refusals are collected. */
import { aggregateMessage } from '@bulkhead/engine/authorization';
import { type AuthenticationResult, type Authenticator, type TokenAuthenticator, UNKNOWN } from './authenticator.js';

export function unionAuthenticator(authenticators: readonly Authenticator[]): Authenticator {
  return { authenticate: (request) => firstSuccess(authenticators, (each) => each.authenticate(request)) };
}

export function unionTokenAuthenticator(authenticators: readonly TokenAuthenticator[]): TokenAuthenticator {
  return {
    authenticateToken: (token, audiences) =>
      firstSuccess(authenticators, (each) => each.authenticateToken(token, audiences)),
  };
}

async function firstSuccess<T>(
  authenticators: readonly T[],
  ask: (authenticator: T) => AuthenticationResult | Promise<AuthenticationResult>,
): Promise<AuthenticationResult> {
  const results: AuthenticationResult[] = [];
  for (const authenticator of authenticators) {
    const result = await ask(authenticator);
    results.push(result);
    if (result.kind === 'authenticated') return results.length === 1 ? result : { ...result, ...notesOf(results) };
  }
  const reasons = results.flatMap(reasonsOf);
  const notes = notesOf(results);
  return reasons.length === 0
    ? { ...UNKNOWN, ...notes }
    : { kind: 'failed', reason: aggregateMessage(reasons), reasons, ...notes };
}

/** Why it failed, one by one; empty when it did not. */
export function reasonsOf(result: AuthenticationResult): readonly string[] {
  return result.kind === 'failed' ? (result.reasons ?? [result.reason]) : [];
}

/** Those who knew nothing may still have had something to say. */
function notesOf(
  results: readonly AuthenticationResult[],
): Pick<AuthenticationResult, 'warnings' | 'auditAnnotations'> {
  const warnings = results.flatMap((result) => result.warnings ?? []);
  const annotations = results.flatMap((result) => [...(result.auditAnnotations ?? [])]);
  return {
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(annotations.length === 0 ? {} : { auditAnnotations: new Map(annotations) }),
  };
}
