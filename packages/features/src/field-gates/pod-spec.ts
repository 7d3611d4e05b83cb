/**
 * Gated fields of pods and pod templates.
 * Source: pkg/api/pod/util.go, dropDisabledFields and what it calls, in each minor. Every kind with a pod template
 * passes through it.
 */
import type { FieldGateRow, FieldKey } from './field-drop.js';

const CONTAINERS: readonly FieldKey[] = ['core.v1.PodSpec/containers'];
const INIT_CONTAINERS: readonly FieldKey[] = ['core.v1.PodSpec/initContainers'];

export const POD_SPEC_FIELDS: readonly FieldGateRow[] = [
  {
    fields: ['core.v1.PodSpec/hostUsers'],
    drops: [
      { from: 27, to: 27, gates: ['UserNamespacesStatelessPodsSupport'] },
      { from: 28, gates: ['UserNamespacesSupport'] },
    ],
  },
  { fields: ['core.v1.PodSpec/hostnameOverride'], drops: [{ from: 34, gates: ['HostnameOverride'] }] },
  { fields: ['core.v1.PodSpec/resourceClaims'], drops: [{ from: 27, gates: ['DynamicResourceAllocation'] }] },
  { fields: ['core.v1.PodSpec/resources'], drops: [{ from: 32, gates: ['PodLevelResources'] }] },
  { fields: ['core.v1.PodSpec/schedulingGates'], drops: [{ from: 27, to: 29, gates: ['PodSchedulingReadiness'] }] },
  { fields: ['core.v1.PodSpec/schedulingGroup'], drops: [{ from: 36, gates: ['GenericWorkload'] }] },
  { fields: ['core.v1.PodSpec/workloadRef'], drops: [{ from: 35, to: 35, gates: ['GenericWorkload'] }] },
  {
    fields: ['core.v1.PodSecurityContext/appArmorProfile', 'core.v1.SecurityContext/appArmorProfile'],
    drops: [{ from: 30, to: 30, gates: ['AppArmorFields', 'AppArmor'] }],
  },
  {
    fields: ['core.v1.PodSecurityContext/seLinuxChangePolicy'],
    drops: [{ from: 32, gates: ['SELinuxChangePolicy'] }],
  },
  {
    fields: ['core.v1.PodSecurityContext/supplementalGroupsPolicy'],
    drops: [{ from: 31, gates: ['SupplementalGroupsPolicy'] }],
  },
  {
    fields: ['core.v1.SecurityContext/procMount'],
    drops: [
      {
        from: 27,
        gates: ['ProcMountType'],
        replacement: 'Default',
        note: 'a procMount that is set becomes Default; one that is not set stays so',
      },
    ],
  },
  {
    fields: ['core.v1.TopologySpreadConstraint/minDomains'],
    drops: [{ from: 27, to: 29, gates: ['MinDomainsInPodTopologySpread'] }],
  },
  {
    fields: [
      'core.v1.TopologySpreadConstraint/nodeAffinityPolicy',
      'core.v1.TopologySpreadConstraint/nodeTaintsPolicy',
    ],
    drops: [{ from: 27, gates: ['NodeInclusionPolicyInPodTopologySpread'] }],
  },
  {
    fields: ['core.v1.TopologySpreadConstraint/matchLabelKeys'],
    drops: [{ from: 27, gates: ['MatchLabelKeysInPodTopologySpread'] }],
  },
  {
    fields: ['core.v1.PodAffinityTerm/matchLabelKeys', 'core.v1.PodAffinityTerm/mismatchLabelKeys'],
    drops: [{ from: 29, gates: ['MatchLabelKeysInPodAffinity'] }],
  },
  {
    fields: ['core.v1.VolumeProjection/clusterTrustBundle'],
    drops: [{ from: 29, gates: ['ClusterTrustBundleProjection'] }],
  },
  {
    fields: ['core.v1.VolumeProjection/podCertificate'],
    drops: [{ from: 34, gates: ['PodCertificateRequest'] }],
  },
  {
    fields: ['core.v1.VolumeSource/image'],
    drops: [
      {
        from: 31,
        gates: ['ImageVolume'],
        removes: 'listItem',
        note: 'the volume goes, and with it every volumeMount of that name',
      },
    ],
  },
  {
    fields: ['core.v1.Container/resizePolicy', 'core.v1.EphemeralContainerCommon/resizePolicy'],
    drops: [{ from: 27, gates: ['InPlacePodVerticalScaling'] }],
  },
  {
    fields: ['core.v1.Container/restartPolicy'],
    drops: [
      {
        from: 28,
        to: 33,
        gates: ['SidecarContainers'],
        condition: { heldBy: INIT_CONTAINERS },
        note: 'containers that are not init containers are refused instead',
      },
      {
        from: 34,
        gates: ['ContainerRestartRules'],
        condition: { heldBy: CONTAINERS },
      },
      {
        from: 34,
        gates: ['ContainerRestartRules'],
        condition: { heldBy: INIT_CONTAINERS, exceptValues: ['Always'] },
        note: 'Always, the sidecar, is kept',
      },
    ],
  },
  {
    fields: [
      'core.v1.Container/restartPolicyRules',
      'core.v1.EphemeralContainerCommon/restartPolicy',
      'core.v1.EphemeralContainerCommon/restartPolicyRules',
    ],
    drops: [{ from: 34, gates: ['ContainerRestartRules'] }],
  },
  {
    fields: ['core.v1.ResourceRequirements/claims'],
    drops: [
      {
        from: 27,
        gates: ['DynamicResourceAllocation'],
        condition: { heldBy: ['core.v1.Container/resources', 'core.v1.EphemeralContainerCommon/resources'] },
      },
    ],
  },
  {
    fields: ['core.v1.Probe/terminationGracePeriodSeconds'],
    drops: [
      {
        from: 27,
        to: 27,
        gates: ['ProbeTerminationGracePeriod'],
        condition: { heldBy: ['core.v1.Container/livenessProbe', 'core.v1.Container/startupProbe'] },
        note: 'readiness probes may not set it at all',
      },
    ],
  },
  { fields: ['core.v1.VolumeMount/recursiveReadOnly'], drops: [{ from: 30, gates: ['RecursiveReadOnlyMounts'] }] },
  { fields: ['core.v1.EnvVarSource/fileKeyRef'], drops: [{ from: 34, gates: ['EnvFiles'] }] },
  {
    fields: ['core.v1.LifecycleHandler/sleep'],
    drops: [
      {
        from: 29,
        to: 29,
        gates: ['PodLifecycleSleepAction'],
        note: 'the empty handler stays and is then refused: must specify a handler type',
      },
      { from: 30, gates: ['PodLifecycleSleepAction'], removes: 'parents' },
    ],
  },
  {
    fields: ['core.v1.Lifecycle/stopSignal'],
    drops: [{ from: 33, gates: ['ContainerStopSignals'], removes: 'parents' }],
  },
];
