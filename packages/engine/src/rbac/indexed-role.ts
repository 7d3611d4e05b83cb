/**
 * A role as the index holds it: the place that bindings refer to, whether or not the role exists yet. It is
 * asked through a table that is built when first needed.
 */
import { goQuote } from '../authorization/go-syntax.js';
import type { AtomVocabulary } from './atom-vocabulary.js';
import type { CompiledRule } from './compiled-rule.js';
import { GrantTable, NO_GRANT } from './grant-table.js';
import type { IndexedBinding } from './indexed-binding.js';
import type { PolicyRule } from './policy-rule.js';
import type { Question } from './question.js';

const NO_RULES: readonly never[] = Object.freeze([]);

export class IndexedRole {
  readonly kind: 'Role' | 'ClusterRole' | '';
  readonly namespace: string;
  readonly name: string;
  /** Bindings that refer to this role. */
  readonly bindings: IndexedBinding[] = [];
  /** The count of changes to roles at the last change of this one; 0 for a role that never existed. */
  changedAt = 0;
  /** Why the reference leads nowhere; `''` when the role is there. */
  error: string;
  rules: readonly PolicyRule[] = NO_RULES;
  compiled: readonly CompiledRule[] = NO_RULES;
  #table: GrantTable | undefined;

  /** A place without a role. Its kind is `''` when bindings refer to something that cannot be a role. */
  constructor(kind: 'Role' | 'ClusterRole' | '', namespace: string, name: string, error?: string) {
    this.kind = kind;
    this.namespace = namespace;
    this.name = name;
    this.error = error ?? missing(kind, name);
  }

  /** Undefined takes the role away and leaves the place. */
  setRules(rules: readonly PolicyRule[] | undefined, vocabulary: AtomVocabulary, changedAt: number): void {
    const before = this.rules;
    this.rules = rules ?? NO_RULES;
    this.compiled = this.rules.map((rule) => ({ rule, atoms: vocabulary.acquire(rule) }));
    for (const rule of before) vocabulary.release(rule);
    this.#table = undefined;
    this.error = rules === undefined ? missing(this.kind, this.name) : '';
    this.changedAt = changedAt;
  }

  allows(question: Question): boolean {
    this.#table ??= tableOf(this.compiled);
    return this.#table.find(question) !== NO_GRANT;
  }
}

const missing = (kind: string, name: string): string =>
  `${kind.toLowerCase()}.rbac.authorization.k8s.io ${goQuote(name)} not found`;

function tableOf(rules: readonly CompiledRule[]): GrantTable {
  const table = new GrantTable();
  table.add(rules, 0);
  return table;
}
