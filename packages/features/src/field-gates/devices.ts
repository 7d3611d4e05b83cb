/**
 * Gated fields of resource.k8s.io (dynamic resource allocation).
 * Source: pkg/registry/resource/<kind>/strategy.go, from 1.35 also pkg/api/resourceclaimspec/util.go.
 *
 * v1alpha3 and v1beta1 hold a device in BasicDevice and an exact request in DeviceRequest; v1beta2 and v1 hold them in
 * Device and ExactDeviceRequest.
 */
import type { FieldGateRow } from './field-drop.js';

export const DEVICE_FIELDS: readonly FieldGateRow[] = [
  {
    fields: [
      'resource.v1alpha3.AllocationResult/controller',
      'resource.v1alpha3.DeviceClassSpec/suitableNodes',
      'resource.v1alpha3.ResourceClaimSpec/controller',
      'resource.v1alpha3.ResourceClaimStatus/deallocationRequested',
    ],
    drops: [{ from: 31, to: 31, gates: ['DRAControlPlaneController'] }],
  },
  {
    fields: [
      'resource.v1.DeviceRequestAllocationResult/adminAccess',
      'resource.v1.ExactDeviceRequest/adminAccess',
      'resource.v1alpha3.DeviceRequest/adminAccess',
      'resource.v1alpha3.DeviceRequestAllocationResult/adminAccess',
      'resource.v1beta1.DeviceRequest/adminAccess',
      'resource.v1beta1.DeviceRequestAllocationResult/adminAccess',
      'resource.v1beta2.DeviceRequestAllocationResult/adminAccess',
      'resource.v1beta2.ExactDeviceRequest/adminAccess',
    ],
    drops: [{ from: 32, gates: ['DRAAdminAccess'] }],
  },
  {
    fields: [
      'resource.v1.ResourceClaimStatus/devices',
      'resource.v1alpha3.ResourceClaimStatus/devices',
      'resource.v1beta1.ResourceClaimStatus/devices',
      'resource.v1beta2.ResourceClaimStatus/devices',
    ],
    drops: [{ from: 32, gates: ['DRAResourceClaimDeviceStatus'] }],
  },
  {
    fields: [
      'resource.v1.DeviceRequest/firstAvailable',
      'resource.v1alpha3.DeviceRequest/firstAvailable',
      'resource.v1beta1.DeviceRequest/firstAvailable',
      'resource.v1beta2.DeviceRequest/firstAvailable',
    ],
    drops: [{ from: 33, gates: ['DRAPrioritizedList'] }],
  },
  {
    fields: [
      'resource.v1.Device/taints',
      'resource.v1alpha3.BasicDevice/taints',
      'resource.v1beta1.BasicDevice/taints',
      'resource.v1beta2.Device/taints',
    ],
    drops: [{ from: 33, gates: ['DRADeviceTaints'] }],
  },
  {
    // 1.33 and 1.34 know the field and keep it whatever the gate says.
    fields: [
      'resource.v1.DeviceSubRequest/tolerations',
      'resource.v1.ExactDeviceRequest/tolerations',
      'resource.v1beta1.DeviceRequest/tolerations',
      'resource.v1beta1.DeviceSubRequest/tolerations',
      'resource.v1beta2.DeviceSubRequest/tolerations',
      'resource.v1beta2.ExactDeviceRequest/tolerations',
    ],
    drops: [{ from: 35, gates: ['DRADeviceTaints'] }],
  },
  {
    fields: [
      'resource.v1.Device/allNodes',
      'resource.v1.Device/consumesCounters',
      'resource.v1.Device/nodeName',
      'resource.v1.Device/nodeSelector',
      'resource.v1.ResourceSliceSpec/perDeviceNodeSelection',
      'resource.v1.ResourceSliceSpec/sharedCounters',
      'resource.v1alpha3.BasicDevice/allNodes',
      'resource.v1alpha3.BasicDevice/consumesCounters',
      'resource.v1alpha3.BasicDevice/nodeName',
      'resource.v1alpha3.BasicDevice/nodeSelector',
      'resource.v1alpha3.ResourceSliceSpec/perDeviceNodeSelection',
      'resource.v1alpha3.ResourceSliceSpec/sharedCounters',
      'resource.v1beta1.BasicDevice/allNodes',
      'resource.v1beta1.BasicDevice/consumesCounters',
      'resource.v1beta1.BasicDevice/nodeName',
      'resource.v1beta1.BasicDevice/nodeSelector',
      'resource.v1beta1.ResourceSliceSpec/perDeviceNodeSelection',
      'resource.v1beta1.ResourceSliceSpec/sharedCounters',
      'resource.v1beta2.Device/allNodes',
      'resource.v1beta2.Device/consumesCounters',
      'resource.v1beta2.Device/nodeName',
      'resource.v1beta2.Device/nodeSelector',
      'resource.v1beta2.ResourceSliceSpec/perDeviceNodeSelection',
      'resource.v1beta2.ResourceSliceSpec/sharedCounters',
    ],
    drops: [{ from: 33, gates: ['DRAPartitionableDevices'] }],
  },
  {
    fields: [
      'resource.v1.DeviceClassSpec/extendedResourceName',
      'resource.v1beta1.DeviceClassSpec/extendedResourceName',
      'resource.v1beta2.DeviceClassSpec/extendedResourceName',
    ],
    drops: [{ from: 34, gates: ['DRAExtendedResource'] }],
  },
  {
    fields: [
      'resource.v1.AllocatedDeviceStatus/shareID',
      'resource.v1.Device/allowMultipleAllocations',
      'resource.v1.DeviceCapacity/requestPolicy',
      'resource.v1.DeviceRequestAllocationResult/consumedCapacity',
      'resource.v1.DeviceRequestAllocationResult/shareID',
      'resource.v1.DeviceSubRequest/capacity',
      'resource.v1.ExactDeviceRequest/capacity',
      'resource.v1beta1.AllocatedDeviceStatus/shareID',
      'resource.v1beta1.BasicDevice/allowMultipleAllocations',
      'resource.v1beta1.DeviceCapacity/requestPolicy',
      'resource.v1beta1.DeviceRequest/capacity',
      'resource.v1beta1.DeviceRequestAllocationResult/consumedCapacity',
      'resource.v1beta1.DeviceRequestAllocationResult/shareID',
      'resource.v1beta1.DeviceSubRequest/capacity',
      'resource.v1beta2.AllocatedDeviceStatus/shareID',
      'resource.v1beta2.Device/allowMultipleAllocations',
      'resource.v1beta2.DeviceCapacity/requestPolicy',
      'resource.v1beta2.DeviceRequestAllocationResult/consumedCapacity',
      'resource.v1beta2.DeviceRequestAllocationResult/shareID',
      'resource.v1beta2.DeviceSubRequest/capacity',
      'resource.v1beta2.ExactDeviceRequest/capacity',
    ],
    drops: [{ from: 34, gates: ['DRAConsumableCapacity'] }],
  },
  {
    // 1.34 clears a copy of the constraint only, so that the field stays.
    fields: [
      'resource.v1.DeviceConstraint/distinctAttribute',
      'resource.v1beta1.DeviceConstraint/distinctAttribute',
      'resource.v1beta2.DeviceConstraint/distinctAttribute',
    ],
    drops: [{ from: 35, gates: ['DRAConsumableCapacity'] }],
  },
  {
    fields: [
      'resource.v1.Device/bindingConditions',
      'resource.v1.Device/bindingFailureConditions',
      'resource.v1.Device/bindsToNode',
      'resource.v1beta1.BasicDevice/bindingConditions',
      'resource.v1beta1.BasicDevice/bindingFailureConditions',
      'resource.v1beta1.BasicDevice/bindsToNode',
      'resource.v1beta2.Device/bindingConditions',
      'resource.v1beta2.Device/bindingFailureConditions',
      'resource.v1beta2.Device/bindsToNode',
    ],
    drops: [{ from: 34, gates: ['DRADeviceBindingConditions', 'DRAResourceClaimDeviceStatus'] }],
  },
  {
    fields: [
      'resource.v1.DeviceRequestAllocationResult/bindingConditions',
      'resource.v1.DeviceRequestAllocationResult/bindingFailureConditions',
      'resource.v1beta1.DeviceRequestAllocationResult/bindingConditions',
      'resource.v1beta1.DeviceRequestAllocationResult/bindingFailureConditions',
      'resource.v1beta2.DeviceRequestAllocationResult/bindingConditions',
      'resource.v1beta2.DeviceRequestAllocationResult/bindingFailureConditions',
    ],
    drops: [
      { from: 34, to: 34, gates: ['DRADeviceBindingConditions', 'DRAResourceClaimDeviceStatus'] },
      { from: 35, gates: ['DRADeviceBindingConditions'] },
    ],
  },
  {
    fields: [
      'resource.v1.AllocationResult/allocationTimestamp',
      'resource.v1beta1.AllocationResult/allocationTimestamp',
      'resource.v1beta2.AllocationResult/allocationTimestamp',
    ],
    drops: [{ from: 34, to: 34, gates: ['DRADeviceBindingConditions', 'DRAResourceClaimDeviceStatus'] }],
  },
  {
    fields: [
      'resource.v1.Device/nodeAllocatableResourceMappings',
      'resource.v1beta1.BasicDevice/nodeAllocatableResourceMappings',
      'resource.v1beta2.Device/nodeAllocatableResourceMappings',
    ],
    drops: [{ from: 36, gates: ['DRANodeAllocatableResources'] }],
  },
  {
    fields: [
      'resource.v1.DeviceAttribute/bools',
      'resource.v1.DeviceAttribute/ints',
      'resource.v1.DeviceAttribute/strings',
      'resource.v1.DeviceAttribute/versions',
      'resource.v1beta1.DeviceAttribute/bools',
      'resource.v1beta1.DeviceAttribute/ints',
      'resource.v1beta1.DeviceAttribute/strings',
      'resource.v1beta1.DeviceAttribute/versions',
      'resource.v1beta2.DeviceAttribute/bools',
      'resource.v1beta2.DeviceAttribute/ints',
      'resource.v1beta2.DeviceAttribute/strings',
      'resource.v1beta2.DeviceAttribute/versions',
    ],
    drops: [{ from: 36, gates: ['DRAListTypeAttributes'] }],
  },
];
