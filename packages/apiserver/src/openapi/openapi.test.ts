import { defaultProfile } from '@bulkhead/features';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../api-server.test-support.js';
import { runtimeConfig } from '../registry/runtime-config.js';
import { servedResources } from '../registry/served-resources.js';
import { documentParts, versionDocument } from './documents.js';

const SCHEMA = '#/components/schemas/';

// biome-ignore lint/suspicious/noExplicitAny: tests reach into documents of every kind
// oxlint-disable-next-line no-explicit-any -- tests reach into documents of every kind
type Document = any;

let server: TestServer;
let core: Document;
let link: string;

beforeAll(async () => {
  server = await testServer();
  const index = await server.ask('GET', '/openapi/v3');
  link = JSON.parse(index.text).paths['api/v1'].serverRelativeURL;
  core = JSON.parse((await server.ask('GET', link)).text);
});

describe('/openapi/v3', () => {
  it('answers with lasting documents under links with their hashes', async () => {
    const { status, headers } = await server.ask('GET', link);
    const hash = /^\/openapi\/v3\/api\/v1\?hash=([0-9A-F]{128})$/.exec(link)?.[1];
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'Content-Type': 'application/json',
      ETag: `"${hash}"`,
      Vary: 'Accept',
      'Cache-Control': 'public, immutable',
    });
    const again = await server.ask('GET', link, { headers: { 'if-none-match': `"${hash}"` } });
    expect([again.status, again.text]).toEqual([304, '']);
    const stale = await server.ask('GET', '/openapi/v3/api/v1?hash=00');
    expect([stale.status, stale.headers['Location']]).toEqual([301, link]);
    const bare = await server.ask('GET', '/openapi/v3/api/v1');
    expect(bare.headers['Cache-Control']).toBe('no-cache, private');
  });

  it('has an index that clients can keep', async () => {
    const { headers } = await server.ask('GET', '/openapi/v3');
    const etag = String(headers['ETag']);
    expect((await server.ask('GET', '/openapi/v3', { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it.each([
    ['/openapi/v3/apis/nope/v1', 'application/json', 404],
    ['/openapi/v3/api/v1', 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf', 406],
    ['/openapi/v2', 'text/html', 406],
    ['/openapi/v2', '*/*', 200],
  ])('%s as %s: %d', async (path, accept, status) => {
    expect((await server.ask('GET', path, { headers: { accept } })).status).toBe(status);
  });
});

describe('a document', () => {
  it('says how lists merge, what is required and what is allowed', () => {
    const { PodSpec, Container, SecretKeySelector } = {
      PodSpec: core.components.schemas['io.k8s.api.core.v1.PodSpec'],
      Container: core.components.schemas['io.k8s.api.core.v1.Container'],
      SecretKeySelector: core.components.schemas['io.k8s.api.core.v1.SecretKeySelector'],
    };
    expect(PodSpec.required).toEqual(['containers']);
    expect(PodSpec.properties.containers).toEqual({
      description: 'Containers of the pod; there is at least one.',
      type: 'array',
      items: { default: {}, allOf: [{ $ref: `${SCHEMA}io.k8s.api.core.v1.Container` }] },
      'x-kubernetes-list-map-keys': ['name'],
      'x-kubernetes-list-type': 'map',
      'x-kubernetes-patch-merge-key': 'name',
      'x-kubernetes-patch-strategy': 'merge',
    });
    expect(Container.properties.imagePullPolicy.enum).toEqual(['Always', 'IfNotPresent', 'Never']);
    expect(Container.properties.name).toEqual({ type: 'string', default: '' });
    expect(SecretKeySelector['x-kubernetes-map-type']).toBe('atomic');
  });

  it('names the kinds of its schemas', () => {
    const kind = { group: '', kind: 'Pod', version: 'v1' };
    expect(core.components.schemas['io.k8s.api.core.v1.Pod']['x-kubernetes-group-version-kind']).toEqual([kind]);
  });

  it('explains what matters for security', () => {
    const { hostUsers } = core.components.schemas['io.k8s.api.core.v1.PodSpec'].properties;
    expect(hostUsers.description).toContain('user namespace');
  });

  it('has the operations that clients look for', () => {
    const path = core.paths['/api/v1/namespaces/{namespace}/pods/{name}'];
    expect(path.patch).toMatchObject({
      operationId: 'patchCoreV1NamespacedPod',
      'x-kubernetes-action': 'patch',
      'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'Pod' },
    });
    expect(path.patch.parameters.map(({ name }: Document) => name)).toContain('fieldValidation');
    expect(Object.keys(path.patch.requestBody.content)).toContain('application/strategic-merge-patch+json');
    expect(core.paths['/api/v1/namespaces/{namespace}/pods/{name}/exec'].post['x-kubernetes-action']).toBe('connect');
  });

  it('refers to nothing that it does not have', () => {
    const references = new Set([...JSON.stringify(core).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)]);
    const missing = [...references].filter(([, name = '']) => !(name in core.components.schemas));
    expect(references.size).toBeGreaterThan(1000);
    expect(missing).toEqual([]);
  });

  it('knows the fields of its minor alone', () => {
    const profile = defaultProfile(27);
    const resources = servedResources(profile, runtimeConfig(new Map())).all;
    const parts = documentParts(profile.minor, 'v3');
    const old: Document = JSON.parse(versionDocument(parts, resources, { group: '', version: 'v1' }));
    const fields = (document: Document): object =>
      document.components.schemas['io.k8s.api.core.v1.SecurityContext'].properties;
    expect('appArmorProfile' in fields(core)).toBe(true);
    expect('appArmorProfile' in fields(old)).toBe(false);
    expect(old.info.version).toBe('1.27');
  });
});

describe('/openapi/v2', () => {
  it('has the same types in the old dialect', async () => {
    const { body, headers } = await server.ask('GET', '/openapi/v2');
    expect(headers['Content-Type']).toBe('application/json');
    expect(body.swagger).toBe('2.0');
    expect(body.definitions['io.k8s.api.core.v1.Pod'].properties.spec).toEqual({
      $ref: '#/definitions/io.k8s.api.core.v1.PodSpec',
    });
    const { post } = body.paths['/apis/apps/v1/namespaces/{namespace}/deployments'];
    expect(post.parameters[0]).toEqual({
      in: 'body',
      name: 'body',
      required: true,
      schema: { $ref: '#/definitions/io.k8s.api.apps.v1.Deployment' },
    });
    expect(JSON.stringify(body)).not.toContain('#/components/');
  });
});
