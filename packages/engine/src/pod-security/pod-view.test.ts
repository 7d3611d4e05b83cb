import { describe, expect, it } from 'vitest';
import { containerPath, containersWhere, isInUserNamespace, isWindows, type PodLike, podView } from './pod-view.js';

/** Any value in the place of a pod, as a caller without types could hand it in. */
function forced(value: unknown): PodLike {
  const pod: PodLike = JSON.parse(JSON.stringify(value));
  return pod;
}

describe('podView', () => {
  it('lists init, regular and ephemeral containers in that order', () => {
    const view = podView({
      spec: {
        ephemeralContainers: [{ name: 'e' }],
        containers: [{ name: 'a' }, { name: 'b' }],
        initContainers: [{ name: 'i' }],
      },
    });
    expect(view.containers.map((container) => containerPath(container, 'name'))).toEqual([
      'spec.initContainers[0].name',
      'spec.containers[0].name',
      'spec.containers[1].name',
      'spec.ephemeralContainers[0].name',
    ]);
    expect(containersWhere(view, ({ name }) => name > 'a').map(({ name }) => name)).toEqual(['i', 'b', 'e']);
    expect(containersWhere(view, () => false)).toEqual([]);
  });

  it.each([null, 1, 'x', [], {}, { spec: null }, { spec: [] }, { metadata: 1, spec: { containers: 'abc' } }])(
    'is whole for %j',
    (pod) => {
      const view = podView(forced(pod));
      expect(view.containers).toEqual([]);
      expect(view.volumes).toEqual([]);
      expect(view.annotations).toEqual({});
      expect(view.securityContext).toEqual({});
    },
  );

  it('keeps elements that are no objects, as empty ones at their index', () => {
    const view = podView(forced({ spec: { containers: [null, { name: 7, securityContext: 'x' }] } }));
    expect(view.containers.map(({ index, name, securityContext }) => ({ index, name, securityContext }))).toEqual([
      { index: 0, name: '', securityContext: {} },
      { index: 1, name: '', securityContext: {} },
    ]);
  });

  it('knows user namespaces and Windows', () => {
    expect(
      [true, false, undefined].map((hostUsers) => isInUserNamespace(podView(forced({ spec: { hostUsers } })))),
    ).toEqual([false, true, false]);
    expect(['windows', 'linux', 'Windows'].map((name) => isWindows(podView({ spec: { os: { name } } })))).toEqual([
      true,
      false,
      false,
    ]);
  });
});
