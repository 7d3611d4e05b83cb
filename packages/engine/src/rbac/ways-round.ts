/**
 * Ways to a right that one does not hold, each with what it takes: `escalate` on roles and writing them; `bind` on a
 * role that holds the right and writing bindings; `impersonate` on a subject that has the right (a group needs a user or
 * a service account too). Constrained impersonation (KEP-5284) takes the right to be the subject and the right to do
 * this very thing in its name.
 */
import { type Attributes, resourceAttributes } from '../authorization/attributes.js';
import { splitServiceAccountUsername } from '../authorization/service-account-user.js';
import { type UserInfo, userInfo } from '../authorization/user-info.js';
import type { IndexedRole } from './indexed-role.js';
import type { PolicyRule } from './policy-rule.js';
import { RBAC_GROUP } from './rbac-object.js';
import type { SubjectThatCan } from './subject-that-can.js';
import { ANY_NAME } from './wanted-rights.js';

/** Rights of which a subject must have one of each step. */
export interface WayRound {
  readonly how: 'escalate' | 'bind' | 'impersonate';
  readonly steps: readonly (readonly Attributes[])[];
}

type NamedThing = Pick<Attributes, 'apiGroup' | 'resource' | 'namespace' | 'name'> & { readonly verb: string };

/** `escalate` and `bind` where the role or binding that is written stands in this namespace, or in the cluster (`''`). */
export function waysByRoles(scope: string, granting: readonly IndexedRole[]): readonly WayRound[] {
  const [roles, bindings] = scope === '' ? ['clusterroles', 'clusterrolebindings'] : ['roles', 'rolebindings'];
  const rbac = (verb: string, resource: string, name: string): Attributes =>
    thing({ verb, apiGroup: RBAC_GROUP, resource, namespace: scope, name });
  const writeRole = ['update', 'patch', 'create'].map((verb) => rbac(verb, roles, ANY_NAME));
  const bindable = granting.filter((role) => role.kind === 'ClusterRole' || role.namespace === scope);
  const bind = bindable.map((role) => rbac('bind', role.kind === 'ClusterRole' ? 'clusterroles' : 'roles', role.name));
  const writeBinding = ['create', 'update', 'patch'].map((verb) => rbac(verb, bindings, ANY_NAME));
  return [
    { how: 'escalate', steps: [[rbac('escalate', roles, ANY_NAME)], writeRole] },
    ...(bind.length > 0 ? [{ how: 'bind' as const, steps: [bind, writeBinding] }] : []),
  ];
}

/** `direct` are the subjects that have the right in one of the namespaces. */
export function impersonationWays(
  direct: readonly SubjectThatCan[],
  namespaces: readonly string[],
): readonly WayRound[] {
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
    ...[...new Set(['', ...namespaces])].map((namespace) => as('serviceaccounts', ANY_NAME, namespace)),
  ];
  return [
    ...(identities.length > 0 ? [{ how: 'impersonate' as const, steps: [identities] }] : []),
    { how: 'impersonate', steps: [groups, anybody] },
  ];
}

const NOBODY: UserInfo = userInfo({});

const thing = ({ verb, apiGroup, resource, namespace, name }: NamedThing): Attributes =>
  resourceAttributes({ user: NOBODY, verb, apiGroup, resource, namespace, name });

/** Every way round begins with one of these verbs on one of these resources; few rules have them. */
const OPENING_VERBS: ReadonlySet<string> = new Set([
  'escalate',
  'bind',
  'impersonate',
  'impersonate:user-info',
  'impersonate:serviceaccount',
  'impersonate:arbitrary-node',
  '*',
]);
const OPENING_RESOURCES: ReadonlySet<string> = new Set([
  'roles',
  'clusterroles',
  'users',
  'groups',
  'serviceaccounts',
  'nodes',
  '*',
]);

/** Whether a rule can be the beginning of a way round. */
export const mayOpenWay = (rule: PolicyRule): boolean =>
  rule.verbs.some((verb) => OPENING_VERBS.has(verb)) &&
  rule.resources.some((resource) => OPENING_RESOURCES.has(resource));
