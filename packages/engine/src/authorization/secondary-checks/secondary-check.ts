/**
 * What the API server checks beyond the request itself: further questions to the same authorizers, each written as a
 * procedure that ends in a refusal or in nothing.
 */
import type { ApiStatus } from '../api-status.js';
import { type AuthorizationResult, aggregateMessage } from '../decision.js';

/** The refusal, or undefined when there is nothing against it. */
export type Refusal = ApiStatus | undefined;

export const isAllowed = (result: AuthorizationResult): boolean => result.decision === 'allow';

/** What Go's `%v` prints of the error of an authorizer. */
export const errorText = ({ errors }: AuthorizationResult): string =>
  errors.length === 0 ? '<nil>' : aggregateMessage(errors);
