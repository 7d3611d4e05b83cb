/**
 * Gated fields of volumes, storage drivers, services and endpoint slices.
 * Source: pkg/api/{persistentvolume,persistentvolumeclaim}/util.go,
 * pkg/registry/{core/service,discovery/endpointslice,storage/csidriver,storage/volumeattachment}/strategy.go.
 */
import type { FieldDropCondition, FieldGateRow } from './field-drop.js';

/** The object itself: inline volumes and the claim templates of other kinds keep the field. */
const IN_VOLUME: FieldDropCondition = { kinds: ['core.v1.PersistentVolume'] };
const IN_CLAIM: FieldDropCondition = { kinds: ['core.v1.PersistentVolumeClaim'] };

export const STORAGE_AND_NETWORK_FIELDS: readonly FieldGateRow[] = [
  {
    fields: ['core.v1.CSIPersistentVolumeSource/nodeExpandSecretRef'],
    drops: [{ from: 27, to: 28, gates: ['CSINodeExpandSecret'], condition: IN_VOLUME }],
  },
  {
    // 1.29 and 1.30 have the function that drops it and do not call it.
    fields: ['core.v1.PersistentVolumeSpec/volumeAttributesClassName'],
    drops: [{ from: 31, gates: ['VolumeAttributesClass'], condition: IN_VOLUME }],
  },
  {
    fields: ['core.v1.PersistentVolumeClaimSpec/volumeAttributesClassName'],
    drops: [{ from: 29, gates: ['VolumeAttributesClass'], condition: IN_CLAIM }],
  },
  {
    fields: [
      'core.v1.PersistentVolumeClaimStatus/currentVolumeAttributesClassName',
      'core.v1.PersistentVolumeClaimStatus/modifyVolumeStatus',
    ],
    drops: [{ from: 29, gates: ['VolumeAttributesClass'] }],
  },
  {
    fields: ['core.v1.PersistentVolumeStatus/lastPhaseTransitionTime'],
    drops: [{ from: 28, to: 30, gates: ['PersistentVolumeLastPhaseTransitionTime'] }],
  },
  {
    fields: ['core.v1.PersistentVolumeClaimSpec/dataSourceRef'],
    drops: [
      { from: 27, gates: ['AnyVolumeDataSource'], condition: IN_CLAIM },
      {
        from: 27,
        gates: ['CrossNamespaceVolumeDataSource'],
        condition: { ...IN_CLAIM, whenSet: 'namespace' },
        note: 'the whole reference goes when it names a namespace',
      },
    ],
  },
  {
    fields: [
      'core.v1.PersistentVolumeClaimStatus/allocatedResourceStatuses',
      'core.v1.PersistentVolumeClaimStatus/allocatedResources',
    ],
    drops: [{ from: 27, gates: ['RecoverVolumeExpansionFailure'] }],
  },
  {
    fields: ['core.v1.PersistentVolumeClaimStatus/resizeStatus'],
    drops: [{ from: 27, to: 27, gates: ['RecoverVolumeExpansionFailure'] }],
  },
  {
    fields: ['storage.v1.CSIDriverSpec/seLinuxMount', 'storage.v1beta1.CSIDriverSpec/seLinuxMount'],
    drops: [{ from: 27, gates: ['SELinuxMountReadWriteOncePod'] }],
  },
  {
    fields: [
      'storage.v1.CSIDriverSpec/nodeAllocatableUpdatePeriodSeconds',
      'storage.v1.VolumeError/errorCode',
      'storage.v1alpha1.VolumeError/errorCode',
      'storage.v1beta1.CSIDriverSpec/nodeAllocatableUpdatePeriodSeconds',
      'storage.v1beta1.VolumeError/errorCode',
    ],
    drops: [{ from: 33, gates: ['MutableCSINodeAllocatableCount'] }],
  },
  {
    fields: [
      'storage.v1.CSIDriverSpec/serviceAccountTokenInSecrets',
      'storage.v1beta1.CSIDriverSpec/serviceAccountTokenInSecrets',
    ],
    drops: [{ from: 35, gates: ['CSIServiceAccountTokenSecrets'] }],
  },
  {
    fields: [
      'storage.v1.CSIDriverSpec/preventPodSchedulingIfMissing',
      'storage.v1beta1.CSIDriverSpec/preventPodSchedulingIfMissing',
    ],
    drops: [{ from: 36, gates: ['VolumeLimitScaling'] }],
  },
  {
    fields: ['core.v1.ServiceSpec/trafficDistribution'],
    drops: [{ from: 30, to: 35, gates: ['ServiceTrafficDistribution'] }],
  },
  { fields: ['core.v1.LoadBalancerIngress/ipMode'], drops: [{ from: 29, to: 34, gates: ['LoadBalancerIPMode'] }] },
  {
    fields: ['discovery.v1.Endpoint/hints', 'discovery.v1beta1.Endpoint/hints'],
    drops: [{ from: 27, to: 35, gates: ['TopologyAwareHints'] }],
  },
  {
    fields: ['discovery.v1.EndpointHints/forNodes', 'discovery.v1beta1.EndpointHints/forNodes'],
    drops: [{ from: 33, gates: ['PreferSameTrafficDistribution'] }],
  },
];
