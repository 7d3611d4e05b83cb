import { describe, expect, it } from 'vitest';
import { abacAuthorizer, parseABACPolicies } from './abac-authorizer.js';
import { nonResourceAttributes, resourceAttributes } from './attributes.js';
import { person } from './profile.test-support.js';

function authorizer(...specs: object[]) {
  const lines = specs.map((spec) =>
    JSON.stringify({ apiVersion: 'abac.authorization.kubernetes.io/v1beta1', kind: 'Policy', spec }),
  );
  const parsed = parseABACPolicies('p.jsonl', ['# a comment', '', ...lines].join('\n'));
  if (parsed.kind === 'error') throw new Error(parsed.message);
  return abacAuthorizer(parsed.policies);
}

const pods = { resource: 'pods', namespace: 'a', apiGroup: '' };
const ask = (user: string, verb: string, parts: object = {}) =>
  resourceAttributes({ user: person(user, 'g'), verb, resource: 'pods', namespace: 'a', ...parts });

describe('abacAuthorizer', () => {
  it.each([
    [{ user: 'ann', ...pods }, ask('ann', 'delete'), 'allow'],
    [{ user: 'ann', ...pods }, ask('bob', 'get'), 'noOpinion'],
    [{ user: '*', ...pods }, ask('bob', 'get'), 'allow'],
    [{ group: 'g', ...pods }, ask('bob', 'get'), 'allow'],
    [{ group: 'h', ...pods }, ask('bob', 'get'), 'noOpinion'],
    [{ user: 'ann', group: 'h', ...pods }, ask('ann', 'get'), 'noOpinion'],
    [{ ...pods }, ask('ann', 'get'), 'noOpinion'],
    [{ user: 'ann', readonly: true, ...pods }, ask('ann', 'watch'), 'allow'],
    [{ user: 'ann', readonly: true, ...pods }, ask('ann', 'create'), 'noOpinion'],
    [{ user: 'ann', ...pods }, ask('ann', 'create', { subresource: 'exec', name: 'x' }), 'allow'],
    [{ user: 'ann', ...pods }, ask('ann', 'get', { namespace: 'b' }), 'noOpinion'],
    [{ user: 'ann', ...pods, namespace: '*' }, ask('ann', 'get', { namespace: 'b' }), 'allow'],
    [{ user: 'ann', ...pods }, ask('ann', 'get', { apiGroup: 'x' }), 'noOpinion'],
    [{ user: 'ann', resource: '*', namespace: '*', apiGroup: '*' }, ask('ann', 'get', { apiGroup: 'x' }), 'allow'],
    [{ user: 'ann', ...pods }, nonResourceAttributes(person('ann'), 'get', '/x'), 'noOpinion'],
    [{ user: 'ann', nonResourcePath: '*' }, nonResourceAttributes(person('ann'), 'post', '/x'), 'allow'],
    [{ user: 'ann', nonResourcePath: '/x*' }, nonResourceAttributes(person('ann'), 'post', '/xy'), 'allow'],
    [{ user: 'ann', nonResourcePath: '/x' }, nonResourceAttributes(person('ann'), 'post', '/xy'), 'noOpinion'],
  ])('%o: %#', (spec, attributes, decision) => {
    expect(authorizer(spec).authorize(attributes).decision).toBe(decision);
  });

  it('says that nothing matched', () => {
    expect(authorizer().authorize(ask('ann', 'get'))).toEqual({
      decision: 'noOpinion',
      reason: 'No policy matched.',
      errors: [],
    });
  });

  it('lists rules', () => {
    const both = { user: 'ann', ...pods, nonResourcePath: '/x', readonly: true };
    expect(authorizer(both, { user: 'bob', ...pods }).rulesFor(person('ann'), 'a')).toEqual({
      resourceRules: [{ verbs: ['get', 'list', 'watch'], apiGroups: [''], resources: ['pods'] }],
      nonResourceRules: [{ verbs: ['get', 'list', 'watch'], nonResourceURLs: ['/x'] }],
      incomplete: false,
      errors: [],
    });
  });
});

describe('parseABACPolicies', () => {
  it('reads lines without a version as the oldest format', () => {
    const parsed = parseABACPolicies(
      'p',
      '{"user":"ann"}\n{"group":"*","namespace":"a","resource":"pods","readonly":true}\n{}',
    );
    expect(parsed).toEqual({
      kind: 'policies',
      policies: [
        { user: 'ann', group: '', readonly: false, apiGroup: '*', resource: '*', namespace: '*', nonResourcePath: '*' },
        {
          user: '',
          group: 'system:authenticated',
          readonly: true,
          apiGroup: '*',
          resource: 'pods',
          namespace: 'a',
          nonResourcePath: '',
        },
        {
          user: '',
          group: 'system:authenticated',
          readonly: false,
          apiGroup: '*',
          resource: '*',
          namespace: '*',
          nonResourcePath: '*',
        },
      ],
    });
  });

  it.each([
    ['[]', 'not an object'],
    ['{"apiVersion":"v1","kind":"Pod"}', 'no kind "Pod" is registered for "v1"'],
    ['{"user":1}', 'user is not a string'],
    ['{"readonly":"yes"}', 'readonly is not a boolean'],
    ['{"apiVersion":"abac.authorization.kubernetes.io/v1beta1","kind":"Policy","spec":[]}', 'spec is not an object'],
  ])('refuses a file with %s', (line, problem) => {
    expect(parseABACPolicies('p', `# first\n${line}`)).toEqual({
      kind: 'error',
      line: 2,
      message: `error reading policy file p, line 2: ${line}: ${problem}`,
    });
  });

  it('refuses what is not JSON', () => {
    expect(parseABACPolicies('p', 'user: ann')).toMatchObject({ kind: 'error', line: 1 });
  });
});
