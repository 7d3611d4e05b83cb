import { describe, expect, it } from 'vitest';
import { runProcedure } from '../authorization/procedure.js';
import { listedAuthorizer, person } from '../authorization/profile.test-support.js';
import { checkEscalation, type EscalationRequest } from './escalation.js';
import type { RbacIndex } from './rbac-index.js';
import { binding, type Item, indexOf, role, rule } from './role.test-support.js';

const dev = person('dev', 'devs');
const RBAC = 'rbac.authorization.k8s.io';

function write(
  index: RbacIndex,
  item: Item,
  changes: Partial<EscalationRequest> = {},
  allowed: readonly string[] = [],
) {
  const { metadata } = item.object;
  const asked: string[] = [];
  const request = {
    user: dev,
    kind: item.kind,
    namespace: metadata?.namespace ?? '',
    nameInURL: '',
    object: item.object,
    ...changes,
  };
  const result = runProcedure(checkEscalation(index, request), listedAuthorizer(allowed, asked));
  const told = result.kind === 'refused' ? `${result.status.code} ${result.status.message}` : result.because;
  return { told, asked, missing: result.kind === 'refused' ? result.missing : [] };
}

const own = indexOf(
  role('a', 'own', '/pods: get,list', '/secrets[s]: get'),
  binding('a', 'own', 'Role/own', 'group:devs'),
);

describe('roles', () => {
  it('may hold what their author holds', () => {
    expect(write(own, role('a', 'new', '/pods: list', '/secrets[s]: get')).told).toBe('covered');
    expect(write(own, role('a', 'empty')).told).toBe('covered');
    expect(write(own, role('a', 'null', { verbs: [] })).told).toBe('covered');
  });

  it('may hold no more, and say what', () => {
    const { told, missing, asked } = write(
      own,
      role('a', 'new', '/secrets: list,get', '/pods: get,delete', 'apps/deployments: *'),
    );
    expect(told).toBe(
      `403 roles.${RBAC} "new" is forbidden: user "dev" (groups=["devs"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["pods"], Verbs:["delete"]}
{APIGroups:[""], Resources:["secrets"], Verbs:["list" "get"]}
{APIGroups:["apps"], Resources:["deployments"], Verbs:["*"]}`,
    );
    expect(missing).toEqual([rule('/pods: delete'), rule('/secrets: list,get'), rule('apps/deployments: *')]);
    expect(asked).toEqual([`escalate ${RBAC}/roles/ a/`]);
  });

  it('count elsewhere for nothing', () => {
    expect(write(own, role('b', 'new', '/pods: get')).told).toContain('attempting to grant');
    expect(write(own, role('', 'new', '/pods: get')).told).toContain(`403 clusterroles.${RBAC} "new" is forbidden`);
  });

  it('may hold anything with escalate', () => {
    const create = role('a', 'new', '/secrets: get');
    expect(write(own, create, {}, [`escalate ${RBAC}/roles/ a/`]).told).toBe('escalate');
    expect(write(own, create, { nameInURL: 'new' }, [`escalate ${RBAC}/roles/ a/new`]).told).toBe('escalate');
    expect(write(own, role('', 'new', '/secrets: get'), {}, [`escalate ${RBAC}/clusterroles/ /`]).told).toBe(
      'escalate',
    );
  });

  it('are free to the privileged group', () => {
    const changes = { user: person('x', 'system:masters') };
    expect(write(own, role('', 'new', '*/*: *'), changes)).toEqual({ told: 'privilegedGroup', asked: [], missing: [] });
  });

  it('may be let go by garbage collection', () => {
    const old = role('a', 'big', '/secrets: *');
    const object = {
      ...old.object,
      metadata: { ...old.object.metadata, finalizers: ['x'], ownerReferences: [{ name: 'o' }] },
    };
    expect(write(own, old, { object, oldObject: old.object }).told).toBe('garbageCollection');
    const relabelled = { ...old.object, metadata: { ...old.object.metadata, labels: { a: 'b' } } };
    expect(write(own, old, { object: relabelled, oldObject: old.object }).told).toContain('attempting to grant');
  });

  it('aggregate for those alone who may do everything', () => {
    const aggregating: Item = {
      kind: 'ClusterRole',
      object: { metadata: { name: 'agg' }, aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } },
    };
    expect(write(own, aggregating).told).toBe(
      `403 clusterroles.${RBAC} "agg" is forbidden: must have cluster-admin privileges to use the aggregationRule`,
    );
    const admin = indexOf(
      role('', 'admin', '*/*: *', { verbs: ['*'], nonResourceURLs: ['*'] }),
      binding('', 'admin', 'ClusterRole/admin', 'user:dev'),
    );
    expect(write(admin, aggregating).told).toBe('covered');
  });

  it('name the references of the author that lead nowhere', () => {
    const index = indexOf(binding('a', 'b', 'ClusterRole/nosuch', 'user:dev'));
    expect(write(index, role('a', 'new', '/pods: get')).told).toContain(
      `{APIGroups:[""], Resources:["pods"], Verbs:["get"]}; resolution errors: [roles.${RBAC} "nosuch" not found]`,
    );
  });
});

describe('bindings', () => {
  const index = indexOf(
    role('', 'view', '/pods: get,list'),
    role('', 'admin', '*/*: *'),
    binding('a', 'own', 'ClusterRole/view', 'group:devs'),
  );

  it('may refer to a role of rights that their author holds there', () => {
    expect(write(index, binding('a', 'b', 'ClusterRole/view', 'user:x')).told).toBe('covered');
    expect(write(index, binding('b', 'b', 'ClusterRole/view', 'user:x')).told).toContain('attempting to grant');
    expect(write(index, binding('', 'b', 'ClusterRole/view', 'user:x')).told).toBe(
      `403 clusterrolebindings.${RBAC} "b" is forbidden: user "dev" (groups=["devs"]) is attempting to grant RBAC permissions not currently held:
{APIGroups:[""], Resources:["pods"], Verbs:["get" "list"]}`,
    );
  });

  it('may refer to a role that their author may bind', () => {
    const bindView = [`bind ${RBAC}/clusterroles/ /view`];
    expect(write(index, binding('', 'b', 'ClusterRole/view', 'user:x'), {}, bindView).told).toBe('bind');
    expect(write(index, binding('', 'b', 'ClusterRole/admin', 'user:x'), {}, bindView).told).toContain(
      'attempting to grant',
    );
    const { asked } = write(index, binding('a', 'b', 'Role/r', 'user:x'));
    expect(asked).toEqual([`bind ${RBAC}/roles/ a/r`]);
  });

  it('need a role that exists', () => {
    expect(write(index, binding('a', 'b', 'Role/gone', 'user:x')).told).toBe(
      `404 rolebindings.${RBAC} "gone" not found`,
    );
    expect(write(index, binding('', 'b', 'ClusterRole/gone', 'user:x')).told).toBe(
      `404 clusterrolebindings.${RBAC} "gone" not found`,
    );
    expect(write(index, binding('a', 'b', 'Robot/x', 'user:x'))).toEqual({
      told: '500 unsupported role reference kind: "Robot"',
      asked: [],
      missing: [],
    });
  });

  it('never crash on other objects', () => {
    for (const object of [undefined, null, 5, [], {}, { roleRef: [] }, { metadata: 'x', roleRef: { kind: 1 } }]) {
      const { told } = write(index, binding('a', 'b', 'Role/r', 'user:x'), { object });
      expect(told).toMatch(/^(?:403|404|500) /);
    }
  });
});
