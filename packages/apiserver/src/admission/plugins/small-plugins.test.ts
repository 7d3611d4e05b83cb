/** The plugins that set or refuse one thing, in one table each. */
import { describe, expect, it } from 'vitest';
import { profileFor, refusalOf } from '../../http/request-context.test-support.js';
import type { KubeObject } from '../../registry/kube-object.js';
import {
  admitted,
  dependencies,
  objectOf,
  type TestDependencies,
  type TestWrite,
  write,
} from '../admission.test-support.js';
import { admissionChain } from '../admission-chain.js';
import type { AdmissionPlugin } from '../plugin.js';

function pluginCalled(name: string, deps: TestDependencies): AdmissionPlugin {
  const made = admissionChain({ enabled: [name], dependencies: deps });
  if ('errors' in made) throw new Error(made.errors.join('; '));
  const found = made.plugins.find((plugin) => plugin.name === name);
  if (found === undefined) throw new Error(`no plugin ${name}`);
  return found;
}

const run = (name: string, parts: TestWrite, deps = dependencies()): Promise<KubeObject | undefined> =>
  admitted(pluginCalled(name, deps), write(parts));
const specOf = async (name: string, parts: TestWrite, deps = dependencies()) =>
  (await run(name, parts, deps))?.['spec'];
const pod = (spec: object) => objectOf('Pod', 'p', { spec });
const textOf = async (action: () => unknown): Promise<string> => (await refusalOf(action)).message;

describe('TaintNodesByCondition', () => {
  it('taints a new node once', async () => {
    const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };
    const own = { key: 'a', effect: 'NoExecute' };
    const at = (spec: object) =>
      specOf('TaintNodesByCondition', { resource: 'nodes', object: objectOf('Node', 'n', { spec }) });
    expect(await at({})).toEqual({ taints: [taint] });
    expect(await at({ taints: [own] })).toEqual({ taints: [own, taint] });
    expect(await at({ taints: [taint] })).toEqual({ taints: [taint] });
  });
});

describe('DefaultTolerationSeconds', () => {
  const toleration = (name: string, tolerationSeconds = 300) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds,
  });
  const both = [toleration('not-ready'), toleration('unreachable')];
  const at = (tolerations: readonly object[] | undefined, deps = dependencies()) =>
    specOf('DefaultTolerationSeconds', { resource: 'pods', object: pod({ tolerations }) }, deps);

  it('adds what the pod does not say', async () => {
    expect(await at(undefined)).toEqual({ tolerations: both });
    const own = toleration('not-ready', 5);
    expect(await at([own])).toEqual({ tolerations: [own, both[1]] });
    expect(await at([{ operator: 'Exists' }])).toEqual({ tolerations: [{ operator: 'Exists' }] });
    const other = { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoSchedule' };
    expect(await at([other])).toEqual({ tolerations: [other, ...both] });
  });

  it('takes other seconds from the flags', async () => {
    const deps = dependencies({ notReadyTolerationSeconds: 1, unreachableTolerationSeconds: 2 });
    expect(await at([], deps)).toEqual({ tolerations: [toleration('not-ready', 1), toleration('unreachable', 2)] });
  });
});

describe('default classes', () => {
  const cluster = () => {
    const deps = dependencies();
    const add = (group: string, resource: string, name: string, creationTimestamp: string, annotations: object) =>
      deps.caches
        .cache(group, resource)
        .set(objectOf('C', name, {}, { namespace: '', creationTimestamp, annotations }));
    const storage = 'storageclass.kubernetes.io/is-default-class';
    add('storage.k8s.io', 'storageclasses', 'old', '2024-01-01T00:00:00Z', { [storage]: 'true' });
    add('storage.k8s.io', 'storageclasses', 'new-b', '2025-01-01T00:00:00Z', { [storage]: 'true' });
    add('storage.k8s.io', 'storageclasses', 'new-a', '2025-01-01T00:00:00Z', { [storage]: 'true' });
    add('storage.k8s.io', 'storageclasses', 'other', '2026-01-01T00:00:00Z', { [storage]: 'false' });
    const ingress = 'ingressclass.kubernetes.io/is-default-class';
    add('networking.k8s.io', 'ingressclasses', 'nginx', '2024-01-01T00:00:00Z', { [ingress]: 'true' });
    return deps;
  };

  it('are given to claims', async () => {
    const at = (spec: object, metadata: object = {}, deps = cluster()) =>
      specOf(
        'DefaultStorageClass',
        { resource: 'persistentvolumeclaims', object: objectOf('PVC', 'c', { spec }, metadata) },
        deps,
      );
    expect(await at({})).toEqual({ storageClassName: 'new-a' });
    expect(await at({ storageClassName: '' })).toEqual({ storageClassName: '' });
    expect(await at({}, { annotations: { 'volume.beta.kubernetes.io/storage-class': 'x' } })).toEqual({});
    expect(await at({}, {}, dependencies())).toEqual({});
  });

  it('are given to ingresses', async () => {
    const at = (spec: object, metadata: object = {}) =>
      specOf(
        'DefaultIngressClass',
        { group: 'networking.k8s.io', resource: 'ingresses', object: objectOf('Ingress', 'i', { spec }, metadata) },
        cluster(),
      );
    expect(await at({})).toEqual({ ingressClassName: 'nginx' });
    expect(await at({ ingressClassName: 'x' })).toEqual({ ingressClassName: 'x' });
    expect(await at({}, { annotations: { 'kubernetes.io/ingress.class': 'x' } })).toEqual({});
  });
});

describe('StorageObjectInUseProtection', () => {
  const finalizers = async (group: string, resource: string, minor: number, given?: readonly string[]) => {
    const object = objectOf('X', 'x', {}, given === undefined ? {} : { finalizers: given });
    const deps = dependencies({ profile: profileFor(minor) });
    return (await run('StorageObjectInUseProtection', { group, resource, object }, deps))?.metadata.finalizers;
  };
  it('adds its finalizers', async () => {
    expect(await finalizers('', 'persistentvolumes', 35)).toEqual(['kubernetes.io/pv-protection']);
    expect(await finalizers('', 'persistentvolumeclaims', 35, ['x/y'])).toEqual([
      'x/y',
      'kubernetes.io/pvc-protection',
    ]);
    expect(await finalizers('', 'persistentvolumeclaims', 35, ['kubernetes.io/pvc-protection'])).toHaveLength(1);
    expect(await finalizers('storage.k8s.io', 'volumeattributesclasses', 35)).toEqual(['kubernetes.io/vac-protection']);
    expect(await finalizers('storage.k8s.io', 'volumeattributesclasses', 32)).toBeUndefined();
  });
});

describe('PersistentVolumeClaimResize', () => {
  const claim = (storage: string, storageClassName = 'grows', phase = 'Bound') =>
    objectOf('PersistentVolumeClaim', 'c', {
      spec: { storageClassName, resources: { requests: { storage } } },
      status: { phase },
    });
  const at = (object: KubeObject, oldObject: KubeObject) => {
    const deps = dependencies();
    const classes = deps.caches.cache('storage.k8s.io', 'storageclasses');
    classes.set(objectOf('StorageClass', 'grows', { allowVolumeExpansion: true }, { namespace: '' }));
    classes.set(objectOf('StorageClass', 'stays', {}, { namespace: '' }));
    const parts: TestWrite = { operation: 'UPDATE', resource: 'persistentvolumeclaims', object, oldObject };
    return run('PersistentVolumeClaimResize', parts, deps);
  };
  it('lets a claim grow that may', async () => {
    await at(claim('2Gi'), claim('1Gi'));
    await at(claim('1Gi', 'stays'), claim('1024Mi', 'stays'));
    expect(await textOf(() => at(claim('2Gi'), claim('1Gi', 'grows', 'Pending')))).toBe(
      'persistentvolumeclaims "c" is forbidden: Only bound persistent volume claims can be expanded',
    );
    for (const name of ['stays', 'missing', '']) {
      expect(await textOf(() => at(claim('2Gi', name), claim('1Gi', name)))).toMatch(/must support resize$/);
    }
  });
});

describe('PodTopologyLabels', () => {
  const cluster = (minor: number) => {
    const deps = dependencies({ profile: profileFor(minor) });
    const labels = { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r', other: 'o' };
    deps.caches.cache('', 'nodes').set(objectOf('Node', 'n', {}, { namespace: '', labels }));
    return deps;
  };
  const copied = { 'topology.kubernetes.io/zone': 'z', 'topology.kubernetes.io/region': 'r' };
  it('copies zone and region of the node', async () => {
    const created = await run('PodTopologyLabels', { resource: 'pods', object: pod({ nodeName: 'n' }) }, cluster(35));
    expect(created?.metadata.labels).toEqual(copied);
    const binding = (kind: string) => ({
      resource: 'pods',
      subresource: 'binding',
      object: objectOf('Binding', 'p', { target: { kind, name: 'n' } }),
    });
    expect((await run('PodTopologyLabels', binding('Node'), cluster(35)))?.metadata.labels).toEqual(copied);
    expect((await run('PodTopologyLabels', binding('Other'), cluster(35)))?.metadata.labels).toBeUndefined();
    const unknown = { resource: 'pods', object: pod({ nodeName: 'x' }) };
    expect((await run('PodTopologyLabels', unknown, cluster(35)))?.metadata.labels).toBeUndefined();
    const off = await run('PodTopologyLabels', { resource: 'pods', object: pod({ nodeName: 'n' }) }, cluster(34));
    expect(off?.metadata.labels).toBeUndefined();
  });
});

describe('plugins that are off by default', () => {
  it('AlwaysPullImages pulls for every container, also those that are added later', async () => {
    const container = { name: 'c', image: 'x', imagePullPolicy: 'Never' };
    const pulled = { ...container, imagePullPolicy: 'Always' };
    const spec = {
      initContainers: [container],
      containers: [container],
      volumes: [{ name: 'v', image: { reference: 'x' } }],
    };
    expect(await specOf('AlwaysPullImages', { resource: 'pods', object: pod(spec) })).toEqual({
      initContainers: [pulled],
      containers: [pulled],
      volumes: [{ name: 'v', image: { reference: 'x', pullPolicy: 'Always' } }],
    });
    const added = { ephemeralContainers: [{ ...container, image: 'y' }], containers: [pulled] };
    const update: TestWrite = {
      operation: 'UPDATE',
      resource: 'pods',
      subresource: 'ephemeralcontainers',
      object: pod(added),
    };
    const oldObject = pod({ containers: [pulled] });
    expect(await specOf('AlwaysPullImages', { ...update, oldObject })).toMatchObject({
      ephemeralContainers: [{ imagePullPolicy: 'Always' }],
    });
  });

  it('AlwaysDeny refuses everything, AlwaysAdmit nothing', async () => {
    const parts = { resource: 'pods', object: pod({}) };
    expect(await textOf(() => run('AlwaysDeny', parts))).toBe(
      'pods "p" is forbidden: admission control is denying all modifications',
    );
    await run('AlwaysAdmit', parts);
  });

  it('DenyServiceExternalIPs refuses new ones', async () => {
    const service = (externalIPs: readonly string[]) => objectOf('Service', 's', { spec: { externalIPs } });
    const at = (object: KubeObject, oldObject?: KubeObject) =>
      run('DenyServiceExternalIPs', {
        operation: oldObject === undefined ? 'CREATE' : 'UPDATE',
        resource: 'services',
        object,
        oldObject,
      });
    expect(await textOf(() => at(service(['8.8.8.8'])))).toBe(
      'services "s" is forbidden: Use of external IPs is denied by admission control',
    );
    await at(service(['8.8.8.8']), service(['8.8.8.8', '9.9.9.9']));
    await refusalOf(() => at(service(['8.8.8.8']), service([])));
  });

  it('OwnerReferencesPermissionEnforcement asks for the right to delete', async () => {
    const object = objectOf(
      'Pod',
      'p',
      {},
      { ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name: 'n', uid: 'u' }] },
    );
    await run('OwnerReferencesPermissionEnforcement', { resource: 'pods', object });
    const parts: TestWrite = { operation: 'UPDATE', resource: 'pods', object, oldObject: objectOf('Pod', 'p') };
    expect(await textOf(() => run('OwnerReferencesPermissionEnforcement', parts))).toBe(
      `pods "p" is forbidden: cannot set an ownerRef on a resource you can't delete: , <nil>`,
    );
  });

  it('NamespaceExists wants the namespace', async () => {
    expect(await refusalOf(() => run('NamespaceExists', { resource: 'pods', object: pod({}) }))).toMatchObject({
      code: 404,
      message: 'namespaces "a" not found',
    });
    await run('NamespaceExists', { resource: 'nodes', namespace: '', object: objectOf('Node', 'n') });
  });

  it('LimitPodHardAntiAffinityTopology allows the host name alone', async () => {
    const at = (topologyKey: string) => {
      const requiredDuringSchedulingIgnoredDuringExecution = [{ topologyKey }];
      const affinity = { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution } };
      return run('LimitPodHardAntiAffinityTopology', { resource: 'pods', object: pod({ affinity }) });
    };
    await at('kubernetes.io/hostname');
    expect(await textOf(() => at('zone'))).toBe(
      'pods "p" is forbidden: affinity.PodAntiAffinity.RequiredDuringScheduling has TopologyKey zone but only key kubernetes.io/hostname is allowed',
    );
  });

  it('ExtendedResourceToleration tolerates the nodes of devices', async () => {
    const containers = [
      { name: 'c', resources: { requests: { 'example.com/gpu': '1', cpu: '1', 'x.kubernetes.io/y': '1' } } },
    ];
    expect(await specOf('ExtendedResourceToleration', { resource: 'pods', object: pod({ containers }) })).toEqual({
      containers,
      tolerations: [{ key: 'example.com/gpu', operator: 'Exists' }],
    });
  });
});
