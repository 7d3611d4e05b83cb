/**
 * A decision that takes several questions to authorizers, written without asking anybody itself: it yields attributes
 * and is given the answer. So the same procedure serves callers with authorizers in memory and callers that must wait
 * for a webhook.
 */
import type { Attributes } from './attributes.js';
import type { AsyncAuthorizer, Authorizer } from './authorizer.js';
import type { AuthorizationResult } from './decision.js';

export type Procedure<Result> = Generator<Attributes, Result, AuthorizationResult>;

/** Runs the procedure to its end with an authorizer that answers at once. */
export function runProcedure<Result>(procedure: Procedure<Result>, authorizer: Authorizer): Result {
  let step = procedure.next();
  while (step.done !== true) step = procedure.next(authorizer.authorize(step.value));
  return step.value;
}

/** Runs the procedure to its end with an authorizer that may take its time. */
export async function runProcedureAsync<Result>(
  procedure: Procedure<Result>,
  authorizer: AsyncAuthorizer,
): Promise<Result> {
  let step = procedure.next();
  while (step.done !== true) step = procedure.next(await authorizer.authorize(step.value));
  return step.value;
}
