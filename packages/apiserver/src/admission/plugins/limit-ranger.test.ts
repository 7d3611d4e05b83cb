import { describe, expect, it } from 'vitest';
import { profileFor, refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, type TestWrite, write } from '../admission.test-support.js';
import { podResources } from '../pod-resources.js';
import { limitRanger } from './limit-ranger.js';

const at = (limits: readonly object[], parts: TestWrite) => {
  const deps = dependencies();
  deps.caches.cache('', 'limitranges').set(objectOf('LimitRange', 'l', { spec: { limits } }));
  return admitted(limitRanger(deps), write(parts));
};
const pod = (spec: object) => objectOf('Pod', 'p', { spec });
const ofPod = (limits: readonly object[], ...containers: object[]) =>
  at(limits, {
    resource: 'pods',
    object: pod({ containers: containers.map((resources) => ({ name: 'c', resources })) }),
  });
const textOf = async (action: () => unknown): Promise<string> =>
  (await refusalOf(action)).message.replace('pods "p" is forbidden: ', '');

describe('LimitRanger sets', () => {
  it('defaults of requests and limits, and says so', async () => {
    const limits = [
      {
        type: 'Container',
        default: { cpu: '500m', memory: '128Mi' },
        defaultRequest: { cpu: '100m', memory: '128Mi' },
      },
    ];
    const object = pod({
      containers: [{ name: 'c' }],
      initContainers: [{ name: 'i', resources: { limits: { cpu: '1' } } }],
    });
    const result = await at(limits, { resource: 'pods', object });
    expect(result?.['spec']).toEqual({
      containers: [
        {
          name: 'c',
          resources: { limits: { cpu: '500m', memory: '128Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
        },
      ],
      initContainers: [
        { name: 'i', resources: { limits: { cpu: '1', memory: '128Mi' }, requests: { cpu: '100m', memory: '128Mi' } } },
      ],
    });
    expect(result?.metadata.annotations).toEqual({
      'kubernetes.io/limit-ranger':
        'LimitRanger plugin set: cpu, memory request for container c; cpu, memory limit for container c; cpu, memory request for init container i; memory limit for init container i',
    });
  });

  it('nothing where all is said', async () => {
    const object = pod({ containers: [{ name: 'c', resources: { limits: { cpu: '1' } } }] });
    expect(await at([{ type: 'Container', default: { cpu: '2' } }], { resource: 'pods', object })).toBe(object);
  });
});

describe('LimitRanger refuses', () => {
  const cases: readonly (readonly [object, object, string])[] = [
    [{ min: { cpu: '1' } }, {}, 'minimum cpu usage per Container is 1.  No request is specified'],
    [
      { min: { cpu: '50m' } },
      { requests: { cpu: '10m' } },
      'minimum cpu usage per Container is 50m, but request is 10m',
    ],
    [
      { min: { cpu: '1' } },
      { requests: { cpu: '1' }, limits: { cpu: '500m' } },
      'minimum cpu usage per Container is 1, but limit is 500m',
    ],
    [{ max: { cpu: '1' } }, {}, 'maximum cpu usage per Container is 1.  No limit is specified'],
    [{ max: { cpu: '1' } }, { limits: { cpu: '2' } }, 'maximum cpu usage per Container is 1, but limit is 2'],
    [
      { max: { memory: '1Gi' } },
      { limits: { memory: '1Gi' }, requests: { memory: '2Gi' } },
      'maximum memory usage per Container is 1Gi, but request is 2Gi',
    ],
    [
      { maxLimitRequestRatio: { cpu: '10' } },
      { limits: { cpu: '500m' }, requests: { cpu: '10m' } },
      'cpu max limit to request ratio per Container is 10, but provided ratio is 50.000000',
    ],
    [
      { maxLimitRequestRatio: { cpu: '10' } },
      { limits: { cpu: '1' } },
      'cpu max limit to request ratio per Container is 10, but no request is specified or request is 0',
    ],
    [
      { maxLimitRequestRatio: { cpu: '10' } },
      { requests: { cpu: '1' } },
      'cpu max limit to request ratio per Container is 10, but no limit is specified or limit is 0',
    ],
  ];
  it.each(cases)('%j of %j', async (item, resources, text) => {
    expect(await textOf(() => ofPod([{ type: 'Container', ...item }], resources))).toBe(text);
  });

  it('all of one range at once', async () => {
    const items = [{ type: 'Container', min: { cpu: '50m' }, maxLimitRequestRatio: { cpu: '10' } }];
    expect(await textOf(() => ofPod(items, { limits: { cpu: '500m' }, requests: { cpu: '10m' } }))).toBe(
      '[minimum cpu usage per Container is 50m, but request is 10m, cpu max limit to request ratio per Container is 10, but provided ratio is 50.000000]',
    );
  });

  it('pods as a whole', async () => {
    const limits = { memory: '192Mi' };
    expect(await textOf(() => ofPod([{ type: 'Pod', max: { memory: '256Mi' } }], { limits }, { limits }))).toBe(
      'maximum memory usage per Pod is 256Mi, but limit is 384Mi',
    );
  });

  it('claims by what they request', async () => {
    const object = (requests: object) => objectOf('PersistentVolumeClaim', 'c', { spec: { resources: { requests } } });
    const limits = [{ type: 'PersistentVolumeClaim', max: { storage: '1Gi' }, min: { storage: '10Mi' } }];
    const parts = (requests: object): TestWrite => ({ resource: 'persistentvolumeclaims', object: object(requests) });
    const head = 'persistentvolumeclaims "c" is forbidden: ';
    expect(await textOf(() => at(limits, parts({ storage: '5Gi' })))).toBe(
      `${head}maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 5Gi`,
    );
    expect(await textOf(() => at(limits, parts({ storage: '1Mi' })))).toBe(
      `${head}minimum storage usage per PersistentVolumeClaim is 10Mi, but request is 1Mi`,
    );
    await at(limits, parts({ storage: '1Gi' }));
  });

  it('nothing of objects that are being deleted, nor of pod updates', async () => {
    const object = pod({ containers: [{ name: 'c' }] });
    const limits = [{ type: 'Container', min: { cpu: '1' } }];
    await at(limits, { operation: 'UPDATE', resource: 'pods', object, oldObject: object });
    const oldObject = objectOf('Pod', 'p', {}, { deletionTimestamp: '2025-01-01T00:00:00Z' });
    await at(limits, { operation: 'UPDATE', resource: 'pods', subresource: 'resize', object, oldObject });
  });
});

describe('resources of a pod', () => {
  const cpu = (amount: string, rest: object = {}) => ({ name: 'c', resources: { requests: { cpu: amount } }, ...rest });
  const requested = (spec: object, minor = 35) =>
    podResources(pod(spec), 'requests', profileFor(minor)).get('cpu')?.nano.toString();
  it('are those of the containers, or of the largest init container', () => {
    expect(requested({ containers: [cpu('1'), cpu('2')] })).toBe('3000000000');
    expect(requested({ containers: [cpu('1')], initContainers: [cpu('5'), cpu('2')] })).toBe('5000000000');
    const running = cpu('1', { restartPolicy: 'Always' });
    expect(requested({ containers: [cpu('1')], initContainers: [running, cpu('5')] })).toBe('6000000000');
    expect(requested({ containers: [cpu('1')], initContainers: [running] })).toBe('2000000000');
  });
  it('are those of the pod where it says them', () => {
    const spec = { containers: [cpu('1')], resources: { requests: { cpu: '7' } } };
    expect(requested(spec)).toBe('7000000000');
    expect(requested(spec, 31)).toBe('1000000000');
  });
});
