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
import type { IndexedBinding, IndexedRole, PolicyRule } from '@bulkhead/engine/rbac';
import { type ClusterFacts, isGiven } from './cluster-facts.js';
import { EVERY_NAMESPACE } from './foothold.js';
import { isClusterScoped, type Need, NeedFinder, NeedSet, type RuleOfNeed } from './need.js';

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
  /** By constrained impersonation: what lets the impersonator make the request. */
  readonly through?: Grant;
}

/** What of a role an attack can use. */
export interface RoleNeeds {
  readonly role: IndexedRole;
  /** Bound by a ClusterRoleBinding, and in a namespace. */
  readonly needs: { readonly cluster: NeedSet; readonly namespace: NeedSet };
  readonly rules: ReadonlyMap<Need, readonly RuleOfNeed[]>;
}

interface BoundNeeds {
  readonly binding: IndexedBinding | undefined;
  readonly role: RoleNeeds;
  /** Whether the input, not the version, gives it to everybody or to every workload. */
  readonly isOpenToAll: boolean;
  readonly through: Grant | undefined;
}

interface BindingFacts {
  readonly binding: IndexedBinding | undefined;
  readonly isOpenToAll?: boolean;
  readonly through?: Grant;
}

const NO_RULES: readonly RuleOfNeed[] = [];

/** Subjects that are everybody, or every workload. */
const OPEN_GROUPS: ReadonlySet<string> = new Set([ALL_AUTHENTICATED, ALL_UNAUTHENTICATED, 'system:serviceaccounts']);

const isOpenSubject = (kind: string, identity: string): boolean =>
  kind === 'Group' ? OPEN_GROUPS.has(identity) : identity === ANONYMOUS;

/** The grants of one subject in one scope; taken apart only for the needs that are asked for. */
export class GrantTable {
  readonly needs = new NeedSet();
  readonly #subject: Subject | undefined;
  readonly isCluster: boolean;
  readonly isOpenToAll: boolean;
  readonly #bound: BoundNeeds[] = [];

  constructor(subject: Subject | undefined, scope: string, bindings: readonly BoundNeeds[]) {
    this.#subject = subject;
    this.isCluster = scope === EVERY_NAMESPACE;
    for (const bound of bindings) {
      // In a namespace, objects of the whole cluster are out of reach.
      const needs = this.isCluster ? bound.role.needs.cluster : bound.role.needs.namespace;
      if (needs.isEmpty) continue;
      this.needs.addAll(needs);
      this.#bound.push(bound);
    }
    this.isOpenToAll = this.#bound.some(({ isOpenToAll }) => isOpenToAll);
  }

  /** Whether everybody has such a grant. */
  isOpen(need: Need, counts: (names: readonly string[]) => boolean): boolean {
    if (!this.isOpenToAll || !this.needs.has(need)) return false;
    return this.#bound.some(
      ({ isOpenToAll, role }) => isOpenToAll && role.rules.get(need)?.some(({ names }) => counts(names)) === true,
    );
  }

  /** Whether there is a grant, limited to names that count. */
  has(need: Need, counts: (names: readonly string[]) => boolean): boolean {
    if (!this.needs.has(need)) return false;
    return this.#bound.some(({ role }) => role.rules.get(need)?.some(({ names }) => counts(names)) === true);
  }

  /** Adds the names that grants are limited to. */
  addNames(need: Need, to: Set<string>): void {
    for (const { role } of this.#bound) {
      for (const { names } of role.rules.get(need) ?? NO_RULES) for (const name of names) to.add(name);
    }
  }

  *grants(need: Need): Iterable<Grant> {
    if (!this.needs.has(need)) return;
    for (const { binding, role, through } of this.#bound) {
      for (const { rule, ruleIndex, names } of role.rules.get(need) ?? []) {
        const grant = { role: role.role, rule, ruleIndex, names, binding, subject: this.#subject };
        yield through === undefined ? grant : { ...grant, through };
      }
    }
  }
}

/** What bindings give one subject, by the scope in which they count: a namespace, or `*`. */
export class SubjectGrants {
  readonly subject: Subject | undefined;
  /** Whether an attack can use any of it. */
  isUseful = false;
  readonly #bindings = new Map<string, BoundNeeds[]>();
  readonly #tables = new Map<string, GrantTable>();

  constructor(subject: Subject | undefined) {
    this.subject = subject;
  }

  add(scope: string, role: RoleNeeds, { binding, isOpenToAll = false, through }: BindingFacts): void {
    if (role.rules.size > 0) this.isUseful = true;
    const bindings = listIn(this.#bindings, scope);
    // A binding may name a subject twice.
    if (binding !== undefined && through === undefined && bindings.at(-1)?.binding === binding) return;
    bindings.push({ binding, role, isOpenToAll, through });
  }

  /** The scopes in which something is granted. */
  scopes(): Iterable<string> {
    return this.#bindings.keys();
  }

  /** The roles that are bound there, useful or not. */
  bindings(scope: string): readonly BoundNeeds[] {
    return this.#bindings.get(scope) ?? [];
  }

  /** Undefined where nothing is granted that an attack can use. */
  in(scope: string): GrantTable | undefined {
    let table = this.#tables.get(scope);
    if (table === undefined) {
      const bindings = this.#bindings.get(scope);
      if (bindings === undefined) return undefined;
      table = new GrantTable(this.subject, scope, bindings);
      this.#tables.set(scope, table);
    }
    return table.needs.isEmpty ? undefined : table;
  }
}

export class ClusterGrants {
  readonly #users = new Map<string, SubjectGrants>();
  readonly #groups = new Map<string, SubjectGrants>();
  readonly #serviceAccounts = new Map<string, Set<string>>();
  readonly #finder: NeedFinder;
  readonly #needs = new Map<IndexedRole, RoleNeeds>();
  readonly #usefulAccounts = new Map<string, readonly string[]>();

  readonly #roles = new Map<string, IndexedRole[]>();

  constructor(facts: ClusterFacts, needs: readonly Need[]) {
    const { index } = facts;
    this.#finder = new NeedFinder(needs);
    for (const role of index.roles())
      if (this.#needsOf(role).rules.size > 0) listIn(this.#roles, rolesKey(role)).push(role);
    for (const binding of index.bindings()) {
      const { role, namespace } = binding;
      if (role.error !== '') continue;
      const scope = binding.kind === 'ClusterRoleBinding' ? EVERY_NAMESPACE : namespace;
      const needs = this.#needsOf(role);
      for (const { kind, identity } of binding.subjects) {
        if (identity === '') continue;
        const grants = kind === 'Group' ? this.#group(identity) : this.#user(identity);
        grants.add(scope, needs, { binding, isOpenToAll: isOpenSubject(kind, identity) && isGiven(facts, binding) });
      }
    }
  }

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
    const grants = new SubjectGrants(undefined);
    grants.add(scope, this.#needsOf(role), { binding: undefined });
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

  /** Groups with useful rights. */
  usefulGroups(): readonly string[] {
    return [...this.#groups].flatMap(([name, { isUseful }]) => (isUseful ? [name] : []));
  }

  /** Names of the namespace's service accounts with useful rights of their own. */
  usefulServiceAccounts(namespace: string): readonly string[] {
    let names = this.#usefulAccounts.get(namespace);
    if (names === undefined) {
      names = [...(this.#serviceAccounts.get(namespace) ?? [])].filter(
        (name) => this.#users.get(serviceAccountUsername(namespace, name))?.isUseful === true,
      );
      this.#usefulAccounts.set(namespace, names);
    }
    return names;
  }

  /** Whether every service account of the namespace has useful rights. */
  isUsefulToAll(namespace: string): boolean {
    return [ALL_AUTHENTICATED, ...serviceAccountGroups(namespace)].some(
      (group) => this.#groups.get(group)?.isUseful === true,
    );
  }

  needsOf(rules: readonly PolicyRule[]): readonly RuleOfNeed[] {
    return this.#finder.needsOf(rules);
  }

  roleNeeds(role: IndexedRole, found: readonly RuleOfNeed[]): RoleNeeds {
    return roleNeeds(role, found);
  }

  serviceAccountNamespaces(): readonly string[] {
    return [...this.#serviceAccounts.keys()];
  }

  #needsOf(role: IndexedRole): RoleNeeds {
    let needs = this.#needs.get(role);
    if (needs === undefined) {
      needs = roleNeeds(role, this.#finder.needsOf(role.rules));
      this.#needs.set(role, needs);
    }
    return needs;
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
      grants = new SubjectGrants(subject);
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
      grants = new SubjectGrants({ kind: 'Group', namespace: '', name });
      this.#groups.set(name, grants);
    }
    return grants;
  }
}

function roleNeeds(role: IndexedRole, found: readonly RuleOfNeed[]): RoleNeeds {
  const needs = { cluster: new NeedSet(), namespace: new NeedSet() };
  const rules = new Map<Need, RuleOfNeed[]>();
  for (const each of found) {
    needs.cluster.add(each.need);
    if (!isClusterScoped(each.need)) needs.namespace.add(each.need);
    listIn(rules, each.need).push(each);
  }
  return { role, needs, rules };
}

const rolesKey = ({ kind, namespace }: Pick<IndexedRole, 'kind' | 'namespace'>): string => `${kind}/${namespace}`;

function listIn<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created: Item[] = [];
  map.set(key, created);
  return created;
}
