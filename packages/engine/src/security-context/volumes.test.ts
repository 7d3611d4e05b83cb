import type { Volume } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { isReadOnlyVolume, podVolumes } from './volumes.js';

describe('volumes', () => {
  const cases: readonly [Volume, string, boolean][] = [
    [{ name: 'v' }, 'emptyDir', false],
    [{ name: 'v', emptyDir: {} }, 'emptyDir', false],
    [{ name: 'v', hostPath: { path: '/' } }, 'hostPath', false],
    [{ name: 'v', secret: {} }, 'secret', true],
    [{ name: 'v', configMap: {} }, 'configMap', true],
    [{ name: 'v', projected: {} }, 'projected', true],
    [{ name: 'v', downwardAPI: {} }, 'downwardAPI', true],
    [{ name: 'v', image: { reference: 'i' } }, 'image', true],
    [{ name: 'v', nfs: { server: 's', path: '/' } }, 'nfs', false],
    [{ name: 'v', nfs: { server: 's', path: '/', readOnly: true } }, 'nfs', true],
    [{ name: 'v', persistentVolumeClaim: { claimName: 'c', readOnly: true } }, 'persistentVolumeClaim', true],
    [{ name: 'v', csi: { driver: 'd' } }, 'csi', false],
  ];
  it.each(cases)('%j', (volume, kind, readOnly) => {
    const [found] = podVolumes({ volumes: [volume] });
    expect(found).toMatchObject({ name: 'v', kind, path: 'spec.volumes[0]' });
    expect(found === undefined ? undefined : isReadOnlyVolume(found)).toBe(readOnly);
  });

  it('keep their index when an item is no volume', () => {
    const volumes = [null, { name: 'v' }] as unknown as Volume[];
    expect(podVolumes({ volumes }).map(({ path }) => path)).toEqual(['spec.volumes[1]']);
  });
});
