/**
 * What validation must know of the cluster: behaviours that depend on a feature gate or on the minor, as plain
 * booleans, computed once a profile.
 * Source: pkg/api/pod/util.go GetValidationOptionsFromPodSpecAndMeta and the gates' uses in pkg/apis.
 */

import type { Minor } from '../version.js';
import type { VersionProfile } from '../version-profile.js';

interface Behaviour {
  readonly gate?: string;
  /** From this minor on, the behaviour is there whatever the gate says (locked on, or the gate is gone). */
  readonly always?: Minor;
  /** Up to this minor, the behaviour is there whatever the gate says. */
  readonly until?: Minor;
}

const BEHAVIOURS = {
  appArmorFields: { gate: 'AppArmorFields', always: 31 },
  clusterTrustBundleProjection: { gate: 'ClusterTrustBundleProjection' },
  containerRestartRules: { gate: 'ContainerRestartRules' },
  crossNamespaceDataSource: { gate: 'CrossNamespaceVolumeDataSource' },
  csiServiceAccountTokenSecrets: { gate: 'CSIServiceAccountTokenSecrets', always: 36 },
  envFiles: { gate: 'EnvFiles' },
  hostPortsInTemplates: { gate: 'DefaultHostNetworkHostPortsInPodTemplates', until: 27 },
  hpaScaleToZero: { gate: 'HPAScaleToZero' },
  imageVolume: { gate: 'ImageVolume', always: 36 },
  inPlacePodVerticalScaling: { gate: 'InPlacePodVerticalScaling', always: 35 },
  jobBackoffLimitPerIndex: { gate: 'JobBackoffLimitPerIndex', always: 33 },
  jobManagedBy: { gate: 'JobManagedBy', always: 35 },
  jobPodFailurePolicy: { gate: 'JobPodFailurePolicy', always: 31 },
  jobPodReplacementPolicy: { gate: 'JobPodReplacementPolicy', always: 34 },
  jobSuccessPolicy: { gate: 'JobSuccessPolicy', always: 33 },
  loadBalancerIPMode: { gate: 'LoadBalancerIPMode', always: 32 },
  matchLabelKeysInPodAffinity: { gate: 'MatchLabelKeysInPodAffinity', always: 33 },
  matchLabelKeysInTopologySpread: { gate: 'MatchLabelKeysInPodTopologySpread' },
  matchLabelKeysSelectorMerge: { gate: 'MatchLabelKeysInPodTopologySpreadSelectorMerge' },
  maxUnavailableStatefulSet: { gate: 'MaxUnavailableStatefulSet' },
  podCertificateRequest: { gate: 'PodCertificateRequest' },
  podDeletionCost: { gate: 'PodDeletionCost' },
  podLevelResources: { gate: 'PodLevelResources' },
  podLifecycleSleepActionZero: { gate: 'PodLifecycleSleepActionAllowZero', always: 34 },
  preferSameTrafficDistribution: { gate: 'PreferSameTrafficDistribution', always: 35 },
  procMountType: { gate: 'ProcMountType', always: 36 },
  relaxedDnsSearch: { gate: 'RelaxedDNSSearchValidation', always: 34 },
  relaxedEnvironmentVariables: { gate: 'RelaxedEnvironmentVariableValidation', always: 34 },
  relaxedServiceNames: { gate: 'RelaxedServiceNameValidation' },
  restartAllContainers: { gate: 'RestartAllContainersOnContainerExits' },
  seLinuxMount: { gate: 'SELinuxMount' },
  seLinuxMountReadWriteOncePod: { gate: 'SELinuxMountReadWriteOncePod', always: 36 },
  seLinuxChangePolicy: { gate: 'SELinuxChangePolicy', always: 36 },
  sidecarContainers: { gate: 'SidecarContainers', always: 33 },
  strictIPs: { gate: 'StrictIPCIDRValidation' },
  taintTolerationComparison: { gate: 'TaintTolerationComparisonOperators' },
  userNamespaces: { gate: 'UserNamespacesSupport', always: 36 },
  userNamespacesHostNetwork: { gate: 'UserNamespacesHostNetworkSupport' },
  volumeAttributesClass: { gate: 'VolumeAttributesClass', always: 35 },
} as const satisfies { readonly [name: string]: Behaviour };

export type ValidationOptions = { readonly [name in keyof typeof BEHAVIOURS]: boolean } & {
  readonly minor: Minor;
  readonly profile: VersionProfile;
  /** Whether kube-apiserver runs with `--allow-privileged`. */
  readonly allowPrivileged: boolean;
  /** Whether the spec belongs to a Pod; false for templates. */
  readonly isPod: boolean;
};

interface OptionsOfProfile {
  readonly pod: ValidationOptions;
  readonly template: ValidationOptions;
}

const privilegedOptions = new WeakMap<VersionProfile, OptionsOfProfile>();
const unprivilegedOptions = new WeakMap<VersionProfile, OptionsOfProfile>();

/** The options of a profile, one set for pods and one for everything else. */
export function validationOptions(profile: VersionProfile, allowPrivileged = true): OptionsOfProfile {
  const known = allowPrivileged ? privilegedOptions : unprivilegedOptions;
  const found = known.get(profile);
  if (found !== undefined) return found;
  const common = { ...behavioursOf(profile), minor: profile.minor, profile, allowPrivileged };
  const options = { pod: { ...common, isPod: true }, template: { ...common, isPod: false } };
  known.set(profile, options);
  return options;
}

function behavioursOf(profile: VersionProfile): { readonly [name in keyof typeof BEHAVIOURS]: boolean } {
  const result: Partial<Record<keyof typeof BEHAVIOURS, boolean>> = {};
  for (const name of Object.keys(BEHAVIOURS) as (keyof typeof BEHAVIOURS)[]) {
    result[name] = isOn(profile, BEHAVIOURS[name]);
  }
  // Every key of the table was set.
  return result as Record<keyof typeof BEHAVIOURS, boolean>;
}

function isOn(profile: VersionProfile, { gate, always, until }: Behaviour): boolean {
  if (always !== undefined && profile.minor >= always) return true;
  if (until !== undefined && profile.minor <= until) return true;
  return gate !== undefined && profile.enabled(gate);
}
