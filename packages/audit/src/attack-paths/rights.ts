/** The rights of one identity in one scope, as steps ask about them: own, of its groups, and cluster-wide ones. */
import type { IndexedBinding, IndexedRole } from '@bulkhead/engine/rbac';
import { EVERY_NAMESPACE } from './foothold.js';
import type { Grant, SubjectGrants } from './grants.js';
import type { Need } from './need.js';
import type { Requirement } from './step.js';

export interface BoundRole {
  readonly role: IndexedRole;
  readonly binding: IndexedBinding | undefined;
  readonly sources: SubjectGrants;
}

export class Rights {
  /** A namespace, or `*`. */
  readonly scope: string;
  readonly #sources: readonly SubjectGrants[];

  constructor(sources: readonly SubjectGrants[], scope: string) {
    this.#sources = sources;
    this.scope = scope;
  }

  get isClusterWide(): boolean {
    return this.scope === EVERY_NAMESPACE;
  }

  /** The right for objects of any name; undefined when there is none. */
  any(need: Need): Requirement | undefined {
    const grants = this.#grants(need).filter(({ names }) => names.length === 0);
    return grants.length === 0 ? undefined : { need, grants };
  }

  /** The right for objects of this name. */
  named(need: Need, name: string): Requirement | undefined {
    const grants = this.#grants(need).filter(({ names }) => names.length === 0 || names.includes(name));
    return grants.length === 0 ? undefined : { need, grants };
  }

  /** The right for some object: of any name, or of one that it is limited to. */
  some(need: Need): Requirement | undefined {
    const grants = this.#grants(need);
    return grants.length === 0 ? undefined : { need, grants };
  }

  /** The names that the right is limited to, where it is. */
  names(need: Need): readonly string[] {
    const names = new Set<string>();
    for (const grant of this.#grants(need)) for (const name of grant.names) names.add(name);
    return [...names];
  }

  has(need: Need): boolean {
    return this.#sources.some(
      (source) => source.in(this.scope).has(need) || (!this.isClusterWide && source.in(EVERY_NAMESPACE).has(need)),
    );
  }

  /** Roles that are bound in exactly this scope. */
  boundRoles(): readonly BoundRole[] {
    return this.#sources.flatMap((sources) =>
      sources.bindings(this.scope).map(({ role, binding }) => ({ role, binding, sources })),
    );
  }

  #grants(need: Need): readonly Grant[] {
    const found: Grant[] = [];
    for (const source of this.#sources) {
      const own = source.in(this.scope).get(need);
      if (own !== undefined) found.push(...own);
      if (this.isClusterWide) continue;
      const wide = source.in(EVERY_NAMESPACE).get(need);
      if (wide !== undefined) found.push(...wide);
    }
    return found;
  }
}

/** Whether all is granted cluster-wide alone: then the step was taken there already. */
export const isGrantedClusterWide = (requirements: readonly Requirement[]): boolean =>
  requirements.every(({ grants }) =>
    grants.every(({ binding }) => binding !== undefined && binding.kind === 'ClusterRoleBinding'),
  );
