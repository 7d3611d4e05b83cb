/**
 * Selectors of access reviews (KEP-4601): from the `fieldSelector` and `labelSelector` of a review to requirements, and
 * from requirements to what a webhook is shown. A requirement that is not understood is dropped and the error kept:
 * requirements hold together, so fewer of them ask for more.
 *
 * Source: pkg/registry/authorization/util/helpers.go;
 * k8s.io/apiserver/plugin/pkg/authorizer/webhook/webhook.go.
 */
import type { VersionProfile } from '@bulkhead/apimachinery';
import type {
  FieldSelectorAttributes,
  LabelSelectorAttributes,
  ResourceAttributes,
} from '@bulkhead/apimachinery/types/authorization-v1';
import type { FieldSelectorRequirement, LabelSelectorRequirement } from '@bulkhead/apimachinery/types/meta-v1';
import type { Attributes } from './attributes.js';
import { aggregateMessage } from './decision.js';
import { type FieldRequirement, parseFieldSelector } from './field-selector.js';
import { goQuote } from './go-syntax.js';
import { type LabelOperator, type LabelRequirement, newLabelRequirement } from './label-selector.js';
import { parseLabelSelector } from './label-selector-syntax.js';

const LABEL_OPERATORS: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

const API_LABEL_OPERATORS: ReadonlyMap<LabelOperator, string> = new Map([
  ['=', 'In'],
  ['==', 'In'],
  ['in', 'In'],
  ['!=', 'NotIn'],
  ['notin', 'NotIn'],
  ['exists', 'Exists'],
  ['!', 'DoesNotExist'],
]);

/** The selector part of the attributes of a review. Empty while selectors are not authorized in this cluster. */
export function selectorAttributes(review: ResourceAttributes, profile: VersionProfile): Partial<Attributes> {
  if (!profile.enabled('AuthorizeWithSelectors')) return {};
  return { ...fieldAttributes(review.fieldSelector), ...labelAttributes(review.labelSelector, profile) };
}

/** What a webhook is shown of the selectors; a selector of which nothing remains is left out. */
export function webhookSelectors(attributes: Attributes): Pick<ResourceAttributes, 'fieldSelector' | 'labelSelector'> {
  const fields = (attributes.fieldSelectorRequirements ?? []).map(({ field, operator, value }) => ({
    key: field,
    operator: operator === '=' ? 'In' : 'NotIn',
    values: [value],
  }));
  const labels = (attributes.labelSelectorRequirements ?? []).flatMap(({ key, operator, values }) => {
    const apiOperator = API_LABEL_OPERATORS.get(operator);
    if (apiOperator === undefined) return [];
    return [{ key, operator: apiOperator, ...(values.length > 0 ? { values: [...new Set(values)].sort() } : {}) }];
  });
  return {
    ...(fields.length > 0 ? { fieldSelector: { requirements: fields } } : {}),
    ...(labels.length > 0 ? { labelSelector: { requirements: labels } } : {}),
  };
}

function fieldAttributes(selector: FieldSelectorAttributes | undefined): Partial<Attributes> {
  if (selector === undefined) return {};
  if ((selector.requirements ?? []).length > 0) return fieldRequirements(selector.requirements ?? []);
  if ((selector.rawSelector ?? '') === '') return {};
  const parsed = parseFieldSelector(selector.rawSelector ?? '');
  if (parsed.kind === 'error') return { fieldSelectorError: parsed.message };
  return { fieldSelectorRequirements: parsed.requirements };
}

function labelAttributes(selector: LabelSelectorAttributes | undefined, profile: VersionProfile): Partial<Attributes> {
  if (selector === undefined) return {};
  if ((selector.requirements ?? []).length > 0) return labelRequirements(selector.requirements ?? [], profile);
  if ((selector.rawSelector ?? '') === '') return {};
  const parsed = parseLabelSelector(selector.rawSelector ?? '', profile.minor);
  if (parsed.kind === 'error') return { labelSelectorError: parsed.message };
  return { labelSelectorRequirements: parsed.requirements };
}

function fieldRequirements(requirements: readonly FieldSelectorRequirement[]): Partial<Attributes> {
  const kept: FieldRequirement[] = [];
  const errors: string[] = [];
  for (const { key = '', operator = '', values = [] } of requirements) {
    const error = fieldRequirementError(operator, values);
    if (error === '') kept.push({ field: key, operator: operator === 'In' ? '=' : '!=', value: values[0] ?? '' });
    else errors.push(error);
  }
  return {
    ...(kept.length > 0 ? { fieldSelectorRequirements: kept } : {}),
    ...(errors.length > 0 ? { fieldSelectorError: aggregateMessage(errors) } : {}),
  };
}

function fieldRequirementError(operator: string, values: readonly string[]): string {
  if (values.length > 1) return 'fieldSelectors do not yet support multiple values';
  switch (operator) {
    case 'In':
      return values.length === 1 ? '' : 'fieldSelectors in must have one value';
    case 'NotIn':
      return values.length === 1 ? '' : 'fieldSelectors not in must have one value';
    case 'Exists':
    case 'DoesNotExist':
      return `fieldSelectors do not yet support ${operator}`;
    default:
      return `${goQuote(operator)} is not a valid field selector operator`;
  }
}

function labelRequirements(
  requirements: readonly LabelSelectorRequirement[],
  profile: VersionProfile,
): Partial<Attributes> {
  const kept: LabelRequirement[] = [];
  const errors: string[] = [];
  for (const { key = '', operator = '', values = [] } of requirements) {
    const known = LABEL_OPERATORS.get(operator);
    if (known === undefined) {
      errors.push(`${goQuote(operator)} is not a valid label selector operator`);
      continue;
    }
    const created = newLabelRequirement(key, known, values, profile.minor);
    if (created.kind === 'error') errors.push(created.message);
    else kept.push(created.requirement);
  }
  return {
    ...(kept.length > 0 ? { labelSelectorRequirements: kept } : {}),
    ...(errors.length > 0 ? { labelSelectorError: aggregateMessage(errors) } : {}),
  };
}
