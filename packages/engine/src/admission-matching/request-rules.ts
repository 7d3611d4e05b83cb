/**
 * Which requests the rules of webhooks and admission policies mean.
 *
 * `pods` means no subresource, `pods/log` that one, a star every resource without subresources. A star before the slash
 * is any resource, one behind it the resource itself and all its subresources. With matchPolicy Equivalent a rule also
 * means the same resource in the other versions that are served.
 * Source: pkg/admission/plugin/webhook/predicates/rules/rules.go; plugin/policy/matching/matching.go.
 */
import { lifecycles, type Minor, serving } from '@bulkhead/apimachinery';
import type { NamedRuleWithOperations } from '@bulkhead/apimachinery/types/admissionregistration-v1';

export interface AdmissionTarget {
  readonly operation: 'CREATE' | 'UPDATE' | 'DELETE' | 'CONNECT';
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  /** Empty for the resource itself. */
  readonly subresource: string;
  /** False for objects of no namespace, and for namespaces themselves. */
  readonly namespaced: boolean;
}

export interface RequestRules {
  readonly rules: readonly NamedRuleWithOperations[];
  readonly excluded: readonly NamedRuleWithOperations[];
  /** `Equivalent`, unless `Exact` is written. */
  readonly exact: boolean;
}

/** Whether some requests of the kind are meant; rules that are limited to names mean some. */
export function meansRequest({ rules, excluded, exact }: RequestRules, target: AdmissionTarget, minor: Minor): boolean {
  const meant = (list: readonly NamedRuleWithOperations[]): boolean =>
    list.some((rule) => ruleMeans(rule, target)) ||
    (!exact && equivalents(target, minor).some((other) => list.some((rule) => ruleMeans(rule, other))));
  return meant(rules) && !meant(excluded.filter(({ resourceNames = [] }) => resourceNames.length === 0));
}

function ruleMeans(rule: NamedRuleWithOperations, target: AdmissionTarget): boolean {
  const { operations = [], apiGroups = [], apiVersions = [], resources = [], scope = '*' } = rule;
  if (scope !== '*' && (scope === 'Namespaced') !== target.namespaced) return false;
  return (
    hasOrAll(operations, target.operation) &&
    hasOrAll(apiGroups, target.group) &&
    hasOrAll(apiVersions, target.version) &&
    resources.some((entry) => resourceMeans(entry, target))
  );
}

const hasOrAll = (list: readonly string[], item: string): boolean => list.includes('*') || list.includes(item);

function resourceMeans(entry: string, { resource, subresource }: AdmissionTarget): boolean {
  const slash = entry.indexOf('/');
  const name = slash < 0 ? entry : entry.slice(0, slash);
  const part = slash < 0 ? '' : entry.slice(slash + 1);
  return (name === '*' || name === resource) && (part === '*' || part === subresource);
}

/** The same resource as other groups and versions serve it. */
function equivalents(target: AdmissionTarget, minor: Minor): readonly AdmissionTarget[] {
  const found = servedVersions(minor).get(target.resource) ?? [];
  const isKnown = found.some(({ group }) => group === target.group);
  if (!isKnown) return [];
  return found
    .filter(({ group, version }) => group === target.group && version !== target.version)
    .map(({ group, version }) => ({ ...target, group, version }));
}

interface GroupVersion {
  readonly group: string;
  readonly version: string;
}

const byMinor = new Map<Minor, ReadonlyMap<string, readonly GroupVersion[]>>();

/** Groups and versions that serve a resource without being asked, by its name. */
function servedVersions(minor: Minor): ReadonlyMap<string, readonly GroupVersion[]> {
  const known = byMinor.get(minor);
  if (known !== undefined) return known;
  const read = new Map<string, GroupVersion[]>();
  for (const api of lifecycles()) {
    if (api.resource === undefined || serving(api, minor) !== 'by-default') continue;
    const list = read.get(api.resource.name);
    if (list === undefined) read.set(api.resource.name, [{ group: api.group, version: api.version }]);
    else list.push({ group: api.group, version: api.version });
  }
  byMinor.set(minor, read);
  return read;
}

/** The built-in requests that each version of a resource is served under, for rules of `matchPolicy: Exact`. */
export function unmatchedVersions(rules: RequestRules, minor: Minor): readonly AdmissionTarget[] {
  if (!rules.exact) return [];
  const found = new Map<string, AdmissionTarget>();
  for (const [resource, versions] of servedVersions(minor)) {
    for (const { group, version } of versions) {
      const target: AdmissionTarget = {
        operation: 'CREATE',
        group,
        version,
        resource,
        subresource: '',
        namespaced: true,
      };
      const hasMeant = versions.some(
        (other) => other.group === group && meansRequest(rules, { ...target, ...other }, minor),
      );
      if (hasMeant && !meansRequest(rules, target, minor)) found.set(`${group}/${version}/${resource}`, target);
    }
  }
  return [...found.values()];
}
