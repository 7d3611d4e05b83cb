import { RbacIndex } from '@bulkhead/engine/rbac';
import { describe, expect, it } from 'vitest';
import {
  OK,
  person,
  profileFor,
  refusalOf,
  requestContext,
  type TestRequest,
} from '../http/request-context.test-support.js';
import { impersonationStage } from './impersonation-stage.js';
import { LastModes } from './last-modes.js';

const GROUP = 'rbac.authorization.k8s.io';
const CONSTRAINED = profileFor(35, { ConstrainedImpersonation: true });

const rbac = new RbacIndex();
const give = (name: string, rules: readonly object[]) => {
  rbac.set('ClusterRole', { metadata: { name }, rules });
  rbac.set('ClusterRoleBinding', {
    metadata: { name },
    subjects: [{ kind: 'User', name }],
    roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name },
  });
};
give('legacy', [{ apiGroups: [''], resources: ['users', 'groups'], verbs: ['impersonate'] }]);
give('constrained', [
  { apiGroups: ['authentication.k8s.io'], resources: ['users'], verbs: ['impersonate:user-info'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['impersonate-on:user-info:list'] },
]);

function ask(
  user: string,
  headers: NonNullable<TestRequest['headers']>,
  profile = profileFor(35),
  stage = impersonationStage(rbac),
) {
  const context = requestContext('GET', '/api/v1/pods', { user: person(user), headers, profile });
  return { context, answer: stage(context, () => Promise.resolve(OK)) };
}

describe('impersonation stage', () => {
  it('leaves requests without its headers alone', async () => {
    const { context, answer } = ask('alice', [['x-other', 'a']]);
    expect(await answer).toBe(OK);
    expect(context.impersonator).toBeUndefined();
  });

  it('makes the request one of the wanted user', async () => {
    const { context, answer } = ask('legacy', [
      ['impersonate-user', 'bob', 'eve'],
      ['impersonate-group', 'g1', 'g2'],
    ]);
    expect(await answer).toBe(OK);
    expect(context.user).toMatchObject({ name: 'bob', groups: ['g1', 'g2', 'system:authenticated'] });
    expect(context.impersonator?.name).toBe('legacy');
    expect(context.impersonationConstraint).toBeUndefined();
  });

  it('notes the mode that allowed it', async () => {
    const { context, answer } = ask('constrained', [['impersonate-user', 'bob']], CONSTRAINED);
    await answer;
    expect(context.impersonationConstraint).toBe('impersonate:user-info');
    expect(context.user.name).toBe('bob');
  });

  const refused: readonly (readonly [string, NonNullable<TestRequest['headers']>, boolean, number, string])[] = [
    [
      'alice',
      [['impersonate-user', 'bob']],
      false,
      403,
      'users "bob" is forbidden: User "alice" cannot impersonate resource "users" in API group "" at the cluster scope',
    ],
    [
      'alice',
      [['impersonate-user', 'bob']],
      true,
      403,
      'pods is forbidden: User "alice" cannot impersonate-on:user-info:list resource "pods" in API group "" at the cluster scope',
    ],
    ['alice', [['impersonate-group', 'g']], false, 400, 'requested [{Group  g    }] without impersonating a user'],
    [
      'alice',
      [['impersonate-group', 'g']],
      true,
      400,
      'requested &user.DefaultInfo{Name:"", UID:"", Groups:[]string{"g"}, Extra:map[string][]string(nil)} without impersonating a user name',
    ],
  ];
  it.each(refused)('%s with %j is refused', async (user, headers, isConstrained, code, message) => {
    const { context, answer } = ask(user, headers, isConstrained ? CONSTRAINED : profileFor(35));
    expect(await refusalOf(() => answer)).toMatchObject({ code, message });
    expect(context.impersonator).toBeUndefined();
    expect(context.user.name).toBe(user);
  });

  it('answers as older servers do when the user is missing', async () => {
    const { answer } = ask('alice', [['impersonate-uid', 'u']], profileFor(34));
    expect(await answer).toMatchObject({
      status: 500,
      body: 'Internal Server Error: "/api/v1/pods": requested [{UID  u  authentication.k8s.io/v1  }] without impersonating a user\n',
    });
  });

  it('tries the mode that last worked first, which decides the refusal', async () => {
    const stage = impersonationStage(rbac);
    await ask('legacy', [['impersonate-user', 'bob']], CONSTRAINED, stage).answer;
    const again = ask('legacy', [['impersonate-user', 'system:serviceaccount:a:b']], CONSTRAINED, stage);
    expect((await refusalOf(() => again.answer)).message).toBe(
      'serviceaccounts "b" is forbidden: User "legacy" cannot impersonate resource "serviceaccounts" in API group "" in the namespace "a"',
    );
  });

  it('is 403 in constrained modes when authorizers fail', async () => {
    const failing = impersonationStage({
      authorize: () => ({ decision: 'noOpinion', reason: '', errors: ['webhook down'] }),
    });
    const { answer } = ask('alice', [['impersonate-user', 'bob']], CONSTRAINED, failing);
    expect((await refusalOf(() => answer)).message).toMatch(/webhook down$/);
  });
});

describe('last modes', () => {
  it('forgets the requester that was not seen for longest', () => {
    const modes = new LastModes(2);
    modes.set('a', 'legacy');
    modes.set('b', 'user-info');
    expect(modes.get('a')).toBe('legacy');
    modes.set('c', 'legacy');
    expect([modes.get('a'), modes.get('b'), modes.get('c')]).toEqual(['legacy', undefined, 'legacy']);
  });
});
