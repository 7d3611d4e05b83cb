/** The rules of subjects wherever they are bound, looked up without going through all bindings for each. */
import type { IndexedBinding } from '../indexed-binding.js';
import type { PolicyRule } from '../policy-rule.js';
import type { RbacIndex } from '../rbac-index.js';

/** A rule with the binding that gives it and its place in the role. */
export interface PlacedRule {
  readonly rule: PolicyRule;
  readonly ruleIndex: number;
  readonly binding: IndexedBinding;
}

/** By the namespace of the binding; `''` is the cluster. */
export type RulesByScope = ReadonlyMap<string, readonly PlacedRule[]>;

export class SubjectGrants {
  readonly #users = new Map<string, IndexedBinding[]>();
  readonly #groups = new Map<string, IndexedBinding[]>();

  constructor(index: RbacIndex) {
    for (const binding of index.bindings()) {
      for (const place of new Set(binding.places)) {
        if (place === undefined) continue;
        const map = place.isGroup ? this.#groups : this.#users;
        const known = map.get(place.identity);
        if (known === undefined) map.set(place.identity, [binding]);
        else known.push(binding);
      }
    }
  }

  /** Everybody who is bound by a user name, service accounts among them. */
  users(): Iterable<string> {
    return this.#users.keys();
  }

  groups(): Iterable<string> {
    return this.#groups.keys();
  }

  bindingsOf(user: string, groups: readonly string[]): readonly IndexedBinding[] {
    const own = this.#users.get(user) ?? [];
    return [...new Set([...own, ...groups.flatMap((group) => this.#groups.get(group) ?? [])])];
  }

  /** The rules that pass, of a user in these groups. */
  rulesOf(user: string, groups: readonly string[], keep: (rule: PolicyRule) => boolean): RulesByScope {
    const byScope = new Map<string, PlacedRule[]>();
    for (const binding of this.bindingsOf(user, groups)) {
      binding.role.rules.forEach((rule, ruleIndex) => {
        if (!keep(rule)) return;
        const known = byScope.get(binding.namespace);
        if (known === undefined) byScope.set(binding.namespace, [{ rule, ruleIndex, binding }]);
        else known.push({ rule, ruleIndex, binding });
      });
    }
    return byScope;
  }
}
