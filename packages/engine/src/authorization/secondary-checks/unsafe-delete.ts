/**
 * A delete that ignores that the object cannot be read (`ignoreStoreReadErrorWithClusterBreakingPotential`), for which
 * a right of its own is needed.
 *
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/delete.go (from 1.32).
 */
import { forbiddenStatus } from '../api-status.js';
import type { Attributes } from '../attributes.js';
import { aggregateMessage } from '../decision.js';
import { goQuote } from '../go-syntax.js';
import type { Procedure } from '../procedure.js';
import { isAllowed, type Refusal } from './secondary-check.js';

const VERB = 'unsafe-delete-ignore-read-errors';
const OPTION = 'ignoreStoreReadErrorWithClusterBreakingPotential';

/** `attributes` are those of the delete. */
export function* checkUnsafeDelete(attributes: Attributes): Procedure<Refusal> {
  const { apiGroup: group, resource, name } = attributes;
  const refuse = (text: string) => forbiddenStatus({ group, resource }, name === '' ? 'Unknown' : name, text);
  if (!attributes.resourceRequest || attributes.subresource !== '') {
    return refuse(`${OPTION} delete option is not allowed on a subresource or non-resource request`);
  }
  const result = yield { ...attributes, verb: VERB };
  if (result.errors.length > 0) {
    return refuse(`error while checking permission for ${goQuote(VERB)}, ${aggregateMessage(result.errors)}`);
  }
  return isAllowed(result) ? undefined : refuse(`not permitted to do ${goQuote(VERB)}, reason: ${result.reason}`);
}
