/**
 * Who may do something: every subject that a binding gives the right to, and, marked, every subject that can take it by
 * way of `escalate`, `bind` or `impersonate`. Wildcards and aggregated roles count, since roles are asked as they are.
 *
 * Ways round, each with what it takes: `escalate` on roles and writing them; `bind` on a role that holds the right and
 * writing bindings; `impersonate` on a subject that has the right (a group needs a user or a service account too).
 * A right in a namespace can come from either kind of role and binding; one on the cluster only from the cluster kinds.
 *
 * Source: plugin/pkg/auth/authorizer/rbac/subject_locator.go for the direct part.
 */
import { type Attributes, resourceAttributes } from '../authorization/attributes.js';
import {
  serviceAccountGroups,
  serviceAccountUsername,
  splitServiceAccountUsername,
} from '../authorization/service-account-user.js';
import { ALL_AUTHENTICATED, SYSTEM_PRIVILEGED_GROUP, type UserInfo, userInfo } from '../authorization/user-info.js';
import type { IndexedBinding } from './indexed-binding.js';
import type { IndexedRole } from './indexed-role.js';
import { type PolicyRule, ruleAllows } from './policy-rule.js';
import type { RbacIndex } from './rbac-index.js';
import { RBAC_GROUP, type Subject } from './rbac-object.js';

export type HowSubjectCan = 'direct' | 'group' | 'escalate' | 'bind' | 'impersonate';

export interface SubjectThatCan {
  readonly kind: 'User' | 'Group' | 'ServiceAccount';
  readonly name: string;
  /** Of a service account. */
  readonly namespace: string;
  readonly how: HowSubjectCan;
  /** Bindings that give the right, or that open the way round. Empty for `system:masters`. */
  readonly via: readonly { readonly binding: string; readonly role: string; readonly namespace: string }[];
}

const PRIVILEGED: Subject = {
  kind: 'Group',
  apiGroup: RBAC_GROUP,
  name: SYSTEM_PRIVILEGED_GROUP,
  namespace: '',
  identity: SYSTEM_PRIVILEGED_GROUP,
};

/** `attributes.user` is not looked at. Sorted by way, kind, namespace and name. */
export function whoCan(index: RbacIndex, attributes: Attributes): readonly SubjectThatCan[] {
  const granting: IndexedRole[] = [];
  const openingWays: IndexedRole[] = [];
  for (const role of index.roles()) {
    // Read as they stand: a table for each of thousands of roles would not pay for one question.
    if (role.rules.some((rule) => ruleAllows(rule, attributes))) granting.push(role);
    if (role.bindings.length > 0 && role.rules.some(mayOpenWay)) openingWays.push(role);
  }
  const found = new Found();
  found.add(PRIVILEGED, '', 'group');
  for (const binding of bindingsInReach(granting, attributes.namespace)) {
    for (const subject of binding.subjects) {
      found.add(subject, binding.namespace, subject.kind === 'Group' ? 'group' : 'direct', binding);
    }
  }
  const direct = found.list();
  for (const way of waysRound(attributes, direct, granting)) {
    takeWay(index, openingWays, attributes.namespace, way, found);
  }
  return found.list();
}

/** Every way round begins with one of these verbs on one of these resources; few rules have them. */
const OPENING_VERBS: ReadonlySet<string> = new Set(['escalate', 'bind', 'impersonate', '*']);
const OPENING_RESOURCES: ReadonlySet<string> = new Set([
  'roles',
  'clusterroles',
  'users',
  'groups',
  'serviceaccounts',
  '*',
]);

const mayOpenWay = (rule: PolicyRule): boolean =>
  rule.verbs.some((verb) => OPENING_VERBS.has(verb)) &&
  rule.resources.some((resource) => OPENING_RESOURCES.has(resource));

function bindingsInReach(roles: readonly IndexedRole[], namespace: string): readonly IndexedBinding[] {
  return roles
    .flatMap((role) => role.bindings)
    .filter(
      (binding) =>
        binding.kind === 'ClusterRoleBinding' || (binding.namespace !== '' && binding.namespace === namespace),
    )
    .sort(bindingOrder);
}

/** Rights of which a subject must have one of each step. */
interface WayRound {
  readonly how: 'escalate' | 'bind' | 'impersonate';
  readonly steps: readonly (readonly Attributes[])[];
}

type NamedThing = Pick<Attributes, 'apiGroup' | 'resource' | 'namespace' | 'name'> & { readonly verb: string };

function waysRound(
  attributes: Attributes,
  direct: readonly SubjectThatCan[],
  granting: readonly IndexedRole[],
): readonly WayRound[] {
  const { namespace } = attributes;
  const scopes = namespace === '' ? [''] : ['', namespace];
  const ways: WayRound[] = [];
  for (const scope of scopes) {
    const [roles, bindings] = scope === '' ? ['clusterroles', 'clusterrolebindings'] : ['roles', 'rolebindings'];
    const rbac = (verb: string, resource: string, name: string): Attributes =>
      thing({ verb, apiGroup: RBAC_GROUP, resource, namespace: scope, name });
    ways.push({
      how: 'escalate',
      steps: [
        [rbac('escalate', roles, ANY_NAME)],
        ['update', 'patch', 'create'].map((verb) => rbac(verb, roles, ANY_NAME)),
      ],
    });
    const bindable = granting.filter((role) => role.kind === 'ClusterRole' || role.namespace === scope);
    const bind = bindable.map((role) =>
      rbac('bind', role.kind === 'ClusterRole' ? 'clusterroles' : 'roles', role.name),
    );
    const write = ['create', 'update', 'patch'].map((verb) => rbac(verb, bindings, ANY_NAME));
    if (bind.length > 0) ways.push({ how: 'bind', steps: [bind, write] });
  }
  return [...ways, ...impersonationWays(direct, namespace)];
}

function impersonationWays(direct: readonly SubjectThatCan[], namespace: string): readonly WayRound[] {
  const as = (resource: string, name: string, scope = ''): Attributes =>
    thing({ verb: 'impersonate', apiGroup: '', resource, namespace: scope, name });
  const identities = direct
    .filter(({ kind }) => kind !== 'Group')
    .map((subject) => {
      const account = subject.kind === 'User' ? splitServiceAccountUsername(subject.name) : subject;
      const { name } = subject;
      return account === undefined ? as('users', name) : as('serviceaccounts', account.name, account.namespace);
    });
  const groups = direct.filter(({ kind }) => kind === 'Group').map(({ name }) => as('groups', name));
  const anybody = [
    as('users', ANY_NAME),
    as('serviceaccounts', ANY_NAME),
    ...(namespace === '' ? [] : [as('serviceaccounts', ANY_NAME, namespace)]),
  ];
  return [
    ...(identities.length > 0 ? [{ how: 'impersonate' as const, steps: [identities] }] : []),
    { how: 'impersonate', steps: [groups, anybody] },
  ];
}

/** A name that stands for one of the subject's choosing. */
const ANY_NAME = '*any*';

const NOBODY: UserInfo = userInfo({});

const thing = ({ verb, apiGroup, resource, namespace, name }: NamedThing): Attributes =>
  resourceAttributes({ user: NOBODY, verb, apiGroup, resource, namespace, name });

/** Adds every subject that has one right of each step of the way. */
function takeWay(
  index: RbacIndex,
  roles: readonly IndexedRole[],
  namespace: string,
  { how, steps }: WayRound,
  found: Found,
): void {
  const [first = [], ...others] = steps;
  for (const { subject, binding } of holdersOf(roles, namespace, first)) {
    const user = userOf(subject, binding.namespace);
    const hasOthers = others.every((rights) => hasOneOf(index, user, namespace, rights));
    if (user !== undefined && hasOthers) found.add(subject, binding.namespace, how, binding);
  }
}

function holdersOf(
  roles: readonly IndexedRole[],
  namespace: string,
  rights: readonly Attributes[],
): readonly { readonly subject: Subject; readonly binding: IndexedBinding }[] {
  const question = new Rights(rights);
  const holders: { readonly subject: Subject; readonly binding: IndexedBinding }[] = [];
  for (const role of roles) {
    if (!role.rules.some((rule) => question.grantedBy(rule))) continue;
    for (const binding of [...role.bindings].sort(bindingOrder)) {
      const scope = binding.namespace;
      const counts = binding.kind === 'ClusterRoleBinding' || isInReach(rights, scope, namespace);
      const granted = counts && role.rules.some((rule) => question.grantedIn(scope, rule));
      if (granted) for (const subject of binding.subjects) holders.push({ subject, binding });
    }
  }
  return holders;
}

const isInReach = (rights: readonly Attributes[], scope: string, namespace: string): boolean =>
  scope === namespace || rights.some((right) => right.namespace === scope);

function hasOneOf(
  index: RbacIndex,
  user: UserInfo | undefined,
  namespace: string,
  rights: readonly Attributes[],
): boolean {
  if (user === undefined) return false;
  const question = new Rights(rights);
  return index
    .userRules(user, namespace)
    .grants.some(({ rule, binding }) => question.grantedIn(binding.namespace, rule));
}

/** Rights, one of which is asked for; those that differ by name only are asked together. */
class Rights {
  readonly #kinds = new Map<string, { readonly sample: Attributes; readonly names: Set<string> }>();
  readonly #verbs = new Set(['*']);

  constructor(rights: readonly Attributes[]) {
    for (const right of rights) {
      this.#verbs.add(right.verb);
      const key = JSON.stringify([right.verb, right.apiGroup, right.resource, right.namespace]);
      const kind = this.#kinds.get(key);
      if (kind === undefined) this.#kinds.set(key, { sample: right, names: new Set([right.name]) });
      else kind.names.add(right.name);
    }
  }

  grantedBy(rule: PolicyRule): boolean {
    return this.#mayGrant(rule) && [...this.#kinds.values()].some((kind) => allows(rule, kind));
  }

  /** By a rule that is bound in this namespace (`''` for the cluster). */
  grantedIn(scope: string, rule: PolicyRule): boolean {
    if (!this.#mayGrant(rule)) return false;
    return [...this.#kinds.values()].some(
      (kind) => (scope === '' || scope === kind.sample.namespace) && allows(rule, kind),
    );
  }

  /** Few rules carry the verbs that are asked for here, so most are passed over at once. */
  #mayGrant(rule: PolicyRule): boolean {
    return rule.verbs.some((verb) => this.#verbs.has(verb));
  }
}

function allows(rule: PolicyRule, kind: { readonly sample: Attributes; readonly names: ReadonlySet<string> }): boolean {
  const { resourceNames } = rule;
  const unnamed = resourceNames.length === 0 ? rule : { ...rule, resourceNames: [] };
  if (!ruleAllows(unnamed, kind.sample)) return false;
  return resourceNames.length === 0 || kind.names.has(ANY_NAME) || resourceNames.some((name) => kind.names.has(name));
}

/** The subject as a user, with the groups that follow from what it is. */
function userOf(subject: Subject, bindingNamespace: string): UserInfo | undefined {
  switch (subject.kind) {
    case 'User': {
      const account = splitServiceAccountUsername(subject.name);
      const groups = account === undefined ? [] : serviceAccountGroups(account.namespace);
      return userInfo({ name: subject.name, groups: [...groups, ALL_AUTHENTICATED] });
    }
    case 'Group':
      return userInfo({ groups: [subject.name] });
    case 'ServiceAccount': {
      const namespace = subject.namespace === '' ? bindingNamespace : subject.namespace;
      if (namespace === '') return undefined;
      const name = serviceAccountUsername(namespace, subject.name);
      return userInfo({ name, groups: [...serviceAccountGroups(namespace), ALL_AUTHENTICATED] });
    }
    default:
      return undefined;
  }
}

const WAYS: readonly HowSubjectCan[] = ['direct', 'group', 'escalate', 'bind', 'impersonate'];

interface Entry extends SubjectThatCan {
  readonly via: { readonly binding: string; readonly role: string; readonly namespace: string }[];
}

/** Subjects, each once a way. */
class Found {
  readonly #entries = new Map<string, Entry>();

  add(subject: Subject, bindingNamespace: string, how: HowSubjectCan, binding?: IndexedBinding): void {
    const { kind, name } = subject;
    if (kind !== 'User' && kind !== 'Group' && kind !== 'ServiceAccount') return;
    const namespace = kind === 'ServiceAccount' ? subject.namespace || bindingNamespace : '';
    if (kind === 'ServiceAccount' && namespace === '') return;
    const key = `${how}/${kind}/${namespace.length}/${namespace}/${name}`;
    let entry = this.#entries.get(key);
    if (entry === undefined) {
      entry = { kind, name, namespace, how, via: [] };
      this.#entries.set(key, entry);
    }
    if (binding === undefined) return;
    const last = entry.via.at(-1);
    if (last?.binding === binding.name && last.namespace === binding.namespace) return;
    entry.via.push({ binding: binding.name, role: binding.role.name, namespace: binding.namespace });
  }

  list(): readonly SubjectThatCan[] {
    return [...this.#entries.values()].sort(
      (a, b) =>
        WAYS.indexOf(a.how) - WAYS.indexOf(b.how) ||
        compare(a.kind, b.kind) ||
        compare(a.namespace, b.namespace) ||
        compare(a.name, b.name),
    );
  }
}

/** ClusterRoleBindings, then by namespace and name. */
const bindingOrder = (a: IndexedBinding, b: IndexedBinding): number =>
  compare(a.kind, b.kind) || compare(a.namespace, b.namespace) || compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
