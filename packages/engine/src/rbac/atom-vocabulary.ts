/**
 * The atoms that the roles of an index speak of: one resource, group and verb, each known by a number. A request is
 * turned once into the few atoms that could allow it; every role and subject is then asked by number.
 *
 * Atoms are counted, so that those of roles that went away are forgotten. A rule whose lists multiply to more than
 * `MAX_ATOMS` is not taken apart: it is read as it stands, and costs its author time, not the index memory.
 */
import type { Attributes } from '../authorization/attributes.js';
import { combinedResource, type PolicyRule } from './policy-rule.js';
import { valueIn } from './value-in.js';

/** Far above what real rules hold: 30 resources in 3 groups with 8 verbs are 720. */
export const MAX_ATOMS = 4096;

interface Atom {
  readonly id: number;
  uses: number;
}

type ByVerb = Map<string, Atom>;

export class AtomVocabulary {
  readonly #byResource = new Map<string, Map<string, ByVerb>>();
  #nextId = 0;

  /** The numbers of the rule's atoms, counted as used once more; undefined for a rule that is too wide. */
  acquire(rule: PolicyRule): readonly number[] | undefined {
    if (isTooWide(rule)) return undefined;
    const ids: number[] = [];
    for (const resource of rule.resources) {
      const byGroup = valueIn(this.#byResource, resource, () => new Map<string, ByVerb>());
      for (const group of rule.apiGroups) {
        const byVerb = valueIn(byGroup, group, () => new Map<string, Atom>());
        for (const verb of rule.verbs) {
          const atom = valueIn(byVerb, verb, () => ({ id: this.#nextId++, uses: 0 }));
          atom.uses += 1;
          ids.push(atom.id);
        }
      }
    }
    return ids;
  }

  /** Counts the rule's atoms as used once less. */
  release(rule: PolicyRule): void {
    if (isTooWide(rule)) return;
    for (const resource of rule.resources) {
      const byGroup = this.#byResource.get(resource);
      if (byGroup === undefined) continue;
      for (const group of rule.apiGroups) {
        const byVerb = byGroup.get(group);
        if (byVerb === undefined) continue;
        for (const verb of rule.verbs) {
          const atom = byVerb.get(verb);
          if (atom !== undefined && --atom.uses === 0) byVerb.delete(verb);
        }
        if (byVerb.size === 0) byGroup.delete(group);
      }
      if (byGroup.size === 0) this.#byResource.delete(resource);
    }
  }

  /** The atoms that allow the request, names aside. */
  atomsFor(attributes: Attributes): readonly number[] {
    const ids: number[] = [];
    if (!attributes.resourceRequest) return ids;
    this.#collect('*', attributes, ids);
    const resource = combinedResource(attributes);
    if (resource !== '*') this.#collect(resource, attributes, ids);
    if (attributes.subresource !== '' && attributes.resource !== '*') {
      this.#collect(`*/${attributes.subresource}`, attributes, ids);
    }
    return ids;
  }

  #collect(resource: string, { apiGroup, verb }: Attributes, ids: number[]): void {
    const byGroup = this.#byResource.get(resource);
    if (byGroup === undefined) return;
    collectVerbs(byGroup.get('*'), verb, ids);
    if (apiGroup !== '*') collectVerbs(byGroup.get(apiGroup), verb, ids);
  }
}

function collectVerbs(byVerb: ByVerb | undefined, verb: string, ids: number[]): void {
  if (byVerb === undefined) return;
  const all = byVerb.get('*');
  if (all !== undefined) ids.push(all.id);
  const one = verb === '*' ? undefined : byVerb.get(verb);
  if (one !== undefined) ids.push(one.id);
}

const isTooWide = ({ resources, apiGroups, verbs }: PolicyRule): boolean =>
  resources.length * apiGroups.length * verbs.length > MAX_ATOMS;
