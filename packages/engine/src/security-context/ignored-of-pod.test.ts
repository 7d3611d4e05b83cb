import { defaultProfile } from '@bulkhead/features';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { effectiveContexts, ignoredSettings } from './effective-context.js';

const flag = fc.constantFrom(true, false, undefined);
const context = fc.record({
  privileged: flag,
  allowPrivilegeEscalation: flag,
  readOnlyRootFilesystem: flag,
  runAsUser: fc.constantFrom(0, 1000, undefined),
  procMount: fc.constantFrom('Unmasked', 'Default', undefined),
  capabilities: fc.constantFrom(undefined, { drop: ['ALL'] }, { add: ['SYS_ADMIN', 'CAP_CHOWN'], drop: ['all'] }),
  seccompProfile: fc.constantFrom(undefined, { type: 'RuntimeDefault' }),
  appArmorProfile: fc.constantFrom(undefined, { type: 'RuntimeDefault' }),
});
const container = fc.record({ name: fc.constantFrom('a', 'b'), securityContext: context });
const pod = fc.record({
  spec: fc.record({
    hostUsers: flag,
    securityContext: fc.constantFrom(undefined, { fsGroup: 1 }, { seLinuxOptions: { type: 'x' } }),
    volumes: fc.constantFrom([], [{ name: 'v', hostPath: { path: '/' } }]),
    containers: fc.array(container, { minLength: 1, maxLength: 2 }),
    initContainers: fc.array(container, { maxLength: 1 }),
  }),
});

it('are those of all contexts together', () => {
  fc.assert(
    fc.property(pod, fc.integer({ min: 27, max: 36 }), (generated, minor) => {
      const profile = defaultProfile(minor);
      // Optional properties are absent in manifests, never undefined.
      const manifest = JSON.parse(JSON.stringify(generated));
      const unique = (settings: readonly { fieldPath: string; why: string }[]): string[] =>
        [...new Set(settings.map(({ fieldPath, why }) => `${fieldPath}: ${why}`))].sort();
      const all = effectiveContexts(manifest, profile).flatMap(({ ignored }) => ignored);
      expect(unique(ignoredSettings(manifest, profile))).toEqual(unique(all));
    }),
    { numRuns: 500 },
  );
});
