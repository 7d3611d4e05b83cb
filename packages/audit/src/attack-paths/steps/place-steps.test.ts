/** Steps out of pods, namespaces and nodes. */
import { describe, expect, it } from 'vitest';
import { factsOf, grant, namespaced, object, pod, stepsFrom } from '../attack-paths.test-support.js';
import type { ClusterObject } from '../cluster-facts.js';
import { type Foothold, foothold } from '../foothold.js';

const SHOP_POD = foothold('workload', 'shop', 'Pod/web');
const from = (start: Foothold, ...objects: ClusterObject[]) => stepsFrom(factsOf(objects), start);
const container = (securityContext: object, rest: object = {}) => ({
  containers: [{ name: 'app', securityContext, ...rest }],
});
const hostPath = (path: string, mount: object = {}, securityContext: object = {}) => ({
  ...container(securityContext, { volumeMounts: [{ name: 'host', mountPath: '/h', ...mount }] }),
  volumes: [{ name: 'host', hostPath: { path } }],
});

describe('a pod', () => {
  it('has the token of its service account, unless somebody says otherwise', () => {
    const token = 'mounted-token -> service account shop/default';
    const account = object('v1', 'ServiceAccount', 'shop', 'default', { automountServiceAccountToken: false });
    expect(from(SHOP_POD, pod('shop', 'web'))).toEqual([token]);
    expect(from(SHOP_POD, pod('shop', 'web', { automountServiceAccountToken: false }))).toEqual([]);
    expect(from(SHOP_POD, pod('shop', 'web'), account)).toEqual([]);
    expect(from(SHOP_POD, pod('shop', 'web', { automountServiceAccountToken: true }), account)).toEqual([token]);
    const volumes = [{ name: 't', projected: { sources: [{ serviceAccountToken: { path: 't' } }] } }];
    expect(from(SHOP_POD, pod('shop', 'web', { automountServiceAccountToken: false, volumes }))).toEqual([token]);
  });

  it.each<[string, object, boolean]>([
    ['privileged', container({ privileged: true }), true],
    ['SYS_ADMIN', container({ capabilities: { add: ['SYS_ADMIN'] } }), true],
    ['SYS_PTRACE with hostPID', { hostPID: true, ...container({ capabilities: { add: ['SYS_PTRACE'] } }) }, true],
    ['the root of the node', hostPath('/', {}, { runAsUser: 0 }), true],
    ['a runtime socket, read-only', hostPath('/var/run/docker.sock', { readOnly: true }, { runAsUser: 0 }), true],
    ['hostPID as the user of the image', { hostPID: true, ...container({}) }, false],
    ['a host path as the user of the image', hostPath('/etc'), false],
    ['the root of the node, read-only', hostPath('/', { readOnly: true }, { runAsUser: 0 }), false],
  ])('gets to its node: %s', (_, spec, certain) => {
    const steps = from(SHOP_POD, pod('shop', 'web', { automountServiceAccountToken: false, nodeName: 'n1', ...spec }));
    expect(steps).toEqual([`container-escape -> root on node n1${certain ? '' : ' ?'}`]);
  });

  it.each<[string, object]>([
    ['SYS_PTRACE among its own processes', container({ capabilities: { add: ['SYS_PTRACE'] } })],
    ['NET_BIND_SERVICE', container({ capabilities: { add: ['NET_BIND_SERVICE'] } })],
    ['a harmless host path', hostPath('/opt/data', {}, { runAsUser: 0 })],
    ['a path that only begins alike', hostPath('/etcetera', {}, { runAsUser: 0 })],
    ['a host path as another user', hostPath('/', {}, { runAsUser: 1000 })],
    ['a host path that no container mounts', { volumes: [{ name: 'host', hostPath: { path: '/' } }] }],
    ['privileged in a user namespace', { hostUsers: false, ...container({ privileged: true }) }],
    ['hostIPC', { hostIPC: true, ...container({}) }],
  ])('near miss: %s', (_, spec) => {
    expect(from(SHOP_POD, pod('shop', 'web', { automountServiceAccountToken: false, ...spec }))).toEqual([]);
  });

  it('is assumed to gain from the network of its node', () => {
    const spec = { automountServiceAccountToken: false, hostNetwork: true };
    expect(from(SHOP_POD, pod('shop', 'web', spec))).toEqual(['host-network -> root on some worker node ?']);
  });

  it('that has ended is no start', () => {
    const ended = pod('shop', 'web', container({ privileged: true }));
    Object.assign(ended.object as object, { status: { phase: 'Succeeded' } });
    expect(from(SHOP_POD, ended)).toEqual([]);
  });
});

describe('own pods', () => {
  const PODS = foothold('podCreation', 'shop');
  const always = [
    'pod-secrets -> secrets of namespace shop',
    'pod-service-account -> service accounts of namespace shop',
  ];

  it.each<[string, ClusterObject[], readonly string[]]>([
    ['without a label', [namespaced('shop')], ['privileged-pod -> root on every node']],
    ['in a namespace that the input does not hold', [], ['privileged-pod -> root on every node ?']],
    ['under baseline', [namespaced('shop', { 'pod-security.kubernetes.io/enforce': 'baseline' })], []],
    ['under a label that cannot be read', [namespaced('shop', { 'pod-security.kubernetes.io/enforce': 'x' })], []],
    [
      'under warnings only',
      [namespaced('shop', { 'pod-security.kubernetes.io/warn': 'restricted' })],
      ['privileged-pod -> root on every node'],
    ],
  ])('%s', (_, objects, node) => {
    expect(from(PODS, ...objects)).toEqual([...always, ...node].sort());
  });
});

describe('service accounts, secrets and nodes', () => {
  const reader = grant('', ['get /secrets'], 'ServiceAccount/shop/reader', 'reader');

  it('are the service accounts that have useful rights', () => {
    const idle = grant('shop', ['get /pods'], 'ServiceAccount/shop/idle', 'idle');
    const accounts = foothold('serviceAccounts', 'shop');
    const made = object('v1', 'ServiceAccount', 'shop', 'reader');
    const identity = 'service-account-identity -> service account shop/reader';
    expect(from(accounts, ...reader, ...idle)).toEqual([`${identity} ?`]);
    expect(from(accounts, ...reader, made)).toEqual([identity]);
    expect(from(foothold('serviceAccounts', 'bank'), ...reader)).toEqual([]);
  });

  it('are what the rights of all service accounts give the default one', () => {
    const all = grant('shop', ['get /secrets'], 'Group/system:serviceaccounts:shop', 'all');
    expect(from(foothold('serviceAccounts', 'shop'), ...all)).toEqual([
      'service-account-identity -> service account shop/default',
    ]);
    expect(from(foothold('serviceAccount', 'shop', 'default'), ...all)).toEqual([
      'read-secrets -> secrets of namespace shop',
    ]);
    expect(from(foothold('serviceAccount', 'bank', 'default'), ...all)).toEqual([]);
  });

  it('secrets hold tokens where a token Secret is', () => {
    const secret = object('v1', 'Secret', 'shop', 's', { type: 'kubernetes.io/service-account-token' });
    Object.assign(secret.object.metadata, { annotations: { 'kubernetes.io/service-account.name': 'reader' } });
    const opaque = object('v1', 'Secret', 'shop', 'o', { type: 'Opaque' });
    expect(from(foothold('secrets', 'shop'), secret)).toEqual(['stored-token -> service account shop/reader']);
    expect(from(foothold('secrets', 'shop'), opaque)).toEqual([]);
    expect(from(foothold('secrets', 'kube-system'))).toEqual(['credential-secret -> cluster-admin ?']);
    expect(from(foothold('secrets', 'kube-system', 'one'))).toEqual([]);
  });

  it('a node has the tokens of the pods that run there', () => {
    const here = pod('shop', 'web', { nodeName: 'n1', serviceAccountName: 'a' });
    const there = pod('shop', 'db', { nodeName: 'n2', serviceAccountName: 'b' });
    const worker = object('v1', 'Node', '', 'n1');
    expect(from(foothold('node', '', 'n1'), here, there, worker)).toEqual([
      'node-credentials -> service account shop/a',
    ]);
    expect(from(foothold('nodeIdentity', '', 'n2'), here, there)).toEqual([
      'node-credentials -> service account shop/b',
    ]);
    expect(from(foothold('node', '', 'n3'))).toEqual(['control-plane-node -> cluster-admin ?']);
  });
});
