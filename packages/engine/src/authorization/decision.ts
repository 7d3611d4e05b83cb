/**
 * What an authorizer answers. `noOpinion` leaves the word to the next authorizer; at the end of the chain it is a
 * refusal. The set is open: conditional decisions (KEP-5681) would be a fourth.
 *
 * Source: k8s.io/apiserver/pkg/authorization/authorizer/interfaces.go; k8s.io/apimachinery/pkg/util/errors.
 */

export type Decision = 'allow' | 'deny' | 'noOpinion';

export interface AuthorizationResult {
  readonly decision: Decision;
  /** Why, in the authorizer's words; may be empty. */
  readonly reason: string;
  /** What went wrong while deciding, one message each. An error does not unmake an `allow`. */
  readonly errors: readonly string[];
}

const NO_ERRORS: readonly string[] = Object.freeze([]);

/** Allowed without a reason. */
export const ALLOW: AuthorizationResult = Object.freeze({ decision: 'allow', reason: '', errors: NO_ERRORS });

/** No opinion and nothing to say. */
export const NO_OPINION: AuthorizationResult = Object.freeze({ decision: 'noOpinion', reason: '', errors: NO_ERRORS });

export function allow(reason: string): AuthorizationResult {
  return { decision: 'allow', reason, errors: NO_ERRORS };
}

export function noOpinion(reason: string): AuthorizationResult {
  return { decision: 'noOpinion', reason, errors: NO_ERRORS };
}

/** One message bare, several as `[a, b]`; a message that comes twice is printed once. Empty without messages. */
export function aggregateMessage(errors: readonly string[]): string {
  if (errors.length <= 1) return errors[0] ?? '';
  const distinct = [...new Set(errors)];
  return distinct.length === 1 ? (distinct[0] ?? '') : `[${distinct.join(', ')}]`;
}
