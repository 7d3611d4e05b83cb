import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../http/request-context.test-support.js';
import { admitted, dependencies, objectOf, write } from '../admission.test-support.js';
import { runtimeClass } from './runtime-class.js';
import { mergeTolerations } from './tolerations.js';

const toleration = { key: 'kata', operator: 'Exists' };
function create(spec: object) {
  const deps = dependencies();
  const classes = deps.caches.cache('node.k8s.io', 'runtimeclasses');
  classes.set(objectOf('RuntimeClass', 'plain', {}, { namespace: '' }));
  const scheduling = { nodeSelector: { kata: 'yes' }, tolerations: [toleration] };
  const kata = { overhead: { podFixed: { memory: '1Gi' } }, scheduling };
  classes.set(objectOf('RuntimeClass', 'kata', kata, { namespace: '' }));
  return admitted(runtimeClass(deps), write({ resource: 'pods', object: objectOf('Pod', 'p', { spec }) }));
}

describe('RuntimeClass', () => {
  it('gives a pod overhead and place of its class', async () => {
    const runtimeClassName = 'kata';
    expect((await create({ runtimeClassName, nodeSelector: { a: 'b' } }))?.['spec']).toEqual({
      runtimeClassName,
      overhead: { memory: '1Gi' },
      nodeSelector: { a: 'b', kata: 'yes' },
      tolerations: [toleration],
    });
    expect((await create({ runtimeClassName, overhead: { memory: '1024Mi' } }))?.['spec']).toMatchObject({
      overhead: { memory: '1Gi' },
    });
    expect((await create({ runtimeClassName: 'plain' }))?.['spec']).toEqual({ runtimeClassName: 'plain' });
    expect((await create({}))?.['spec']).toEqual({});
  });

  const refused: readonly (readonly [object, string])[] = [
    [{ runtimeClassName: 'x' }, 'pod rejected: RuntimeClass "x" not found'],
    [
      { runtimeClassName: 'kata', overhead: { memory: '2Gi' } },
      "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead",
    ],
    [
      { runtimeClassName: 'kata', nodeSelector: { kata: 'no' } },
      'conflict: runtimeClass.scheduling.nodeSelector[kata] = yes; pod.spec.nodeSelector[kata] = no',
    ],
    [
      { overhead: { memory: '2Gi' } },
      'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
    ],
  ];
  it.each(refused)('%j is refused', async (spec, text) => {
    expect((await refusalOf(() => create(spec))).message).toBe(`pods "p" is forbidden: ${text}`);
  });
});

describe('merged tolerations', () => {
  it('leave out what another covers', () => {
    const all = { operator: 'Exists' };
    expect(mergeTolerations([toleration], [toleration])).toEqual([toleration]);
    expect(mergeTolerations([toleration], [all])).toEqual([all]);
    expect(mergeTolerations([all], [toleration])).toEqual([all]);
    const short = { key: 'a', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 };
    const long = { ...short, tolerationSeconds: 9 };
    expect(mergeTolerations([short], [long])).toEqual([long]);
    const equal = { key: 'a', operator: 'Equal', value: 'v', effect: 'NoSchedule' };
    expect(mergeTolerations([equal], [{ ...equal, value: 'w' }])).toHaveLength(2);
  });
});
