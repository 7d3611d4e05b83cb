/**
 * Why kube-apiserver refuses an audit policy.
 *
 * Source: k8s.io/apiserver/pkg/apis/audit/validation/validation.go.
 */
import { type FieldError, invalid, notSupported, required } from '@bulkhead/apimachinery';
import { dns1123SubdomainProblems } from '@bulkhead/apimachinery/names';
import { itemsOf, type PlainMap, textOf, textsOf, valueAt } from '../plain-value.js';

const LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'];
const STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'];

export function auditPolicyErrors(file: PlainMap): readonly FieldError[] {
  return [
    ...stageErrors(file['omitStages'], 'omitStages'),
    ...itemsOf(file['rules']).flatMap((rule, index) => ruleErrors(rule, `rules[${index}]`)),
  ];
}

/** A policy without rules is refused after validation, in other words. */
export const noRulesText = 'loaded illegal policy with 0 rules';

function ruleErrors(rule: unknown, path: string): readonly FieldError[] {
  const urls = textsOf(valueAt(rule, 'nonResourceURLs'));
  const resources = itemsOf(valueAt(rule, 'resources'));
  const errors = [
    ...levelErrors(textOf(valueAt(rule, 'level')), `${path}.level`),
    ...urls.flatMap((url, index) => urlErrors(url, `${path}.nonResourceURLs[${index}]`)),
    ...resources.flatMap((resource) => resourceErrors(resource, `${path}.resources`)),
    ...stageErrors(valueAt(rule, 'omitStages'), `${path}.omitStages`),
  ];
  if (urls.length > 0 && (resources.length > 0 || itemsOf(valueAt(rule, 'namespaces')).length > 0)) {
    const text = 'rules cannot apply to both regular resources and non-resource URLs';
    errors.push(invalid(`${path}.nonResourceURLs`, urls, text));
  }
  return errors;
}

function levelErrors(level: string, path: string): readonly FieldError[] {
  if (LEVELS.includes(level)) return [];
  return [level === '' ? required(path, '') : notSupported(path, level, LEVELS)];
}

function urlErrors(url: string, path: string): readonly FieldError[] {
  if (url === '*') return [];
  const errors: FieldError[] = [];
  if (!url.startsWith('/')) errors.push(invalid(path, url, "non-resource URL rules must begin with a '/' character"));
  if (url.slice(0, -1).includes('*')) {
    errors.push(invalid(path, url, "non-resource URL wildcards '*' must be the final character of the rule"));
  }
  return errors;
}

function resourceErrors(resource: unknown, path: string): readonly FieldError[] {
  const group = textOf(valueAt(resource, 'group'));
  const names = textsOf(valueAt(resource, 'resourceNames'));
  const errors: FieldError[] = [];
  const problems = group === '' || group === '*' ? [] : dns1123SubdomainProblems(group);
  if (problems.length > 0) errors.push(invalid(`${path}.group`, group, problems.join(',')));
  if (names.length > 0 && itemsOf(valueAt(resource, 'resources')).length === 0) {
    errors.push(invalid(`${path}.resourceNames`, names, 'using resourceNames requires at least one resource'));
  }
  return errors;
}

const stageErrors = (stages: unknown, path: string): readonly FieldError[] =>
  textsOf(stages).flatMap((stage, index) =>
    STAGES.includes(stage) ? [] : [invalid(`${path}[${index}]`, stage, `allowed stages are ${STAGES.join(',')}`)],
  );
