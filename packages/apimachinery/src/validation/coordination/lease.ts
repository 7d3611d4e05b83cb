/**
 * Leases. Source: pkg/apis/coordination/validation/validation.go ValidateLease.
 */
import type { Lease } from '../../generated/types/coordination-v1.js';
import { nameIsDnsSubdomain, qualifiedNameProblems } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validatePlainObjectMeta } from '../metadata/object-meta.js';
import { NEGATIVE_MESSAGE } from '../number.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, struct, text } from '../zero-value.js';

const SPEC_PATH = new Path('spec');
const STRATEGIES: readonly string[] = ['OldestEmulationVersion'];

export function validateLease(object: Lease, _: ValidationOptions, errors: ErrorList): void {
  validatePlainObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const { leaseDurationSeconds, leaseTransitions, strategy, preferredHolder } = struct(object.spec);
  if (isSet(leaseDurationSeconds) && leaseDurationSeconds <= 0) {
    errors.invalid(SPEC_PATH.child('leaseDurationSeconds'), leaseDurationSeconds, 'must be greater than 0');
  }
  if (isSet(leaseTransitions) && leaseTransitions < 0) {
    errors.invalid(SPEC_PATH.child('leaseTransitions'), leaseTransitions, NEGATIVE_MESSAGE);
  }
  if (isSet(strategy)) validateStrategy(text(strategy), SPEC_PATH.child('strategy').child('strategy'), errors);
  if (text(preferredHolder) !== '' && text(strategy) === '') {
    errors.forbidden(SPEC_PATH.child('preferredHolder'), 'may only be specified if `strategy` is defined');
  }
}

/** The doubled path is upstream's. */
function validateStrategy(strategy: string, path: Path, errors: ErrorList): void {
  if (strategy.includes('/')) errors.invalidEach(path, strategy, qualifiedNameProblems(strategy, errors.minor));
  else if (!STRATEGIES.includes(strategy)) errors.notSupported(path, strategy, STRATEGIES);
}
