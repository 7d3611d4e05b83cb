/**
 * How many pods of a job must succeed, and how many may fail.
 * Source: pkg/apis/batch/validation/validation.go validateJobSpec.
 */
import type { JobSpec } from '../../generated/types/batch-v1.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isSet, text } from '../zero-value.js';

const MAX_PARALLELISM = 100_000;
const MAX_FAILED_INDEXES = 100_000;
/** Jobs of more completions are held to the limits below. */
const MANY_COMPLETIONS = 100_000;
const MAX_PARALLELISM_OF_MANY = 10_000;
const MAX_FAILED_INDEXES_OF_MANY = 10_000;

export function validateCompletions(spec: JobSpec, path: Path, errors: ErrorList): void {
  const mode = isSet(spec.completionMode) ? text(spec.completionMode) : 'NonIndexed';
  if (mode !== 'NonIndexed' && mode !== 'Indexed') {
    errors.notSupported(path.child('completionMode'), pointedText(mode, errors.minor), ['NonIndexed', 'Indexed']);
  }
  if (mode === 'Indexed') validateIndexedJob(spec, path, errors);
  if (mode !== 'NonIndexed') return;
  for (const name of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const) {
    if (isSet(spec[name])) errors.invalid(path.child(name), spec[name], 'requires indexed completion mode');
  }
}

function validateIndexedJob(spec: JobSpec, path: Path, errors: ErrorList): void {
  const { completions, parallelism, maxFailedIndexes } = spec;
  if (!isSet(completions)) errors.required(path.child('completions'), 'when completion mode is Indexed');
  if (isSet(parallelism) && parallelism > MAX_PARALLELISM) {
    const detail = `must be less than or equal to ${MAX_PARALLELISM} when completion mode is Indexed`;
    errors.invalid(path.child('parallelism'), parallelism, detail);
  }
  if (isSet(completions) && isSet(maxFailedIndexes) && maxFailedIndexes > completions) {
    errors.invalid(path.child('maxFailedIndexes'), maxFailedIndexes, 'must be less than or equal to completions');
  }
  if (isSet(maxFailedIndexes) && maxFailedIndexes > MAX_FAILED_INDEXES) {
    const detail = `must be less than or equal to ${MAX_FAILED_INDEXES}`;
    errors.invalid(path.child('maxFailedIndexes'), maxFailedIndexes, detail);
  }
  if (isSet(completions) && completions > MANY_COMPLETIONS && isSet(spec.backoffLimitPerIndex)) {
    validateManyCompletions(spec, path, errors);
  }
}

function validateManyCompletions(spec: JobSpec, path: Path, errors: ErrorList): void {
  const { parallelism, maxFailedIndexes } = spec;
  const condition = `when completions are above ${MANY_COMPLETIONS} and used with backoff limit per index`;
  if (!isSet(maxFailedIndexes)) {
    const detail = `must be specified when completions is above ${MANY_COMPLETIONS}`;
    errors.required(path.child('maxFailedIndexes'), detail);
  }
  if (isSet(parallelism) && parallelism > MAX_PARALLELISM_OF_MANY) {
    const detail = `must be less than or equal to ${MAX_PARALLELISM_OF_MANY} ${condition}`;
    errors.invalid(path.child('parallelism'), parallelism, detail);
  }
  if (isSet(maxFailedIndexes) && maxFailedIndexes > MAX_FAILED_INDEXES_OF_MANY) {
    const detail = `must be less than or equal to ${MAX_FAILED_INDEXES_OF_MANY} ${condition}`;
    errors.invalid(path.child('maxFailedIndexes'), maxFailedIndexes, detail);
  }
}
