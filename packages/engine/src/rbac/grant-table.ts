/**
 * An inverted index over rules: from resource, group and verb (or path and verb) to the first grant. A question costs a
 * few lookups, however many rules there are. Grants are numbered; the lowest number that allows is the answer.
 */
import type { Attributes } from '../authorization/attributes.js';
import { combinedResource, type PolicyRule, urlPrefix } from './policy-rule.js';

/** No grant allows the request. */
export const NO_GRANT = Number.POSITIVE_INFINITY;

/** What one combination of resource, group and verb is granted by. */
interface Grants {
  /** Without names: the lowest number. */
  any: number;
  /** For single names. */
  named: Map<string, number> | undefined;
}

type ByVerb = Map<string, Grants>;

export class GrantTable {
  readonly #resources = new Map<string, Map<string, ByVerb>>();
  readonly #paths = new Map<string, ByVerb>();
  /** By the beginning that they stand for. */
  readonly #pathPrefixes = new Map<string, ByVerb>();

  /** Numbers must not fall from one call to the next. */
  add(rules: readonly PolicyRule[], grant: number): void {
    for (const rule of rules) {
      for (const resource of rule.resources) {
        for (const group of rule.apiGroups) {
          const byGroup = entry(this.#resources, resource, () => new Map<string, ByVerb>());
          record(entry(byGroup, group, newByVerb), rule.verbs, rule.resourceNames, grant);
        }
      }
      for (const url of rule.nonResourceURLs) {
        record(entry(this.#paths, url, newByVerb), rule.verbs, NO_NAMES, grant);
        if (url.endsWith('*')) {
          record(entry(this.#pathPrefixes, urlPrefix(url), newByVerb), rule.verbs, NO_NAMES, grant);
        }
      }
    }
  }

  /** The lowest grant that allows the request, or `NO_GRANT`. */
  find(attributes: Attributes): number {
    if (!attributes.resourceRequest) return this.#findPath(attributes);
    let lowest = this.#findResource('*', attributes);
    lowest = Math.min(lowest, this.#findResource(combinedResource(attributes), attributes));
    if (attributes.subresource === '') return lowest;
    return Math.min(lowest, this.#findResource(`*/${attributes.subresource}`, attributes));
  }

  #findResource(resource: string, { apiGroup, verb, name }: Attributes): number {
    const byGroup = this.#resources.get(resource);
    if (byGroup === undefined) return NO_GRANT;
    return Math.min(lowestGrant(byGroup.get('*'), verb, name), lowestGrant(byGroup.get(apiGroup), verb, name));
  }

  #findPath({ path, verb }: Attributes): number {
    let lowest = lowestGrant(this.#paths.get(path), verb, '');
    for (const [prefix, byVerb] of this.#pathPrefixes) {
      if (path.startsWith(prefix)) lowest = Math.min(lowest, lowestGrant(byVerb, verb, ''));
    }
    return lowest;
  }
}

const NO_NAMES: readonly string[] = Object.freeze([]);

const newByVerb = (): ByVerb => new Map();

function entry<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created = create();
  map.set(key, created);
  return created;
}

function record(byVerb: ByVerb, verbs: readonly string[], names: readonly string[], grant: number): void {
  for (const verb of verbs) {
    const grants = entry(byVerb, verb, () => ({ any: NO_GRANT, named: undefined }));
    if (names.length === 0) {
      if (grants.any === NO_GRANT) grants.any = grant;
      continue;
    }
    grants.named ??= new Map();
    for (const name of names) if (!grants.named.has(name)) grants.named.set(name, grant);
  }
}

function lowestGrant(byVerb: ByVerb | undefined, verb: string, name: string): number {
  if (byVerb === undefined) return NO_GRANT;
  return Math.min(grantOf(byVerb.get('*'), name), grantOf(byVerb.get(verb), name));
}

function grantOf(grants: Grants | undefined, name: string): number {
  if (grants === undefined) return NO_GRANT;
  return grants.named === undefined ? grants.any : Math.min(grants.any, grants.named.get(name) ?? NO_GRANT);
}
