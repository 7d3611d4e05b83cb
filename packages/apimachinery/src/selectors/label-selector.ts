/**
 * Label selectors as objects: `matchLabels` and `matchExpressions`. An absent selector matches nothing, an empty one
 * everything. Source: k8s.io/apimachinery/pkg/apis/meta/v1/helpers.go, pkg/labels/selector.go.
 */
import type { LabelSelector } from '../generated/types/meta-v1.js';
import { labelValueProblems, qualifiedNameProblems } from '../names/label.js';
import type { Minor } from '../version.js';
import { type Labels, matchesRequirements, type Requirement, type RequirementOperator } from './requirement.js';

/** A selector ready to match. */
export type CompiledSelector =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'requirements'; readonly requirements: readonly Requirement[] };

export const MATCHES_NOTHING: CompiledSelector = { kind: 'nothing' };
export const MATCHES_EVERYTHING: CompiledSelector = { kind: 'requirements', requirements: [] };

const OPERATORS = new Map<string, RequirementOperator>([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

/** undefined where the selector is malformed: validation says how. */
export function compileLabelSelector(selector: LabelSelector | undefined, minor: Minor): CompiledSelector | undefined {
  if (selector === undefined || selector === null) return MATCHES_NOTHING;
  const matchLabels = isRecord(selector.matchLabels) ? selector.matchLabels : {};
  const requirements: Requirement[] = [];
  for (const key of Object.keys(matchLabels)) {
    const requirement = compileRequirement(key, '=', [matchLabels[key]], minor);
    if (requirement === undefined) return undefined;
    requirements.push(requirement);
  }
  for (const expression of Array.isArray(selector.matchExpressions) ? selector.matchExpressions : []) {
    const operator = OPERATORS.get(String(expression?.operator));
    if (operator === undefined) return undefined;
    const values: readonly unknown[] = Array.isArray(expression.values) ? expression.values : [];
    const requirement = compileRequirement(expression.key ?? '', operator, values, minor);
    if (requirement === undefined) return undefined;
    requirements.push(requirement);
  }
  return requirements.length === 0 ? MATCHES_EVERYTHING : { kind: 'requirements', requirements };
}

function compileRequirement(
  key: string,
  operator: RequirementOperator,
  values: readonly unknown[],
  minor: Minor,
): Requirement | undefined {
  if (typeof key !== 'string' || qualifiedNameProblems(key, minor).length > 0) return undefined;
  const isUnary = operator === 'exists' || operator === '!';
  if (isUnary ? values.length > 0 : values.length === 0) return undefined;
  const texts: string[] = [];
  for (const value of values) {
    if (typeof value !== 'string' || labelValueProblems(value, minor).length > 0) return undefined;
    texts.push(value);
  }
  return { key, operator, values: texts };
}

export function matchesSelector(selector: CompiledSelector, labels: Labels | undefined): boolean {
  return selector.kind === 'requirements' && matchesRequirements(selector.requirements, labels);
}

/** Compiles and matches; a malformed selector matches nothing. */
export function labelSelectorMatches(
  selector: LabelSelector | undefined,
  labels: Labels | undefined,
  minor: Minor,
): boolean {
  const compiled = compileLabelSelector(selector, minor);
  return compiled !== undefined && matchesSelector(compiled, labels);
}

const isRecord = (value: unknown): value is { readonly [key: string]: string } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
