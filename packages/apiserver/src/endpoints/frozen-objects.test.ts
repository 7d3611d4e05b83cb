/** Objects in memory belong to everybody: nobody changes them in place. Here every one is frozen once it is there. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../api-server.test-support.js';

const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const APPLY = 'application/apply-patch+yaml';
const CORE = '/api/v1/namespaces/default';
const APPS = '/apis/apps/v1/namespaces/default';
const CONTAINERS = [{ name: 'c', image: 'i' }];

let api: TestServer;

function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}

beforeAll(async () => {
  api = await testServer();
  const { caches, resources } = api.server;
  for (const { group, resource } of resources.all) {
    const cache = caches.cache(group, resource);
    for (const { object } of cache?.list('') ?? []) freeze(object);
    cache?.subscribe(({ object }) => freeze(object.object));
  }
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: CONTAINERS } };
  const made: readonly (readonly [string, object])[] = [
    [`${CORE}/pods`, { metadata: { name: 'x', labels: { a: 'b' } }, spec: { containers: CONTAINERS } }],
    [`${CORE}/services`, { metadata: { name: 'x' }, spec: { ports: [{ port: 80 }] } }],
    [`${CORE}/configmaps`, { metadata: { name: 'x', finalizers: ['a.example/b'] }, data: { a: 'b' } }],
    [`${CORE}/events`, { metadata: { name: 'x' }, involvedObject: { namespace: 'default', name: 'x' } }],
    [`${APPS}/deployments`, { metadata: { name: 'x' }, spec: { selector: { matchLabels: { a: 'b' } }, template } }],
    ['/api/v1/namespaces', { metadata: { name: 'x' } }],
  ];
  for (const [target, body] of made) expect((await api.ask('POST', target, { body })).status).toBe(201);
});

describe('objects in memory', () => {
  it.each<[target: string, type: string, body: object]>([
    [
      `${CORE}/pods/x`,
      STRATEGIC,
      { metadata: { labels: { c: 'd' } }, spec: { containers: [{ name: 'c', image: 'j' }] } },
    ],
    [`${CORE}/pods/x`, MERGE, { metadata: { annotations: { e: 'f' } } }],
    [
      `${CORE}/pods/x`,
      JSON_PATCH,
      [
        { op: 'copy', from: '/metadata/labels', path: '/metadata/annotations' },
        { op: 'move', from: '/metadata/labels/c', path: '/metadata/labels/g' },
        { op: 'remove', path: '/metadata/labels/a' },
        { op: 'add', path: '/spec/tolerations/-', value: { key: 'k', operator: 'Exists' } },
      ],
    ],
    [`${CORE}/pods/x/status`, STRATEGIC, { status: { conditions: [{ type: 'Ready', status: 'True' }] } }],
    [`${CORE}/pods/x/ephemeralcontainers`, STRATEGIC, { spec: { ephemeralContainers: [{ name: 'e', image: 'i' }] } }],
    [`${CORE}/services/x`, STRATEGIC, { spec: { type: 'NodePort' } }],
    [`${CORE}/configmaps/x`, MERGE, { data: { c: 'd' }, metadata: { labels: { a: 'b' } } }],
    [`${APPS}/deployments/x`, STRATEGIC, { spec: { template: { spec: { containers: [{ name: 'd', image: 'i' }] } } } }],
    [`${APPS}/deployments/x/scale`, MERGE, { spec: { replicas: 3 } }],
    ['/apis/events.k8s.io/v1/namespaces/default/events/x', MERGE, { metadata: { labels: { a: 'b' } } }],
    ['/api/v1/namespaces/x', STRATEGIC, { metadata: { labels: { a: 'b' } } }],
  ])('%s is patched by %s', async (target, type, body) => {
    const answer = await api.ask('PATCH', target, { body, headers: { 'content-type': type } });
    expect(answer.status, answer.text).toBeLessThan(500);
  });

  it('are applied to', async () => {
    const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { a: 'z' } };
    const target = `${CORE}/configmaps/x?fieldManager=m&force=true`;
    expect((await api.ask('PATCH', target, { body, headers: { 'content-type': APPLY } })).status).toBe(200);
    expect((await api.ask('PATCH', target, { body, headers: { 'content-type': APPLY } })).status).toBe(200);
  });

  it.each([`${CORE}/pods`, `${CORE}/services`, `${APPS}/deployments`, '/api/v1/namespaces'])(
    '%s are put, listed in every form, and deleted',
    async (target) => {
      const { body } = await api.ask('GET', `${target}/x`);
      const put = await api.ask('PUT', `${target}/x`, {
        body: { ...body, metadata: { ...body.metadata, labels: {} } },
      });
      expect(put.status, put.text).toBe(200);
      for (const form of ['Table', 'PartialObjectMetadataList']) {
        const headers = { accept: `application/json;as=${form};v=v1;g=meta.k8s.io` };
        expect((await api.ask('GET', target, { headers })).body.kind).toBe(form);
      }
      const protobuf = { headers: { accept: 'application/vnd.kubernetes.protobuf' } };
      expect((await api.ask('GET', target, protobuf)).status).toBe(200);
      expect((await api.ask('DELETE', `${target}/x?dryRun=All`)).status).toBe(200);
      expect((await api.ask('DELETE', `${target}/x`)).status).toBe(200);
    },
  );

  it('wait for their finalizers', async () => {
    const target = `${CORE}/configmaps/x`;
    expect((await api.ask('DELETE', target)).status).toBe(200);
    const headers = { 'content-type': MERGE };
    const answer = await api.ask('PATCH', target, { body: { metadata: { finalizers: null } }, headers });
    expect(answer.status).toBe(200);
    expect((await api.ask('GET', target)).status).toBe(404);
  });
});
