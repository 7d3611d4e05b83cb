/**
 * Label selectors: the text form (`a=b,c in (d,e),!f`), the object form (`matchLabels`, `matchExpressions`), and
 * whether labels match.
 *
 * Source: k8s.io/apimachinery/pkg/labels/selector.go, pkg/apis/meta/v1/helpers.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { aggregateMessage } from './decision.js';
import { goQuote } from './go-syntax.js';
import { labelKeyErrors, labelValueErrors } from './name-syntax.js';

export type LabelOperator = 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: LabelOperator;
  readonly values: readonly string[];
}

export type NewRequirement =
  | { readonly kind: 'requirement'; readonly requirement: LabelRequirement }
  | { readonly kind: 'error'; readonly message: string };

const INTEGER = /^[+-]?\d+$/;

/** A requirement, or what is wrong with it. */
export function newLabelRequirement(
  key: string,
  operator: LabelOperator,
  values: readonly string[],
  minor: Minor,
): NewRequirement {
  const errors: string[] = [];
  const keyErrors = labelKeyErrors(key, minor);
  if (keyErrors.length > 0) errors.push(`key: Invalid value: ${goQuote(key)}: ${keyErrors.join('; ')}`);
  errors.push(...countErrors(operator, values));
  values.forEach((value, index) => {
    const valueErrors = labelValueErrors(value, minor);
    if (valueErrors.length > 0) {
      errors.push(`values[${index}][${key}]: Invalid value: ${goQuote(value)}: ${valueErrors.join('; ')}`);
    }
  });
  if (errors.length > 0) return { kind: 'error', message: aggregateMessage(errors) };
  return { kind: 'requirement', requirement: { key, operator, values } };
}

/** Whether an object with these labels is selected by all requirements. */
export function matchesLabels(
  requirements: readonly LabelRequirement[],
  labels: { readonly [key: string]: string } | undefined,
): boolean {
  return requirements.every((requirement) => matches(requirement, valueOf(labels, requirement.key)));
}

function matches({ operator, values }: LabelRequirement, value: string | undefined): boolean {
  switch (operator) {
    case 'in':
    case '=':
    case '==':
      return value !== undefined && values.includes(value);
    case 'notin':
    case '!=':
      return value === undefined || !values.includes(value);
    case 'exists':
      return value !== undefined;
    case '!':
      return value === undefined;
    default:
      return compares(operator, value, values[0]);
  }
}

function compares(operator: 'gt' | 'lt', value: string | undefined, bound: string | undefined): boolean {
  if (value === undefined || bound === undefined || !isInt64(value) || !isInt64(bound)) return false;
  return operator === 'gt' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
}

function countErrors(operator: LabelOperator, values: readonly string[]): readonly string[] {
  const problem = (detail: string): string[] => [`values: Invalid value: ${listText(values)}: ${detail}`];
  switch (operator) {
    case 'in':
    case 'notin':
      return values.length === 0 ? problem("for 'in', 'notin' operators, values set can't be empty") : [];
    case '=':
    case '==':
    case '!=':
      return values.length === 1 ? [] : problem('exact-match compatibility requires one single value');
    case 'exists':
    case '!':
      return values.length === 0 ? [] : problem('values set must be empty for exists and does not exist');
    default:
      return [
        ...(values.length === 1 ? [] : problem("for 'Gt', 'Lt' operators, exactly one value is required")),
        ...values.flatMap((value, index) =>
          isInt64(value)
            ? []
            : [
                `values[${index}]: Invalid value: ${goQuote(value)}: for 'Gt', 'Lt' operators, the value must be an integer`,
              ],
        ),
      ];
  }
}

/** An integer of 64 bits in decimal, as Go's ParseInt takes it. */
export function isInt64(text: string): boolean {
  if (!INTEGER.test(text) || text.length > 30) return false;
  const value = BigInt(text.replace(/^\+/, ''));
  return value >= -(2n ** 63n) && value < 2n ** 63n;
}

const listText = (values: readonly string[]): string => (values.length === 0 ? 'null' : JSON.stringify(values));

const valueOf = (labels: { readonly [key: string]: string } | undefined, key: string): string | undefined =>
  typeof labels === 'object' && labels !== null && Object.hasOwn(labels, key) ? labels[key] : undefined;
