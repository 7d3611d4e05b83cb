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
import type { Attributes } from '../authorization/attributes.js';
import {
  serviceAccountGroups,
  serviceAccountUsername,
  splitServiceAccountUsername,
} from '../authorization/service-account-user.js';
import { ALL_AUTHENTICATED, SYSTEM_PRIVILEGED_GROUP, type UserInfo, userInfo } from '../authorization/user-info.js';
import { constrainedImpersonationWays } from './constrained-impersonation-ways.js';
import type { IndexedBinding } from './indexed-binding.js';
import type { IndexedRole } from './indexed-role.js';
import { ruleAllows } from './policy-rule.js';
import type { RbacIndex } from './rbac-index.js';
import { RBAC_GROUP, type Subject } from './rbac-object.js';
import { SubjectsThatCan, type SubjectThatCan } from './subject-that-can.js';
import { WantedRights } from './wanted-rights.js';
import { impersonationWays, mayOpenWay, type WayRound, waysByRoles } from './ways-round.js';

const PRIVILEGED: Subject = {
  kind: 'Group',
  apiGroup: RBAC_GROUP,
  name: SYSTEM_PRIVILEGED_GROUP,
  namespace: '',
  identity: SYSTEM_PRIVILEGED_GROUP,
};

export interface WhoCanOptions {
  /** Whether impersonation may be constrained (gate ConstrainedImpersonation). */
  readonly constrainedImpersonation?: boolean;
}

/** `attributes.user` is not looked at. Sorted by way, kind, namespace and name. */
export function whoCan(
  index: RbacIndex,
  attributes: Attributes,
  options: WhoCanOptions = {},
): readonly SubjectThatCan[] {
  return whoCanIn(index, rolesThatMatter(index, attributes), attributes, [attributes.namespace], options);
}

/** Who can in the cluster or in at least one namespace; `attributes.namespace` is not looked at. */
export function whoCanAnywhere(
  index: RbacIndex,
  attributes: Attributes,
  options: WhoCanOptions = {},
): readonly SubjectThatCan[] {
  const roles = rolesThatMatter(index, attributes);
  const bindings = [...roles.granting, ...roles.openingWays].flatMap((role) => role.bindings);
  const namespaces = [...new Set(['', ...bindings.map(({ namespace }) => namespace)])].sort();
  return whoCanIn(index, roles, attributes, namespaces, options);
}

interface RolesThatMatter {
  /** Roles that hold the right. */
  readonly granting: readonly IndexedRole[];
  /** Roles that are bound and hold what a way round begins with. */
  readonly openingWays: readonly IndexedRole[];
}

function rolesThatMatter(index: RbacIndex, attributes: Attributes): RolesThatMatter {
  const granting: IndexedRole[] = [];
  const openingWays: IndexedRole[] = [];
  for (const role of index.roles()) {
    // Read as they stand: a table for each of thousands of roles would not pay for one question.
    if (role.rules.some((rule) => ruleAllows(rule, attributes))) granting.push(role);
    if (role.bindings.length > 0 && role.rules.some(mayOpenWay)) openingWays.push(role);
  }
  return { granting, openingWays };
}

function whoCanIn(
  index: RbacIndex,
  { granting, openingWays }: RolesThatMatter,
  attributes: Attributes,
  namespaces: readonly string[],
  { constrainedImpersonation = false }: WhoCanOptions,
): readonly SubjectThatCan[] {
  const found = new SubjectsThatCan();
  found.add(PRIVILEGED, '', 'group');
  for (const binding of bindingsInReach(granting, new Set(namespaces))) {
    for (const subject of binding.subjects) {
      found.add(subject, binding.namespace, subject.kind === 'Group' ? 'group' : 'direct', binding);
    }
  }
  const direct = found.list();
  for (const scope of new Set(['', ...namespaces])) {
    for (const way of waysByRoles(scope, granting)) takeWay(index, openingWays, [scope], way, found);
  }
  for (const way of impersonationWays(direct, namespaces)) takeWay(index, openingWays, namespaces, way, found);
  for (const namespace of constrainedImpersonation ? namespaces : []) {
    const inReach = direct.filter(({ via }) => via.some((by) => by.namespace === '' || by.namespace === namespace));
    for (const way of constrainedImpersonationWays({ ...attributes, namespace }, inReach)) {
      takeWay(index, openingWays, [namespace], way, found);
    }
  }
  return found.list();
}

function bindingsInReach(roles: readonly IndexedRole[], namespaces: ReadonlySet<string>): readonly IndexedBinding[] {
  return roles
    .flatMap((role) => role.bindings)
    .filter(
      (binding) =>
        binding.kind === 'ClusterRoleBinding' || (binding.namespace !== '' && namespaces.has(binding.namespace)),
    )
    .sort(bindingOrder);
}

/** Adds every subject that has one right of each step of the way, in the cluster or in one of the namespaces. */
function takeWay(
  index: RbacIndex,
  roles: readonly IndexedRole[],
  namespaces: readonly string[],
  { how, steps }: WayRound,
  found: SubjectsThatCan,
): void {
  const [first = [], ...others] = steps;
  for (const { subject, binding } of holdersOf(roles, namespaces, first)) {
    const user = userOf(subject, binding.namespace);
    const hasOthers = others.every((rights) =>
      namespaces.some((namespace) => hasOneOf(index, user, namespace, rights)),
    );
    if (user !== undefined && hasOthers) found.add(subject, binding.namespace, how, binding);
  }
}

function holdersOf(
  roles: readonly IndexedRole[],
  namespaces: readonly string[],
  rights: readonly Attributes[],
): readonly { readonly subject: Subject; readonly binding: IndexedBinding }[] {
  const question = new WantedRights(rights);
  const inReach = new Set([...namespaces, ...rights.map(({ namespace }) => namespace)]);
  const holders: { readonly subject: Subject; readonly binding: IndexedBinding }[] = [];
  for (const role of roles) {
    if (!role.rules.some((rule) => question.grantedBy(rule))) continue;
    for (const binding of [...role.bindings].sort(bindingOrder)) {
      const scope = binding.namespace;
      const counts = binding.kind === 'ClusterRoleBinding' || inReach.has(scope);
      const granted = counts && role.rules.some((rule) => question.grantedIn(scope, rule));
      if (granted) for (const subject of binding.subjects) holders.push({ subject, binding });
    }
  }
  return holders;
}

function hasOneOf(
  index: RbacIndex,
  user: UserInfo | undefined,
  namespace: string,
  rights: readonly Attributes[],
): boolean {
  if (user === undefined) return false;
  const question = new WantedRights(rights);
  return index
    .userRules(user, namespace)
    .grants.some(({ rule, binding }) => question.grantedIn(binding.namespace, rule));
}

/** ClusterRoleBindings, then by namespace and name. */
const bindingOrder = (a: IndexedBinding, b: IndexedBinding): number =>
  compare(a.kind, b.kind) || compare(a.namespace, b.namespace) || compare(a.name, b.name);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

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
