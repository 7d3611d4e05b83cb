/** What authorization was asked for is what is done: paths and methods that it reads and that nothing serves. */
import { userInfo } from '@bulkhead/engine/authorization';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../api-server.test-support.js';

const RBAC = '/apis/rbac.authorization.k8s.io/v1';
const READER = userInfo({ name: 'reader', groups: ['system:authenticated'] });
const OWNER = userInfo({ name: 'owner', groups: ['system:authenticated'] });
const MERGE = { 'content-type': 'application/merge-patch+json' };

let api: TestServer;

beforeAll(async () => {
  api = await testServer();
  for (const name of ['own', 'foreign']) await api.ask('POST', '/api/v1/namespaces', { body: { metadata: { name } } });
  const reads = { apiGroups: ['*'], resources: ['*'], verbs: ['get', 'list', 'watch', 'proxy'] };
  await api.ask('POST', `${RBAC}/clusterroles`, { body: { metadata: { name: 'reader' }, rules: [reads] } });
  await api.ask('POST', `${RBAC}/clusterrolebindings`, { body: binding('reader', 'reader') });
  await api.ask('POST', `${RBAC}/namespaces/own/rolebindings`, { body: binding('cluster-admin', 'owner') });
});

const binding = (role: string, user: string): object => ({
  metadata: { name: user },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
  subjects: [{ kind: 'User', name: user, apiGroup: 'rbac.authorization.k8s.io' }],
});

const message = ({ body, text }: { body: { message?: string }; text: string }): string => body.message ?? text;

it('does nothing for those who accept no answer', async () => {
  const path = '/api/v1/namespaces/default/configmaps';
  const body = { metadata: { name: 'unwanted' } };
  expect((await api.ask('POST', path, { body, headers: { accept: 'text/html' } })).status).toBe(406);
  expect((await api.ask('GET', `${path}/unwanted`)).status).toBe(404);
});

describe('verbs in paths', () => {
  it.each([
    ['POST', '/api/v1/watch/namespaces/default/serviceaccounts/default/token', 404],
    ['PATCH', '/api/v1/watch/namespaces/foreign/status', 404],
    ['POST', '/api/v1/watch/namespaces/default/configmaps', 405],
    ['DELETE', '/api/v1/watch/namespaces/default/serviceaccounts/default', 405],
    ['POST', '/apis/authorization.k8s.io/v1/watch/subjectaccessreviews', 405],
    ['GET', '/api/v1/watch/namespaces/default/pods/a/status', 404],
    ['GET', '/api/v1/proxy/namespaces/default/serviceaccounts/default', 404],
    ['DELETE', '/api/v1/proxy/namespaces/default/serviceaccounts/default', 404],
    ['POST', '/api/v1/proxy/namespaces/default/configmaps', 404],
    ['HEAD', '/api/v1/namespaces/default/configmaps?watch=1', 405],
  ])('%s %s does nothing for a reader', async (method, target, status) => {
    const body = { metadata: { name: 'made' }, spec: {} };
    const answer = await api.ask(method, target, { as: READER, headers: MERGE, ...(method === 'GET' ? {} : { body }) });
    expect(answer.status).toBe(status);
  });

  it('leaves everything as it was', async () => {
    expect((await api.ask('GET', '/api/v1/namespaces/default/serviceaccounts/default')).status).toBe(200);
    expect((await api.ask('GET', '/api/v1/namespaces/default/configmaps/made')).status).toBe(404);
  });

  it('refuses a selector that names another object than the path', async () => {
    const target = '/api/v1/watch/namespaces/default/configmaps/a?fieldSelector=metadata.name%3Db';
    const answer = await api.ask('GET', target);
    expect([answer.status, message(answer)]).toEqual([400, "fieldSelector metadata.name doesn't match requested name"]);
  });

  it('refuses a watch by an unknown field before it begins', async () => {
    const answer = await api.ask('GET', '/api/v1/pods?watch=1&fieldSelector=a%3Db');
    expect([answer.status, message(answer)]).toEqual([400, 'field label not supported: a']);
  });
});

describe('namespaces', () => {
  it.each([
    ['GET', ''],
    ['POST', ''],
    ['GET', '/foreign'],
    ['DELETE', '/foreign'],
    ['PUT', '/foreign/finalize'],
    ['PATCH', '/foreign/status'],
  ])('are not reached through one that the user owns: %s namespaces/own/namespaces%s', async (method, rest) => {
    const target = `/api/v1/namespaces/own/namespaces${rest}`;
    const body = { metadata: { name: 'foreign' }, spec: {} };
    const answer = await api.ask(method, target, { as: OWNER, headers: MERGE, ...(method === 'GET' ? {} : { body }) });
    expect([answer.status, message(answer)]).toEqual([404, 'the server could not find the requested resource']);
    expect((await api.ask('GET', '/api/v1/namespaces/foreign')).body.metadata.deletionTimestamp).toBeUndefined();
  });

  it('are still served at their own paths', async () => {
    expect((await api.ask('GET', '/api/v1/namespaces/own', { as: OWNER })).status).toBe(200);
    expect((await api.ask('GET', '/api/v1/namespaces/own/status', { as: OWNER })).status).toBe(200);
    expect((await api.ask('GET', '/api/v1/namespaces/own/', { as: OWNER })).status).toBe(200);
  });

  it.each([
    '/api/v1/namespaces/own/status/extra',
    '/api/v1/namespaces/own/pods/a/status/extra',
    '/api/v1/pods//status',
  ])('GET %s is no path of the API', async (target) => expect((await api.ask('GET', target)).status).toBe(404));
});

describe('keys', () => {
  it.each([
    ['/api/v1/namespaces/../pods', 500, 'invalid key: "/pods/.."'],
    ['/api/v1/namespaces/%2e%2e/pods', 500, 'invalid key: "/pods/.."'],
    ['/api/v1/namespaces/../pods/x', 500, 'invalid key: "/pods/../x"'],
    ['/api/v1/namespaces/./pods', 500, 'invalid key: "/pods/."'],
    ['/api/v1/namespaces/own/secrets/a%25b', 400, 'Name parameter invalid: "a%b": may not contain \'%\''],
    ['/api/v1/namespaces/own/secrets/..', 400, 'Name parameter invalid: "..": may not be \'..\''],
    ['/api/v1/namespaces/own/configmaps/a%00', 404, 'configmaps "a\\x00" not found'],
  ])('%s', async (target, status, text) => {
    const answer = await api.ask('GET', target);
    expect([answer.status, message(answer)]).toEqual([status, text]);
  });

  it.each(['PUT', 'PATCH', 'DELETE'])('%s does not leave the place of the resource', async (method) => {
    const body = { metadata: { name: '..' } };
    const target = '/api/v1/namespaces/own/configmaps/..';
    const headers = method === 'PATCH' ? MERGE : {};
    const answer = await api.ask(method, target, { headers, ...(method === 'DELETE' ? {} : { body }) });
    expect([answer.status, message(answer)]).toEqual([400, 'Name parameter invalid: "..": may not be \'..\'']);
  });

  it.each(['GET', 'DELETE', 'PATCH'])('are text: %s', async (method) => {
    const request = method === 'PATCH' ? { body: { metadata: { labels: {} } }, headers: MERGE } : {};
    for (const target of ['/api/v1/namespaces/own/configmaps/%ff', '/api/v1/namespaces/%ff/configmaps/a']) {
      expect((await api.ask(method, target, request)).status).toBe(404);
    }
  });

  it('of a body with half a character is no key', async () => {
    const body = '{"metadata":{"name":"a\\udcffb"},"rules":[]}';
    const made = await api.ask('POST', `${RBAC}/clusterroles`, { body });
    expect([made.status, made.body.metadata.name]).toEqual([201, 'a\ufffdb']);
  });

  it('are not longer than a store takes', async () => {
    const body = { metadata: { name: 'a'.repeat(2000) }, rules: [] };
    const answer = await api.ask('POST', `${RBAC}/clusterroles`, { body });
    expect([answer.status, message(answer)]).toEqual([400, expect.stringContaining('must be no more than')]);
  });

  it('of an object of the cluster has no namespace, whatever the body says', async () => {
    const body = { metadata: { name: 'wide', namespace: 'own' }, rules: [] };
    const made = await api.ask('POST', `${RBAC}/clusterroles`, { body });
    expect([made.status, made.body.metadata.namespace]).toEqual([201, undefined]);
    const patch = { metadata: { namespace: 'own', labels: { a: 'b' } } };
    const changed = await api.ask('PATCH', `${RBAC}/clusterroles/wide`, { body: patch, headers: MERGE });
    expect([changed.status, changed.body.metadata.namespace]).toEqual([200, undefined]);
    const cached = api.server.caches.cache('rbac.authorization.k8s.io', 'clusterroles')?.get('', 'wide');
    expect([cached?.key, cached?.object.metadata.labels]).toEqual(['/registry/clusterroles/wide', { a: 'b' }]);
    expect((await api.ask('DELETE', `${RBAC}/clusterroles/wide`)).status).toBe(200);
  });
});

describe('deletes', () => {
  it('are tried only when the query or the body says so', async () => {
    const target = '/api/v1/namespaces/own/configmaps';
    await api.ask('POST', target, { body: { metadata: { name: 'kept' } } });
    const body = { kind: 'DeleteOptions', apiVersion: 'v1' };
    expect((await api.ask('DELETE', `${target}/kept?dryRun=All`, { body })).status).toBe(200);
    expect((await api.ask('GET', `${target}/kept`)).status).toBe(200);
    expect((await api.ask('DELETE', `${target}/kept?dryRun=some`, { body })).status).toBe(422);
  });
});

describe('failed patches', () => {
  it('do not quote a Secret', async () => {
    const target = '/api/v1/namespaces/own/secrets';
    await api.ask('POST', target, { body: { metadata: { name: 's' }, stringData: { key: 'canary' } } });
    const answer = await api.ask('PATCH', `${target}/s`, { body: { data: { other: 5 } }, headers: MERGE });
    expect(answer.status).toBe(422);
    expect(answer.text).not.toContain(Buffer.from('canary').toString('base64'));
    expect(answer.text).toContain('REDACTED');
  });
});

describe('deletes of collections', () => {
  it('end with the request', async () => {
    const target = '/api/v1/namespaces/own/configmaps';
    const names = Array.from({ length: 100 }, (_, index) => `many-${index}`);
    for (const name of names) await api.ask('POST', target, { body: { metadata: { name, labels: { many: 'y' } } } });
    const gone = new AbortController();
    gone.abort();
    await api.ask('DELETE', `${target}?labelSelector=many%3Dy`, { signal: gone.signal });
    expect((await api.ask('GET', `${target}?labelSelector=many%3Dy`)).body.items).toHaveLength(100);
    await api.ask('DELETE', `${target}?labelSelector=many%3Dy`);
    expect((await api.ask('GET', `${target}?labelSelector=many%3Dy`)).body.items).toHaveLength(0);
  });
});
