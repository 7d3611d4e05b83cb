import { describe, expect, it } from 'vitest';
import { availabilityOf, firstMinorOf, gatesToTurnOn, howToTurnOn } from './availability.js';
import { clusterProfile } from './cluster-profile.js';
import { KEPS, kepByNumber } from './keps/index.js';

function profile(version: string, gates = '') {
  const result = clusterProfile({ version, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  return result.profile;
}

function kep(number: number) {
  const found = kepByNumber(number);
  if (found === undefined) throw new Error(`no KEP-${number}`);
  return found;
}

describe('availabilityOf', () => {
  it.each([
    [127, '1.27', '', 'alpha', false, false, 'UserNamespacesStatelessPodsSupport'],
    [127, '1.28', 'UserNamespacesSupport=true', 'alpha', true, false, 'UserNamespacesSupport'],
    [127, '1.33', '', 'beta', true, false, 'UserNamespacesSupport'],
    [127, '1.36', '', 'ga', true, true, 'UserNamespacesSupport'],
    [24, '1.27', '', 'beta', true, false, 'AppArmor'],
    [24, '1.32', '', 'ga', true, true, 'AppArmorFields'],
    [24, '1.33', '', 'ga', true, true, undefined],
    [2413, '1.30', '', 'ga', true, true, undefined],
    [3962, '1.31', '', 'absent', false, true, undefined],
    [3962, '1.32', '', 'alpha', false, false, 'MutatingAdmissionPolicy'],
    [4872, '1.36', '', 'absent', false, true, undefined],
    [4193, '1.28', '', 'absent', false, true, undefined],
    [3203, '1.27', '', 'beta', true, true, undefined],
  ])('KEP-%i in %s %s', (number, version, gates, stage, enabled, locked, gate) => {
    const found = availabilityOf(kep(number), profile(version, gates));
    expect({ gate: undefined, ...found }).toMatchObject({ stage, enabled, locked, gate });
  });
});

describe('what turns it on', () => {
  it.each([
    [5607, '1.36', ['UserNamespacesHostNetworkSupport']],
    [4317, '1.34', ['PodCertificateRequest']],
    [127, '1.36', []],
    [127, '1.32', ['UserNamespacesSupport']],
  ])('gates of KEP-%i in %s', (number, version, gates) => {
    expect(gatesToTurnOn(kep(number), profile(version))).toEqual(gates);
  });

  it.each([
    [5284, '1.34', 'not in 1.34: comes with 1.35'],
    [4872, '1.36', 'planned for 1.37'],
    [2258, '1.30', '--feature-gates=NodeLogQuery=true on kubelet'],
    [127, '1.33', 'spec.hostUsers: false in the pod'],
  ])('KEP-%i in %s', (number, version, first) => {
    expect(howToTurnOn(kep(number), profile(version))[0]).toBe(first);
  });

  it('is said for every KEP from the first minor that has it on', () => {
    for (const one of KEPS) {
      const minors = one.turnOn.map(({ minor }) => minor);
      expect(minors).toEqual([...new Set(minors)].toSorted((a, b) => a - b));
      const first = firstMinorOf(one);
      if (first !== undefined) expect(minors[0], `KEP-${one.kep}`).toBeLessThanOrEqual(first);
      for (const setting of one.turnOn.flatMap(({ settings }) => settings)) expect(setting).toMatch(/[^.\s]$/);
    }
  });
});
