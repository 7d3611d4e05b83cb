/** The rights of one identity in one scope, as steps ask about them: own, of its groups, and cluster-wide ones. */
import type { IndexedBinding, IndexedRole } from '@bulkhead/engine/rbac';
import { EVERY_NAMESPACE } from './foothold.js';
import type { Grant, GrantTable, SubjectGrants } from './grants.js';
import { type Need, NeedSet } from './need.js';
import type { Requirement } from './step.js';

export interface BoundRole {
  readonly role: IndexedRole;
  readonly binding: IndexedBinding | undefined;
}

const NO_NAMES: readonly string[] = [];

const ofAnyName = (names: readonly string[]): boolean => names.length === 0;
const ofSomeName = (): boolean => true;

export class Rights {
  /** A namespace, or `*`. */
  readonly scope: string;
  readonly #bound: readonly SubjectGrants[];
  /** What counts here: the grants of the namespace and those of the whole cluster. */
  readonly #tables: readonly GrantTable[];
  readonly #needs = new NeedSet();

  /** `bound` are those whose roles one is bound to, where they are others than those whose rights count. */
  constructor(sources: readonly SubjectGrants[], scope: string, bound = sources) {
    this.#bound = bound;
    this.scope = scope;
    const tables: GrantTable[] = [];
    for (const source of sources) {
      const own = source.in(scope);
      const wide = scope === EVERY_NAMESPACE ? undefined : source.in(EVERY_NAMESPACE);
      if (own !== undefined) tables.push(own);
      if (wide !== undefined) tables.push(wide);
    }
    for (const { needs } of tables) this.#needs.addAll(needs);
    this.#tables = tables;
  }

  get isClusterWide(): boolean {
    return this.scope === EVERY_NAMESPACE;
  }

  has(need: Need): boolean {
    return this.#needs.has(need);
  }

  /** The right for objects of any name; undefined when there is none. */
  any(need: Need): Requirement | undefined {
    return this.#where(need, ofAnyName);
  }

  /** The right for objects of this name. */
  named(need: Need, name: string): Requirement | undefined {
    return this.#where(need, (names) => names.length === 0 || names.includes(name));
  }

  /** The right for some object: of any name, or of one that it is limited to. */
  some(need: Need): Requirement | undefined {
    return this.#where(need, ofSomeName);
  }

  /** Of the grants that are limited to names, those with one of these. */
  limitedTo(need: Need, wanted: ReadonlySet<string>): Requirement | undefined {
    return this.#where(need, (names) => names.some((name) => wanted.has(name)));
  }

  /** The names that the right is limited to, where it is. */
  names(need: Need): readonly string[] {
    if (!this.#needs.has(need)) return NO_NAMES;
    const names = new Set<string>();
    for (const table of this.#tables) if (table.needs.has(need)) table.addNames(need, names);
    return names.size === 0 ? NO_NAMES : [...names];
  }

  /** Roles that are bound in exactly this scope. */
  boundRoles(): readonly BoundRole[] {
    return this.#bound.flatMap((source) =>
      source.bindings(this.scope).map(({ role: { role }, binding }) => ({ role, binding })),
    );
  }

  #where(need: Need, counts: (names: readonly string[]) => boolean): Requirement | undefined {
    if (!this.#needs.has(need) || !this.#tables.some((table) => table.has(need, counts))) return undefined;
    return new HeldRight(need, this.#tables, counts);
  }
}

/** A right that is held. Few steps are ever shown, so its grants are listed only when somebody asks. */
class HeldRight implements Requirement {
  readonly need: Need;
  readonly #tables: readonly GrantTable[];
  readonly #counts: (names: readonly string[]) => boolean;
  #grants: readonly Grant[] | undefined;

  constructor(need: Need, tables: readonly GrantTable[], counts: (names: readonly string[]) => boolean) {
    this.need = need;
    this.#tables = tables;
    this.#counts = counts;
  }

  get grants(): readonly Grant[] {
    this.#grants ??= this.#tables.flatMap((table) =>
      [...table.grants(this.need)].filter(({ names }) => this.#counts(names)),
    );
    return this.#grants;
  }

  get isClusterWide(): boolean {
    return this.#tables.every((table) => table.isCluster || !table.has(this.need, this.#counts));
  }

  get isOpenToAll(): boolean {
    return this.#tables.some((table) => table.isOpen(this.need, this.#counts));
  }
}

/** Whether all is granted cluster-wide alone: then the step was taken there already. */
export const isGrantedClusterWide = (requirements: readonly Requirement[]): boolean =>
  requirements.every(({ isClusterWide }) => isClusterWide);
