/**
 * Gated fields of workloads and what scales and disrupts them.
 * Source: pkg/registry/{apps,batch,autoscaling,policy,scheduling}/<kind>/strategy.go.
 */
import type { FieldDropCondition, FieldGateRow } from './field-drop.js';

/** The Job itself: a CronJob keeps the fields of its job template, and the Jobs made from it lose them. */
const IN_JOB: FieldDropCondition = { kinds: ['batch.v1.Job'] };

export const WORKLOAD_FIELDS: readonly FieldGateRow[] = [
  {
    fields: ['batch.v1.JobSpec/podFailurePolicy'],
    drops: [{ from: 27, to: 30, gates: ['JobPodFailurePolicy'], condition: IN_JOB }],
  },
  {
    fields: ['batch.v1.JobSpec/backoffLimitPerIndex', 'batch.v1.JobSpec/maxFailedIndexes'],
    drops: [{ from: 28, gates: ['JobBackoffLimitPerIndex'], condition: IN_JOB }],
  },
  {
    fields: ['batch.v1.PodFailurePolicyRule/action'],
    drops: [
      {
        from: 28,
        gates: ['JobBackoffLimitPerIndex'],
        removes: 'listItem',
        condition: { ...IN_JOB, values: ['FailIndex'] },
        note: 'the whole rule goes',
      },
    ],
  },
  {
    fields: ['batch.v1.JobSpec/podReplacementPolicy'],
    drops: [{ from: 28, gates: ['JobPodReplacementPolicy'], condition: IN_JOB }],
  },
  {
    fields: ['batch.v1.JobSpec/managedBy'],
    drops: [{ from: 30, gates: ['JobManagedBy'], condition: IN_JOB }],
  },
  {
    fields: ['batch.v1.JobSpec/successPolicy'],
    drops: [{ from: 30, gates: ['JobSuccessPolicy'], condition: IN_JOB }],
  },
  {
    fields: [
      'apps.v1.StatefulSetSpec/persistentVolumeClaimRetentionPolicy',
      'apps.v1beta1.StatefulSetSpec/persistentVolumeClaimRetentionPolicy',
      'apps.v1beta2.StatefulSetSpec/persistentVolumeClaimRetentionPolicy',
    ],
    drops: [{ from: 27, to: 34, gates: ['StatefulSetAutoDeletePVC'] }],
  },
  {
    fields: [
      'apps.v1.RollingUpdateStatefulSetStrategy/maxUnavailable',
      'apps.v1beta1.RollingUpdateStatefulSetStrategy/maxUnavailable',
      'apps.v1beta2.RollingUpdateStatefulSetStrategy/maxUnavailable',
    ],
    drops: [{ from: 27, gates: ['MaxUnavailableStatefulSet'] }],
  },
  {
    fields: [
      'apps.v1.StatefulSetSpec/ordinals',
      'apps.v1beta1.StatefulSetSpec/ordinals',
      'apps.v1beta2.StatefulSetSpec/ordinals',
    ],
    drops: [{ from: 27, to: 33, gates: ['StatefulSetStartOrdinal'] }],
  },
  {
    fields: [
      'apps.v1.DeploymentStatus/terminatingReplicas',
      'apps.v1beta1.DeploymentStatus/terminatingReplicas',
      'apps.v1beta2.DeploymentStatus/terminatingReplicas',
      'apps.v1.ReplicaSetStatus/terminatingReplicas',
      'apps.v1beta2.ReplicaSetStatus/terminatingReplicas',
      'extensions.v1beta1.DeploymentStatus/terminatingReplicas',
      'extensions.v1beta1.ReplicaSetStatus/terminatingReplicas',
    ],
    drops: [{ from: 33, gates: ['DeploymentReplicaSetTerminatingReplicas'] }],
  },
  {
    fields: [
      'autoscaling.v2.MetricSpec/containerResource',
      'autoscaling.v2beta1.MetricSpec/containerResource',
      'autoscaling.v2beta2.MetricSpec/containerResource',
    ],
    drops: [
      {
        from: 27,
        to: 29,
        gates: ['HPAContainerMetrics'],
        note: 'the metric without its source is then refused; the message names the gate',
      },
    ],
  },
  { fields: ['autoscaling.v2.HPAScalingRules/tolerance'], drops: [{ from: 33, gates: ['HPAConfigurableTolerance'] }] },
  {
    fields: [
      'policy.v1.PodDisruptionBudgetSpec/unhealthyPodEvictionPolicy',
      'policy.v1beta1.PodDisruptionBudgetSpec/unhealthyPodEvictionPolicy',
    ],
    drops: [{ from: 27, to: 30, gates: ['PDBUnhealthyPodEvictionPolicy'] }],
  },
  {
    fields: [
      'scheduling.v1alpha2.PodGroupSpec/resourceClaims',
      'scheduling.v1alpha2.PodGroupStatus/resourceClaimStatuses',
      'scheduling.v1alpha2.PodGroupTemplate/resourceClaims',
    ],
    drops: [{ from: 36, gates: ['DRAWorkloadResourceClaims'] }],
  },
  {
    fields: [
      'scheduling.v1alpha2.PodGroupSpec/disruptionMode',
      'scheduling.v1alpha2.PodGroupSpec/priority',
      'scheduling.v1alpha2.PodGroupSpec/priorityClassName',
      'scheduling.v1alpha2.PodGroupTemplate/disruptionMode',
      'scheduling.v1alpha2.PodGroupTemplate/priority',
      'scheduling.v1alpha2.PodGroupTemplate/priorityClassName',
    ],
    drops: [{ from: 36, gates: ['WorkloadAwarePreemption'] }],
  },
  {
    fields: [
      'scheduling.v1alpha2.PodGroupSpec/schedulingConstraints',
      'scheduling.v1alpha2.PodGroupTemplate/schedulingConstraints',
    ],
    drops: [{ from: 36, gates: ['TopologyAwareWorkloadScheduling'] }],
  },
];
