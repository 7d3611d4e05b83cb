import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, write } from '../admission.test-support.js';
import { serviceAccount } from './service-account.js';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

function plugin() {
  const deps = dependencies();
  const accounts = deps.caches.cache('', 'serviceaccounts');
  accounts.set(objectOf('ServiceAccount', 'default'));
  accounts.set(objectOf('ServiceAccount', 'quiet', { automountServiceAccountToken: false }));
  accounts.set(objectOf('ServiceAccount', 'pulls', { imagePullSecrets: [{ name: 'registry' }] }));
  accounts.set(
    objectOf(
      'ServiceAccount',
      'strict',
      { secrets: [{ name: 'mine' }], imagePullSecrets: [{ name: 'registry' }] },
      { annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } },
    ),
  );
  return { plugin: serviceAccount(deps), accounts };
}

const pod = (spec: object, metadata: object = {}) => objectOf('Pod', 'p', { spec }, metadata);
const create = (object: unknown): Promise<Pod | undefined> =>
  admitted(plugin().plugin, write({ resource: 'pods', object }));

describe('ServiceAccount', () => {
  it('gives a pod the default account and its token', async () => {
    const admittedPod = await create(pod({ initContainers: [{ name: 'i' }], containers: [{ name: 'c' }] }));
    const mount = { name: 'kube-api-access-abcde', readOnly: true, mountPath: TOKEN_PATH };
    expect(admittedPod?.spec).toEqual({
      serviceAccountName: 'default',
      serviceAccount: 'default',
      initContainers: [{ name: 'i', volumeMounts: [mount] }],
      containers: [{ name: 'c', volumeMounts: [mount] }],
      volumes: [
        {
          name: 'kube-api-access-abcde',
          projected: {
            sources: [
              { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
              { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
              {
                downwardAPI: {
                  items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
                },
              },
            ],
            defaultMode: 420,
          },
        },
      ],
    });
  });

  it('gives no token where the account or the pod wants none, or something stands in its place', async () => {
    const quiet = await create(pod({ serviceAccountName: 'quiet', containers: [{ name: 'c' }] }));
    expect(quiet?.spec?.volumes).toBeUndefined();
    const wants = { serviceAccountName: 'quiet', automountServiceAccountToken: true, containers: [{ name: 'c' }] };
    expect((await create(pod(wants)))?.spec?.volumes).toHaveLength(1);
    const own = { containers: [{ name: 'c', volumeMounts: [{ name: 'mine', mountPath: TOKEN_PATH }] }] };
    expect((await create(pod(own)))?.spec?.volumes).toBeUndefined();
    const again = { containers: [{ name: 'c' }], volumes: [{ name: 'kube-api-access-x' }] };
    const reused = await create(pod(again));
    expect(reused?.spec?.volumes).toEqual([{ name: 'kube-api-access-x' }]);
    expect(reused?.spec?.containers?.[0]?.volumeMounts?.[0]?.name).toBe('kube-api-access-x');
  });

  it('copies pull secrets where the pod has none', async () => {
    const spec = { serviceAccountName: 'pulls', containers: [] };
    expect((await create(pod(spec)))?.spec?.imagePullSecrets).toEqual([{ name: 'registry' }]);
    const own = { ...spec, imagePullSecrets: [{ name: 'other' }] };
    expect((await create(pod(own)))?.spec?.imagePullSecrets).toEqual([{ name: 'other' }]);
  });

  const secretKeyRef = { name: 's', key: 'k' };
  const refused: readonly (readonly [string, object, object, string])[] = [
    [
      'an unknown account',
      { serviceAccountName: 'x' },
      {},
      'error looking up service account a/x: serviceaccount "x" not found',
    ],
    [
      'a volume',
      { serviceAccountName: 'strict', volumes: [{ name: 'v', secret: { secretName: 's' } }] },
      {},
      'volume with secret.secretName="s" is not allowed because service account strict does not reference that secret',
    ],
    [
      'a variable',
      {
        serviceAccountName: 'strict',
        initContainers: [{ name: 'i', env: [{ name: 'E', valueFrom: { secretKeyRef } }] }],
      },
      {},
      'init container i with envVar E referencing secret.secretName="s" is not allowed because service account strict does not reference that secret',
    ],
    [
      'an environment',
      { serviceAccountName: 'strict', containers: [{ name: 'c', envFrom: [{ secretRef: { name: 's' } }] }] },
      {},
      'container c with envFrom referencing secret.secretName="s" is not allowed because service account strict does not reference that secret',
    ],
    [
      'a pull secret',
      { serviceAccountName: 'strict', imagePullSecrets: [{ name: 'registry' }, { name: 's' }] },
      {},
      'imagePullSecrets[1].name="s" is not allowed because service account strict does not reference that imagePullSecret',
    ],
    [
      'the account of a mirror pod',
      { serviceAccountName: 'default' },
      { annotations: { 'kubernetes.io/config.mirror': 'x' } },
      'a mirror pod may not reference service accounts',
    ],
    [
      'the secret of a mirror pod',
      { containers: [{ name: 'c', envFrom: [{ secretRef: { name: 's' } }] }] },
      { annotations: { 'kubernetes.io/config.mirror': 'x' } },
      'a mirror pod may not reference secrets',
    ],
    [
      'the token of a mirror pod',
      { volumes: [{ name: 'v', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }] },
      { annotations: { 'kubernetes.io/config.mirror': 'x' } },
      'a mirror pod may not use ServiceAccountToken volume projections',
    ],
  ];
  it.each(refused)('refuses %s', async (_what, spec, metadata, text) => {
    const failure = await refusalOf(() => create(pod(spec, metadata)));
    expect(failure).toMatchObject({ code: 403, message: `pods "p" is forbidden: ${text}` });
  });

  it('leaves mirror pods as they are', async () => {
    const mirror = pod({ containers: [{ name: 'c' }] }, { annotations: { 'kubernetes.io/config.mirror': 'x' } });
    expect(await create(mirror)).toBe(mirror);
  });

  it('checks ephemeral containers, with a plain error', async () => {
    const ephemeralContainers = [{ name: 'e', env: [{ name: 'E', valueFrom: { secretKeyRef } }] }];
    const object = pod({ serviceAccountName: 'strict', ephemeralContainers });
    const attributes = write({ operation: 'UPDATE', resource: 'pods', subresource: 'ephemeralcontainers', object });
    expect(await refusalOf(() => admitted(plugin().plugin, attributes))).toMatchObject({
      code: 500,
      message:
        'ephemeral container e with envVar E referencing secret.secretName="s" is not allowed because service account strict does not reference that secret',
    });
  });

  it('waits for the default account of a new namespace', async () => {
    const { plugin: it, accounts } = plugin();
    accounts.delete('a', 'default');
    const pending = admitted(it, write({ resource: 'pods', object: pod({ containers: [] }) }));
    setTimeout(() => accounts.set(objectOf('ServiceAccount', 'default')), 5);
    expect((await pending)?.['spec']).toMatchObject({ serviceAccountName: 'default' });
  });
});
