import { describe, expect, it } from 'vitest';
import { formatFieldError } from '../../field-error.js';
import { validateObjectUpdate } from './validate-update.js';

const profile = { minor: 35, enabled: () => false };
const metadata = { name: 'x', namespace: 'a', uid: 'u', creationTimestamp: '2026-01-01T00:00:00Z' };

function problems(object: object, old: object, subresource = ''): string[] {
  const texts = validateObjectUpdate({ metadata, ...object }, { metadata, ...old }, { profile, subresource }).map(
    (error) => formatFieldError(error, 35),
  );
  return [...new Set(texts)];
}

const configMap = { apiVersion: 'v1', kind: 'ConfigMap' };
const secret = { apiVersion: 'v1', kind: 'Secret', type: 'Opaque' };
const binding = { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', subjects: [] };
const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' };

describe('updates', () => {
  it.each([
    ['nothing changed', configMap, configMap, []],
    [
      'another uid',
      { ...configMap, metadata: { ...metadata, uid: 'v' } },
      configMap,
      ['metadata.uid: Invalid value: "v": field is immutable'],
    ],
    [
      'a finalizer for an object that is being deleted',
      { ...configMap, metadata: { ...metadata, deletionTimestamp: 'now', finalizers: ['x.io/a'] } },
      { ...configMap, metadata: { ...metadata, deletionTimestamp: 'now' } },
      [
        'metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"x.io/a"}',
      ],
    ],
    [
      'data of a closed ConfigMap',
      { ...configMap, immutable: true, data: { a: '2' } },
      { ...configMap, immutable: true, data: { a: '1' } },
      ['data: Forbidden: field is immutable when `immutable` is set'],
    ],
    [
      'opening a closed Secret',
      { ...secret, immutable: false },
      { ...secret, immutable: true },
      ['immutable: Forbidden: field is immutable when `immutable` is set'],
    ],
    [
      'the type of a Secret',
      { ...secret, type: 'example.com/foo' },
      secret,
      ['type: Invalid value: "example.com/foo": field is immutable'],
    ],
    [
      'the role of a binding',
      { ...binding, roleRef: { ...roleRef, name: 'edit' } },
      { ...binding, roleRef },
      [
        'roleRef: Invalid value: {"APIGroup":"rbac.authorization.k8s.io","Kind":"ClusterRole","Name":"edit"}: cannot change roleRef',
      ],
    ],
  ])('%s', (_, object, old, expected) => {
    expect(problems(object, old)).toEqual(expected);
  });

  it('of pods change images, nearer deadlines and new tolerations', () => {
    const spec = { restartPolicy: 'Always', dnsPolicy: 'ClusterFirst', terminationGracePeriodSeconds: 30 };
    const container = {
      name: 'c',
      image: 'x',
      imagePullPolicy: 'Always',
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    };
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { ...spec, containers: [container] } };
    const changed = (changes: object) => ({ ...pod, spec: { ...pod.spec, ...changes } });
    expect(problems(changed({ containers: [{ ...container, image: 'y' }], activeDeadlineSeconds: 5 }), pod)).toEqual(
      [],
    );
    expect(problems(changed({ tolerations: [{ key: 'a', operator: 'Exists' }] }), pod)).toEqual([]);
    expect(problems(changed({ nodeName: 'n' }), pod)[0]).toMatch(/^spec: Forbidden: pod updates may not change fields/);
    expect(problems(changed({ activeDeadlineSeconds: 9 }), changed({ activeDeadlineSeconds: 5 }))).toEqual([
      'spec.activeDeadlineSeconds: Invalid value: 9: must be less than or equal to previous value',
    ]);
    expect(problems(changed({ containers: [container, { ...container, name: 'd' }] }), pod)).toEqual([
      'spec.containers: Forbidden: pod updates may not add or remove containers',
    ]);
  });
});

const pod = (spec: object, status: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  spec: {
    restartPolicy: 'Never',
    dnsPolicy: 'ClusterFirst',
    terminationGracePeriodSeconds: 30,
    serviceAccountName: 'default',
    containers: [{ name: 'c', image: 'i', imagePullPolicy: 'Always', terminationMessagePolicy: 'File', ...spec }],
  },
  status,
});

describe('subresources', () => {
  it.each([
    [
      'another quality of service',
      pod({ resources: { requests: { cpu: '1' } } }, { qosClass: 'BestEffort' }),
      pod({}),
      'resize',
      ['spec: Invalid value: "BestEffort": Pod QOS Class may not change as a result of resizing'],
    ],
    [
      'more cpu',
      pod({ resources: { requests: { cpu: '2' } } }),
      pod({ resources: { requests: { cpu: '1' } } }),
      'resize',
      [],
    ],
    [
      'an address that is none',
      pod({}, { podIPs: [{ ip: 'x' }] }),
      pod({}),
      'status',
      ['status.podIPs[0]: Invalid value: "x": must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'],
    ],
    [
      'a container that comes back',
      pod({}, { containerStatuses: [{ name: 'c', state: { running: {} } }] }),
      pod({}, { containerStatuses: [{ name: 'c', state: { terminated: { exitCode: 0 } } }] }),
      'status',
      ['status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state'],
    ],
    [
      'a load balancer of a service that wants none',
      { apiVersion: 'v1', kind: 'Service', status: { loadBalancer: { ingress: [{ ip: '1.2.3.4' }] } } },
      { apiVersion: 'v1', kind: 'Service' },
      'status',
      ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"],
    ],
  ])('%s', (_, object, old, subresource, lines) => {
    expect(problems(object, old, subresource)).toEqual(lines);
  });
});

describe('fields that stay', () => {
  const of = (apiVersion: string, kind: string, rest: object) => ({ apiVersion, kind, ...rest });
  it.each([
    [
      'where a volume is',
      of('v1', 'PersistentVolume', { spec: { hostPath: { path: '/b' }, volumeMode: 'Filesystem' } }),
      of('v1', 'PersistentVolume', { spec: { hostPath: { path: '/a' }, volumeMode: 'Filesystem' } }),
      'spec.persistentvolumesource: Forbidden: spec.persistentvolumesource is immutable after creation',
    ],
    [
      'what a pod certificate was asked for',
      of('certificates.k8s.io/v1beta1', 'PodCertificateRequest', { spec: { nodeName: 'b' } }),
      of('certificates.k8s.io/v1beta1', 'PodCertificateRequest', { spec: { nodeName: 'a' } }),
      'spec: Invalid value: {"nodeName":"b"}: field is immutable',
    ],
    [
      'the parameters of a class of volumes',
      of('storage.k8s.io/v1', 'VolumeAttributesClass', { driverName: 'd', parameters: { a: '2' } }),
      of('storage.k8s.io/v1', 'VolumeAttributesClass', { driverName: 'd', parameters: { a: '1' } }),
      'parameters: Forbidden: updates to parameters are forbidden.',
    ],
    [
      'how volumes are kept',
      of('storage.k8s.io/v1', 'StorageClass', {
        provisioner: 'p',
        reclaimPolicy: 'Retain',
        volumeBindingMode: 'Immediate',
      }),
      of('storage.k8s.io/v1', 'StorageClass', {
        provisioner: 'p',
        reclaimPolicy: 'Delete',
        volumeBindingMode: 'Immediate',
      }),
      'reclaimPolicy: Forbidden: updates to reclaimPolicy are forbidden.',
    ],
  ])('%s', (_, object, old, line) => {
    expect(problems(object, old)).toContain(line);
  });
});

describe('errors of metadata', () => {
  const uid = { ...metadata, uid: 'v' };
  const labels = { ...metadata, labels: { a: ' ' } };
  const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease' };
  const cronJob = { apiVersion: 'batch/v1', kind: 'CronJob' };

  it.each([
    ['what stays as it was', configMap, uid, '', 'metadata.uid', 2],
    ['what every object must obey', configMap, labels, '', 'metadata.labels', 4],
    ['the same of a kind that asks once less', lease, labels, '', 'metadata.labels', 3],
    ['the same of a status', configMap, labels, 'status', 'metadata.labels', 3],
    [
      'a name that was too long for a new object',
      cronJob,
      { ...metadata, name: 'x'.repeat(60) },
      '',
      'metadata.name',
      0,
    ],
  ])('come as often as upstream says them: %s', (_what, object, changed, subresource, field, times) => {
    const old = { ...object, metadata: { ...metadata, name: changed.name } };
    const errors = validateObjectUpdate({ ...object, metadata: changed }, old, { profile, subresource });
    expect(errors.filter((error) => error.field === field)).toHaveLength(times);
  });
});
