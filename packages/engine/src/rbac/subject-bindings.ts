/**
 * The bindings of one subject in one scope (a namespace, or the cluster). Several bindings of one role count once, by
 * the first name. A subject with many roles is answered from one table over all of them, so that an answer does not
 * take longer with more bindings.
 *
 * Everything derived is built when first asked and thrown away when a binding comes or goes; a change of a role is
 * noticed by its number.
 */
import type { Attributes } from '../authorization/attributes.js';
import { GrantTable, NO_GRANT } from './grant-table.js';
import type { IndexedBinding } from './indexed-binding.js';
import type { IndexedRole } from './indexed-role.js';

/** Up to this many roles are asked one by one. */
const FEW_ROLES = 6;

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
  readonly #bindings: IndexedBinding[] = [];
  #sorted = true;
  #derived: Derived | undefined;

  get size(): number {
    return this.#bindings.length;
  }

  add(binding: IndexedBinding): void {
    const last = this.#bindings.at(-1);
    if (last !== undefined && binding.object.name < last.object.name) this.#sorted = false;
    this.#bindings.push(binding);
    this.#derived = undefined;
  }

  remove(binding: IndexedBinding): void {
    const index = this.#bindings.indexOf(binding);
    if (index >= 0) this.#bindings.splice(index, 1);
    this.#derived = undefined;
  }

  /** By name. */
  all(): readonly IndexedBinding[] {
    if (!this.#sorted) this.#bindings.sort((a, b) => (a.object.name < b.object.name ? -1 : 1));
    this.#sorted = true;
    return this.#bindings;
  }

  /** The first binding by name whose role allows the request. `roleChanges` counts the changes to roles so far. */
  firstAllowing(attributes: Attributes, roleChanges: number): IndexedBinding | undefined {
    const derived = this.#current(roleChanges);
    const { firsts } = derived;
    if (firsts.length <= FEW_ROLES) {
      for (const binding of firsts) if (binding.role.allows(attributes)) return binding;
      return undefined;
    }
    derived.table ??= tableOf(firsts);
    const grant = derived.table.find(attributes);
    return grant === NO_GRANT ? undefined : firsts[grant];
  }

  /** Bindings, one a role, whose role is missing. */
  unresolved(roleChanges: number): readonly IndexedBinding[] {
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
  firsts.forEach(({ role }, index) => table.add(role.rules, index));
  return table;
}
