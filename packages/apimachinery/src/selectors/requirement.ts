/**
 * One condition of a label selector, and how it is printed and matched.
 * Source: k8s.io/apimachinery/pkg/labels/selector.go.
 */

export type RequirementOperator = '=' | '==' | '!=' | 'in' | 'notin' | 'exists' | '!' | 'gt' | 'lt';

export interface Requirement {
  readonly key: string;
  readonly operator: RequirementOperator;
  readonly values: readonly string[];
}

export type Labels = { readonly [key: string]: string };

const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

export function matchesRequirements(requirements: readonly Requirement[], labels: Labels | undefined): boolean {
  for (const requirement of requirements) {
    if (!matchesRequirement(requirement, labels)) return false;
  }
  return true;
}

export function matchesRequirement(requirement: Requirement, labels: Labels | undefined): boolean {
  const { key, operator, values } = requirement;
  const value = labels !== undefined && Object.hasOwn(labels, key) ? labels[key] : undefined;
  switch (operator) {
    case '=':
    case '==':
    case 'in':
      return value !== undefined && values.includes(value);
    case '!=':
    case 'notin':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    case 'gt':
    case 'lt':
      return comparesTo(operator, value, values);
  }
}

function comparesTo(operator: 'gt' | 'lt', value: string | undefined, values: readonly string[]): boolean {
  const left = value === undefined ? undefined : parseInt64(value);
  const right = values[0] === undefined || values.length !== 1 ? undefined : parseInt64(values[0]);
  if (left === undefined || right === undefined) return false;
  return operator === 'gt' ? left > right : left < right;
}

/** Go's `strconv.ParseInt(text, 10, 64)`. */
export function parseInt64(text: string): bigint | undefined {
  if (text.length > 64 || !/^[-+]?[0-9]+$/.test(text)) return undefined;
  const number = BigInt(text.startsWith('+') ? text.slice(1) : text);
  return number >= INT64_MIN && number <= INT64_MAX ? number : undefined;
}

/** The requirement as `kubectl` and the server print it. */
export function formatRequirement({ key, operator, values }: Requirement): string {
  if (operator === 'exists') return key;
  if (operator === '!') return `!${key}`;
  const listed = values.length === 1 ? (values[0] ?? '') : values.toSorted(compareBytes).join(',');
  switch (operator) {
    case 'in':
    case 'notin':
      return `${key} ${operator} (${listed})`;
    case 'gt':
      return `${key}>${listed}`;
    case 'lt':
      return `${key}<${listed}`;
    default:
      return `${key}${operator}${listed}`;
  }
}

/** Selectors are printed by rising key. */
export function formatRequirements(requirements: readonly Requirement[]): string {
  const sorted = requirements.toSorted((left, right) => compareBytes(left.key, right.key));
  return sorted.map(formatRequirement).join(',');
}

function compareBytes(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
