import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../http/request-context.test-support.js';
import type { KubeObject } from '../../registry/kube-object.js';
import { admitted, dependencies, objectOf, write } from '../admission.test-support.js';
import { priority } from './priority.js';

const priorityClass = (name: string, value: number, rest: object = {}) =>
  objectOf('PriorityClass', name, { value, preemptionPolicy: 'PreemptLowerPriority', ...rest }, { namespace: '' });

function cluster(...classes: KubeObject[]) {
  const deps = dependencies();
  for (const each of classes) deps.caches.cache('scheduling.k8s.io', 'priorityclasses').set(each);
  return priority(deps);
}
const high = priorityClass('high', 1000);
const pod = (spec: object) => objectOf('Pod', 'p', { spec });
const create = async (plugin = cluster(high), spec: object = {}) =>
  (await admitted(plugin, write({ resource: 'pods', object: pod(spec) })))?.['spec'];

describe('Priority of pods', () => {
  it('is that of their class, of the default, or nothing', async () => {
    const preemptionPolicy = 'PreemptLowerPriority';
    expect(await create()).toEqual({ priority: 0, preemptionPolicy });
    const named = { priorityClassName: 'high' };
    expect(await create(cluster(high), named)).toEqual({ priorityClassName: 'high', priority: 1000, preemptionPolicy });
    const defaults = cluster(
      priorityClass('b', 20, { globalDefault: true }),
      priorityClass('a', 10, { globalDefault: true }),
    );
    expect(await create(defaults)).toEqual({ priorityClassName: 'a', priority: 10, preemptionPolicy });
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ priorityClassName: 'x' }, 'no PriorityClass with name x was found'],
    [
      { priority: 7 },
      'the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name',
    ],
    [
      { priorityClassName: 'high', preemptionPolicy: 'Never' },
      'the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name',
    ],
  ];
  it.each(refused)('%j is refused', async (spec, text) => {
    expect((await refusalOf(() => create(cluster(high), spec))).message).toBe(`pods "p" is forbidden: ${text}`);
  });

  it('stays when the pod is updated without it', async () => {
    const oldObject = pod({ priority: 5, preemptionPolicy: 'Never' });
    const attributes = write({ operation: 'UPDATE', resource: 'pods', object: pod({}), oldObject });
    expect((await admitted(cluster(), attributes))?.['spec']).toEqual({ priority: 5, preemptionPolicy: 'Never' });
  });
});

describe('priority classes', () => {
  const existing = priorityClass('default', 1, { globalDefault: true });
  const group = 'scheduling.k8s.io';
  it('have one default', async () => {
    const object = priorityClass('other', 2, { globalDefault: true });
    const attributes = write({ group, resource: 'priorityclasses', namespace: '', object });
    expect((await refusalOf(() => admitted(cluster(existing), attributes))).message).toBe(
      'priorityclasses.scheduling.k8s.io "other" is forbidden: PriorityClass default is already marked as default. Only one default can exist',
    );
    await admitted(cluster(), attributes);
    const again = write({
      operation: 'UPDATE',
      group,
      resource: 'priorityclasses',
      object: existing,
      oldObject: existing,
    });
    await admitted(cluster(existing), again);
  });
});
