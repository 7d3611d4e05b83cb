/**
 * Audit policy: which requests are noted, and how much of them. The first rule that matches has the word; a request
 * that none matches is not noted.
 *
 * Source: k8s.io/apiserver/pkg/audit/policy/checker.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { Attributes } from '@bulkhead/engine/authorization';

export const AUDIT_LEVELS = ['None', 'Metadata', 'Request', 'RequestResponse'] as const;
export type AuditLevel = (typeof AUDIT_LEVELS)[number];

export const AUDIT_STAGES = ['RequestReceived', 'ResponseStarted', 'ResponseComplete', 'Panic'] as const;
export type AuditStageName = (typeof AUDIT_STAGES)[number];

export interface AuditGroupResources {
  readonly group: string;
  readonly resources: readonly string[];
  readonly resourceNames: readonly string[];
}

export interface AuditRule {
  readonly level: AuditLevel;
  readonly users: readonly string[];
  readonly userGroups: readonly string[];
  readonly verbs: readonly string[];
  readonly resources: readonly AuditGroupResources[];
  /** `''` is that of cluster-scoped objects. */
  readonly namespaces: readonly string[];
  readonly nonResourceURLs: readonly string[];
  readonly omitStages: readonly AuditStageName[];
  /** Undefined leaves it to the policy. */
  readonly omitManagedFields: boolean | undefined;
}

export interface AuditPolicy {
  readonly omitStages: readonly AuditStageName[];
  readonly omitManagedFields: boolean;
  readonly rules: readonly AuditRule[];
}

export interface AuditDecision {
  readonly level: AuditLevel;
  readonly omitStages: ReadonlySet<AuditStageName>;
  readonly omitManagedFields: boolean;
}

const NOTHING: AuditDecision = { level: 'None', omitStages: new Set(), omitManagedFields: false };

/** Minors before this one take the group `*` for a name. */
const ANY_GROUP_FROM: Minor = 36;

/** The policy as requests ask it; `attributes` are those of the requester, before any impersonation. */
export function auditPolicyEvaluator(policy: AuditPolicy, minor: Minor): (attributes: Attributes) => AuditDecision {
  const rules = policy.rules.map((rule) => ({
    rule,
    decision: {
      level: rule.level,
      omitStages: new Set([...policy.omitStages, ...rule.omitStages]),
      omitManagedFields: rule.omitManagedFields ?? policy.omitManagedFields,
    },
  }));
  return (attributes) => rules.find(({ rule }) => matches(rule, attributes, minor))?.decision ?? NOTHING;
}

const admits = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value);

function matches(rule: AuditRule, attributes: Attributes, minor: Minor): boolean {
  const { user, verb } = attributes;
  if (!admits(rule.users, user.name) || !admits(rule.verbs, verb)) return false;
  if (rule.userGroups.length > 0 && !user.groups.some((group) => rule.userGroups.includes(group))) return false;
  if (rule.namespaces.length > 0 || rule.resources.length > 0) return matchesResource(rule, attributes, minor);
  return rule.nonResourceURLs.length === 0 || matchesPath(rule.nonResourceURLs, attributes);
}

function matchesResource(rule: AuditRule, attributes: Attributes, minor: Minor): boolean {
  if (!attributes.resourceRequest || !admits(rule.namespaces, attributes.namespace)) return false;
  if (rule.resources.length === 0) return true;
  return rule.resources.some(({ group, resources, resourceNames }) => {
    if (group !== attributes.apiGroup && !(group === '*' && minor >= ANY_GROUP_FROM)) return false;
    if (resources.length === 0) return true;
    return admits(resourceNames, attributes.name) && resources.some((entry) => covers(entry, attributes));
  });
}

/** `*`, `pods`, `pods/log`, `*` with a subresource, or `pods` with any and none. */
function covers(entry: string, { resource, subresource }: Attributes): boolean {
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  if (entry === '*' || entry === combined) return true;
  if (subresource !== '' && entry === `*/${subresource}`) return true;
  return entry === `${resource}/*`;
}

function matchesPath(entries: readonly string[], { resourceRequest, path }: Attributes): boolean {
  if (resourceRequest) return false;
  return entries.some(
    (entry) => entry === '*' || entry === path || (entry.endsWith('*') && path.startsWith(entry.slice(0, -1))),
  );
}
