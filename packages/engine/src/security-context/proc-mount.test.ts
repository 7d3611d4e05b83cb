import { MINORS } from '@bulkhead/apimachinery';
import { clusterProfile, defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { effectiveProcMount } from './proc-mount.js';

const of = (minor: number) => effectiveProcMount(undefined, false, defaultProfile(minor), undefined);

describe('masked paths by version', () => {
  it('hide powercap in 1.28 and from 1.30 on', () => {
    const path = '/sys/devices/virtual/powercap';
    expect(MINORS.filter((minor) => of(minor).maskedPaths.includes(path))).toEqual([28, 30, 31, 32, 33, 34, 35, 36]);
  });

  it('hide /proc/interrupts from 1.31 on', () => {
    const found = MINORS.filter((minor) => of(minor).maskedPaths.includes('/proc/interrupts'));
    expect(found).toEqual([31, 32, 33, 34, 35, 36]);
  });

  it('are these in 1.36', () => {
    expect(of(36).maskedPaths).toEqual([
      '/proc/asound',
      '/proc/acpi',
      '/proc/interrupts',
      '/proc/kcore',
      '/proc/keys',
      '/proc/latency_stats',
      '/proc/timer_list',
      '/proc/timer_stats',
      '/proc/sched_debug',
      '/proc/scsi',
      '/sys/firmware',
      '/sys/devices/virtual/powercap',
    ]);
    expect(of(36).readOnlyPaths).toEqual(['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger']);
  });

  it('hide the thermal state of each CPU from 1.31 on', () => {
    const node = { thermalThrottleCPUs: 2 };
    const throttles = (minor: number) =>
      effectiveProcMount(undefined, false, defaultProfile(minor), node).maskedPaths.filter((path) =>
        path.includes('cpu'),
      );
    expect(throttles(30)).toEqual([]);
    expect(throttles(31)).toEqual([
      '/sys/devices/system/cpu/cpu0/thermal_throttle',
      '/sys/devices/system/cpu/cpu1/thermal_throttle',
    ]);
    const many = effectiveProcMount(undefined, false, defaultProfile(36), { thermalThrottleCPUs: 1e12 });
    expect(many.maskedPaths).toHaveLength(12 + 8192);
  });
});

describe('procMount', () => {
  it('Unmasked hides nothing where the gate is on', () => {
    expect(effectiveProcMount('Unmasked', false, defaultProfile(33), undefined)).toEqual({
      type: 'Unmasked',
      source: 'container',
      maskedPaths: [],
      readOnlyPaths: [],
    });
  });

  it('Unmasked is Default where the gate is off', () => {
    expect(effectiveProcMount('Unmasked', false, defaultProfile(32), undefined)).toMatchObject({
      type: 'Default',
      source: 'default',
    });
    const result = clusterProfile({ version: '1.27', gates: 'ProcMountType=true' });
    if (!('profile' in result)) throw new Error(result.errors.join());
    expect(effectiveProcMount('Unmasked', false, result.profile, undefined).type).toBe('Unmasked');
  });

  it('Default hides nothing from a privileged container', () => {
    expect(effectiveProcMount('Default', true, defaultProfile(36), undefined)).toEqual({
      type: 'Default',
      source: 'container',
      maskedPaths: [],
      readOnlyPaths: [],
    });
  });
});
