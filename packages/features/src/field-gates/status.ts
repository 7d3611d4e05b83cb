/**
 * Gated fields of pod and node status, which their controllers write. On create a Pod's status is replaced anyway;
 * these count for what agents may report.
 * Source: pkg/api/pod/util.go (dropDisabledPodStatusFields), pkg/registry/core/node/strategy.go.
 */
import type { FieldGateRow } from './field-drop.js';

export const STATUS_FIELDS: readonly FieldGateRow[] = [
  { fields: ['core.v1.ContainerStatus/resources'], drops: [{ from: 27, gates: ['InPlacePodVerticalScaling'] }] },
  {
    fields: ['core.v1.ContainerStatus/allocatedResources'],
    drops: [
      { from: 27, to: 31, gates: ['InPlacePodVerticalScaling'] },
      { from: 32, to: 32, gates: ['InPlacePodVerticalScaling', 'InPlacePodVerticalScalingAllocatedStatus'] },
      { from: 33, gates: ['InPlacePodVerticalScaling'] },
    ],
  },
  {
    fields: ['core.v1.ContainerStatus/allocatedResourcesStatus'],
    drops: [{ from: 31, gates: ['ResourceHealthStatus'] }],
  },
  { fields: ['core.v1.ContainerStatus/user'], drops: [{ from: 31, gates: ['SupplementalGroupsPolicy'] }] },
  { fields: ['core.v1.ContainerStatus/volumeMounts'], drops: [{ from: 30, gates: ['RecursiveReadOnlyMounts'] }] },
  { fields: ['core.v1.VolumeMountStatus/volumeStatus'], drops: [{ from: 36, gates: ['ImageVolumeWithDigest'] }] },
  { fields: ['core.v1.ResourceHealth/message'], drops: [{ from: 36, gates: ['ResourceHealthStatusMessage'] }] },
  { fields: ['core.v1.PodStatus/hostIPs'], drops: [{ from: 28, to: 31, gates: ['PodHostIPs'] }] },
  { fields: ['core.v1.PodStatus/resize'], drops: [{ from: 27, to: 32, gates: ['InPlacePodVerticalScaling'] }] },
  {
    fields: ['core.v1.PodStatus/resourceClaimStatuses'],
    drops: [{ from: 28, gates: ['DynamicResourceAllocation'] }],
  },
  {
    fields: ['core.v1.PodStatus/extendedResourceClaimStatus'],
    drops: [{ from: 34, gates: ['DRAExtendedResource'] }],
  },
  {
    fields: ['core.v1.PodStatus/nodeAllocatableResourceClaimStatuses'],
    drops: [{ from: 36, gates: ['DRANodeAllocatableResources'] }],
  },
  {
    fields: ['core.v1.PodStatus/allocatedResources', 'core.v1.PodStatus/resources'],
    drops: [{ from: 35, gates: ['InPlacePodLevelResourcesVerticalScaling'] }],
  },
  {
    fields: ['core.v1.PodCondition/observedGeneration', 'core.v1.PodStatus/observedGeneration'],
    drops: [{ from: 33, gates: ['PodObservedGenerationTracking'] }],
  },
  {
    fields: ['core.v1.NodeStatus/runtimeHandlers'],
    drops: [
      { from: 30, to: 30, gates: ['RecursiveReadOnlyMounts'] },
      { from: 31, gates: ['RecursiveReadOnlyMounts', 'UserNamespacesSupport'], keptBy: 'any' },
    ],
  },
  { fields: ['core.v1.NodeStatus/features'], drops: [{ from: 31, gates: ['SupplementalGroupsPolicy'] }] },
  { fields: ['core.v1.NodeStatus/declaredFeatures'], drops: [{ from: 35, gates: ['NodeDeclaredFeatures'] }] },
];
