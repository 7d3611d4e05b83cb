import { describe, expect, it } from 'vitest';
import { testServer } from '../api-server.test-support.js';
import { authenticationConfigMap, ensureData, ensureObjects } from './bootstrap-objects.js';

describe('a new cluster', () => {
  it.each([27, 30, 33, 35, 36])(
    'of 1.%i has its namespaces, classes, service, flow control and roles',
    async (minor) => {
      const { ask } = await testServer({ minor });
      const names = async (path: string): Promise<string[]> => {
        const { body } = await ask('GET', path);
        return body.items.map(({ metadata }: { metadata: { name: string } }) => metadata.name);
      };
      expect(await names('/api/v1/namespaces')).toEqual(['default', 'kube-node-lease', 'kube-public', 'kube-system']);
      expect(await names('/apis/scheduling.k8s.io/v1/priorityclasses')).toEqual([
        'system-cluster-critical',
        'system-node-critical',
      ]);
      const service = await ask('GET', '/api/v1/namespaces/default/services/kubernetes');
      expect(service.body.spec.clusterIP).toBe('10.0.0.1');
      const flow = `/apis/flowcontrol.apiserver.k8s.io/${minor >= 29 ? 'v1' : 'v1beta3'}`;
      expect(await names(`${flow}/flowschemas`)).toContain('catch-all');
      expect(await names('/apis/rbac.authorization.k8s.io/v1/clusterroles')).toContain('cluster-admin');
    },
  );

  it('is left as it is by the next start', async () => {
    const { ask, server } = await testServer();
    const before = await ask('GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles');
    await server.bootstrap();
    const after = await ask('GET', '/apis/rbac.authorization.k8s.io/v1/clusterroles');
    expect(after.body).toEqual(before.body);
  });
});

describe('what servers behind this one verify clients with', () => {
  const path = '/api/v1/namespaces/kube-system/configmaps';

  it('is made once, and follows a renewed authority', async () => {
    const { ask, server } = await testServer();
    const write = async (requestHeaderCAPEM: string): Promise<Record<string, string>> => {
      const object = authenticationConfigMap({ clientCAPEM: 'clients', requestHeaderCAPEM });
      await ensureObjects([object], server.client, server.caches);
      await ensureData(object, server.client, server.caches);
      return (await ask('GET', `${path}/extension-apiserver-authentication`)).body.data;
    };
    expect(await write('one')).toEqual({
      'client-ca-file': 'clients',
      'requestheader-allowed-names': '["front-proxy-client"]',
      'requestheader-client-ca-file': 'one',
      'requestheader-extra-headers-prefix': '["X-Remote-Extra-"]',
      'requestheader-group-headers': '["X-Remote-Group"]',
      'requestheader-username-headers': '["X-Remote-User"]',
    });
    expect((await write('two'))['requestheader-client-ca-file']).toBe('two');
  });
});
