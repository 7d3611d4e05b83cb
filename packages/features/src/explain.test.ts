import { describe, expect, it } from 'vitest';
import { clusterProfile, defaultProfile } from './cluster-profile.js';
import { explain, explainField, explainGate, explainKep } from './explain.js';

describe('explainGate', () => {
  it('has the ladder, what it needs, what it guards and its KEPs', () => {
    const explanation = explainGate('UserNamespacesSupport');
    expect(explanation?.ladder.map((run) => run.from)).toEqual([27, 28, 30, 33, 36]);
    expect(explanation?.requires).toEqual([]);
    expect(explanation?.requiredBy).toEqual(['ProcMountType', 'UserNamespacesHostNetworkSupport']);
    expect(explanation?.fields.map((field) => field.field)).toEqual([
      'core.v1.PodSpec/hostUsers',
      'core.v1.NodeStatus/runtimeHandlers',
    ]);
    expect(explanation?.keps.map((kep) => kep.kep)).toEqual([127, 5607]);
  });

  it('has what is refused because of it', () => {
    expect(explainGate('UserNamespacesHostNetworkSupport')?.refusals.map((refusal) => refusal.message)).toEqual([
      'when `hostUsers` is false',
    ]);
  });

  it('tells the requirements of the last minor that had the gate', () => {
    expect(explainGate('ServiceAccountTokenNodeBinding')?.requires).toEqual([
      'ServiceAccountTokenNodeBindingValidation',
    ]);
    expect(explainGate('DRAControlPlaneController')?.requires).toEqual(['DynamicResourceAllocation']);
  });

  it('does not know gates that were never there', () => {
    expect(explainGate('KubeletCertCNValidation')).toBeUndefined();
    expect(explainGate('__proto__')).toBeUndefined();
  });
});

describe('explainKep', () => {
  it('has no state without a cluster', () => {
    const explanation = explainKep(4317);
    expect(explanation?.kep.title).toContain('Pod certificates');
    expect(explanation?.behaviour).toBeUndefined();
    expect(explanation?.gates.map((gate) => [gate.name, gate.state, gate.enabled])).toEqual([
      ['PodCertificateRequest', undefined, undefined],
      ['ClusterTrustBundle', undefined, undefined],
      ['ClusterTrustBundleProjection', undefined, undefined],
    ]);
  });

  it('has the state in a cluster', () => {
    const result = clusterProfile({ version: '1.35', gates: 'PodCertificateRequest=true' });
    const explanation = explainKep(4317, 'profile' in result ? result.profile : defaultProfile(35));
    expect(explanation?.gates[0]).toMatchObject({
      name: 'PodCertificateRequest',
      state: { stage: 'beta', default: false, lockToDefault: false },
      enabled: true,
    });
    expect(explanation?.behaviour?.minor).toBe(35);
  });

  it('says what is planned for later versions', () => {
    const explanation = explainKep(4872, defaultProfile(36));
    expect(explanation?.gates).toEqual([{ name: 'KubeletCertCNValidation' }]);
    expect(explanation?.behaviour?.text).toMatch(/^not there in any version up to 1\.36/);
  });

  it('has nothing to say of a minor before the first step', () => {
    expect(explainKep(4317, defaultProfile(33))?.behaviour).toBeUndefined();
  });

  it('does not know KEPs that are not described', () => {
    expect(explainKep(1)).toBeUndefined();
  });
});

describe('explainField', () => {
  it.each([
    ['core.v1.PodSpec/hostUsers', ['core.v1.PodSpec/hostUsers']],
    ['PodSpec/hostUsers', ['core.v1.PodSpec/hostUsers']],
    ['hostUsers', ['core.v1.PodSpec/hostUsers']],
    [
      'CSIDriverSpec/seLinuxMount',
      ['storage.v1.CSIDriverSpec/seLinuxMount', 'storage.v1beta1.CSIDriverSpec/seLinuxMount'],
    ],
    ['Spec/hostUsers', []],
    ['Users', []],
    ['', []],
    ['/', []],
  ])('%s', (query, fields) => {
    expect(explainField(query).map((field) => field.field)).toEqual(fields);
  });

  it('has drops, refusals and KEPs', () => {
    const [hostUsers] = explainField('hostUsers');
    expect(hostUsers?.keps).toEqual([127, 5607]);
    expect(hostUsers?.drops.map((drop) => drop.gates)).toEqual([
      ['UserNamespacesStatelessPodsSupport'],
      ['UserNamespacesSupport'],
    ]);
    expect(explainField('NodeSpec/configSource')[0]?.alwaysDropped).toBe('dynamic kubelet configuration is gone');
    expect(explainField('PodSpec/hostNetwork')[0]?.refusals).toHaveLength(1);
  });
});

describe('explain', () => {
  it.each([
    ['NodeLogQuery', 'gate'],
    ['127', 'kep'],
    ['KEP-127', 'kep'],
    ['kep3908', 'kep'],
    ['hostUsers', 'fields'],
    ['9999', 'unknown'],
    ['', 'unknown'],
  ])('%s is a %s', (query, kind) => {
    expect(explain(query).kind).toBe(kind);
  });

  it('names the gate that was meant', () => {
    expect(explain('NodeLogQuerry')).toEqual({ kind: 'unknown', nearest: 'NodeLogQuery' });
  });
});
