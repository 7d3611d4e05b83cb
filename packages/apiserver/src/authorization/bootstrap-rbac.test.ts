import { bootstrapObjects } from '@bulkhead/engine/rbac';
import { describe, expect, it } from 'vitest';
import { profileFor } from '../http/request-context.test-support.js';
import type { ApiClient, ClientRequest, KubeObject } from '../registry/kube-object.js';
import { TestObjectCaches } from '../registry/object-caches.test-support.js';
import { reconcileBootstrapRbac } from './bootstrap-rbac.js';

const GROUP = 'rbac.authorization.k8s.io';
const profile = profileFor(35);
const expected = bootstrapObjects(profile);
const COUNT = [expected.clusterRoles, expected.clusterRoleBindings, expected.roles, expected.roleBindings].flat()
  .length;

/** A server that keeps objects in the caches and writes down what it is asked. */
class TestServer implements ApiClient {
  readonly caches = new TestObjectCaches();
  readonly requests: string[] = [];
  /** Answers for the first requests of a method and path. */
  readonly refusals = new Map<string, { status: number; body: unknown }[]>();
  /** Uncached: another server wrote it. */
  readonly live = new Map<string, KubeObject>();
  running = 0;
  mostRunning = 0;

  async request({ method, path, body }: ClientRequest): Promise<{ status: number; body: unknown }> {
    this.requests.push(`${method} ${path}`);
    this.running += 1;
    this.mostRunning = Math.max(this.mostRunning, this.running);
    await new Promise((resolve) => setImmediate(resolve));
    this.running -= 1;
    const refusal = this.refusals.get(`${method} ${path}`)?.shift();
    if (refusal !== undefined) return refusal;
    const object = body as KubeObject;
    const match = /^\/api(?:s\/([^/]+))?\/v1(?:\/namespaces\/([^/]+))?\/([a-z]+)(?:\/(.+))?$/.exec(path);
    const [, group = '', namespace = '', resource = '', name = ''] = match ?? [];
    const cache = this.caches.cache(group, resource);
    if (method === 'GET') {
      const found = this.live.get(path) ?? cache.get(namespace, decodeURIComponent(name))?.object;
      return found === undefined ? { status: 404, body: {} } : { status: 200, body: found };
    }
    if (method === 'DELETE') {
      cache.delete(namespace, decodeURIComponent(name));
      return { status: 200, body: {} };
    }
    cache.set(object);
    return { status: method === 'POST' ? 201 : 200, body: object };
  }
}

describe('bootstrap RBAC', () => {
  it('makes all defaults at once on an empty store, and nothing the second time', async () => {
    const server = new TestServer();
    const options = { client: server, caches: server.caches, profile };
    expect(await reconcileBootstrapRbac(options)).toBe(COUNT);
    expect(server.mostRunning).toBeGreaterThan(50);
    expect(server.requests.filter((line) => line === 'POST /api/v1/namespaces')).toHaveLength(2);
    server.requests.length = 0;
    expect(await reconcileBootstrapRbac(options)).toBe(0);
    expect(server.requests).toEqual([]);
  });

  it('adds what is missing, keeps what is there, and leaves protected objects alone', async () => {
    const server = new TestServer();
    const options = { client: server, caches: server.caches, profile };
    await reconcileBootstrapRbac(options);
    const roles = server.caches.cache(GROUP, 'clusterroles');
    const discovery = roles.get('', 'system:discovery')?.object;
    const drainer = roles.get('', 'system:basic-user')?.object;
    if (discovery === undefined || drainer === undefined) throw new Error('no default roles');
    const own = { apiGroups: ['x'], resources: ['y'], verbs: ['get'] };
    roles.set({ ...discovery, rules: [own] });
    const annotations = { 'rbac.authorization.kubernetes.io/autoupdate': 'false' };
    roles.set({ ...drainer, metadata: { ...drainer.metadata, annotations }, rules: [] });
    expect(await reconcileBootstrapRbac(options)).toBe(1);
    expect(roles.get('', 'system:discovery')?.object['rules']).toContainEqual(own);
    expect(JSON.stringify(roles.get('', 'system:discovery')?.object)).toContain('/openapi');
    expect(roles.get('', 'system:basic-user')?.object['rules']).toEqual([]);
  });

  it('makes a binding to another role anew', async () => {
    const server = new TestServer();
    const options = { client: server, caches: server.caches, profile };
    await reconcileBootstrapRbac(options);
    const bindings = server.caches.cache(GROUP, 'clusterrolebindings');
    const binding = bindings.get('', 'system:discovery')?.object;
    if (binding === undefined) throw new Error('no default binding');
    bindings.set({ ...binding, roleRef: { apiGroup: GROUP, kind: 'ClusterRole', name: 'view' } });
    server.requests.length = 0;
    expect(await reconcileBootstrapRbac(options)).toBe(1);
    expect(server.requests).toEqual([
      `DELETE /apis/${GROUP}/v1/clusterrolebindings/system%3Adiscovery`,
      `POST /apis/${GROUP}/v1/clusterrolebindings`,
    ]);
  });

  it('reads anew what another server made at the same time', async () => {
    const server = new TestServer();
    const path = `/apis/${GROUP}/v1/clusterroles`;
    const admin = expected.clusterRoles.find(({ metadata }) => metadata?.name === 'cluster-admin');
    // The first POST is that of cluster-admin or another role; whichever it is, it exists by now.
    server.refusals.set(`POST ${path}`, [{ status: 409, body: { message: 'already exists' } }]);
    for (const role of expected.clusterRoles) {
      const name = role.metadata?.name ?? '';
      server.live.set(`${path}/${encodeURIComponent(name)}`, role as KubeObject);
    }
    expect(admin).toBeDefined();
    expect(await reconcileBootstrapRbac({ client: server, caches: server.caches, profile })).toBe(COUNT - 1);
  });

  it('tries again, and says why it cannot', async () => {
    const server = new TestServer();
    const path = `/apis/${GROUP}/v1/clusterroles`;
    server.refusals.set(`POST ${path}`, [{ status: 500, body: { message: 'the store is full' } }]);
    const options = { client: server, caches: server.caches, profile, retryMilliseconds: 1 };
    expect(await reconcileBootstrapRbac(options)).toBe(1);
    const stopped = AbortSignal.abort(new Error('stopping'));
    server.caches.cache(GROUP, 'clusterroles').delete('', 'view');
    server.refusals.set(`POST ${path}`, [{ status: 500, body: 'no JSON' }]);
    await expect(reconcileBootstrapRbac({ ...options, signal: stopped })).rejects.toThrow('stopping');
  });
});
