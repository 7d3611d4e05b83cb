/**
 * Rules of roles, and whether one allows a request. A rule speaks of resources, or of paths outside the API.
 *
 * Resources: some verb, some group and some resource of the rule must match. `*` as a verb or group matches all; as a
 * resource it matches every resource and subresource. `pods` does not match `pods/log`, `*`+`/log` does; `pods/*` is a
 * literal that matches nothing but a request for it. With names, the request must carry one of them, so create, list
 * and deletecollection never match. Paths: `*`, equal, or a beginning when the entry ends in `*`.
 * Versions and selectors are never looked at.
 *
 * Source: plugin/pkg/auth/authorizer/rbac/rbac.go, pkg/apis/rbac/v1/evaluation_helpers.go; the same in 1.27 to 1.36.
 */
import type { PolicyRule as ApiPolicyRule } from '@bulkhead/apimachinery/types/rbac-v1';
import type { Attributes } from '../authorization/attributes.js';
import { goQuoteList } from '../authorization/go-syntax.js';

/** A rule with every list present. */
export interface PolicyRule {
  readonly verbs: readonly string[];
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
  readonly nonResourceURLs: readonly string[];
}

const NONE: readonly string[] = Object.freeze([]);

export function policyRule(rule: ApiPolicyRule): PolicyRule {
  return {
    verbs: rule.verbs ?? NONE,
    apiGroups: rule.apiGroups ?? NONE,
    resources: rule.resources ?? NONE,
    resourceNames: rule.resourceNames ?? NONE,
    nonResourceURLs: rule.nonResourceURLs ?? NONE,
  };
}

/** The rule as the API writes it: without empty lists. */
export function apiPolicyRule(rule: PolicyRule): ApiPolicyRule {
  return {
    ...(rule.apiGroups.length > 0 ? { apiGroups: rule.apiGroups } : {}),
    ...(rule.resources.length > 0 ? { resources: rule.resources } : {}),
    ...(rule.nonResourceURLs.length > 0 ? { nonResourceURLs: rule.nonResourceURLs } : {}),
    ...(rule.resourceNames.length > 0 ? { resourceNames: rule.resourceNames } : {}),
    verbs: rule.verbs,
  };
}

/** `resource` or `resource/subresource`, as rules write it. */
export function combinedResource({ resource, subresource }: Attributes): string {
  return subresource === '' ? resource : `${resource}/${subresource}`;
}

export function ruleAllows(rule: PolicyRule, attributes: Attributes): boolean {
  if (!has(rule.verbs, attributes.verb)) return false;
  if (!attributes.resourceRequest) return rule.nonResourceURLs.some((url) => urlMatches(url, attributes.path));
  return (
    has(rule.apiGroups, attributes.apiGroup) &&
    resourceMatches(rule.resources, attributes) &&
    (rule.resourceNames.length === 0 || rule.resourceNames.includes(attributes.name))
  );
}

/** Whether a path of a rule stands for this path. */
export function urlMatches(url: string, path: string): boolean {
  if (url === path) return true;
  return url.endsWith('*') && path.startsWith(urlPrefix(url));
}

/** The beginning that a path ending in `*` stands for. */
export function urlPrefix(url: string): string {
  let end = url.length;
  while (end > 0 && url[end - 1] === '*') end -= 1;
  return url.slice(0, end);
}

/** The rule as escalation messages print it. */
export function compactRuleString(rule: PolicyRule): string {
  const parts: string[] = [];
  if (rule.apiGroups.length > 0) parts.push(`APIGroups:${goQuoteList(rule.apiGroups)}`);
  if (rule.resources.length > 0) parts.push(`Resources:${goQuoteList(rule.resources)}`);
  if (rule.nonResourceURLs.length > 0) parts.push(`NonResourceURLs:${goQuoteList(rule.nonResourceURLs)}`);
  if (rule.resourceNames.length > 0) parts.push(`ResourceNames:${goQuoteList(rule.resourceNames)}`);
  if (rule.verbs.length > 0) parts.push(`Verbs:${goQuoteList(rule.verbs)}`);
  return `{${parts.join(', ')}}`;
}

const has = (list: readonly string[], item: string): boolean => list.includes('*') || list.includes(item);

function resourceMatches(resources: readonly string[], attributes: Attributes): boolean {
  if (resources.includes('*') || resources.includes(combinedResource(attributes))) return true;
  return attributes.subresource !== '' && resources.includes(`*/${attributes.subresource}`);
}
