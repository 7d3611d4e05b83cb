/**
 * Which requests a FlowSchema means: by who asks and what for.
 *
 * Source: k8s.io/apiserver/pkg/util/flowcontrol/rule.go.
 */
import { type RequestInfo, splitServiceAccountUsername, type UserInfo } from '@bulkhead/engine/authorization';
import type { FlowNonResourceRule, FlowResourceRule, FlowRules, FlowSchema, FlowSubject } from './flow-objects.js';

/** In the order in which they are asked: by precedence, then by name. */
export function inOrder(schemas: readonly FlowSchema[]): readonly FlowSchema[] {
  return [...schemas].sort(
    (left, right) =>
      left.spec.matchingPrecedence - right.spec.matchingPrecedence ||
      (left.metadata.name < right.metadata.name ? -1 : 1),
  );
}

export function matchesFlowSchema({ spec }: FlowSchema, user: UserInfo, info: RequestInfo): boolean {
  return (spec.rules ?? []).some((rules) => matchesRules(rules, user, info));
}

function matchesRules(rules: FlowRules, user: UserInfo, info: RequestInfo): boolean {
  if (!rules.subjects.some((subject) => isSubject(subject, user))) return false;
  return info.resourceRequest
    ? (rules.resourceRules ?? []).some((rule) => matchesResource(rule, info))
    : (rules.nonResourceRules ?? []).some((rule) => matchesPath(rule, info));
}

function isSubject({ kind, user, group, serviceAccount }: FlowSubject, { name, groups }: UserInfo): boolean {
  switch (kind) {
    case 'User':
      return user?.name === '*' || user?.name === name;
    case 'Group':
      return group?.name === '*' || (group !== undefined && groups.includes(group.name));
    case 'ServiceAccount': {
      const account = splitServiceAccountUsername(name);
      if (account === undefined || serviceAccount === undefined) return false;
      const isName = serviceAccount.name === '*' || serviceAccount.name === account.name;
      return isName && serviceAccount.namespace === account.namespace;
    }
    default:
      return false;
  }
}

const has = (list: readonly string[], value: string): boolean => list.includes('*') || list.includes(value);

function matchesResource(rule: FlowResourceRule, info: RequestInfo): boolean {
  const resource = info.subresource === '' ? info.resource : `${info.resource}/${info.subresource}`;
  if (!has(rule.verbs, info.verb) || !has(rule.apiGroups, info.apiGroup) || !has(rule.resources, resource))
    return false;
  return info.namespace === '' ? rule.clusterScope === true : has(rule.namespaces ?? [], info.namespace);
}

function matchesPath(rule: FlowNonResourceRule, info: RequestInfo): boolean {
  return has(rule.verbs, info.verb) && rule.nonResourceURLs.some((url) => isURL(url, info.path));
}

function isURL(pattern: string, path: string): boolean {
  if (pattern === '*' || pattern === path) return true;
  return pattern.endsWith('/*') && path.startsWith(pattern.slice(0, -1));
}
