/**
 * Roles and bindings, indexed to answer requests in time that does not grow with their number, and kept in step in
 * place when an object changes.
 *
 * A request is answered by ClusterRoleBindings, then, in a namespace, by its RoleBindings; of several that allow it the
 * first by name is given as the reason. A binding whose role is missing grants nothing and is named when nothing else
 * allows. RBAC never denies and never fails.
 *
 * Source: pkg/registry/rbac/validation/rule.go, plugin/pkg/auth/authorizer/rbac/rbac.go.
 */
import type { Attributes } from '../authorization/attributes.js';
import type { Authorizer } from '../authorization/authorizer.js';
import {
  type AuthorizationResult,
  aggregateMessage,
  NO_OPINION,
  noOpinion,
} from '../authorization/decision.js';
import { goQuote } from '../authorization/go-syntax.js';
import type { ResolvedRules, RuleResolver } from '../authorization/rule-resolver.js';
import type { UserInfo } from '../authorization/user-info.js';
import { IndexedBinding } from './indexed-binding.js';
import { IndexedRole } from './indexed-role.js';
import type { PolicyRule } from './policy-rule.js';
import {
  type BindingObject,
  isRoleKind,
  type RbacKind,
  type RbacProblem,
  type RoleRef,
  readBinding,
  readRole,
} from './rbac-object.js';
import { SubjectBindings } from './subject-bindings.js';

/** Bindings of one namespace, or of the cluster, by subject. */
interface Scope {
  readonly users: Map<string, SubjectBindings>;
  readonly groups: Map<string, SubjectBindings>;
}

/** The rules of a user, each with the binding that gives it, in the order in which they are visited. */
export interface RuleGrant {
  readonly rule: PolicyRule;
  readonly binding: BindingObject;
}

export interface UserRules {
  readonly grants: readonly RuleGrant[];
  /** Bindings of the user that lead to no role. */
  readonly errors: readonly string[];
}

export class RbacIndex implements Authorizer, RuleResolver {
  readonly #roles = new Map<string, IndexedRole>();
  readonly #bindings = new Map<string, IndexedBinding>();
  readonly #scopes = new Map<string, Scope>();
  readonly #cluster: Scope = { users: new Map(), groups: new Map() };
  #roleChanges = 1;

  /** Adds an object of the kind, or replaces the one of its name. What of it was not understood is returned. */
  set(kind: RbacKind, object: unknown): readonly RbacProblem[] {
    if (isRoleKind(kind)) {
      const { object: role, problems } = readRole(kind, object);
      if (role !== undefined) this.#placeOf(kind, role.namespace, role.name).setRules(role.rules, ++this.#roleChanges);
      return problems;
    }
    const { object: binding, problems } = readBinding(kind, object);
    if (binding !== undefined) this.#setBinding(binding);
    return problems;
  }

  /** Whether there was such an object. `namespace` is `''` for the cluster kinds. */
  delete(kind: RbacKind, namespace: string, name: string): boolean {
    const key = keyOf(kind, namespace, name);
    if (isRoleKind(kind)) {
      const role = this.#roles.get(key);
      if (role === undefined || role.error !== '') return false;
      role.setRules(undefined, ++this.#roleChanges);
      if (role.bindings.size === 0) this.#roles.delete(key);
      return true;
    }
    const binding = this.#bindings.get(key);
    if (binding !== undefined) this.#removeBinding(key, binding);
    return binding !== undefined;
  }

  authorize(attributes: Attributes): AuthorizationResult {
    const binding =
      this.#firstAllowing(this.#cluster, attributes) ??
      this.#firstAllowing(this.#scopeOf(attributes.namespace), attributes);
    if (binding !== undefined) return binding.allowed(attributes.user);
    const errors = this.#errorsFor(attributes.user, attributes.namespace);
    return errors.length === 0 ? NO_OPINION : noOpinion(`RBAC: ${aggregateMessage(errors)}`);
  }

  /** For SelfSubjectRulesReview: rules as they stand, neither merged nor de-duplicated. */
  rulesFor(user: UserInfo, namespace: string): ResolvedRules {
    const { grants, errors } = this.userRules(user, namespace);
    return {
      resourceRules: grants
        .filter(({ rule }) => rule.resources.length > 0)
        .map(({ rule }) => ({
          verbs: rule.verbs,
          ...(rule.apiGroups.length > 0 ? { apiGroups: rule.apiGroups } : {}),
          resources: rule.resources,
          ...(rule.resourceNames.length > 0 ? { resourceNames: rule.resourceNames } : {}),
        })),
      nonResourceRules: grants
        .filter(({ rule }) => rule.nonResourceURLs.length > 0)
        .map(({ rule }) => ({ verbs: rule.verbs, nonResourceURLs: rule.nonResourceURLs })),
      incomplete: false,
      errors,
    };
  }

  /** Every rule of the user cluster-wide and, unless it is `''`, in the namespace. */
  userRules(user: UserInfo, namespace: string): UserRules {
    const grants: RuleGrant[] = [];
    const errors: string[] = [];
    for (const binding of this.bindingsOf(user, namespace)) {
      if (binding.role.error !== '') errors.push(binding.role.error);
      for (const rule of binding.role.rules) grants.push({ rule, binding: binding.object });
    }
    return { grants, errors };
  }

  /** ClusterRoleBindings of the user by name, then the RoleBindings of the namespace by name. */
  bindingsOf(user: UserInfo, namespace: string): readonly IndexedBinding[] {
    return [this.#cluster, this.#scopeOf(namespace)].flatMap((scope) => {
      if (scope === undefined) return [];
      const found = new Set(subjectsOf(scope, user).flatMap((bindings) => bindings.all()));
      return [...found].sort(byName);
    });
  }

  /** The rules of a role, or why there are none. `namespace` is the one of the binding. */
  resolve(roleRef: RoleRef, namespace: string): { readonly rules: readonly PolicyRule[]; readonly error: string } {
    if (roleRef.kind !== 'Role' && roleRef.kind !== 'ClusterRole') return { rules: [], error: unsupported(roleRef) };
    const place = this.#roles.get(keyOf(roleRef.kind, roleRef.kind === 'Role' ? namespace : '', roleRef.name));
    if (place === undefined) return { rules: [], error: new IndexedRole(roleRef.kind, namespace, roleRef.name).error };
    return { rules: place.rules, error: place.error };
  }

  /** Every role that bindings refer to or that exists. */
  roles(): IterableIterator<IndexedRole> {
    return this.#roles.values();
  }

  bindings(): IterableIterator<IndexedBinding> {
    return this.#bindings.values();
  }

  /** Bindings that lead to no role, one problem each. */
  danglingReferences(): readonly RbacProblem[] {
    return [...this.#bindings.values()]
      .filter(({ role }) => role.error !== '')
      .map(({ object: { kind, namespace, name }, role }) => ({
        kind,
        namespace,
        name,
        fieldPath: 'roleRef',
        message: role.error,
      }));
  }

  #setBinding(object: BindingObject): void {
    const key = keyOf(object.kind, object.namespace, object.name);
    const before = this.#bindings.get(key);
    if (before !== undefined) this.#removeBinding(key, before);
    const binding = new IndexedBinding(object, this.#referredRole(object));
    this.#bindings.set(key, binding);
    binding.role.bindings.add(binding);
    for (const { map, key: subject } of this.#placesOf(binding)) {
      const bindings = map.get(subject);
      if (bindings === undefined) map.set(subject, newSubjectBindings(binding));
      else bindings.add(binding);
    }
  }

  #removeBinding(key: string, binding: IndexedBinding): void {
    this.#bindings.delete(key);
    const { role } = binding;
    role.bindings.delete(binding);
    if (role.error !== '' && role.bindings.size === 0) {
      this.#roles.delete(keyOf(role.kind, role.namespace, role.name));
    }
    for (const { map, key: subject } of this.#placesOf(binding)) {
      const bindings = map.get(subject);
      bindings?.remove(binding);
      if (bindings?.size === 0) map.delete(subject);
    }
    const { namespace } = binding.object;
    const scope = this.#scopes.get(namespace);
    if (scope?.users.size === 0 && scope.groups.size === 0) this.#scopes.delete(namespace);
  }

  /** Where the binding is found: each place once, although a subject may be listed twice. */
  #placesOf({ object, matchers }: IndexedBinding): readonly { map: Map<string, SubjectBindings>; key: string }[] {
    const scope = object.kind === 'ClusterRoleBinding' ? this.#cluster : this.#scopeFor(object.namespace);
    const places: { map: Map<string, SubjectBindings>; key: string }[] = [];
    for (const matcher of matchers) {
      if (matcher === undefined) continue;
      const map = matcher.isGroup ? scope.groups : scope.users;
      if (!places.some((place) => place.map === map && place.key === matcher.name)) places.push({ map, key: matcher.name });
    }
    return places;
  }

  #referredRole({ kind, namespace, roleRef }: BindingObject): IndexedRole {
    if (roleRef.kind === 'ClusterRole') return this.#placeOf('ClusterRole', '', roleRef.name);
    // Upstream looks for a Role of a ClusterRoleBinding in no namespace, where there is none.
    if (roleRef.kind === 'Role') return this.#placeOf('Role', kind === 'RoleBinding' ? namespace : '', roleRef.name);
    return new IndexedRole('', '', roleRef.name, unsupported(roleRef));
  }

  #placeOf(kind: 'Role' | 'ClusterRole', namespace: string, name: string): IndexedRole {
    const key = keyOf(kind, namespace, name);
    const existing = this.#roles.get(key);
    if (existing !== undefined) return existing;
    const created = new IndexedRole(kind, namespace, name);
    this.#roles.set(key, created);
    return created;
  }

  #scopeOf(namespace: string): Scope | undefined {
    return namespace === '' ? undefined : this.#scopes.get(namespace);
  }

  #scopeFor(namespace: string): Scope {
    const existing = this.#scopes.get(namespace);
    if (existing !== undefined) return existing;
    const created: Scope = { users: new Map(), groups: new Map() };
    this.#scopes.set(namespace, created);
    return created;
  }

  #firstAllowing(scope: Scope | undefined, attributes: Attributes): IndexedBinding | undefined {
    if (scope === undefined) return undefined;
    const { user } = attributes;
    let first = scope.users.get(user.name)?.firstAllowing(attributes, this.#roleChanges);
    for (const group of user.groups) {
      const found = scope.groups.get(group)?.firstAllowing(attributes, this.#roleChanges);
      if (found !== undefined && (first === undefined || found.object.name < first.object.name)) first = found;
    }
    return first;
  }

  /** Texts of the user's bindings that lead to no role, in the order of the bindings. */
  #errorsFor(user: UserInfo, namespace: string): readonly string[] {
    return [this.#cluster, this.#scopeOf(namespace)].flatMap((scope) => {
      if (scope === undefined) return [];
      const unresolved = subjectsOf(scope, user).flatMap((bindings) => bindings.unresolved(this.#roleChanges));
      if (unresolved.length === 0) return [];
      return [...new Set(unresolved)].sort(byName).map(({ role }) => role.error);
    });
  }
}

function subjectsOf(scope: Scope, user: UserInfo): SubjectBindings[] {
  const found: SubjectBindings[] = [];
  const own = scope.users.get(user.name);
  if (own !== undefined) found.push(own);
  for (const group of user.groups) {
    const bindings = scope.groups.get(group);
    if (bindings !== undefined) found.push(bindings);
  }
  return found;
}

function newSubjectBindings(binding: IndexedBinding): SubjectBindings {
  const bindings = new SubjectBindings();
  bindings.add(binding);
  return bindings;
}

/** With the length of the namespace, so that no two objects share a key whatever their names are. */
const keyOf = (kind: string, namespace: string, name: string): string =>
  `${kind}/${namespace.length}/${namespace}/${name}`;

const unsupported = (roleRef: RoleRef): string => `unsupported role reference kind: ${goQuote(roleRef.kind)}`;

const byName = (a: IndexedBinding, b: IndexedBinding): number => (a.object.name < b.object.name ? -1 : 1);
