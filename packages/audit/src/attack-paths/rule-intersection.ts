/** What two rules of RBAC allow both: again a rule. */
import type { PolicyRule } from '@bulkhead/engine/rbac';

/** Undefined when there is no request that both allow. */
export function intersectRules(one: PolicyRule, other: PolicyRule): PolicyRule | undefined {
  const verbs = common(one.verbs, other.verbs, narrower);
  if (verbs.length === 0) return undefined;
  const apiGroups = common(one.apiGroups, other.apiGroups, narrower);
  const resources = common(one.resources, other.resources, narrowerResource);
  const nonResourceURLs = common(one.nonResourceURLs, other.nonResourceURLs, narrowerURL);
  const resourceNames = commonNames(one.resourceNames, other.resourceNames);
  const ofResources = apiGroups.length > 0 && resources.length > 0 && resourceNames !== undefined;
  if (!ofResources && nonResourceURLs.length === 0) return undefined;
  return {
    verbs,
    apiGroups: ofResources ? apiGroups : [],
    resources: ofResources ? resources : [],
    resourceNames: ofResources ? resourceNames : [],
    nonResourceURLs,
  };
}

function common(
  one: readonly string[],
  other: readonly string[],
  meet: (a: string, b: string) => string | undefined,
): readonly string[] {
  const found = new Set<string>();
  for (const a of one) {
    for (const b of other) {
      const both = meet(a, b);
      if (both !== undefined) found.add(both);
    }
  }
  return [...found];
}

function narrower(a: string, b: string): string | undefined {
  if (a === b || a === '*') return b;
  return b === '*' ? a : undefined;
}

// A wildcard before the slash is the subresource of every resource.
function narrowerResource(a: string, b: string): string | undefined {
  const plain = narrower(a, b);
  if (plain !== undefined) return plain;
  if (isOfAny(a, b)) return b;
  return isOfAny(b, a) ? a : undefined;
}

const isOfAny = (wide: string, resource: string): boolean => {
  const slash = resource.indexOf('/');
  return wide.startsWith('*/') && slash > 0 && resource.slice(slash) === wide.slice(1);
};

/** Only a `*` at the end is a wildcard. */
function narrowerURL(a: string, b: string): string | undefined {
  if (covers(a, b)) return b;
  return covers(b, a) ? a : undefined;
}

const covers = (wide: string, url: string): boolean =>
  wide === url || (wide.endsWith('*') && stem(url).startsWith(stem(wide)));

const stem = (url: string): string => url.replace(/\*+$/, '');

/** No names are any names. */
function commonNames(one: readonly string[], other: readonly string[]): readonly string[] | undefined {
  if (one.length === 0) return other;
  if (other.length === 0) return one;
  const both = one.filter((name) => other.includes(name));
  return both.length === 0 ? undefined : both;
}
