import { MINORS } from '@bulkhead/apimachinery';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClusterProfile, type ClusterProfileInput, clusterProfile, defaultProfile } from './cluster-profile.js';
import { featureGate, featureGatesIn, isKnown } from './feature-gate.js';

function profileOf(input: ClusterProfileInput): ClusterProfile {
  const result = clusterProfile(input);
  if ('errors' in result) throw new Error(result.errors.join('; '));
  return result.profile;
}

const errorsOf = (input: ClusterProfileInput): readonly string[] => {
  const result = clusterProfile(input);
  return 'errors' in result ? result.errors : [];
};

describe('versions', () => {
  it.each(['1.35', 'v1.35', '1.35.4', 'v1.35.4', 'v1.35.4-eks-1', '1.35.0+k3s1'])('takes %s', (version) => {
    expect(profileOf({ version }).minor).toBe(35);
  });

  it.each(['', '1', '1.26', '1.37', '2.35', 'latest', '1.35x', '1.-35'])('refuses "%s"', (version) => {
    expect(errorsOf({ version })).toEqual([
      `unsupported Kubernetes version "${version}": supported are 1.27, 1.28, 1.29, 1.30, 1.31, 1.32, 1.33, 1.34, 1.35, 1.36`,
    ]);
  });
});

describe('refused gates', () => {
  const cases = [
    { version: '1.35', gates: 'Nope=true', errors: ['unrecognized feature gate: Nope'] },
    { version: '1.28', gates: 'PodSecurity=true', errors: ['unrecognized feature gate: PodSecurity'] },
    {
      version: '1.33',
      gates: 'PodCertificateRequest=false',
      errors: ['unrecognized feature gate: PodCertificateRequest'],
    },
    { version: '1.35', gates: '__proto__=true', errors: ['unrecognized feature gate: __proto__'] },
    {
      version: '1.35',
      gates: 'KubeletCertCNValidation=true',
      errors: ['unrecognized feature gate: KubeletCertCNValidation'],
    },
    {
      version: '1.36',
      gates: 'UserNamespacesSupport=false',
      errors: ['cannot set feature gate UserNamespacesSupport to false, feature is locked to true'],
    },
    {
      version: '1.36',
      gates: 'SeparateCacheWatchRPC=true',
      errors: ['cannot set feature gate SeparateCacheWatchRPC to true, feature is locked to false'],
    },
    {
      version: '1.31',
      gates: 'AppArmor=false,Nope=true',
      errors: [
        'cannot set feature gate AppArmor to false, feature is locked to true',
        'unrecognized feature gate: Nope',
      ],
    },
    { version: '1.35', gates: 'UserNamespacesSupport', errors: ['missing bool value for UserNamespacesSupport'] },
    {
      version: '1.35',
      gates: 'UserNamespacesSupport=maybe',
      errors: ['invalid value of UserNamespacesSupport=maybe, err: strconv.ParseBool: parsing "maybe": invalid syntax'],
    },
    { version: '1.30', gates: 'kube:NodeLogQuery=true', errors: ['unrecognized feature gate: kube:NodeLogQuery'] },
    { version: '1.31', gates: 'wardle:NodeLogQuery=true', errors: ['component not registered: wardle'] },
  ];
  it.each(cases)('$version $gates', ({ version, gates, errors }) => {
    expect(errorsOf({ version, gates })).toEqual(errors);
  });

  it('says what to do about them', () => {
    const result = clusterProfile({
      version: '1.35',
      gates: 'UserNamespaceSupport=true,AppArmor=true,DRAListTypeAttributes=true',
    });
    expect('hints' in result && result.hints).toEqual([
      'did you mean "UserNamespacesSupport" instead of "UserNamespaceSupport"?',
      '"AppArmor" was removed in 1.33, its behaviour is always on since: leave it out',
      '"DRAListTypeAttributes" exists from 1.36 on',
    ]);
  });
});

describe('accepted gates', () => {
  it('takes text and values by name', () => {
    for (const gates of ['NodeLogQuery=true', { NodeLogQuery: true }]) {
      const profile = profileOf({ version: '1.35', gates });
      expect(profile.enabled('NodeLogQuery')).toBe(true);
      expect([...profile.gates]).toEqual([['NodeLogQuery', true]]);
    }
  });

  it('lets the last value of a gate count', () => {
    expect(profileOf({ version: '1.35', gates: 'NodeLogQuery=true,NodeLogQuery=false' }).enabled('NodeLogQuery')).toBe(
      false,
    );
  });

  it('lets a locked gate be set to its value', () => {
    expect(profileOf({ version: '1.36', gates: 'UserNamespacesSupport=true' }).enabled('UserNamespacesSupport')).toBe(
      true,
    );
  });

  it('takes the component kube from 1.31 on', () => {
    expect(profileOf({ version: '1.31', gates: 'kube:NodeLogQuery=true' }).enabled('NodeLogQuery')).toBe(true);
  });

  it('does not take values that are named in a prototype', () => {
    const gates: Record<string, boolean> = Object.create({ NodeLogQuery: true });
    expect(profileOf({ version: '1.35', gates }).enabled('NodeLogQuery')).toBe(false);
  });
});

describe('AllAlpha and AllBeta', () => {
  const stagesOn = (gates: string, minor = 34) => {
    const profile = profileOf({ version: `1.${minor}`, gates });
    const on = (stage: string) =>
      featureGatesIn(minor).filter((name) => {
        const state = featureGate(name)?.stageIn(minor);
        return state !== undefined && isKnown(state) && state.stage === stage && profile.enabled(name);
      }).length;
    return { alpha: on('alpha'), beta: on('beta'), ga: on('ga') };
  };
  const defaults = stagesOn('');

  it('set every gate of their stage and no other', () => {
    const alphas = stagesOn('AllAlpha=true').alpha;
    expect(defaults.alpha).toBe(0);
    expect(alphas).toBeGreaterThan(20);
    expect(stagesOn('AllAlpha=true')).toEqual({ ...defaults, alpha: alphas });
    expect(stagesOn('AllBeta=false')).toEqual({ ...defaults, beta: 0 });
    expect(stagesOn('AllAlpha=false')).toEqual(defaults);
    expect(stagesOn('AllAlpha=true,AllBeta=false')).toEqual({ ...defaults, alpha: alphas, beta: 0 });
  });

  it('leave gates alone that are set, in any order', () => {
    for (const gates of ['AllAlpha=true,HPAScaleToZero=false', 'HPAScaleToZero=false,AllAlpha=true']) {
      expect(profileOf({ version: '1.34', gates }).enabled('HPAScaleToZero')).toBe(false);
    }
  });

  it('are gates themselves', () => {
    const profile = profileOf({ version: '1.34', gates: 'AllAlpha=true' });
    expect(profile.enabled('AllAlpha')).toBe(true);
    expect(profile.enabled('AllBeta')).toBe(false);
    expect([...profile.gates.keys()]).toEqual(['AllAlpha']);
  });

  it('turn an alpha gate off that is on by default', () => {
    expect(defaultProfile(27).enabled('WindowsHostNetwork')).toBe(true);
    expect(profileOf({ version: '1.27', gates: 'AllAlpha=false' }).enabled('WindowsHostNetwork')).toBe(false);
  });
});

describe('dependencies', () => {
  const cases = [
    {
      version: '1.35',
      gates: 'UserNamespacesSupport=false',
      errors: ['ProcMountType is enabled, but depends on features that are disabled: [UserNamespacesSupport]'],
    },
    {
      version: '1.35',
      gates: 'InPlacePodLevelResourcesVerticalScaling=true,PodLevelResources=false',
      errors: [
        'InPlacePodLevelResourcesVerticalScaling is enabled, but depends on features that are disabled: [NodeDeclaredFeatures PodLevelResources]',
      ],
    },
    {
      version: '1.35',
      gates: 'ClusterTrustBundleProjection=true',
      errors: [
        'ClusterTrustBundleProjection is enabled, but depends on features that are disabled: [ClusterTrustBundle]',
      ],
    },
    { version: '1.35', gates: 'ClusterTrustBundleProjection=true,ClusterTrustBundle=true', errors: [] },
    { version: '1.35', gates: 'UserNamespacesHostNetworkSupport=true', errors: [] },
    {
      version: '1.36',
      gates: 'UserNamespacesHostNetworkSupport=true,NodeDeclaredFeatures=false,AllBeta=false',
      errors: [
        'UserNamespacesHostNetworkSupport is enabled, but depends on features that are disabled: [NodeDeclaredFeatures]',
      ],
    },
    { version: '1.34', gates: 'UserNamespacesSupport=false', errors: [] },
    { version: '1.34', gates: 'ClusterTrustBundleProjection=true', errors: [] },
    {
      version: '1.32',
      gates: 'AuthorizeWithSelectors=false',
      errors: ['AuthorizeNodeWithSelectors feature requires AuthorizeWithSelectors feature to be enabled'],
    },
    {
      version: '1.30',
      gates: 'ServiceAccountTokenNodeBinding=true,ServiceAccountTokenNodeBindingValidation=false',
      errors: [
        'the "ServiceAccountTokenNodeBinding" feature gate can only be enabled if the "ServiceAccountTokenNodeBindingValidation" feature gate is also enabled',
      ],
    },
    {
      version: '1.28',
      gates: 'UnknownVersionInteroperabilityProxy=true',
      errors: ['UnknownVersionInteroperabilityProxy feature requires StorageVersionAPI feature flag to be enabled'],
    },
  ];
  it.each(cases)('$version $gates', ({ version, gates, errors }) => {
    expect(errorsOf({ version, gates })).toEqual(errors);
  });

  it('are looked at only when every value is accepted', () => {
    expect(errorsOf({ version: '1.35', gates: 'UserNamespacesSupport=false,Nope=true' })).toEqual([
      'unrecognized feature gate: Nope',
    ]);
  });

  it.each(MINORS)('hold for the defaults of 1.%i, and with AllAlpha and AllBeta', (minor) => {
    const version = `1.${minor}`;
    expect(errorsOf({ version })).toEqual([]);
    expect(errorsOf({ version, gates: 'AllAlpha=true,AllBeta=true' })).toEqual([]);
  });
});

describe('emulation', () => {
  it('refuses gates that the older version does not have', () => {
    const input = { version: '1.36', emulatedVersion: '1.35', gates: 'DRAListTypeAttributes=true' };
    expect(errorsOf(input)).toEqual([
      'cannot set feature gate DRAListTypeAttributes to true, feature is PreAlpha at emulated version 1.35, min compatibility version 1.34',
    ]);
  });

  it('refuses versions that the binary cannot emulate', () => {
    expect(errorsOf({ version: '1.36', emulatedVersion: '1.32' })).toEqual([
      'emulation version 1.32 is not between [1.33, 1.36.0]',
    ]);
  });

  it('has the minor, the defaults and the locks of the older version', () => {
    const profile = profileOf({
      version: '1.36',
      emulatedVersion: '1.35',
      gates: 'UserNamespacesSupport=false,ProcMountType=false',
    });
    expect(profile.minor).toBe(35);
    expect(profile.enabled('ConstrainedImpersonation')).toBe(false);
    expect(profile.enabled('UserNamespacesSupport')).toBe(false);
  });
});

describe('defaultProfile', () => {
  it.each(MINORS)('has the defaults of 1.%i', (minor) => {
    const profile = defaultProfile(minor);
    expect(defaultProfile(minor)).toBe(profile);
    for (const name of featureGatesIn(minor)) {
      const state = featureGate(name)?.stageIn(minor);
      expect(profile.enabled(name), name).toBe(state !== undefined && isKnown(state) && state.default);
    }
    expect(profile.enabled('Nope')).toBe(false);
    expect(profile.enabled('__proto__')).toBe(false);
  });

  it('throws for a minor that is not known', () => {
    expect(() => defaultProfile(26)).toThrow('unsupported Kubernetes version "1.26"');
  });
});

it('never throws, whatever is written', () => {
  const gate = fc.oneof(fc.constantFrom('AllAlpha', 'AllBeta', 'NodeLogQuery', 'kube:AppArmor'), fc.string());
  const text = fc
    .array(fc.tuple(gate, fc.oneof(fc.constantFrom('true', 'false'), fc.string())))
    .map((items) => items.map((item) => item.join('=')).join(','));
  const version = fc.oneof(fc.constantFrom('1.27', 'v1.31.2', '1.36'), fc.string());
  fc.assert(
    fc.property(
      version,
      fc.oneof(text, fc.string()),
      fc.option(version, { nil: undefined }),
      (wanted, gates, emulated) => {
        const input = { version: wanted, gates, ...(emulated !== undefined && { emulatedVersion: emulated }) };
        const result = clusterProfile(input);
        return 'errors' in result ? result.errors.length > 0 : MINORS.includes(result.profile.minor);
      },
    ),
  );
});
