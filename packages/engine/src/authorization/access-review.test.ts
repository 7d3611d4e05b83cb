import type { SelfSubjectAccessReview, SubjectAccessReview } from '@bulkhead/apimachinery/types/authorization-v1';
import { describe, expect, it } from 'vitest';
import {
  reviewLocalSubjectAccess,
  reviewSelfSubjectAccess,
  reviewSelfSubjectRules,
  reviewSubjectAccess,
} from './access-review.js';
import type { Attributes } from './attributes.js';
import type { Authorizer } from './authorizer.js';
import { ALLOW, type AuthorizationResult, NO_OPINION } from './decision.js';
import { runProcedure, runProcedureAsync } from './procedure.js';
import { person, profileFor } from './profile.test-support.js';
import { unionRuleResolver, webhookRuleResolver } from './rule-resolver.js';

const profile = profileFor(35);
const always = (result: Partial<AuthorizationResult>): Authorizer => ({
  authorize: () => ({ ...NO_OPINION, ...result }),
});

function review(spec: SubjectAccessReview['spec'], minor = 35, metadata?: SubjectAccessReview['metadata']) {
  const object: SubjectAccessReview = { spec: spec ?? {}, ...(metadata === undefined ? {} : { metadata }) };
  return runProcedure(reviewSubjectAccess(object, profileFor(minor)), always({}));
}

describe('reviewSubjectAccess', () => {
  it.each([
    [
      { decision: 'allow', reason: 'r' },
      { allowed: true, reason: 'r' },
    ],
    [
      { decision: 'deny', reason: 'r' },
      { allowed: false, denied: true, reason: 'r' },
    ],
    [{}, { allowed: false }],
    [{ errors: ['e', 'f'] }, { allowed: false, evaluationError: '[e, f]' }],
    [
      { decision: 'allow', errors: ['e'] },
      { allowed: true, evaluationError: 'e' },
    ],
  ] as [Partial<AuthorizationResult>, unknown][])('answers %o with %o', async (result, status) => {
    const spec = { user: 'ann', resourceAttributes: { verb: 'get', resource: 'pods' } };
    expect(runProcedure(reviewSubjectAccess({ spec }, profile), always(result))).toEqual({ kind: 'status', status });
    expect(await runProcedureAsync(reviewSubjectAccess({ spec }, profile), always(result))).toEqual({
      kind: 'status',
      status,
    });
  });

  it('asks for the subject as it is given, for every version', () => {
    const asked: Attributes[] = [];
    const spec = {
      user: 'ann',
      uid: 'u',
      groups: ['g'],
      extra: JSON.parse('{"__proto__": ["x"], "k": ["v"]}'),
      resourceAttributes: { verb: 'get', group: 'apps', resource: 'deployments', subresource: '*', namespace: 'a' },
    };
    const authorizer: Authorizer = {
      authorize(attributes) {
        asked.push(attributes);
        return ALLOW;
      },
    };
    runProcedure(reviewSubjectAccess({ spec }, profile), authorizer);
    expect(asked).toMatchObject([{ apiGroup: 'apps', apiVersion: '*', subresource: '*', resourceRequest: true }]);
    expect(asked[0]?.user).toEqual({
      name: 'ann',
      uid: 'u',
      groups: ['g'],
      extra: new Map([
        ['__proto__', ['x']],
        ['k', ['v']],
      ]),
    });
    runProcedure(
      reviewSubjectAccess({ spec: { groups: ['g'], nonResourceAttributes: { path: '/x', verb: 'get' } } }, profile),
      authorizer,
    );
    expect(asked[1]).toMatchObject({ resourceRequest: false, path: '/x', verb: 'get' });
  });

  const RESOURCE = { verb: 'list', resource: 'pods' };
  it.each([
    [
      { user: 'ann' },
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      { user: 'ann', resourceAttributes: RESOURCE, nonResourceAttributes: { path: '/', verb: 'get' } },
      '.authorization.k8s.io "" is invalid: spec.nonResourceAttributes: Invalid value: {"Path":"/","Verb":"get"}: cannot be specified in combination with resourceAttributes',
    ],
    [
      { resourceAttributes: RESOURCE },
      '.authorization.k8s.io "" is invalid: spec.user: Invalid value: "": at least one of user or group must be specified',
    ],
    [
      { user: 'ann', resourceAttributes: { ...RESOURCE, fieldSelector: {} } },
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes.fieldSelector.requirements: Required value: when spec.resourceAttributes.fieldSelector is specified, requirements or rawSelector is required',
    ],
    [
      {
        user: 'ann',
        resourceAttributes: {
          ...RESOURCE,
          labelSelector: { rawSelector: 'a', requirements: [{ key: 'a', operator: 'Exists' }] },
        },
      },
      '.authorization.k8s.io "" is invalid: spec.resourceAttributes.labelSelector.rawSelector: Invalid value: "a": may not specified at the same time as requirements',
    ],
    [
      {
        user: 'ann',
        resourceAttributes: { ...RESOURCE, fieldSelector: { requirements: [{ key: '', operator: 'In', values: [] }] } },
      },
      ".authorization.k8s.io \"\" is invalid: [spec.resourceAttributes.fieldSelector.requirements[0].key: Required value: must be specified, spec.resourceAttributes.fieldSelector.requirements[0].values: Required value: must be specified when `operator` is 'In' or 'NotIn']",
    ],
    [
      {
        user: 'ann',
        resourceAttributes: {
          ...RESOURCE,
          labelSelector: { requirements: [{ key: 'a', operator: 'Exists', values: ['x'] }] },
        },
      },
      ".authorization.k8s.io \"\" is invalid: spec.resourceAttributes.labelSelector.requirements[0].values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
  ] as [SubjectAccessReview['spec'], string][])('refuses %o', (spec, message) => {
    expect(review(spec)).toMatchObject({ kind: 'refused', status: { code: 422, reason: 'Invalid', message } });
  });

  it('words its values as the release does', () => {
    expect(review({ user: 'ann' }, 33)).toMatchObject({
      status: { message: expect.stringContaining('spec.resourceAttributes: Invalid value: "null": exactly one of') },
    });
    const both = { user: 'ann', resourceAttributes: RESOURCE, nonResourceAttributes: { path: '/', verb: 'get' } };
    expect(review(both, 33)).toMatchObject({
      status: {
        message: expect.stringContaining('authorization.NonResourceAttributes{Path:"/", Verb:"get"}: cannot be'),
      },
    });
  });

  it('takes no metadata but managed fields', () => {
    const spec = { user: 'ann', resourceAttributes: RESOURCE };
    expect(review(spec, 35, { name: 'x' })).toMatchObject({
      kind: 'refused',
      status: { message: expect.stringContaining('metadata: Invalid value: ') },
    });
    expect(review(spec, 35, { managedFields: [{ manager: 'm' }], labels: {} }).kind).toBe('status');
  });

  describe('selectors', () => {
    const withSelectors = (resourceAttributes: object, minor = 35) => {
      const spec = { user: 'ann', resourceAttributes: { ...RESOURCE, ...resourceAttributes } };
      return runProcedure(reviewSubjectAccess({ spec }, profileFor(minor)), always({}));
    };

    it.each([
      [
        { fieldSelector: { rawSelector: 'a b' }, labelSelector: { requirements: [{ key: 'a', operator: 'Foo' }] } },
        'spec.resourceAttributes.fieldSelector ignored due to parse error; spec.resourceAttributes.labelSelector ignored due to parse error',
      ],
      [
        {
          fieldSelector: {
            requirements: [
              { key: 'a', operator: 'In', values: ['x'] },
              { key: 'b', operator: 'Exists' },
            ],
          },
        },
        'spec.resourceAttributes.fieldSelector partially ignored due to parse error',
      ],
      [
        {
          labelSelector: {
            requirements: [
              { key: 'a', operator: 'Exists' },
              { key: 'b', operator: 'Near' },
            ],
          },
        },
        'spec.resourceAttributes.labelSelector partially ignored due to parse error',
      ],
    ])('says what it ignores of %o', (selectors, evaluationError) => {
      expect(withSelectors(selectors)).toEqual({ kind: 'status', status: { allowed: false, evaluationError } });
    });

    it('clears them before 1.32, valid or not', () => {
      expect(withSelectors({ fieldSelector: {}, labelSelector: { rawSelector: 'a b' } }, 31)).toEqual({
        kind: 'status',
        status: { allowed: false },
      });
    });
  });
});

describe('reviewLocalSubjectAccess', () => {
  const local = (namespace: string, inMetadata: string, inSpec: string) =>
    runProcedure(
      reviewLocalSubjectAccess(
        {
          metadata: { namespace: inMetadata },
          spec: { user: 'ann', resourceAttributes: { verb: 'get', resource: 'pods', namespace: inSpec } },
        },
        namespace,
        profile,
      ),
      always({}),
    );

  it('wants one namespace everywhere', () => {
    expect(local('a', 'a', 'a')).toEqual({ kind: 'status', status: { allowed: false } });
    expect(local('a', 'a', 'b')).toMatchObject({
      status: {
        code: 422,
        message:
          '.authorization.k8s.io "" is invalid: spec.resourceAttributes.namespace: Invalid value: "b": must match metadata.namespace',
      },
    });
    expect(local('a', 'b', 'b')).toMatchObject({
      status: { code: 400, message: 'spec.resourceAttributes.namespace must match namespace: a' },
    });
  });

  it('takes no paths', () => {
    const spec = { user: 'ann', nonResourceAttributes: { path: '/x', verb: 'get' } };
    const result = runProcedure(
      reviewLocalSubjectAccess({ metadata: { namespace: 'a' }, spec }, 'a', profile),
      always({}),
    );
    expect(result).toMatchObject({
      status: {
        message:
          '.authorization.k8s.io "" is invalid: spec.nonResourceAttributes: Invalid value: {"Path":"/x","Verb":"get"}: disallowed on this kind of request',
      },
    });
  });
});

describe('reviewSelfSubjectAccess', () => {
  it('asks for the user of the request', () => {
    const asked: Attributes[] = [];
    const self: SelfSubjectAccessReview = { spec: { nonResourceAttributes: { path: '/x', verb: 'get' } } };
    const authorizer: Authorizer = {
      authorize(attributes) {
        asked.push(attributes);
        return NO_OPINION;
      },
    };
    runProcedure(reviewSelfSubjectAccess(self, person('ann', 'g'), profile), authorizer);
    expect(asked[0]?.user).toEqual(person('ann', 'g'));
    expect(runProcedure(reviewSelfSubjectAccess(self, undefined, profile), authorizer)).toMatchObject({
      status: { code: 400, message: 'no user present on request' },
    });
  });
});

describe('reviewSelfSubjectRules', () => {
  const resolver = unionRuleResolver([
    {
      rulesFor: () => ({ resourceRules: [{ verbs: ['get'] }], nonResourceRules: [], incomplete: false, errors: ['x'] }),
    },
    webhookRuleResolver,
  ]);

  it('lists what the resolvers know, and what they do not', () => {
    expect(reviewSelfSubjectRules({ spec: { namespace: 'a' } }, person('ann'), resolver)).toEqual({
      kind: 'status',
      status: {
        resourceRules: [{ verbs: ['get'] }],
        nonResourceRules: [],
        incomplete: true,
        evaluationError: '[x, webhook authorizer does not support user rule resolution]',
      },
    });
  });

  it('wants a namespace and a user', () => {
    expect(reviewSelfSubjectRules({ spec: {} }, person('ann'), resolver)).toMatchObject({
      status: { code: 400, message: 'no namespace on request' },
    });
    expect(reviewSelfSubjectRules({ spec: { namespace: 'a' } }, undefined, resolver)).toMatchObject({
      status: { code: 400, message: 'no user present on request' },
    });
  });
});
