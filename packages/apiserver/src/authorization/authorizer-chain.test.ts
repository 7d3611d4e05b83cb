import { resourceAttributes, type UserInfo } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import { person, profileFor } from '../http/request-context.test-support.js';
import { TestObjectCaches } from '../registry/object-caches.test-support.js';
import { type AuthorizerChain, type AuthorizerOptions, authorizerChain } from './authorizer-chain.js';

const RBAC = 'rbac.authorization.k8s.io';
const apiVersion = `${RBAC}/v1`;

function chainOf(authorizationMode: readonly string[], options: Partial<AuthorizerOptions> = {}): AuthorizerChain {
  const made = authorizerChain({ flags: { authorizationMode }, profile: profileFor(35), ...options });
  if ('errors' in made) throw new Error(made.errors.join('; '));
  return made.chain;
}

const ask = async (chain: AuthorizerChain, user: UserInfo, verb: string, resource: string, name = '') => {
  const namespace = resource === 'persistentvolumes' ? '' : 'a';
  return (await chain.authorizer.authorize(resourceAttributes({ user, verb, resource, namespace, name }))).decision;
};

const role = (verb: string) => ({
  apiVersion,
  kind: 'Role',
  metadata: { namespace: 'a', name: 'r' },
  rules: [{ apiGroups: [''], resources: ['pods'], verbs: [verb] }],
});
const binding = {
  apiVersion,
  kind: 'RoleBinding',
  metadata: { namespace: 'a', name: 'b' },
  subjects: [{ kind: 'User', apiGroup: RBAC, name: 'alice' }],
  roleRef: { apiGroup: RBAC, kind: 'Role', name: 'r' },
};

describe('RBAC index', () => {
  it('follows roles and bindings', async () => {
    const caches = new TestObjectCaches();
    const chain = chainOf(['RBAC']);
    const alice = person('alice');
    caches.cache(RBAC, 'rolebindings').set(binding);
    const stop = chain.follow(caches);
    expect(await ask(chain, alice, 'get', 'pods')).toBe('noOpinion');
    caches.cache(RBAC, 'roles').set(role('get'));
    expect(await ask(chain, alice, 'get', 'pods')).toBe('allow');
    caches.cache(RBAC, 'roles').set(role('list'));
    expect(await ask(chain, alice, 'get', 'pods')).toBe('noOpinion');
    expect(await ask(chain, alice, 'list', 'pods')).toBe('allow');
    caches.cache(RBAC, 'rolebindings').delete('a', 'b');
    expect(await ask(chain, alice, 'list', 'pods')).toBe('noOpinion');
    caches.cache(RBAC, 'rolebindings').set(binding);
    expect(await ask(chain, alice, 'list', 'pods')).toBe('allow');
    stop();
    caches.cache(RBAC, 'rolebindings').delete('a', 'b');
    expect(await ask(chain, alice, 'list', 'pods')).toBe('allow');
  });

  it('is current in every mode, and decides only in its own', async () => {
    const caches = new TestObjectCaches();
    caches.cache(RBAC, 'rolebindings').set(binding);
    caches.cache(RBAC, 'roles').set(role('get'));
    const chain = chainOf(['AlwaysDeny']);
    chain.follow(caches);
    expect(await ask(chain, person('alice'), 'get', 'pods')).toBe('noOpinion');
    expect(chain.rbac.userRules(person('alice'), 'a').grants).toHaveLength(1);
  });
});

describe('Node authorizer', () => {
  it('follows pods, volumes and what names its node itself', async () => {
    const caches = new TestObjectCaches();
    const chain = chainOf(['Node', 'RBAC']);
    chain.follow(caches);
    const node = person('system:node:n1', 'system:nodes');
    const pods = caches.cache('', 'pods');
    expect(await ask(chain, node, 'get', 'secrets', 's')).toBe('noOpinion');
    pods.set({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace: 'a', name: 'p', uid: 'u' },
      spec: {
        nodeName: 'n1',
        volumes: [
          { name: 'v', secret: { secretName: 's' } },
          { name: 'w', persistentVolumeClaim: { claimName: 'c' } },
        ],
      },
    });
    expect(await ask(chain, node, 'get', 'secrets', 's')).toBe('allow');
    expect(await ask(chain, person('system:node:n2', 'system:nodes'), 'get', 'secrets', 's')).toBe('noOpinion');
    const volume = { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'pv' } };
    caches.cache('', 'persistentvolumes').set({ ...volume, spec: { claimRef: { namespace: 'a', name: 'c' } } });
    expect(await ask(chain, node, 'get', 'persistentvolumes', 'pv')).toBe('allow');
    pods.delete('a', 'p');
    expect(await ask(chain, node, 'get', 'secrets', 's')).toBe('noOpinion');
    expect(await ask(chain, node, 'get', 'persistentvolumes', 'pv')).toBe('noOpinion');
    const attachment = { apiVersion: 'storage.k8s.io/v1', kind: 'VolumeAttachment', metadata: { name: 'va' } };
    caches.cache('storage.k8s.io', 'volumeattachments').set({ ...attachment, spec: { nodeName: 'n1' } });
    const asked = { user: node, verb: 'get', apiGroup: 'storage.k8s.io', resource: 'volumeattachments', name: 'va' };
    expect((await chain.authorizer.authorize(resourceAttributes(asked))).decision).toBe('allow');
  });
});

describe('authorizers by flags', () => {
  it('never restricts system:masters', async () => {
    const chain = chainOf(['AlwaysDeny']);
    expect(await ask(chain, person('admin', 'system:masters'), 'delete', 'nodes')).toBe('allow');
  });

  it('allows everything without a mode, as kube-apiserver does', async () => {
    const made = authorizerChain({ flags: {}, profile: profileFor(35) });
    expect('chain' in made && (await ask(made.chain, person('x'), 'get', 'pods'))).toBe('allow');
  });

  it('opens the paths that are always allowed', async () => {
    const chain = chainOf(['RBAC'], { alwaysAllowPaths: ['/healthz', '/livez*'] });
    const at = async (path: string) =>
      (
        await chain.authorizer.authorize({
          ...resourceAttributes({ user: person('x'), verb: 'get' }),
          path,
          resourceRequest: false,
        })
      ).decision;
    expect(await at('/healthz')).toBe('allow');
    expect(await at('/livez/ping')).toBe('allow');
    expect(await at('/metrics')).toBe('noOpinion');
  });

  const refused: readonly (readonly [AuthorizerOptions['flags'], string])[] = [
    [{ authorizationMode: ['Rbac'] }, 'authorization-mode "Rbac" is not a valid mode'],
    [{ authorizationMode: ['RBAC', 'RBAC'] }, 'authorization-mode ["RBAC" "RBAC"] has mode specified more than once'],
    [
      { authorizationMode: ['Webhook'], authorizationWebhookConfigFile: '/f' },
      'authorization-mode Webhook is not supported by this server yet; use Node, RBAC or both',
    ],
    [
      { authorizationConfig: '/f' },
      '--authorization-config is not supported by this server yet; use --authorization-mode=Node,RBAC',
    ],
  ];
  it.each(refused)('%j', (flags, message) => {
    expect(authorizerChain({ flags, profile: profileFor(35) })).toEqual({ errors: [message] });
  });
});
