/**
 * Rights of which one is enough, asked of rules together. Those that differ by name only are asked at once, since
 * there can be as many of them as there are subjects.
 */
import type { Attributes } from '../authorization/attributes.js';
import { type PolicyRule, ruleAllows } from './policy-rule.js';

/** A name that stands for one of the subject's choosing. */
export const ANY_NAME = '*any*';

/** Rights, one of which is asked for; those that differ by name only are asked together. */
export class WantedRights {
  readonly #kinds = new Map<string, { readonly sample: Attributes; readonly names: Set<string> }>();
  readonly #verbs = new Set(['*']);

  constructor(rights: readonly Attributes[]) {
    for (const right of rights) {
      this.#verbs.add(right.verb);
      const key = JSON.stringify([right.verb, right.apiGroup, right.resource, right.namespace]);
      const kind = this.#kinds.get(key);
      if (kind === undefined) this.#kinds.set(key, { sample: right, names: new Set([right.name]) });
      else kind.names.add(right.name);
    }
  }

  grantedBy(rule: PolicyRule): boolean {
    return this.#mayGrant(rule) && [...this.#kinds.values()].some((kind) => allows(rule, kind));
  }

  /** By a rule that is bound in this namespace (`''` for the cluster). */
  grantedIn(scope: string, rule: PolicyRule): boolean {
    if (!this.#mayGrant(rule)) return false;
    return [...this.#kinds.values()].some(
      (kind) => (scope === '' || scope === kind.sample.namespace) && allows(rule, kind),
    );
  }

  /** Few rules carry the verbs that are asked for here, so most are passed over at once. */
  #mayGrant(rule: PolicyRule): boolean {
    return rule.verbs.some((verb) => this.#verbs.has(verb));
  }
}

function allows(rule: PolicyRule, kind: { readonly sample: Attributes; readonly names: ReadonlySet<string> }): boolean {
  const { resourceNames } = rule;
  const unnamed = resourceNames.length === 0 ? rule : { ...rule, resourceNames: [] };
  if (!ruleAllows(unnamed, kind.sample)) return false;
  return resourceNames.length === 0 || kind.names.has(ANY_NAME) || resourceNames.some((name) => kind.names.has(name));
}
