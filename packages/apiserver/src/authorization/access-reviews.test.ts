import { RbacIndex } from '@bulkhead/engine/rbac';
import { describe, expect, it } from 'vitest';
import { person, refusalOf, requestContext } from '../http/request-context.test-support.js';
import { type AccessReviewResource, accessReviewer, isAccessReview } from './access-reviews.js';

const RBAC = 'rbac.authorization.k8s.io';
const rbac = new RbacIndex();
rbac.set('Role', {
  metadata: { namespace: 'a', name: 'r' },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
});
rbac.set('RoleBinding', {
  metadata: { namespace: 'a', name: 'b' },
  subjects: [{ kind: 'User', name: 'alice' }],
  roleRef: { apiGroup: RBAC, kind: 'Role', name: 'r' },
});
const reviewer = accessReviewer({ authorizer: rbac, ruleResolver: rbac });

const context = requestContext('POST', '/apis/authorization.k8s.io/v1/namespaces/a/localsubjectaccessreviews');
const review = (resource: AccessReviewResource, kind: string, spec: object, metadata: object = {}) => {
  const object = { apiVersion: 'authorization.k8s.io/v1', kind, metadata, spec };
  return reviewer.reviewCreate(resource, object, context);
};
const getPods = { namespace: 'a', verb: 'get', resource: 'pods' };
const allowed = { allowed: true, reason: 'RBAC: allowed by RoleBinding "b/a" of Role "r" to User "alice"' };

describe('access reviews', () => {
  it('answers for another user', async () => {
    const spec = { user: 'alice', resourceAttributes: getPods };
    await expect(review('subjectaccessreviews', 'SubjectAccessReview', spec)).resolves.toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      metadata: {},
      spec,
      status: allowed,
    });
    const other = await review('subjectaccessreviews', 'SubjectAccessReview', { ...spec, user: 'bob' });
    expect(other['status']).toEqual({ allowed: false });
  });

  it('answers for the user of the request', async () => {
    const answer = await review('selfsubjectaccessreviews', 'SelfSubjectAccessReview', { resourceAttributes: getPods });
    expect(answer['status']).toEqual(allowed);
  });

  it('answers in one namespace', async () => {
    const spec = { user: 'alice', resourceAttributes: getPods };
    const answer = await review('localsubjectaccessreviews', 'LocalSubjectAccessReview', spec, { namespace: 'a' });
    expect(answer['status']).toEqual(allowed);
    const wrong = { user: 'alice', resourceAttributes: { ...getPods, namespace: 'b' } };
    const failure = await refusalOf(() =>
      review('localsubjectaccessreviews', 'LocalSubjectAccessReview', wrong, { namespace: 'b' }),
    );
    expect(failure).toMatchObject({ code: 400, message: 'spec.resourceAttributes.namespace must match namespace: a' });
  });

  it('lists the rules of the user, without metadata and spec', async () => {
    const spec = { namespace: 'a' };
    await expect(review('selfsubjectrulesreviews', 'SelfSubjectRulesReview', spec, { name: 'x' })).resolves.toEqual({
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectRulesReview',
      metadata: {},
      spec: {},
      status: {
        resourceRules: [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }],
        nonResourceRules: [],
        incomplete: false,
      },
    });
  });

  it('refuses what validation refuses', async () => {
    const failure = await refusalOf(() => review('subjectaccessreviews', 'SubjectAccessReview', { user: 'x' }));
    expect(failure).toMatchObject({
      code: 422,
      message:
        '.authorization.k8s.io "" is invalid: spec.resourceAttributes: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified',
    });
  });

  it('knows its resources', () => {
    expect(isAccessReview('authorization.k8s.io', 'subjectaccessreviews')).toBe(true);
    expect(isAccessReview('', 'subjectaccessreviews')).toBe(false);
    expect(isAccessReview('authentication.k8s.io', 'tokenreviews')).toBe(false);
  });

  it('takes the user as it is given', async () => {
    const spec = { user: 'system:serviceaccount:a:b', resourceAttributes: getPods };
    expect((await review('subjectaccessreviews', 'SubjectAccessReview', spec))['status']).toEqual({ allowed: false });
    expect(person('x').groups).toEqual([]);
  });
});
