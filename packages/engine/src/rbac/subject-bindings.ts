/**
 * The bindings of one subject in one scope (a namespace, or the cluster). Several bindings of one role count once, by
 * the first name. A subject with several roles is answered from one table over all of them, so that an answer does not
 * take longer with more bindings.
 *
 * Everything derived is built when first asked and thrown away when a binding comes or goes; a change of a role is
 * noticed by its number.
 */
import type { UserInfo } from '../authorization/user-info.js';
import { GrantTable, NO_GRANT } from './grant-table.js';
import type { IndexedBinding } from './indexed-binding.js';
import type { IndexedRole } from './indexed-role.js';
import type { Question } from './question.js';

const NONE: readonly IndexedBinding[] = Object.freeze([]);

interface Derived {
  /** One binding a role, by name. */
  readonly firsts: readonly IndexedBinding[];
  /** Those of `firsts` whose role is missing. */
  readonly unresolved: readonly IndexedBinding[];
  table: GrantTable | undefined;
  /** The count of role changes up to which this is known to hold. */
  checkedAt: number;
  readonly builtAt: number;
}

export class SubjectBindings {
  /** The user name or the group. */
  readonly identity: string;
  readonly isGroup: boolean;
  /** Most subjects have one binding in a scope; only more of them are a list. */
  #bindings: IndexedBinding | IndexedBinding[] | undefined;
  #sorted = true;
  #derived: Derived | undefined;
  /** What a question needs of `#derived`, so that it takes few steps through memory. */
  #table: GrantTable | undefined;
  #tableCheckedAt = 0;

  constructor(identity: string, isGroup: boolean) {
    this.identity = identity;
    this.isGroup = isGroup;
  }

  /** Group membership counts for groups only; service accounts are known by their user name. */
  appliesTo(user: UserInfo): boolean {
    return this.isGroup ? user.groups.includes(this.identity) : user.name === this.identity;
  }

  get isEmpty(): boolean {
    return this.#bindings === undefined;
  }

  /** A binding that lists the subject twice is added once. */
  add(binding: IndexedBinding): void {
    const before = this.#bindings;
    this.#forget();
    if (before === undefined || before === binding) {
      this.#bindings = binding;
      return;
    }
    if (!Array.isArray(before)) {
      this.#bindings = before.name < binding.name ? [before, binding] : [binding, before];
      return;
    }
    const last = before.at(-1);
    if (last === binding) return;
    if (last !== undefined && binding.name < last.name) this.#sorted = false;
    before.push(binding);
  }

  remove(binding: IndexedBinding): void {
    const before = this.#bindings;
    this.#forget();
    if (before === binding) this.#bindings = undefined;
    if (!Array.isArray(before)) return;
    const index = before.indexOf(binding);
    if (index >= 0) before.splice(index, 1);
    if (before.length === 0) this.#bindings = undefined;
  }

  #forget(): void {
    this.#derived = undefined;
    this.#table = undefined;
    this.#tableCheckedAt = 0;
  }

  /** By name. */
  all(): readonly IndexedBinding[] {
    const bindings = this.#bindings;
    if (bindings === undefined) return [];
    if (!Array.isArray(bindings)) return [bindings];
    if (!this.#sorted) bindings.sort((a, b) => (a.name < b.name ? -1 : 1));
    this.#sorted = true;
    return bindings;
  }

  /** The first binding by name whose role allows the request. `roleChanges` counts the changes to roles so far. */
  firstAllowing(question: Question, roleChanges: number): IndexedBinding | undefined {
    const bindings = this.#bindings;
    if (bindings === undefined) return undefined;
    if (!Array.isArray(bindings)) return bindings.role.allows(question) ? bindings : undefined;
    if (this.#tableCheckedAt !== roleChanges) this.#table = this.#currentTable(roleChanges);
    const grant = this.#table?.find(question) ?? NO_GRANT;
    return grant === NO_GRANT ? undefined : this.#derived?.firsts[grant];
  }

  #currentTable(roleChanges: number): GrantTable {
    const derived = this.#current(roleChanges);
    derived.table ??= tableOf(derived.firsts);
    this.#tableCheckedAt = roleChanges;
    return derived.table;
  }

  /** Bindings, one a role, whose role is missing. */
  unresolved(roleChanges: number): readonly IndexedBinding[] {
    const bindings = this.#bindings;
    if (bindings === undefined) return NONE;
    if (!Array.isArray(bindings)) return bindings.role.error === '' ? NONE : [bindings];
    return this.#current(roleChanges).unresolved;
  }

  #current(roleChanges: number): Derived {
    const derived = this.#derived;
    if (derived !== undefined && derived.checkedAt !== roleChanges) {
      derived.checkedAt = roleChanges;
      if (derived.firsts.some(({ role }) => role.changedAt > derived.builtAt)) this.#derived = undefined;
    }
    this.#derived ??= derive(this.all(), roleChanges);
    return this.#derived;
  }
}

function derive(bindings: readonly IndexedBinding[], roleChanges: number): Derived {
  const firstByRole = new Map<IndexedRole, IndexedBinding>();
  for (const binding of bindings) if (!firstByRole.has(binding.role)) firstByRole.set(binding.role, binding);
  const firsts = [...firstByRole.values()];
  const unresolved = firsts.filter(({ role }) => role.error !== '');
  return { firsts, unresolved, table: undefined, checkedAt: roleChanges, builtAt: roleChanges };
}

function tableOf(firsts: readonly IndexedBinding[]): GrantTable {
  const table = new GrantTable();
  firsts.forEach(({ role }, index) => table.add(role.compiled, index));
  return table;
}
