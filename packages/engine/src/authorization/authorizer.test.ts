import { describe, expect, it } from 'vitest';
import { nonResourceAttributes, resourceAttributes } from './attributes.js';
import {
  type Authorizer,
  alwaysAllowAuthorizer,
  alwaysDenyAuthorizer,
  privilegedGroupAuthorizer,
  unionAsyncAuthorizer,
  unionAuthorizer,
} from './authorizer.js';
import { ALLOW, type AuthorizationResult, aggregateMessage, NO_OPINION } from './decision.js';
import { pathAuthorizer } from './path-authorizer.js';
import { person } from './profile.test-support.js';
import { unionRuleResolver, webhookRuleResolver } from './rule-resolver.js';

const question = resourceAttributes({ user: person('ann'), verb: 'get', resource: 'pods' });
const answers = (result: Partial<AuthorizationResult>): Authorizer => ({
  authorize: () => ({ ...NO_OPINION, ...result }),
});

describe('unionAuthorizer', () => {
  it.each([
    ['nobody', [], NO_OPINION],
    [
      'the first allow',
      [
        { reason: 'a', errors: ['e'] },
        { decision: 'allow', reason: 'b' },
      ],
      { ...ALLOW, reason: 'b' },
    ],
    [
      'the first deny',
      [{ decision: 'deny', reason: 'd', errors: ['x'] }, { decision: 'allow' }],
      { decision: 'deny', reason: 'd', errors: ['x'] },
    ],
    [
      'all reasons and errors without an opinion',
      [{ reason: 'a' }, {}, { reason: 'b', errors: ['e'] }, { errors: ['f'] }],
      { decision: 'noOpinion', reason: 'a\nb', errors: ['e', 'f'] },
    ],
  ] as [string, Partial<AuthorizationResult>[], AuthorizationResult][])(
    'answers with %s',
    async (_, results, expected) => {
      const authorizers = results.map(answers);
      expect(unionAuthorizer(authorizers).authorize(question)).toEqual(expected);
      const slow = authorizers.map((authorizer) => ({
        authorize: async (asked: typeof question) => authorizer.authorize(asked),
      }));
      expect(await unionAsyncAuthorizer(slow).authorize(question)).toEqual(expected);
    },
  );

  it('asks nobody after a decision', () => {
    const never: Authorizer = {
      authorize: () => {
        throw new Error('asked');
      },
    };
    expect(unionAuthorizer([alwaysAllowAuthorizer, never]).authorize(question)).toBe(ALLOW);
  });
});

describe('authorizers of every server', () => {
  it('knows the privileged group', () => {
    const privileged = { ...question, user: person('ann', 'x', 'system:masters') };
    expect(privilegedGroupAuthorizer.authorize(privileged)).toBe(ALLOW);
    expect(privilegedGroupAuthorizer.authorize(question)).toBe(NO_OPINION);
  });

  it('always denies by having no opinion', () => {
    expect(alwaysDenyAuthorizer.authorize(question)).toEqual({ ...NO_OPINION, reason: 'Everything is forbidden.' });
    expect(alwaysDenyAuthorizer.rulesFor(question.user, 'a').incomplete).toBe(false);
  });

  it('lists rules one after the other and tells when there may be more', () => {
    expect(unionRuleResolver([alwaysAllowAuthorizer, webhookRuleResolver]).rulesFor(question.user, 'a')).toEqual({
      resourceRules: [{ verbs: ['*'], apiGroups: ['*'], resources: ['*'] }],
      nonResourceRules: [{ verbs: ['*'], nonResourceURLs: ['*'] }],
      incomplete: true,
      errors: ['webhook authorizer does not support user rule resolution'],
    });
  });

  it('lets paths through', () => {
    const some = pathAuthorizer(['/healthz', 'livez', '/metrics/*']);
    if (some.kind === 'error') throw new Error(some.message);
    const decide = (path: string) =>
      some.authorizer.authorize(nonResourceAttributes(person('ann'), 'get', path)).decision;
    expect(['/healthz', '/livez', '/metrics/a/b', '/healthz/x', '/metrics', '/'].map(decide)).toEqual([
      'allow',
      'allow',
      'allow',
      'noOpinion',
      'noOpinion',
      'noOpinion',
    ]);
    expect(some.authorizer.authorize({ ...question, path: '/healthz' }).decision).toBe('noOpinion');
    expect(pathAuthorizer(['/a*b'])).toEqual({ kind: 'error', message: 'only trailing * allowed in "a*b"' });
  });
});

describe('aggregateMessage', () => {
  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], '[a, b]'],
    [['a', 'a'], 'a'],
    [['a', 'b', 'a'], '[a, b]'],
  ])('%j', (errors, expected) => {
    expect(aggregateMessage(errors)).toBe(expected);
  });
});
