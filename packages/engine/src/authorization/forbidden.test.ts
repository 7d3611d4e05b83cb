import { describe, expect, it } from 'vitest';
import { nonResourceAttributes, resourceAttributes } from './attributes.js';
import { ALLOW, allow, noOpinion } from './decision.js';
import { filterOutcome, forbidden } from './forbidden.js';
import { person } from './profile.test-support.js';

const ann = person('ann');

describe('forbidden', () => {
  it.each([
    [
      { verb: 'list', resource: 'pods', namespace: 'a' },
      '',
      'pods is forbidden: User "ann" cannot list resource "pods" in API group "" in the namespace "a"',
    ],
    [
      { verb: 'get', apiGroup: 'apps', resource: 'deployments', subresource: 'scale', namespace: 'a', name: 'web' },
      'no',
      'deployments.apps "web" is forbidden: User "ann" cannot get resource "deployments/scale" in API group "apps" in the namespace "a": no',
    ],
    [
      { verb: '', resource: 'nodes', name: 'n' },
      '',
      'nodes "n" is forbidden: User "ann" cannot  resource "nodes" in API group "" at the cluster scope',
    ],
    [
      { verb: 'get', resource: '', name: 'x' },
      '',
      'forbidden: User "ann" cannot get resource "" in API group "" at the cluster scope',
    ],
    [
      { verb: 'get', resource: 'pods', namespace: '<a&b>' },
      '<b>',
      'pods is forbidden: User "ann" cannot get resource "pods" in API group "" in the namespace "&lt;a&amp;b&gt;": <b>',
    ],
  ])('%o', (parts, reason, message) => {
    expect(forbidden(resourceAttributes({ user: ann, ...parts }), reason).message).toBe(message);
  });

  it('words a path', () => {
    expect(forbidden(nonResourceAttributes(person('al"ice'), 'get', '/zzz'), '')).toEqual({
      code: 403,
      reason: 'Forbidden',
      message: 'forbidden: User "al\\"ice" cannot get path "/zzz"',
      details: {},
    });
  });

  it('gives details without the subresource', () => {
    const attributes = resourceAttributes({
      user: ann,
      verb: 'get',
      apiGroup: 'apps',
      resource: 'deployments',
      subresource: 'scale',
      name: 'web',
    });
    expect(forbidden(attributes, '').details).toEqual({ name: 'web', group: 'apps', kind: 'deployments' });
  });
});

describe('filterOutcome', () => {
  const attributes = resourceAttributes({ user: ann, verb: 'list', resource: 'pods' });

  it('lets an allow stand beside an error', () => {
    expect(filterOutcome(attributes, { ...ALLOW, reason: 'because', errors: ['broken'] }, '/api/v1/pods')).toEqual({
      kind: 'allowed',
      annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'because' },
    });
    expect(filterOutcome(attributes, allow(''), '/').kind).toBe('allowed');
  });

  it('answers an error with a plain 500', () => {
    const result = { decision: 'noOpinion', reason: 'r', errors: ['dial <tcp>', 'other'] } as const;
    expect(filterOutcome(attributes, result, '/api/v1/pods?a=b&c=d')).toEqual({
      kind: 'internalError',
      body: 'Internal Server Error: "/api/v1/pods?a=b&amp;c=d": [dial &lt;tcp&gt;, other]\n',
      annotations: { 'authorization.k8s.io/reason': 'internal error' },
    });
  });

  it.each(['noOpinion', 'deny'] as const)('refuses %s', (decision) => {
    const outcome = filterOutcome(attributes, { ...noOpinion('why'), decision }, '/');
    expect(outcome).toMatchObject({
      kind: 'forbidden',
      annotations: { 'authorization.k8s.io/decision': 'forbid', 'authorization.k8s.io/reason': 'why' },
    });
  });
});
