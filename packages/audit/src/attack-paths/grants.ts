/**
 * The grants of the cluster that an attack can use, by subject and scope. Most roles hold none of them, and what a
 * subject holds is taken apart only when a path comes to it.
 */
import {
  ALL_AUTHENTICATED,
  ALL_UNAUTHENTICATED,
  ANONYMOUS,
  NODES_GROUP,
  serviceAccountGroups,
  serviceAccountUsername,
  splitServiceAccountUsername,
} from '@bulkhead/engine/authorization';
import type { IndexedBinding, IndexedRole, PolicyRule, RbacIndex } from '@bulkhead/engine/rbac';
import { EVERY_NAMESPACE } from './foothold.js';
import { isClusterScoped, type Need, NeedFinder, type RuleOfNeed } from './need.js';

export interface Subject {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly namespace: string;
  readonly name: string;
}

/** One rule that gives a right, and the binding that brings it to a subject. */
export interface Grant {
  readonly role: IndexedRole;
  readonly rule: PolicyRule;
  readonly ruleIndex: number;
  readonly names: readonly string[];
  /** Undefined for the rules of a role that is bound on the way. */
  readonly binding: IndexedBinding | undefined;
  /** Whom the binding names: the identity itself, or a group of it. */
  readonly subject: Subject | undefined;
}

export type GrantsByNeed = ReadonlyMap<Need, readonly Grant[]>;

const NOTHING: GrantsByNeed = new Map();

/** What bindings give one subject, by the scope in which they count: a namespace, or `*`. */
export class SubjectGrants {
  readonly subject: Subject | undefined;
  /** Whether an attack can use any of it. */
  isUseful = false;
  readonly #bindings = new Map<
    string,
    { readonly binding: IndexedBinding | undefined; readonly role: IndexedRole }[]
  >();
  readonly #byScope = new Map<string, GrantsByNeed>();
  readonly #needsOf: (role: IndexedRole) => readonly RuleOfNeed[];

  constructor(subject: Subject | undefined, needsOf: (role: IndexedRole) => readonly RuleOfNeed[]) {
    this.subject = subject;
    this.#needsOf = needsOf;
  }

  add(scope: string, role: IndexedRole, binding: IndexedBinding | undefined): void {
    if (!this.isUseful && this.#needsOf(role).length > 0) this.isUseful = true;
    listIn(this.#bindings, scope).push({ binding, role });
  }

  /** The scopes in which something is granted. */
  scopes(): Iterable<string> {
    return this.#bindings.keys();
  }

  bindings(scope: string): readonly { readonly binding: IndexedBinding | undefined; readonly role: IndexedRole }[] {
    return this.#bindings.get(scope) ?? [];
  }

  in(scope: string): GrantsByNeed {
    const known = this.#byScope.get(scope);
    if (known !== undefined) return known;
    const bindings = this.#bindings.get(scope);
    if (bindings === undefined) return NOTHING;
    const grants = new Map<Need, Grant[]>();
    for (const { binding, role } of bindings) {
      for (const { need, rule, ruleIndex, names } of this.#needsOf(role)) {
        if (scope !== EVERY_NAMESPACE && isClusterScoped(need)) continue;
        const grant = { role, rule, ruleIndex, names, binding, subject: this.subject };
        listIn(grants, need).push(grant);
      }
    }
    this.#byScope.set(scope, grants);
    return grants;
  }
}

export class ClusterGrants {
  readonly #users = new Map<string, SubjectGrants>();
  readonly #groups = new Map<string, SubjectGrants>();
  readonly #serviceAccounts = new Map<string, Set<string>>();
  readonly #finder = new NeedFinder();
  readonly #needs = new Map<IndexedRole, readonly RuleOfNeed[]>();

  readonly #roles = new Map<string, IndexedRole[]>();

  constructor(index: RbacIndex) {
    for (const role of index.roles()) if (this.needsOf(role).length > 0) listIn(this.#roles, rolesKey(role)).push(role);
    for (const binding of index.bindings()) {
      const { role, namespace } = binding;
      if (role.error !== '') continue;
      const scope = binding.kind === 'ClusterRoleBinding' ? EVERY_NAMESPACE : namespace;
      const seen = new Set<SubjectGrants>();
      for (const { kind, identity } of binding.subjects) {
        if (identity === '') continue;
        const grants = kind === 'Group' ? this.#group(identity) : this.#user(identity);
        if (seen.has(grants)) continue;
        seen.add(grants);
        grants.add(scope, role, binding);
      }
    }
  }

  readonly needsOf = (role: IndexedRole): readonly RuleOfNeed[] => {
    let needs = this.#needs.get(role);
    if (needs === undefined) {
      needs = this.#finder.needsOf(role.rules);
      this.#needs.set(role, needs);
    }
    return needs;
  };

  /** The grants that count for a user of that name with these groups and those that follow from the name. */
  ofUser(name: string, groups: readonly string[] = []): readonly SubjectGrants[] {
    const account = splitServiceAccountUsername(name);
    const implied =
      name === ANONYMOUS
        ? [ALL_UNAUTHENTICATED]
        : [
            ALL_AUTHENTICATED,
            ...(account === undefined ? [] : serviceAccountGroups(account.namespace)),
            ...(name.startsWith('system:node:') ? [NODES_GROUP] : []),
          ];
    return this.#present(this.#users.get(name), [...groups, ...implied]);
  }

  /** The grants of whoever is in the group. */
  ofGroup(name: string): readonly SubjectGrants[] {
    return this.#present(undefined, name === ALL_UNAUTHENTICATED ? [name] : [name, ALL_AUTHENTICATED]);
  }

  /** The rules of a role as if it were bound in the scope. */
  ofRole(role: IndexedRole, scope: string): readonly SubjectGrants[] {
    const grants = new SubjectGrants(undefined, this.needsOf);
    grants.add(scope, role, undefined);
    return [grants];
  }

  /** Roles of the namespace, or ClusterRoles, with rules that an attack can use. */
  usefulRoles(kind: 'Role' | 'ClusterRole', namespace: string): readonly IndexedRole[] {
    return this.#roles.get(rolesKey({ kind, namespace })) ?? [];
  }

  /** Users with useful rights of their own, service accounts left out. */
  usefulUsers(): readonly string[] {
    return [...this.#users].flatMap(([name, { isUseful, subject }]) =>
      isUseful && subject?.kind === 'User' ? [name] : [],
    );
  }

  /** Names of the namespace's service accounts with useful rights of their own. */
  usefulServiceAccounts(namespace: string): readonly string[] {
    return [...(this.#serviceAccounts.get(namespace) ?? [])].filter(
      (name) => this.#users.get(serviceAccountUsername(namespace, name))?.isUseful === true,
    );
  }

  /** Whether every service account of the namespace has useful rights. */
  isUsefulToAll(namespace: string): boolean {
    return [ALL_AUTHENTICATED, ...serviceAccountGroups(namespace)].some(
      (group) => this.#groups.get(group)?.isUseful === true,
    );
  }

  serviceAccountNamespaces(): readonly string[] {
    return [...this.#serviceAccounts.keys()];
  }

  #present(own: SubjectGrants | undefined, groups: readonly string[]): readonly SubjectGrants[] {
    const found = new Set<SubjectGrants>();
    if (own !== undefined) found.add(own);
    for (const group of groups) {
      const grants = this.#groups.get(group);
      if (grants !== undefined) found.add(grants);
    }
    return [...found];
  }

  #user(name: string): SubjectGrants {
    let grants = this.#users.get(name);
    if (grants === undefined) {
      const account = splitServiceAccountUsername(name);
      const subject: Subject =
        account === undefined ? { kind: 'User', namespace: '', name } : { kind: 'ServiceAccount', ...account };
      grants = new SubjectGrants(subject, this.needsOf);
      this.#users.set(name, grants);
      if (account !== undefined) {
        const names = this.#serviceAccounts.get(account.namespace);
        if (names === undefined) this.#serviceAccounts.set(account.namespace, new Set([account.name]));
        else names.add(account.name);
      }
    }
    return grants;
  }

  #group(name: string): SubjectGrants {
    let grants = this.#groups.get(name);
    if (grants === undefined) {
      grants = new SubjectGrants({ kind: 'Group', namespace: '', name }, this.needsOf);
      this.#groups.set(name, grants);
    }
    return grants;
  }
}

const rolesKey = ({ kind, namespace }: Pick<IndexedRole, 'kind' | 'namespace'>): string => `${kind}/${namespace}`;

function listIn<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created: Item[] = [];
  map.set(key, created);
  return created;
}
