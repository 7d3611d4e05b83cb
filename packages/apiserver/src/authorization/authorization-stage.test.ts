import { ALLOW, type AuthorizationResult, NO_OPINION, noOpinion } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import { OK, refusalOf, requestContext } from '../http/request-context.test-support.js';
import { authorizationStage } from './authorization-stage.js';

const answering = (result: AuthorizationResult) => authorizationStage({ authorize: () => result });
const next = () => Promise.resolve(OK);

describe('authorization stage', () => {
  it('lets an allowed request pass and notes why', async () => {
    const context = requestContext('GET', '/api/v1/namespaces/a/pods/x');
    const stage = answering({ ...ALLOW, reason: 'because' });
    await expect(stage(context, next)).resolves.toBe(OK);
    expect(Object.fromEntries(context.auditAnnotations)).toEqual({
      'authorization.k8s.io/decision': 'allow',
      'authorization.k8s.io/reason': 'because',
    });
  });

  const refusals: readonly (readonly [string, string, AuthorizationResult, string])[] = [
    [
      'GET',
      '/api/v1/namespaces/a/pods/x/log',
      NO_OPINION,
      'pods "x" is forbidden: User "alice" cannot get resource "pods/log" in API group "" in the namespace "a"',
    ],
    [
      'POST',
      '/apis/apps/v1/namespaces/a/deployments',
      noOpinion('no policy'),
      'deployments.apps is forbidden: User "alice" cannot create resource "deployments" in API group "apps" in the namespace "a": no policy',
    ],
    [
      'GET',
      '/api/v1/nodes',
      NO_OPINION,
      'nodes is forbidden: User "alice" cannot list resource "nodes" in API group "" at the cluster scope',
    ],
    ['GET', '/metrics?x=1', NO_OPINION, 'forbidden: User "alice" cannot get path "/metrics"'],
    [
      'OPTIONS',
      '/api/v1/pods',
      NO_OPINION,
      'pods is forbidden: User "alice" cannot  resource "pods" in API group "" at the cluster scope',
    ],
  ];
  it.each(refusals)('%s %s is refused', async (method, target, result, message) => {
    const context = requestContext(method, target);
    const failure = await refusalOf(() => answering(result)(context, next));
    expect(failure).toMatchObject({ code: 403, reason: 'Forbidden', message });
    expect(context.auditAnnotations.get('authorization.k8s.io/decision')).toBe('forbid');
  });

  it('answers a plain 500 when authorizers fail', async () => {
    const context = requestContext('GET', '/api/v1/pods?a=<b>');
    const response = await answering({ ...NO_OPINION, errors: ['webhook down'] })(context, next);
    expect(response).toEqual({
      status: 500,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' },
      body: 'Internal Server Error: "/api/v1/pods?a=&lt;b&gt;": webhook down\n',
    });
    expect(Object.fromEntries(context.auditAnnotations)).toEqual({ 'authorization.k8s.io/reason': 'internal error' });
  });
});
