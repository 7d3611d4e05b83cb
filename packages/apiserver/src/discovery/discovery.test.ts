import { beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../api-server.test-support.js';

let server: TestServer;

beforeAll(async () => {
  server = await testServer();
});

describe('discovery', () => {
  it('lists groups in the order of their priorities', async () => {
    const { body } = await server.ask('GET', '/apis');
    const names = body.groups.map(({ name }: { name: string }) => name);
    expect(names.slice(0, 4)).toEqual(['apiregistration.k8s.io', 'apps', 'events.k8s.io', 'authentication.k8s.io']);
    const autoscaling = body.groups.find(({ name }: { name: string }) => name === 'autoscaling');
    expect(autoscaling.preferredVersion.version).toBe('v2');
  });

  it('lists resources and their parts by name', async () => {
    const { body } = await server.ask('GET', '/apis/apps/v1');
    const names = body.resources.map(({ name }: { name: string }) => name);
    expect(names).toEqual(names.toSorted());
    const scale = body.resources.find(({ name }: { name: string }) => name === 'deployments/scale');
    expect(scale).toMatchObject({ group: 'autoscaling', version: 'v1', kind: 'Scale', singularName: '' });
  });

  it('gives all at once to those who ask, and nothing to those who have it', async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const all = await server.ask('GET', '/apis', { headers: { accept } });
    expect(all.headers['Content-Type']).toBe(accept);
    const etag = String(all.headers['ETag']);
    const again = await server.ask('GET', '/apis', { headers: { accept, 'if-none-match': etag } });
    expect([again.status, again.text]).toEqual([304, '']);
  });

  it.each([
    ['/apis/apps/v9', 404, 'the server could not find the requested resource'],
    ['/apis/nope.io', 404, undefined],
  ])('says that there is no %s', async (path, status, message) => {
    const answer = await server.ask('GET', path);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toBe(message);
  });
});
