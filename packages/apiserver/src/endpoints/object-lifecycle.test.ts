import { beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../api-server.test-support.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
let server: TestServer;

beforeAll(async () => {
  server = await testServer();
});

describe('create', () => {
  it('answers with the object as stored, members in order', async () => {
    const { status, body } = await server.ask('POST', MAPS, { body: { metadata: { name: 'a' }, data: { b: '1' } } });
    expect(status).toBe(201);
    expect(Object.keys(body)).toEqual(['kind', 'apiVersion', 'metadata', 'data']);
    expect(Object.keys(body.metadata).slice(0, 5)).toEqual([
      'name',
      'namespace',
      'uid',
      'resourceVersion',
      'creationTimestamp',
    ]);
    const read = await server.ask('GET', `${MAPS}/a`);
    expect(read.body).toEqual(body);
  });

  it('does not let clients set what only the server sets', async () => {
    const metadata = { name: 'own', uid: 'mine', creationTimestamp: '2000-01-01T00:00:00Z', selfLink: 'x' };
    const { body } = await server.ask('POST', MAPS, { body: { metadata } });
    expect(body.metadata.uid).not.toBe('mine');
    expect(body.metadata.creationTimestamp).not.toBe('2000-01-01T00:00:00Z');
    expect(body.metadata.selfLink).toBeUndefined();
  });

  it.each([
    ['twice', { metadata: { name: 'twice' } }, 409, 'configmaps "twice" already exists'],
    [
      'a resourceVersion',
      { metadata: { name: 'rv', resourceVersion: '1' } },
      500,
      'resourceVersion should not be set on objects to be created',
    ],
    [
      'another namespace',
      { metadata: { name: 'x', namespace: 'other' } },
      400,
      'the namespace of the provided object does not match the namespace sent on the request',
    ],
    ['no name', { metadata: {} }, 422, undefined],
    ['a path as its name', { metadata: { name: '../x' } }, 422, undefined],
  ])('refuses %s', async (_, body, code, message) => {
    await server.ask('POST', MAPS, { body: { metadata: { name: 'twice' } } });
    const answer = await server.ask('POST', MAPS, { body });
    expect(answer.status).toBe(code);
    if (message !== undefined) expect(answer.body.message).toBe(message);
  });

  it('makes up names, and keeps the prefix', async () => {
    const { body } = await server.ask('POST', MAPS, { body: { metadata: { generateName: 'g-' } } });
    expect(body.metadata.name).toMatch(/^g-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  it('writes nothing in a dry run', async () => {
    const { status, body } = await server.ask('POST', `${MAPS}?dryRun=All`, { body: { metadata: { name: 'dry' } } });
    expect(status).toBe(201);
    expect(body.metadata.resourceVersion).toBeUndefined();
    expect((await server.ask('GET', `${MAPS}/dry`)).status).toBe(404);
  });
});

describe('update', () => {
  it('wins over a newer state only without a version', async () => {
    const { body } = await server.ask('POST', MAPS, { body: { metadata: { name: 'u' } } });
    const { resourceVersion } = body.metadata;
    const put = (metadata: object, data: object) =>
      server.ask('PUT', `${MAPS}/u`, { body: { metadata: { name: 'u', ...metadata }, data } });
    expect((await put({ resourceVersion }, { a: '1' })).status).toBe(200);
    const stale = await put({ resourceVersion }, { a: '2' });
    expect([stale.status, stale.body.reason]).toEqual([409, 'Conflict']);
    expect((await put({}, { a: '3' })).body.data).toEqual({ a: '3' });
  });

  it('does not write what does not change', async () => {
    const { body } = await server.ask('POST', MAPS, { body: { metadata: { name: 'same' }, data: { a: '1' } } });
    const again = await server.ask('PUT', `${MAPS}/same`, { body: { metadata: { name: 'same' }, data: { a: '1' } } });
    expect(again.body.metadata.resourceVersion).toBe(body.metadata.resourceVersion);
  });

  it('does not write what would change only the times in managedFields', async () => {
    const apply = () =>
      server.ask('PATCH', `${MAPS}/applied?fieldManager=m`, {
        body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'applied' }, data: { a: '1' } },
        headers: { 'content-type': 'application/apply-patch+yaml' },
      });
    const { metadata } = (await apply()).body;
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await apply()).body.metadata).toEqual(metadata);
  });

  it('does not create most kinds, and does create roles', async () => {
    const missing = await server.ask('PUT', `${MAPS}/none`, { body: { metadata: { name: 'none' } } });
    expect(missing.status).toBe(404);
    const roles = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/roles/r';
    expect((await server.ask('PUT', roles, { body: { metadata: { name: 'r' } } })).status).toBe(201);
  });
});

describe('delete', () => {
  it('waits for finalizers, and goes with the last one', async () => {
    await server.ask('POST', MAPS, { body: { metadata: { name: 'f', finalizers: ['x.io/y'] } } });
    const marked = await server.ask('DELETE', `${MAPS}/f`);
    expect(marked.body.metadata).toMatchObject({ deletionGracePeriodSeconds: 0 });
    const headers = { 'content-type': 'application/merge-patch+json' };
    const last = await server.ask('PATCH', `${MAPS}/f`, { headers, body: { metadata: { finalizers: null } } });
    expect(last.status).toBe(200);
    expect((await server.ask('GET', `${MAPS}/f`)).status).toBe(404);
  });

  it('answers with a Status, and with the object for some kinds', async () => {
    const { body } = await server.ask('POST', MAPS, { body: { metadata: { name: 'd' } } });
    const { uid } = body.metadata;
    const gone = await server.ask('DELETE', `${MAPS}/d`);
    expect(gone.body).toMatchObject({
      kind: 'Status',
      status: 'Success',
      details: { name: 'd', kind: 'configmaps', uid },
    });
    const accounts = '/api/v1/namespaces/default/serviceaccounts';
    await server.ask('POST', accounts, { body: { metadata: { name: 'd' } } });
    expect((await server.ask('DELETE', `${accounts}/d`)).body.kind).toBe('ServiceAccount');
  });

  it('gives scheduled pods their time, which can be shortened', async () => {
    const pods = '/api/v1/namespaces/default/pods';
    const spec = { nodeName: 'n1', containers: [{ name: 'c', image: 'x' }] };
    await server.ask('POST', pods, { body: { metadata: { name: 'p' }, spec } });
    const first = await server.ask('DELETE', `${pods}/p`);
    expect(first.body.metadata.deletionGracePeriodSeconds).toBe(30);
    const later = await server.ask('DELETE', `${pods}/p?gracePeriodSeconds=60`);
    expect(later.body.metadata.deletionGracePeriodSeconds).toBe(30);
    const shorter = await server.ask('DELETE', `${pods}/p?gracePeriodSeconds=5`);
    expect(shorter.body.metadata.deletionGracePeriodSeconds).toBe(5);
    await server.ask('DELETE', `${pods}/p?gracePeriodSeconds=0`);
    expect((await server.ask('GET', `${pods}/p`)).status).toBe(404);
  });

  it('marks a namespace until its finalizer is taken away', async () => {
    await server.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: 'doomed' } } });
    const marked = await server.ask('DELETE', '/api/v1/namespaces/doomed');
    expect(marked.body.status.phase).toBe('Terminating');
    const late = await server.ask('POST', '/api/v1/namespaces/doomed/configmaps', {
      body: { metadata: { name: 'x' } },
    });
    expect(late.status).toBe(403);
    const finalized = { ...marked.body, spec: { finalizers: [] } };
    expect((await server.ask('PUT', '/api/v1/namespaces/doomed/finalize', { body: finalized })).status).toBe(200);
    expect((await server.ask('GET', '/api/v1/namespaces/doomed')).status).toBe(404);
  });
});
