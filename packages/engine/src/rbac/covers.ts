/**
 * Whether some rules cover others. A wanted rule is broken into atoms (one group, resource, verb and at most one name;
 * or one path and verb); each must be covered by a single owned rule. A wanted `*` is an ordinary value: only an owned
 * `*` covers it, not the sum of all single values.
 *
 * Source: k8s.io/component-helpers/auth/rbac/validation/policy_comparator.go,
 * pkg/registry/rbac/validation/policy_compact.go.
 */
import { compactRuleString, type PolicyRule, urlMatches } from './policy-rule.js';

const NONE: readonly string[] = Object.freeze([]);

/** The atoms of `wanted` that no rule of `owned` covers. */
export function uncoveredAtoms(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): readonly PolicyRule[] {
  const owner = new Owner(owned);
  return wanted.flatMap(atomsOf).filter((atom) => !owner.covers(atom));
}

/** One rule for each group, resource, verb and name, then one for each path and verb. */
export function atomsOf(rule: PolicyRule): readonly PolicyRule[] {
  const names = rule.resourceNames.length > 0 ? rule.resourceNames.map((name) => [name]) : [NONE];
  const atoms: PolicyRule[] = [];
  for (const group of rule.apiGroups) {
    for (const resource of rule.resources) {
      for (const verb of rule.verbs) {
        for (const resourceNames of names) {
          atoms.push({
            verbs: [verb],
            apiGroups: [group],
            resources: [resource],
            resourceNames,
            nonResourceURLs: NONE,
          });
        }
      }
    }
  }
  for (const url of rule.nonResourceURLs) {
    for (const verb of rule.verbs) {
      atoms.push({ verbs: [verb], apiGroups: NONE, resources: NONE, resourceNames: NONE, nonResourceURLs: [url] });
    }
  }
  return atoms;
}

/** Atoms with one group, one resource and at most one name are merged with those that differ by verb only. */
export function compactRules(atoms: readonly PolicyRule[]): readonly PolicyRule[] {
  const compacted: PolicyRule[] = [];
  const simple = new Map<string, PolicyRule>();
  for (const atom of atoms) {
    const key = simpleKey(atom);
    if (key === undefined) {
      compacted.push(atom);
      continue;
    }
    const before = simple.get(key);
    simple.set(key, before === undefined ? atom : { ...before, verbs: [...before.verbs, ...atom.verbs] });
  }
  return [...compacted, ...simple.values()];
}

/** Compacted, without repetitions, sorted by the text in which messages print them. */
export function sortedCompactRules(atoms: readonly PolicyRule[]): readonly PolicyRule[] {
  const byText = new Map(compactRules(atoms).map((rule) => [compactRuleString(rule), rule]));
  return [...byText.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}

function simpleKey(rule: PolicyRule): string | undefined {
  const { apiGroups, resources, resourceNames, nonResourceURLs } = rule;
  if (resourceNames.length > 1 || nonResourceURLs.length > 0) return undefined;
  if (apiGroups.length !== 1 || resources.length !== 1) return undefined;
  return JSON.stringify([apiGroups[0], resources[0], resourceNames]);
}

/** Owned rules by resource, so that long lists of atoms are compared in reasonable time. */
class Owner {
  readonly #byResource = new Map<string, PolicyRule[]>();
  readonly #withPaths: PolicyRule[] = [];

  constructor(rules: readonly PolicyRule[]) {
    for (const rule of rules) {
      for (const resource of new Set(rule.resources)) {
        const list = this.#byResource.get(resource);
        if (list === undefined) this.#byResource.set(resource, [rule]);
        else list.push(rule);
      }
      if (rule.nonResourceURLs.length > 0) this.#withPaths.push(rule);
    }
  }

  covers(atom: PolicyRule): boolean {
    const [verb = ''] = atom.verbs;
    const [url] = atom.nonResourceURLs;
    if (url !== undefined) {
      return this.#withPaths.some(
        (rule) =>
          hasOrAll(rule.verbs, verb) &&
          rule.resourceNames.length === 0 &&
          rule.nonResourceURLs.some((owned) => urlMatches(owned, url)),
      );
    }
    const [resource = ''] = atom.resources;
    const slash = resource.indexOf('/');
    return [resource, '*', ...(slash >= 0 ? [`*${resource.slice(slash)}`] : [])].some((key) =>
      (this.#byResource.get(key) ?? []).some((rule) => ruleCovers(rule, atom, verb)),
    );
  }
}

function ruleCovers(rule: PolicyRule, atom: PolicyRule, verb: string): boolean {
  const [group = ''] = atom.apiGroups;
  const [name] = atom.resourceNames;
  const namesCovered = rule.resourceNames.length === 0 || (name !== undefined && rule.resourceNames.includes(name));
  return namesCovered && hasOrAll(rule.verbs, verb) && hasOrAll(rule.apiGroups, group);
}

const hasOrAll = (list: readonly string[], item: string): boolean => list.includes('*') || list.includes(item);
