import { describe, expect, it } from 'vitest';
import { applyDefaults } from './apply-defaults.js';

const profile = { minor: 35, enabled: () => false };
const RBAC = 'rbac.authorization.k8s.io';

const UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const DOWN = { selectPolicy: 'Max', policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }] };
const CPU = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } };

describe('defaults', () => {
  it.each<[string, string, object, object]>([
    ['networking.k8s.io/v1', 'NetworkPolicy', {}, { spec: { policyTypes: ['Ingress'] } }],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { policyTypes: [], egress: [{ ports: [{ port: 53 }] }], ingress: [{ ports: [{ protocol: 'UDP' }] }] } },
      {
        spec: {
          policyTypes: ['Ingress', 'Egress'],
          egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
          ingress: [{ ports: [{ protocol: 'UDP' }] }],
        },
      },
    ],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { egress: [] } },
      { spec: { egress: [], policyTypes: ['Ingress'] } },
    ],
    [
      'networking.k8s.io/v1',
      'NetworkPolicy',
      { spec: { policyTypes: ['Egress'] } },
      { spec: { policyTypes: ['Egress'] } },
    ],
    [
      'networking.k8s.io/v1',
      'IngressClass',
      { spec: { parameters: { kind: 'K', name: 'n' } } },
      { spec: { parameters: { kind: 'K', name: 'n', scope: 'Cluster' } } },
    ],
    ['networking.k8s.io/v1', 'IngressClass', {}, {}],
    [
      `${RBAC}/v1`,
      'RoleBinding',
      {
        roleRef: { kind: 'Role', name: 'r' },
        subjects: [{ kind: 'User' }, { kind: 'Group' }, { kind: 'ServiceAccount' }, { kind: 'User', apiGroup: 'x' }],
      },
      {
        roleRef: { apiGroup: RBAC, kind: 'Role', name: 'r' },
        subjects: [
          { kind: 'User', apiGroup: RBAC },
          { kind: 'Group', apiGroup: RBAC },
          { kind: 'ServiceAccount' },
          { kind: 'User', apiGroup: 'x' },
        ],
      },
    ],
    [`${RBAC}/v1`, 'ClusterRoleBinding', {}, { roleRef: { apiGroup: RBAC } }],
    [
      'discovery.k8s.io/v1',
      'EndpointSlice',
      { ports: [{ port: 1 }] },
      { ports: [{ port: 1, name: '', protocol: 'TCP' }] },
    ],
    ['scheduling.k8s.io/v1', 'PriorityClass', {}, { preemptionPolicy: 'PreemptLowerPriority' }],
    ['scheduling.k8s.io/v1', 'PriorityClass', { preemptionPolicy: 'Never' }, { preemptionPolicy: 'Never' }],
    ['autoscaling/v1', 'HorizontalPodAutoscaler', {}, { spec: { minReplicas: 1 } }],
    ['autoscaling/v1', 'HorizontalPodAutoscaler', { spec: { minReplicas: 0 } }, { spec: { minReplicas: 0 } }],
    ['autoscaling/v2', 'HorizontalPodAutoscaler', {}, { spec: { minReplicas: 1, metrics: [CPU] } }],
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      { spec: { behavior: { scaleDown: { selectPolicy: 'Min' } } } },
      {
        spec: {
          minReplicas: 1,
          metrics: [CPU],
          behavior: { scaleUp: UP, scaleDown: { ...DOWN, selectPolicy: 'Min' } },
        },
      },
    ],
    [
      'storage.k8s.io/v1',
      'StorageClass',
      { provisioner: 'p' },
      { provisioner: 'p', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate' },
    ],
    [
      'storage.k8s.io/v1',
      'CSIDriver',
      { spec: { attachRequired: false } },
      {
        spec: {
          attachRequired: false,
          podInfoOnMount: false,
          storageCapacity: false,
          fsGroupPolicy: 'ReadWriteOnceWithFSType',
          volumeLifecycleModes: ['Persistent'],
          requiresRepublish: false,
        },
      },
    ],
    [
      'v1',
      'PersistentVolumeClaim',
      { spec: { resources: { requests: { storage: '0.0001' } } } },
      {
        spec: { volumeMode: 'Filesystem', resources: { requests: { storage: '1m' } } },
        status: { phase: 'Pending' },
      },
    ],
    [
      'v1',
      'PersistentVolume',
      { spec: { hostPath: { path: '/' } } },
      {
        spec: {
          persistentVolumeReclaimPolicy: 'Retain',
          volumeMode: 'Filesystem',
          hostPath: { path: '/', type: '' },
        },
        status: { phase: 'Pending' },
      },
    ],
  ])('%s %s %j', (apiVersion, kind, object, expected) =>
    expect(applyDefaults<object>({ apiVersion, kind, ...object }, profile)).toEqual({ apiVersion, kind, ...expected }),
  );
});
