/**
 * Building blocks of the texts with which names are refused.
 * Source: k8s.io/apimachinery/pkg/util/validation and pkg/api/validate/content (1.35 moved part of it there).
 */

/** The answer for a good name: shared, so that the common case allocates nothing. */
export const NO_PROBLEMS: readonly string[] = Object.freeze([]) as readonly string[];

export const maxLengthMessage = (length: number, unit = 'characters'): string =>
  `must be no more than ${length} ${unit}`;

export const EMPTY_MESSAGE = 'must be non-empty';

export const inclusiveRangeMessage = (low: number, high: number): string =>
  `must be between ${low} and ${high}, inclusive`;

/** `what (e.g. 'a',  or 'b', regex used for validation is 'expression')`, with upstream's blanks. */
export function regexMessage(what: string, expression: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${what} (regex used for validation is '${expression}')`;
  const listed = examples.map((example) => `'${example}', `).join(' or ');
  return `${what} (e.g. ${listed}regex used for validation is '${expression}')`;
}

/** Text beyond this is refused for its length anyway; testing it would only cost time and stack. */
const MAX_TESTED_LENGTH = 1 << 16;

/** Whether the whole value matches. */
export function matchesWhole(regex: RegExp, value: string): boolean {
  return value.length <= MAX_TESTED_LENGTH && regex.test(value);
}

/** The printed expression as an anchored regular expression without captures. Only for expressions without `\\(`. */
export function compileWhole(expression: string): RegExp {
  return new RegExp(`^${expression.replaceAll('(', '(?:')}$`);
}
