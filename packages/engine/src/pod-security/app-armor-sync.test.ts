import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { syncAppArmor } from './app-armor-sync.js';

const KEY = 'container.apparmor.security.beta.kubernetes.io/';
const profile = (minor: number, ...gates: string[]) => ({ minor, enabled: (gate: string) => gates.includes(gate) });
const warning = (name: string) =>
  `metadata.annotations[${KEY}${name}]: deprecated since v1.30; use the "appArmorProfile" field instead`;
const own = (type: string, localhostProfile?: string) => ({
  securityContext: { appArmorProfile: localhostProfile === undefined ? { type } : { type, localhostProfile } },
});
const annotated = (annotation: string, more: Pod = {}): Pod => ({
  metadata: { name: 'p', annotations: { [`${KEY}a`]: annotation } },
  ...more,
  spec: { containers: [{ name: 'a', image: 'x' }], ...more.spec },
});

describe('an annotation', () => {
  it.each([
    ['unconfined', own('Unconfined')],
    ['runtime/default', own('RuntimeDefault')],
    ['localhost/my-profile', own('Localhost', 'my-profile')],
  ])('%s becomes the field of its container', (annotation, expected) => {
    for (const minor of [31, 33, 34, 36]) {
      const before = annotated(annotation);
      const { pod, warnings } = syncAppArmor(before, profile(minor));
      expect(pod).toEqual({ ...before, spec: { containers: [{ name: 'a', image: 'x', ...expected }] } });
      expect(warnings).toEqual([warning('a')]);
      expect(before.spec?.containers).toEqual([{ name: 'a', image: 'x' }]);
    }
  });

  it.each(['localhost/', 'localhost/ x', 'localhost/x\u0085', `localhost/${'\u00e9'.repeat(2048)}`, 'other', ''])(
    '%j is no profile and only warns',
    (annotation) => {
      const before = annotated(annotation);
      const { pod, warnings } = syncAppArmor(before, profile(36));
      expect(pod).toBe(before);
      expect(warnings).toEqual([warning('a')]);
    },
  );

  it('does nothing where the pod says the same', () => {
    const before = annotated('unconfined', { spec: own('Unconfined') });
    expect(syncAppArmor(before, profile(36))).toEqual({ pod: before, warnings: [] });
  });

  it('overrules the profile of the pod', () => {
    const { pod } = syncAppArmor(annotated('localhost/b', { spec: own('Localhost', 'a') }), profile(36));
    expect(pod.spec?.containers?.[0]).toEqual({ name: 'a', image: 'x', ...own('Localhost', 'b') });
  });

  it('does not overrule the field of its container', () => {
    const before = annotated('unconfined', { spec: { containers: [{ name: 'a', ...own('RuntimeDefault') }] } });
    expect(syncAppArmor(before, profile(36))).toEqual({ pod: before, warnings: [] });
  });

  it('keeps what else the container has, and serves init and ephemeral containers', () => {
    const { pod, warnings } = syncAppArmor(
      {
        metadata: { annotations: { [`${KEY}i`]: 'unconfined', [`${KEY}e`]: 'unconfined' } },
        spec: {
          initContainers: [{ name: 'i', securityContext: { privileged: true } }],
          containers: [{ name: 'a' }],
          ephemeralContainers: [{ name: 'e' }],
        },
      },
      profile(36),
    );
    expect(pod.spec?.initContainers).toEqual([
      { name: 'i', securityContext: { privileged: true, appArmorProfile: { type: 'Unconfined' } } },
    ]);
    expect(pod.spec?.ephemeralContainers).toEqual([{ name: 'e', ...own('Unconfined') }]);
    expect(warnings).toEqual([warning('i'), warning('e')]);
  });
});

describe('a field', () => {
  const before: Pod = {
    metadata: { name: 'p', annotations: { x: 'y' } },
    spec: {
      ...own('RuntimeDefault'),
      initContainers: [{ name: 'i' }],
      containers: [
        { name: 'a', ...own('Unconfined') },
        { name: 'b', ...own('Localhost', 'z') },
        { name: 'c', ...own('x') },
      ],
    },
  };

  it.each([31, 32, 33])('becomes an annotation in 1.%i', (minor) => {
    const { pod, warnings } = syncAppArmor(before, profile(minor));
    expect(pod.metadata).toEqual({
      name: 'p',
      annotations: { x: 'y', [`${KEY}i`]: 'runtime/default', [`${KEY}a`]: 'unconfined', [`${KEY}b`]: 'localhost/z' },
    });
    expect(pod.spec).toBe(before.spec);
    expect(warnings).toEqual([]);
  });

  it.each([27, 29, 34, 35, 36])('stays alone in 1.%i', (minor) => {
    expect(syncAppArmor(before, profile(minor)).pod).toBe(before);
  });

  it('becomes one in 1.30 only with the gate', () => {
    expect(syncAppArmor(before, profile(30)).pod).toBe(before);
    expect(syncAppArmor(before, profile(30, 'AppArmorFields')).pod).not.toBe(before);
  });
});

describe('nothing happens', () => {
  it.each([
    ['to Windows pods', annotated('unconfined', { spec: { os: { name: 'windows' } } })],
    ['without containers', { metadata: { annotations: { [`${KEY}a`]: 'unconfined' } }, spec: {} }],
    ['without a spec', { metadata: {} }],
  ])('%s', (_, pod: Pod) => {
    expect(syncAppArmor(pod, profile(36))).toEqual({ pod, warnings: [] });
  });

  it('before 1.30', () => {
    const pod = annotated('unconfined');
    expect(syncAppArmor(pod, profile(29))).toEqual({ pod, warnings: [] });
  });

  it('a second time', () => {
    const { pod } = syncAppArmor(
      annotated('unconfined', { spec: { initContainers: [{ name: 'i', ...own('RuntimeDefault') }] } }),
      profile(33),
    );
    expect(syncAppArmor(pod, profile(33))).toEqual({ pod, warnings: [] });
  });

  it('to prototypes, whatever a container is called', () => {
    const pod: Pod = { spec: { ...own('Unconfined'), containers: [{ name: '__proto__' }, { name: 'constructor' }] } };
    const synced = syncAppArmor(pod, profile(33));
    expect(Object.keys(synced.pod.metadata?.annotations ?? {})).toEqual([`${KEY}__proto__`, `${KEY}constructor`]);
  });
});
