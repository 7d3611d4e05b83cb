/**
 * Priority levels with a limit: their shares, and what becomes of requests beyond it.
 * Source: pkg/apis/flowcontrol/validation/validation.go ValidateLimitedPriorityLevelConfiguration;
 * k8s.io/apiserver/pkg/util/shufflesharding RequiredEntropyBits.
 */
import type {
  LimitedPriorityLevelConfiguration,
  LimitResponse,
  QueuingConfiguration,
} from '../../generated/types/flowcontrol-v1.js';
import type { Minor } from '../../version.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isSet, number, struct, text } from '../zero-value.js';

/** Since then a level may have no seats of its own. */
const ZERO_SHARES_SINCE: Minor = 30;
const RESPONSES = ['Queue', 'Reject'] as const;
const MAX_QUEUES = 10_000_000;
const MAX_HASH_BITS = 60;
const NOT_POSITIVE = 'must be positive';

export function validateLimitedLevel(
  limited: LimitedPriorityLevelConfiguration,
  sharesName: string,
  path: Path,
  errors: ErrorList,
): void {
  const isZeroGood = errors.minor >= ZERO_SHARES_SINCE;
  const shares = number(limited.nominalConcurrencyShares);
  if (shares < 0 || (shares === 0 && !isZeroGood)) {
    errors.invalid(path.child(sharesName), shares, isZeroGood ? 'must be a non-negative integer' : NOT_POSITIVE);
  }
  validateResponse(struct(limited.limitResponse), path.child('limitResponse'), errors);
  validatePercent(limited.lendablePercent, path, errors);
  const borrowed = number(limited.borrowingLimitPercent);
  if (borrowed < 0) {
    errors.invalid(path.child('borrowingLimitPercent'), borrowed, 'if specified, must be a non-negative integer');
  }
}

/** What a level lends to others. */
export function validatePercent(percent: number | undefined, parent: Path, errors: ErrorList): void {
  const value = number(percent);
  if (value >= 0 && value <= 100) return;
  errors.invalid(parent.child('lendablePercent'), value, 'must be between 0 and 100, inclusive');
}

function validateResponse(response: LimitResponse, path: Path, errors: ErrorList): void {
  const { queuing } = response;
  const type = text(response.type);
  const queuingPath = path.child('queuing');
  if (type === 'Reject') {
    if (isSet(queuing)) errors.forbidden(queuingPath, 'must be nil if limited.limitResponse.type is not Limited');
  } else if (type === 'Queue') {
    if (isSet(queuing)) validateQueuing(queuing, queuingPath, errors);
    else errors.required(queuingPath, 'must not be empty if limited.limitResponse.type is Limited');
  } else errors.notSupported(path.child('type'), type, RESPONSES);
}

function validateQueuing(queuing: QueuingConfiguration, path: Path, errors: ErrorList): void {
  const length = number(queuing.queueLengthLimit);
  const queues = number(queuing.queues);
  if (length <= 0) errors.invalid(path.child('queueLengthLimit'), length, NOT_POSITIVE);
  if (queues <= 0) errors.invalid(path.child('queues'), queues, NOT_POSITIVE);
  else if (queues > MAX_QUEUES) errors.invalid(path.child('queues'), queues, `must not be greater than ${MAX_QUEUES}`);
  const handSize = number(queuing.handSize);
  const problem = handSizeProblem(Number(handSize), Number(queues));
  if (problem !== undefined) errors.invalid(path.child('handSize'), handSize, problem);
}

function handSizeProblem(handSize: number, queues: number): string | undefined {
  if (handSize <= 0) return NOT_POSITIVE;
  if (handSize > queues) return `should not be greater than queues (${queues})`;
  if (Math.ceil(Math.log2(queues) * handSize) <= MAX_HASH_BITS) return undefined;
  const bits = `required entropy bits of deckSize ${queues} and handSize ${handSize}`;
  return `${bits} should not be greater than ${MAX_HASH_BITS}`;
}
