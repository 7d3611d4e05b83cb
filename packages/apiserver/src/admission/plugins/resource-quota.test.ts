import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, type TestWrite, write } from '../admission.test-support.js';
import { resourceQuota } from './resource-quota.js';

function namespace(...quotas: object[]) {
  const deps = dependencies();
  for (const [index, spec] of quotas.entries()) {
    deps.caches.cache('', 'resourcequotas').set(objectOf('ResourceQuota', `q${index}`, { spec }));
  }
  return { plugin: resourceQuota(deps), caches: deps.caches };
}
const pod = (name: string, spec: object = {}, rest: object = {}) => objectOf('Pod', name, { spec, ...rest });
const cpu = (amount: string) => ({ containers: [{ name: 'c', resources: { requests: { cpu: amount } } }] });
const create = (plugin: ReturnType<typeof resourceQuota>, object: unknown, parts: Partial<TestWrite> = {}) =>
  admitted(plugin, write({ resource: 'pods', object, ...parts }));
const textOf = async (action: () => unknown): Promise<string> => (await refusalOf(action)).message;

describe('ResourceQuota', () => {
  it('refuses what would exceed a quota', async () => {
    const { plugin, caches } = namespace({ hard: { pods: '1', 'requests.cpu': '1' } });
    expect(await textOf(() => create(plugin, pod('a', cpu('2'))))).toBe(
      'pods "a" is forbidden: exceeded quota: q0, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1',
    );
    caches.cache('', 'pods').set(pod('old', cpu('500m')));
    expect(await textOf(() => create(plugin, pod('a', cpu('600m'))))).toBe(
      'pods "a" is forbidden: exceeded quota: q0, requested: pods=1,requests.cpu=600m, used: pods=1,requests.cpu=500m, limited: pods=1,requests.cpu=1',
    );
    caches.cache('', 'pods').set(pod('old', cpu('500m'), { status: { phase: 'Succeeded' } }));
    await create(plugin, pod('a', cpu('600m')));
  });

  it('counts what was admitted at the same time, once', async () => {
    const { plugin, caches } = namespace({ hard: { pods: '1' } });
    const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => create(plugin, pod(`p${n}`))));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    caches.cache('', 'pods').set(pod('p0'));
    caches.cache('', 'pods').delete('a', 'p0');
    await create(plugin, pod('next'));
  });

  it('counts nothing for a dry run', async () => {
    const { plugin } = namespace({ hard: { pods: '1' } });
    await admitted(plugin, { ...write({ resource: 'pods', object: pod('a') }), dryRun: true });
    await create(plugin, pod('b'));
  });

  it('wants every container to say what is counted', async () => {
    const { plugin } = namespace({ hard: { 'limits.memory': '1Gi', cpu: '1' } });
    const spec = { containers: [{ name: 'b' }, { name: 'a', resources: { requests: { cpu: '1m' } } }] };
    expect(await textOf(() => create(plugin, pod('p', spec)))).toBe(
      'pods "p" is forbidden: failed quota: q0: must specify cpu for: b; limits.memory for: a,b',
    );
  });

  const scopes: readonly (readonly [object, object, boolean])[] = [
    [{ scopes: ['BestEffort'] }, {}, true],
    [{ scopes: ['BestEffort'] }, cpu('1'), false],
    [{ scopes: ['NotBestEffort'] }, cpu('1'), true],
    [{ scopes: ['Terminating'] }, { activeDeadlineSeconds: 5 }, true],
    [{ scopes: ['NotTerminating'] }, { activeDeadlineSeconds: 5 }, false],
    [selector('In', ['high']), { priorityClassName: 'high' }, true],
    [selector('In', ['high']), {}, false],
    [selector('NotIn', ['high']), {}, true],
    [selector('Exists'), { priorityClassName: 'low' }, true],
    [selector('DoesNotExist'), { priorityClassName: 'low' }, false],
    [
      { scopes: ['CrossNamespacePodAffinity'] },
      { affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ namespaces: ['b'] }] } } },
      true,
    ],
  ];
  it.each(scopes)('%j counts a pod with %j: %s', async (spec, podSpec, counts) => {
    const { plugin } = namespace({ hard: { pods: '0' }, ...spec });
    if (counts) expect(await textOf(() => create(plugin, pod('p', podSpec)))).toContain('exceeded quota');
    else await create(plugin, pod('p', podSpec));
  });

  const objects: readonly (readonly [string, string, object, object, string | undefined])[] = [
    ['', 'secrets', { secrets: '0' }, {}, 'secrets=1'],
    ['', 'secrets', { 'count/secrets': '0' }, {}, 'count/secrets=1'],
    ['apps', 'deployments', { 'count/deployments.apps': '0' }, {}, 'count/deployments.apps=1'],
    ['apps', 'deployments', { secrets: '0' }, {}, undefined],
    ['', 'services', { 'services.nodeports': '1' }, { type: 'NodePort', ports: [{}, {}] }, 'services.nodeports=2'],
    ['', 'services', { 'services.nodeports': '1' }, { type: 'ClusterIP', ports: [{}, {}] }, undefined],
    ['', 'services', { 'services.loadbalancers': '0' }, { type: 'LoadBalancer' }, 'services.loadbalancers=1'],
    [
      '',
      'persistentvolumeclaims',
      { 'gold.storageclass.storage.k8s.io/requests.storage': '1Gi' },
      { storageClassName: 'gold', resources: { requests: { storage: '2Gi' } } },
      'gold.storageclass.storage.k8s.io/requests.storage=2Gi',
    ],
    ['', 'pods', { 'requests.example.com/gpu': '1' }, gpu('2'), 'requests.example.com/gpu=2'],
  ];
  it.each(objects)('counts %s/%s for %j', async (group, resource, hard, spec, requested) => {
    const { plugin } = namespace({ hard });
    const attempt = () => create(plugin, pod('x', spec), { group, resource });
    if (requested === undefined) await attempt();
    else expect(await textOf(attempt)).toContain(`requested: ${requested}, used:`);
  });

  it('counts by how much an object grows', async () => {
    const { plugin, caches } = namespace({ hard: { 'requests.storage': '3Gi' } });
    const claim = (storage: string) => objectOf('PVC', 'c', { spec: { resources: { requests: { storage } } } });
    caches.cache('', 'persistentvolumeclaims').set(claim('2Gi'));
    const grow = (storage: string) =>
      create(plugin, claim(storage), {
        operation: 'UPDATE',
        resource: 'persistentvolumeclaims',
        oldObject: claim('2Gi'),
      });
    await grow('3Gi');
    expect(await textOf(() => grow('4Gi'))).toContain('requested: requests.storage=2Gi, used: requests.storage=2Gi');
    await create(namespace({ hard: { pods: '0' } }).plugin, pod('x'), { operation: 'UPDATE', oldObject: pod('x') });
  });
});

function selector(operator: string, values: readonly string[] = []): object {
  return { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator, values }] } };
}

function gpu(amount: string): object {
  return { containers: [{ name: 'c', resources: { requests: { 'example.com/gpu': amount } } }] };
}
