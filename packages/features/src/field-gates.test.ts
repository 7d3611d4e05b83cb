import { MINORS } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import { clusterProfile, defaultProfile } from './cluster-profile.js';
import { featureGate, isKnown } from './feature-gate.js';
import { FIELD_REFUSALS } from './field-gates/refusals.js';
import {
  dropsOfField,
  FIELD_GATES,
  fieldGateLookup,
  gatedFields,
  gatedFieldsOfType,
  gateOfField,
  missingGate,
  refusalsIn,
} from './field-gates.js';

function profile(version: string, gates: string) {
  const result = clusterProfile({ version, gates });
  if ('errors' in result) throw new Error(result.errors.join('; '));
  return result.profile;
}

describe('gateOfField', () => {
  const cases: readonly (readonly [string, number, string | undefined])[] = [
    ['core.v1.PodSpec/hostUsers', 27, 'UserNamespacesStatelessPodsSupport'],
    ['core.v1.PodSpec/hostUsers', 28, 'UserNamespacesSupport'],
    ['core.v1.PodSpec/hostUsers', 35, 'UserNamespacesSupport'],
    ['core.v1.PodSpec/hostUsers', 36, undefined],
    ['core.v1.PodSpec/schedulingGates', 29, 'PodSchedulingReadiness'],
    ['core.v1.PodSpec/schedulingGates', 30, undefined],
    ['core.v1.SecurityContext/procMount', 35, 'ProcMountType'],
    ['core.v1.SecurityContext/procMount', 36, undefined],
    ['core.v1.SecurityContext/appArmorProfile', 30, 'AppArmorFields'],
    ['core.v1.SecurityContext/appArmorProfile', 31, undefined],
    ['core.v1.PodSecurityContext/supplementalGroupsPolicy', 34, 'SupplementalGroupsPolicy'],
    ['core.v1.PodSecurityContext/supplementalGroupsPolicy', 35, undefined],
    ['core.v1.PodSecurityContext/seLinuxChangePolicy', 35, 'SELinuxChangePolicy'],
    ['core.v1.PodSpec/resourceClaims', 33, 'DynamicResourceAllocation'],
    ['core.v1.PodSpec/resources', 36, 'PodLevelResources'],
    ['core.v1.VolumeMount/recursiveReadOnly', 32, 'RecursiveReadOnlyMounts'],
    ['core.v1.VolumeMount/recursiveReadOnly', 33, undefined],
    ['core.v1.VolumeProjection/podCertificate', 36, 'PodCertificateRequest'],
    ['core.v1.VolumeProjection/clusterTrustBundle', 36, 'ClusterTrustBundleProjection'],
    ['core.v1.TopologySpreadConstraint/matchLabelKeys', 36, 'MatchLabelKeysInPodTopologySpread'],
    ['core.v1.Container/resizePolicy', 34, 'InPlacePodVerticalScaling'],
    ['core.v1.EphemeralContainer/restartPolicyRules', 34, 'ContainerRestartRules'],
    ['core.v1.ServiceSpec/trafficDistribution', 32, 'ServiceTrafficDistribution'],
    ['storage.v1.CSIDriverSpec/serviceAccountTokenInSecrets', 35, 'CSIServiceAccountTokenSecrets'],
    ['storage.v1.CSIDriverSpec/serviceAccountTokenInSecrets', 36, undefined],
    ['authorization.v1.ResourceAttributes/fieldSelector', 33, 'AuthorizeWithSelectors'],
    ['core.v1.PodSpec/containers', 35, undefined],
    ['__proto__/constructor', 35, undefined],
  ];
  it.each(cases)('%s in 1.%i', (key, minor, gate) => {
    const [typeName = '', field = ''] = key.split('/');
    expect(gateOfField(typeName, field, minor)).toBe(gate);
    expect(fieldGateLookup(minor)(typeName, field)).toBe(gate);
  });

  it('wants to know the kind where only one kind loses the field', () => {
    expect(gateOfField('batch.v1.JobSpec', 'managedBy', 33)).toBeUndefined();
    expect(gateOfField('batch.v1.JobSpec', 'managedBy', 33, 'batch.v1.Job')).toBe('JobManagedBy');
    expect(gateOfField('batch.v1.JobSpec', 'managedBy', 33, 'batch.v1.CronJob')).toBeUndefined();
  });

  it('leaves drops that depend on more to their conditions', () => {
    for (const key of [
      'Container/restartPolicy',
      'Volume/image',
      'LifecycleHandler/sleep',
      'ResourceRequirements/claims',
    ]) {
      const [typeName = '', field = ''] = `core.v1.${key}`.split('/');
      expect(gateOfField(typeName, field, 31), key).toBeUndefined();
      expect(dropsOfField(typeName, field, 31), key).not.toEqual([]);
    }
  });
});

describe('fieldGateLookup of a cluster', () => {
  const cases: readonly (readonly [string, string, string, string | undefined])[] = [
    ['1.30', '', 'core.v1.SecurityContext/appArmorProfile', undefined],
    ['1.30', 'AppArmor=false', 'core.v1.SecurityContext/appArmorProfile', 'AppArmor'],
    ['1.30', 'AppArmorFields=false', 'core.v1.SecurityContext/appArmorProfile', 'AppArmorFields'],
    ['1.31', 'RecursiveReadOnlyMounts=false', 'core.v1.NodeStatus/runtimeHandlers', 'RecursiveReadOnlyMounts'],
    ['1.31', 'UserNamespacesSupport=true', 'core.v1.NodeStatus/runtimeHandlers', undefined],
    ['1.32', '', 'core.v1.PodSpec/hostUsers', 'UserNamespacesSupport'],
    ['1.33', '', 'core.v1.PodSpec/hostUsers', undefined],
    ['1.31', '', 'core.v1.Volume/image', undefined],
  ];
  it.each(cases)('%s %s %s', (version, gates, key, gate) => {
    const [typeName = '', field = ''] = key.split('/');
    expect(fieldGateLookup(profile(version, gates))(typeName, field)).toBe(gate);
  });

  it('can be told the kind', () => {
    const lookup = fieldGateLookup(profile('1.31', ''));
    expect(lookup('batch.v1.JobSpec', 'managedBy', 'batch.v1.Job')).toBe('JobManagedBy');
    expect(lookup('batch.v1.JobSpec', 'managedBy', 'batch.v1.CronJob')).toBeUndefined();
  });
});

describe('gatedFields', () => {
  it.each(MINORS)('names only gates that 1.%i has and that can be off', (minor) => {
    for (const [key, drops] of gatedFields(minor)) {
      for (const gate of drops.flatMap((drop) => drop.gates)) {
        const state = featureGate(gate)?.stageIn(minor);
        expect(state !== undefined && isKnown(state), `${gate} of ${key}`).toBe(true);
      }
      for (const drop of drops) {
        const lockedOn = drop.gates.filter((gate) => {
          const state = featureGate(gate)?.stageIn(minor);
          return state !== undefined && isKnown(state) && state.lockToDefault;
        });
        expect(lockedOn.length, key).toBeLessThan(drop.gates.length);
      }
    }
  });

  it('is the same map at every call, and the same as by type', () => {
    expect(gatedFields(35)).toBe(gatedFields(35));
    expect(gatedFieldsOfType('core.v1.PodSpec', 35).get('hostUsers')).toBe(
      gatedFields(35).get('core.v1.PodSpec/hostUsers'),
    );
    expect(gatedFieldsOfType('core.v1.Nope', 35).size).toBe(0);
    expect(gatedFields(99).size).toBe(0);
  });
});

describe('FIELD_GATES', () => {
  it('has each field once', () => {
    const fields = FIELD_GATES.flatMap((row) => row.fields);
    expect(fields.length).toBe(new Set(fields).size);
  });

  it('has rising stretches of known minors', () => {
    for (const row of FIELD_GATES) {
      let from = 27;
      for (const drop of row.drops) {
        expect(drop.from, row.fields[0]).toBeGreaterThanOrEqual(from);
        expect(drop.to ?? 36, row.fields[0]).toBeGreaterThanOrEqual(drop.from);
        from = drop.from;
      }
    }
  });

  it('names gates that the first minor of a stretch has', () => {
    for (const drop of FIELD_GATES.flatMap((row) => row.drops)) {
      for (const gate of drop.gates) {
        for (let minor = drop.from; minor <= (drop.to ?? 36); minor++) {
          const state = featureGate(gate)?.stageIn(minor);
          expect(state !== undefined && isKnown(state), `${gate} in 1.${minor}`).toBe(true);
        }
      }
    }
  });
});

describe('missingGate', () => {
  const drop = (typeName: string, field: string, minor: number) => {
    const [first] = dropsOfField(typeName, field, minor);
    if (first === undefined) throw new Error(`${typeName}/${field} is not gated in 1.${minor}`);
    return first;
  };

  it('is the first gate that is off', () => {
    const appArmor = drop('core.v1.SecurityContext', 'appArmorProfile', 30);
    expect(missingGate(appArmor, defaultProfile(30))).toBeUndefined();
    expect(missingGate(appArmor, profile('1.30', 'AppArmor=false'))).toBe('AppArmor');
    expect(missingGate(appArmor, profile('1.30', 'AppArmorFields=false'))).toBe('AppArmorFields');
  });

  it('is none while one of several gates is enough', () => {
    const handlers = drop('core.v1.NodeStatus', 'runtimeHandlers', 31);
    expect(missingGate(handlers, defaultProfile(31))).toBeUndefined();
    expect(
      missingGate(handlers, profile('1.31', 'UserNamespacesSupport=true,RecursiveReadOnlyMounts=false')),
    ).toBeUndefined();
    expect(missingGate(handlers, profile('1.31', 'RecursiveReadOnlyMounts=false'))).toBe('RecursiveReadOnlyMounts');
  });
});

describe('FIELD_REFUSALS', () => {
  it.each(FIELD_REFUSALS)('$gate: $message', ({ gate, from, to }) => {
    for (let minor = from; minor <= (to ?? 36); minor++) {
      const state = featureGate(gate)?.stageIn(minor);
      expect(state !== undefined && isKnown(state), `${gate} in 1.${minor}`).toBe(true);
    }
  });

  it('hold while the gate is off, or on where it brings them', () => {
    const gates = (version: string, text: string) => refusalsIn(profile(version, text)).map((refusal) => refusal.gate);
    expect(gates('1.35', '')).toContain('UserNamespacesHostNetworkSupport');
    expect(gates('1.35', 'UserNamespacesHostNetworkSupport=true')).not.toContain('UserNamespacesHostNetworkSupport');
    expect(gates('1.35', '')).not.toContain('StrictIPCIDRValidation');
    expect(gates('1.36', '')).toContain('StrictIPCIDRValidation');
    expect(gates('1.34', '')).not.toContain('UserNamespacesHostNetworkSupport');
  });
});
