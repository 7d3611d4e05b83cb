/**
 * A role as the index holds it: the place that bindings refer to, whether or not the role exists yet. Small roles are
 * read rule by rule, larger ones through a table that is built when first asked.
 */
import type { Attributes } from '../authorization/attributes.js';
import { goQuote } from '../authorization/go-syntax.js';
import { GrantTable, NO_GRANT } from './grant-table.js';
import type { IndexedBinding } from './indexed-binding.js';
import { type PolicyRule, ruleAllows } from './policy-rule.js';

/** Up to this many rules are faster read than looked up. */
const FEW_RULES = 3;

export class IndexedRole {
  readonly kind: 'Role' | 'ClusterRole' | '';
  readonly namespace: string;
  readonly name: string;
  /** Bindings that refer to this role. */
  readonly bindings = new Set<IndexedBinding>();
  /** The count of changes to roles at the last change of this one; 0 for a role that never existed. */
  changedAt = 0;
  /** Why the reference leads nowhere; `''` when the role is there. */
  error: string;
  #rules: readonly PolicyRule[] = [];
  #table: GrantTable | undefined;

  /** A place without a role. Its kind is `''` when bindings refer to something that cannot be a role. */
  constructor(kind: 'Role' | 'ClusterRole' | '', namespace: string, name: string, error?: string) {
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.error = error ?? this.#missing();
  }

  get rules(): readonly PolicyRule[] {
    return this.#rules;
  }

  /** Undefined takes the role away and leaves the place. */
  setRules(rules: readonly PolicyRule[] | undefined, changedAt: number): void {
    this.#rules = rules ?? [];
    this.#table = undefined;
    this.error = rules === undefined ? this.#missing() : '';
    this.changedAt = changedAt;
  }

  allows(attributes: Attributes): boolean {
    const rules = this.#rules;
    if (rules.length <= FEW_RULES) {
      for (const rule of rules) if (ruleAllows(rule, attributes)) return true;
      return false;
    }
    this.#table ??= tableOf(rules);
    return this.#table.find(attributes) !== NO_GRANT;
  }

  #missing(): string {
    return `${this.kind.toLowerCase()}.rbac.authorization.k8s.io ${goQuote(this.name)} not found`;
  }
}

function tableOf(rules: readonly PolicyRule[]): GrantTable {
  const table = new GrantTable();
  table.add(rules, 0);
  return table;
}
