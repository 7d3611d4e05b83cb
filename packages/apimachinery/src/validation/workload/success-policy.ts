/**
 * When an indexed job counts as successful. Source: pkg/apis/batch/validation/validation.go validateSuccessPolicy.
 */
import { quote } from '../../field-error.js';
import type { JobSpec, SuccessPolicyRule } from '../../generated/types/batch-v1.js';
import { byteLength } from '../../names/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateNonnegativeField } from '../number.js';
import { isSet, list, number, text } from '../zero-value.js';

const MAX_RULES = 20;
const MAX_INDEXES_BYTES = 64 * 1024;

export function validateSuccessPolicy(spec: JobSpec, path: Path, errors: ErrorList): void {
  const rulesPath = path.child('rules');
  const rules = list(spec.successPolicy?.rules);
  if (rules.length === 0) {
    errors.required(rulesPath, 'at least one rules must be specified when the successPolicy is specified');
  }
  if (rules.length > MAX_RULES) errors.tooMany(rulesPath, rules.length, MAX_RULES);
  // Without completions the job was refused already.
  const completions = Number(number(spec.completions));
  for (const [index, rule] of rules.entries()) validateRule(rule, completions, rulesPath.index(index), errors);
}

function validateRule(rule: SuccessPolicyRule, completions: number, path: Path, errors: ErrorList): void {
  const { succeededCount, succeededIndexes } = rule;
  if (!isSet(succeededCount) && !isSet(succeededIndexes)) {
    errors.required(path, 'at least one of succeededCount or succeededIndexes must be specified');
  }
  let total = 0;
  if (isSet(succeededIndexes)) {
    const indexesPath = path.child('succeededIndexes');
    const written = text(succeededIndexes);
    if (byteLength(written) > MAX_INDEXES_BYTES) errors.tooLong(indexesPath, MAX_INDEXES_BYTES);
    const counted = countIndexes(written, completions);
    if (typeof counted === 'number') total = counted;
    else errors.invalid(indexesPath, written, `error parsing succeededIndexes: ${counted}`);
  }
  if (!isSet(succeededCount)) return;
  const countPath = path.child('succeededCount');
  validateNonnegativeField(succeededCount, path, 'succeededCount', errors);
  if (succeededCount > completions) {
    const detail = `must be less than or equal to ${completions} (the number of specified completions)`;
    errors.invalid(countPath, succeededCount, detail);
  }
  if (isSet(succeededIndexes) && succeededCount > total) {
    const limit = `${total} (the number of indexes in the specified succeededIndexes field)`;
    errors.invalid(countPath, succeededCount, `must be less than or equal to ${limit}`);
  }
}

/** The number of indexes of a text such as `1,3-5,7`, or what is wrong with it. */
function countIndexes(written: string, completions: number): number | string {
  if (written === '') return 0;
  let last: number | undefined;
  let total = 0;
  for (const interval of written.split(',')) {
    const limits = interval.split('-');
    if (limits.length > 2) {
      const rule = "an index interval can have at most two parts separated by '-'";
      return `the fragment ${quote(interval)} violates the requirement that ${rule}`;
    }
    const first = parseIndex(limits[0] ?? '', completions);
    if (typeof first === 'string') return first;
    let end = first;
    if (limits.length === 2) {
      const second = parseIndex(limits[1] ?? '', completions);
      if (typeof second === 'string') return second;
      if (first >= second) return notIncreasing(first, second);
      end = second;
    }
    if (last !== undefined && last >= first) return notIncreasing(last, first);
    total += end - first + 1;
    last = end;
  }
  return total;
}

const notIncreasing = (previous: number, current: number): string =>
  `non-increasing order, previous: ${previous}, current: ${current}`;

const MAX_INTEGER_DIGITS = 18;

function parseIndex(written: string, completions: number): number | string {
  const digits = /^[-+]?0*([0-9]+)$/.exec(written)?.[1];
  if (digits === undefined || digits.length > MAX_INTEGER_DIGITS) {
    return `cannot convert string to integer for index: ${quote(written)}`;
  }
  const index = Number(written);
  return index >= completions ? `too large index: ${quote(written)}` : index;
}
