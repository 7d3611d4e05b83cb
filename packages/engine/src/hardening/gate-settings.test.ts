import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { FlagSet } from './command-line/flag-set.js';
import { GateSettings, gatesOfField, gatesOfFlags } from './gate-settings.js';

const flags = (...values: readonly string[]): FlagSet =>
  new FlagSet(
    values.map((value) => ({ name: 'feature-gates', value, path: '' })),
    '',
  );

describe('the gates of a component', () => {
  it('are those of its flags, all of them, the last one counts', () => {
    expect([...gatesOfFlags(flags('A=true,B=false', 'kube:B=true'))]).toEqual([
      ['A', true],
      ['B', true],
    ]);
    expect([...gatesOfFlags(flags('A=maybe'))]).toEqual([]);
    expect([...gatesOfFlags(undefined)]).toEqual([]);
  });

  it('are those of its file', () => {
    expect([...gatesOfField({ A: true, B: 'x' })]).toEqual([['A', true]]);
    expect([...gatesOfField([])]).toEqual([]);
  });

  it('stand over those of the cluster', () => {
    const gates = new GateSettings(new Map([['UserNamespacesSupport', false]]), defaultProfile(35));
    expect(gates.enabled('UserNamespacesSupport')).toBe(false);
    expect(gates.enabled('KubeletEnsureSecretPulledImages')).toBe(true);
  });
});
