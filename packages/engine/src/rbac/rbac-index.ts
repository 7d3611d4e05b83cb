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
import { type AuthorizationResult, aggregateMessage, NO_OPINION, noOpinion } from '../authorization/decision.js';
import { goQuote } from '../authorization/go-syntax.js';
import type { ResolvedRules, RuleResolver } from '../authorization/rule-resolver.js';
import type { UserInfo } from '../authorization/user-info.js';
import { AtomVocabulary } from './atom-vocabulary.js';
import { IndexedBinding } from './indexed-binding.js';
import { IndexedRole } from './indexed-role.js';
import type { PolicyRule } from './policy-rule.js';
import type { Question } from './question.js';
import {
  type BindingObject,
  isRoleKind,
  type RbacKind,
  type RbacProblem,
  type RoleRef,
  readBinding,
  readRole,
  type Subject,
} from './rbac-object.js';
import { SubjectBindings } from './subject-bindings.js';

/** The objects of one namespace, or of the cluster, and its bindings by subject. */
interface Scope {
  readonly roles: Map<string, IndexedRole>;
  readonly bindings: Map<string, IndexedBinding>;
  readonly users: Map<string, SubjectBindings>;
  readonly groups: Map<string, SubjectBindings>;
}

/** The rules of a user, each with the binding that gives it, in the order in which they are visited. */
export interface RuleGrant {
  readonly rule: PolicyRule;
  readonly binding: IndexedBinding;
}

export interface UserRules {
  readonly grants: readonly RuleGrant[];
  /** Bindings of the user that lead to no role. */
  readonly errors: readonly string[];
}

export class RbacIndex implements Authorizer, RuleResolver {
  readonly #scopes = new Map<string, Scope>();
  readonly #cluster: Scope = newScope();
  readonly #vocabulary = new AtomVocabulary();
  #roleChanges = 1;

  /** Adds an object of the kind, or replaces the one of its name. What of it was not understood is returned. */
  set(kind: RbacKind, object: unknown): readonly RbacProblem[] {
    if (isRoleKind(kind)) {
      const { object: role, problems } = readRole(kind, object);
      if (role !== undefined) {
        this.#roleChanges += 1;
        this.#placeOf(kind, role.namespace, role.name).setRules(role.rules, this.#vocabulary, this.#roleChanges);
      }
      return problems;
    }
    const { object: binding, problems } = readBinding(kind, object);
    if (binding !== undefined) this.#setBinding(binding);
    return problems;
  }

  /** Whether there was such an object. `namespace` is `''` for the cluster kinds. */
  delete(kind: RbacKind, namespace: string, name: string): boolean {
    const scope = this.#scope(namespace);
    if (scope === undefined || isClusterKind(kind) !== (namespace === '')) return false;
    if (isRoleKind(kind)) {
      const role = scope.roles.get(name);
      if (role === undefined || role.error !== '') return false;
      this.#roleChanges += 1;
      role.setRules(undefined, this.#vocabulary, this.#roleChanges);
      if (role.bindings.length === 0) scope.roles.delete(name);
    } else {
      const binding = scope.bindings.get(name);
      if (binding === undefined) return false;
      this.#removeBinding(scope, binding);
    }
    this.#forgetEmpty(namespace, scope);
    return true;
  }

  authorize(attributes: Attributes): AuthorizationResult {
    const question = this.question(attributes);
    const binding =
      this.#firstAllowing(this.#cluster, question) ??
      this.#firstAllowing(this.#namespaceScope(attributes.namespace), question);
    if (binding !== undefined) return binding.allowed(attributes.user);
    const errors = this.#errorsFor(attributes.user, attributes.namespace);
    return errors.length === 0 ? NO_OPINION : noOpinion(`RBAC: ${aggregateMessage(errors)}`);
  }

  /** The request as the roles of this index are asked it. */
  question(attributes: Attributes): Question {
    return { attributes, atoms: this.#vocabulary.atomsFor(attributes) };
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
      for (const rule of binding.role.rules) grants.push({ rule, binding });
    }
    return { grants, errors };
  }

  /** ClusterRoleBindings of the user by name, then the RoleBindings of the namespace by name. */
  bindingsOf(user: UserInfo, namespace: string): readonly IndexedBinding[] {
    return [this.#cluster, this.#namespaceScope(namespace)].flatMap((scope) => {
      if (scope === undefined) return [];
      const found = new Set(subjectsOf(scope, user).flatMap((bindings) => bindings.all()));
      return [...found].sort(byName);
    });
  }

  /** The rules of a role, or why there are none. `namespace` is the one of the binding. */
  resolve(roleRef: RoleRef, namespace: string): { readonly rules: readonly PolicyRule[]; readonly error: string } {
    if (roleRef.kind !== 'Role' && roleRef.kind !== 'ClusterRole') return { rules: [], error: unsupported(roleRef) };
    const place = this.#scope(roleRef.kind === 'Role' ? namespace : '')?.roles.get(roleRef.name);
    if (place === undefined || place.kind !== roleRef.kind)
      return { rules: [], error: new IndexedRole(roleRef.kind, namespace, roleRef.name).error };
    return { rules: place.rules, error: place.error };
  }

  /** Every role that exists or that a binding refers to. */
  *roles(): IterableIterator<IndexedRole> {
    yield* this.#cluster.roles.values();
    for (const scope of this.#scopes.values()) yield* scope.roles.values();
  }

  *bindings(): IterableIterator<IndexedBinding> {
    yield* this.#cluster.bindings.values();
    for (const scope of this.#scopes.values()) yield* scope.bindings.values();
  }

  /** Bindings that lead to no role, one problem each. */
  danglingReferences(): readonly RbacProblem[] {
    return [...this.bindings()]
      .filter(({ role }) => role.error !== '')
      .map(({ kind, namespace, name, role }) => ({
        kind,
        namespace,
        name,
        fieldPath: 'roleRef',
        message: role.error,
      }));
  }

  #setBinding(object: BindingObject): void {
    const scope = this.#scopeFor(object.namespace);
    const before = scope.bindings.get(object.name);
    if (before !== undefined) this.#removeBinding(scope, before);
    const role = this.#referredRole(object);
    const binding = new IndexedBinding(object, role, (subject) => placeOfSubject(scope, subject));
    scope.bindings.set(object.name, binding);
    role.bindings.push(binding);
    for (const place of binding.places) place?.add(binding);
  }

  #removeBinding(scope: Scope, binding: IndexedBinding): void {
    const { role, name } = binding;
    scope.bindings.delete(name);
    const at = role.bindings.indexOf(binding);
    if (at >= 0) role.bindings.splice(at, 1);
    if (role.error !== '' && role.bindings.length === 0) this.#forgetRole(role);
    for (const place of binding.places) {
      if (place === undefined) continue;
      place.remove(binding);
      if (place.isEmpty) (place.isGroup ? scope.groups : scope.users).delete(place.identity);
    }
  }

  #referredRole({ namespace, roleRef }: BindingObject): IndexedRole {
    if (roleRef.kind === 'ClusterRole') return this.#placeOf('ClusterRole', '', roleRef.name);
    if (roleRef.kind === 'Role' && namespace !== '') return this.#placeOf('Role', namespace, roleRef.name);
    // Upstream looks for the Role of a ClusterRoleBinding in no namespace, where there is none.
    if (roleRef.kind === 'Role') return new IndexedRole('Role', '', roleRef.name);
    return new IndexedRole('', '', roleRef.name, unsupported(roleRef));
  }

  #placeOf(kind: 'Role' | 'ClusterRole', namespace: string, name: string): IndexedRole {
    const { roles } = this.#scopeFor(namespace);
    const existing = roles.get(name);
    if (existing !== undefined) return existing;
    const created = new IndexedRole(kind, namespace, name);
    roles.set(name, created);
    return created;
  }

  #forgetRole(role: IndexedRole): void {
    const roles = this.#scope(role.namespace)?.roles;
    if (roles?.get(role.name) === role) roles.delete(role.name);
  }

  #forgetEmpty(namespace: string, scope: Scope): void {
    if (namespace !== '' && scope.roles.size === 0 && scope.bindings.size === 0) this.#scopes.delete(namespace);
  }

  #scope(namespace: string): Scope | undefined {
    return namespace === '' ? this.#cluster : this.#scopes.get(namespace);
  }

  /** The scope whose RoleBindings count beside the ClusterRoleBindings. */
  #namespaceScope(namespace: string): Scope | undefined {
    return namespace === '' ? undefined : this.#scopes.get(namespace);
  }

  #scopeFor(namespace: string): Scope {
    const existing = this.#scope(namespace);
    if (existing !== undefined) return existing;
    const created = newScope();
    this.#scopes.set(namespace, created);
    return created;
  }

  #firstAllowing(scope: Scope | undefined, question: Question): IndexedBinding | undefined {
    if (scope === undefined) return undefined;
    const { user } = question.attributes;
    let first = scope.users.get(user.name)?.firstAllowing(question, this.#roleChanges);
    for (const group of user.groups) {
      const found = scope.groups.get(group)?.firstAllowing(question, this.#roleChanges);
      if (found !== undefined && (first === undefined || found.name < first.name)) first = found;
    }
    return first;
  }

  /** Texts of the user's bindings that lead to no role, in the order of the bindings. */
  #errorsFor(user: UserInfo, namespace: string): readonly string[] {
    return [this.#cluster, this.#namespaceScope(namespace)].flatMap((scope) => {
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

/** An empty identity is that of a subject that never matches, unless the name itself is empty. */
function placeOfSubject(scope: Scope, { kind, identity }: Subject): SubjectBindings | undefined {
  const isGroup = kind === 'Group';
  if (identity === '' && !isGroup && kind !== 'User') return undefined;
  const map = isGroup ? scope.groups : scope.users;
  const existing = map.get(identity);
  if (existing !== undefined) return existing;
  const created = new SubjectBindings(identity, isGroup);
  map.set(identity, created);
  return created;
}

const newScope = (): Scope => ({ roles: new Map(), bindings: new Map(), users: new Map(), groups: new Map() });

const isClusterKind = (kind: RbacKind): boolean => kind === 'ClusterRole' || kind === 'ClusterRoleBinding';

const unsupported = (roleRef: RoleRef): string => `unsupported role reference kind: ${goQuote(roleRef.kind)}`;

const byName = (a: IndexedBinding, b: IndexedBinding): number => (a.name < b.name ? -1 : 1);
