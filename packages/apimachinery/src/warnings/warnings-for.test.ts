import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MINORS, type Minor } from '../version.js';
import { warningsFor } from './warnings-for.js';

const at = (minor: Minor) => ({ minor, enabled: () => false });

/** name, apiVersion, kind, the rest of the object, the warnings of the minors from which they are as they are. */
type Case = readonly [string, string, string, object, { readonly [minor: number]: readonly string[] }];

const OWNER_NAME =
  'metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended';
const STORAGE_CLASS =
  'metadata.annotations[volume.beta.kubernetes.io/storage-class]: deprecated since v1.8; use "storageClassName" attribute instead';
const JOB_SIZE =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail';
const FUTURE = 'will be considered invalid in a future Kubernetes release';
const ACCEPTED = 'was accepted, but will be invalid in a future Kubernetes release';
const AMBIGUOUS = 'is ambiguous in this context (should be "10.0.0.0/8" or "10.0.0.1/32"?)';

const WORKLOADS: readonly Case[] = [
  [
    'a name with dots',
    'v1',
    'Pod',
    { metadata: { name: 'a.b' } },
    {
      27: [
        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]",
      ],
    },
  ],
  [
    'a generated name that is too long',
    'apps/v1',
    'ReplicaSet',
    { metadata: { generateName: `${'a'.repeat(60)}-` } },
    { 27: [] },
  ],
  [
    'a generated name with dots',
    'v1',
    'ReplicationController',
    { metadata: { generateName: 'a.b-' } },
    { 27: [`${OWNER_NAME}: [must not contain dots]`] },
  ],
  [
    'a long name with dots',
    'apps/v1',
    'Deployment',
    { metadata: { name: `${'a'.repeat(63)}.b` } },
    { 27: [`${OWNER_NAME}: [must be no more than 63 characters must not contain dots]`] },
  ],
  ['no name', 'apps/v1', 'Deployment', {}, { 27: [] }],
  [
    'a Job too big to track',
    'batch/v1',
    'Job',
    { spec: { completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 } },
    { 28: [`spec: ${JOB_SIZE}`] },
  ],
  [
    'a CronJob of such Jobs, in a time zone',
    'batch/v1',
    'CronJob',
    {
      spec: {
        schedule: 'TZ=UTC 0 * * * *',
        jobTemplate: { spec: { completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 } },
      },
    },
    {
      27: [
        'CRON_TZ or TZ used in spec.spec.schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
      ],
      28: [
        `spec.jobTemplate.spec: ${JOB_SIZE}`,
        'CRON_TZ or TZ used in spec.spec.schedule is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details',
      ],
      29: [`spec.jobTemplate.spec: ${JOB_SIZE}`],
    },
  ],
  [
    'a CronJob, whose template stands deep',
    'batch/v1',
    'CronJob',
    { spec: { jobTemplate: { spec: { template: { spec: { imagePullSecrets: [{}] } } } } } },
    { 27: ['spec.jobTemplate.spec.template.spec.imagePullSecrets[0].name: invalid empty name ""'] },
  ],
  [
    'a stored template',
    'v1',
    'PodTemplate',
    { template: { spec: { imagePullSecrets: [{}] } } },
    { 27: ['template.spec.imagePullSecrets[0].name: invalid empty name ""'] },
  ],
  [
    'a DaemonSet, whose name is no hostname',
    'apps/v1',
    'DaemonSet',
    { metadata: { name: 'a.b' }, spec: { template: { spec: { imagePullSecrets: [{}] } } } },
    { 27: ['spec.template.spec.imagePullSecrets[0].name: invalid empty name ""'] },
  ],
  [
    'claims and history of a StatefulSet',
    'apps/v1',
    'StatefulSet',
    {
      spec: {
        revisionHistoryLimit: -1,
        volumeClaimTemplates: [{ spec: { resources: { requests: { storage: '1500m' } } } }],
      },
    },
    {
      27: [
        'spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
      ],
      33: [
        'spec.volumeClaimTemplates[0].resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
        'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended',
      ],
    },
  ],
];

const SERVICES: readonly Case[] = [
  [
    'topology hints',
    'v1',
    'Service',
    { metadata: { annotations: { 'service.kubernetes.io/topology-aware-hints': 'auto' } } },
    {
      27: [
        'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
      ],
    },
  ],
  [
    'addresses in odd forms',
    'v1',
    'Service',
    {
      spec: {
        clusterIP: '010.0.0.1',
        clusterIPs: ['010.0.0.1', '0:0::1'],
        loadBalancerIP: 'lb',
        loadBalancerSourceRanges: ['010.0.0.0/8', '10.0.0.1/8', '10.0.0.0/08', '10.0.0.0/8'],
      },
    },
    {
      27: [
        `spec.clusterIPs[0]: IP address ${ACCEPTED}: ParseAddr("010.0.0.1"): IPv4 field has octet with leading zero`,
        'spec.clusterIPs[1]: IPv6 address "0:0::1" is not in RFC 5952 canonical format ("::1"), which may cause controller apply-loops',
        `spec.loadBalancerIP: IP address ${ACCEPTED}: ParseAddr("lb"): unable to parse IP`,
        `spec.loadBalancerSourceRanges[0]: IP prefix ${ACCEPTED}: netip.ParsePrefix("010.0.0.0/8"): ParseAddr("010.0.0.0"): IPv4 field has octet with leading zero`,
        `spec.loadBalancerSourceRanges[2]: IP prefix ${ACCEPTED}: netip.ParsePrefix("10.0.0.0/08"): bad bits after slash: "08"`,
      ],
      33: [
        `spec.clusterIPs[0]: non-standard IP address "010.0.0.1" ${FUTURE}: use "10.0.0.1"`,
        'spec.clusterIPs[1]: IPv6 address "0:0::1" should be in RFC 5952 canonical format ("::1")',
        `spec.loadBalancerSourceRanges[0]: non-standard CIDR value "010.0.0.0/8" ${FUTURE}: use "10.0.0.0/8"`,
        `spec.loadBalancerSourceRanges[1]: CIDR value "10.0.0.1/8" ${AMBIGUOUS}`,
        `spec.loadBalancerSourceRanges[2]: non-standard CIDR value "10.0.0.0/08" ${FUTURE}: use "10.0.0.0/8"`,
      ],
      36: [
        'spec.clusterIPs[0]: non-standard IP address "010.0.0.1" is invalid: use "10.0.0.1"',
        'spec.clusterIPs[1]: IPv6 address "0:0::1" should be in RFC 5952 canonical format ("::1")',
        'spec.loadBalancerSourceRanges[0]: non-standard CIDR value "010.0.0.0/8" is invalid: use "10.0.0.0/8"',
        `spec.loadBalancerSourceRanges[1]: CIDR value "10.0.0.1/8" ${AMBIGUOUS}`,
        'spec.loadBalancerSourceRanges[2]: non-standard CIDR value "10.0.0.0/08" is invalid: use "10.0.0.0/8"',
      ],
    },
  ],
  [
    'headless with what has no effect',
    'v1',
    'Service',
    { spec: { clusterIP: 'None', externalIPs: ['1.1.1.1'], loadBalancerIP: '1.1.1.2', sessionAffinity: 'ClientIP' } },
    {
      34: [
        'spec.loadBalancerIP is ignored for headless services',
        'spec.externalIPs is ignored for headless services',
        'spec.SessionAffinity is ignored for headless services',
      ],
    },
  ],
  [
    'external name',
    'v1',
    'Service',
    { spec: { type: 'ExternalName', externalIPs: ['1.1.1.1'], externalName: 'x' } },
    { 28: ['spec.externalIPs is ignored when spec.type is "ExternalName"'] },
  ],
  [
    'other types',
    'v1',
    'Service',
    { spec: { externalIPs: ['1.1.1.1'], externalName: 'x', trafficDistribution: 'PreferClose' } },
    {
      28: ['spec.externalName is ignored when spec.type is not "ExternalName"'],
      35: [
        'spec.externalName is ignored when spec.type is not "ExternalName"',
        'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
      ],
      36: [
        'spec.externalIPs is deprecated and may no longer be implemented in some clusters',
        'spec.externalName is ignored when spec.type is not "ExternalName"',
        'spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"',
      ],
    },
  ],
  ['an address not asked for', 'v1', 'Service', { spec: { ports: [{ port: 80 }] } }, { 27: [] }],
];

const NETWORKING: readonly Case[] = [
  [
    'class annotation',
    'networking.k8s.io/v1',
    'Ingress',
    { metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } } },
    { 27: [`annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`] },
  ],
  [
    'class annotation and field',
    'networking.k8s.io/v1',
    'Ingress',
    { metadata: { annotations: { 'kubernetes.io/ingress.class': 'nginx' } }, spec: { ingressClassName: 'nginx' } },
    { 27: [] },
  ],
  [
    'blocks',
    'networking.k8s.io/v1',
    'NetworkPolicy',
    {
      spec: {
        ingress: [{ from: [{ podSelector: {} }, { ipBlock: { cidr: '10.0.0.1/8' } }] }],
        egress: [{ to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.01.0.0/16'] } }] }],
      },
    },
    {
      33: [
        `spec.ingress[0].from[1].ipBlock.cidr: CIDR value "10.0.0.1/8" ${AMBIGUOUS}`,
        `spec.egress[0].to[0].ipBlock.except[0]: non-standard CIDR value "10.01.0.0/16" ${FUTURE}: use "10.1.0.0/16"`,
      ],
      36: [
        `spec.ingress[0].from[1].ipBlock.cidr: CIDR value "10.0.0.1/8" ${AMBIGUOUS}`,
        'spec.egress[0].to[0].ipBlock.except[0]: non-standard CIDR value "10.01.0.0/16" is invalid: use "10.1.0.0/16"',
      ],
    },
  ],
  [
    'names as endpoints',
    'discovery.k8s.io/v1',
    'EndpointSlice',
    { addressType: 'FQDN', endpoints: [{ addresses: ['example.com'] }] },
    { 27: ['spec.addressType: FQDN endpoints are deprecated'] },
  ],
  [
    'addresses of endpoints',
    'discovery.k8s.io/v1',
    'EndpointSlice',
    { addressType: 'IPv6', endpoints: [{ addresses: ['::1', 'FE80::1'] }] },
    { 33: ['endpoints[0].addresses[1]: IPv6 address "FE80::1" should be in RFC 5952 canonical format ("fe80::1")'] },
  ],
  [
    'addresses of endpoints that a controller wrote',
    'discovery.k8s.io/v1',
    'EndpointSlice',
    {
      metadata: { labels: { 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io' } },
      endpoints: [{ addresses: ['FE80::1'] }],
    },
    { 27: [] },
  ],
  [
    'addresses of endpoints of old',
    'v1',
    'Endpoints',
    { subsets: [{ notReadyAddresses: [{ ip: 'FE80::1' }] }] },
    {
      33: [
        'subsets[0].notReadyAddresses[0].ip: IPv6 address "FE80::1" should be in RFC 5952 canonical format ("fe80::1")',
      ],
    },
  ],
];

const STORAGE: readonly Case[] = [
  [
    'a volume with everything deprecated',
    'v1',
    'PersistentVolume',
    {
      metadata: {
        annotations: {
          'volume.beta.kubernetes.io/mount-options': 'ro',
          'volume.beta.kubernetes.io/storage-class': 'slow',
        },
      },
      spec: {
        persistentVolumeReclaimPolicy: 'Recycle',
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'beta.kubernetes.io/os' }] }] } },
        storageos: {},
      },
    },
    {
      27: [
        'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead',
      ],
      28: [
        STORAGE_CLASS,
        'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead',
        'spec.storageOS: deprecated in v1.22, non-functional in v1.25+',
      ],
      30: [
        STORAGE_CLASS,
        'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead',
        'spec.storageOS: deprecated in v1.22, non-functional in v1.25+',
      ],
      31: [
        STORAGE_CLASS,
        'metadata.annotations[volume.beta.kubernetes.io/mount-options]: deprecated since v1.31; use "mountOptions" attribute instead',
        'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
        'spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/os is deprecated since v1.14; use "kubernetes.io/os" instead',
        'spec.storageOS: deprecated in v1.22, non-functional in v1.25+',
      ],
    },
  ],
  [
    'a claim',
    'v1',
    'PersistentVolumeClaim',
    {
      metadata: { annotations: { 'volume.beta.kubernetes.io/storage-class': 'slow' } },
      spec: { resources: { requests: { storage: '1.5' }, limits: { storage: '2Gi' } } },
    },
    {
      27: ['spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer'],
      28: [
        STORAGE_CLASS,
        'spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
      ],
    },
  ],
  [
    'topologies of a class',
    'storage.k8s.io/v1',
    'StorageClass',
    {
      allowedTopologies: [
        { matchLabelExpressions: [{ key: 'x' }, { key: 'failure-domain.beta.kubernetes.io/region' }] },
      ],
    },
    {
      27: [
        'allowedTopologies[0].matchLabelExpressions[1].key: deprecated since v1.17; use "topology.kubernetes.io/region" instead',
      ],
    },
  ],
  [
    'topology of a capacity',
    'storage.k8s.io/v1',
    'CSIStorageCapacity',
    {
      nodeTopology: {
        matchLabels: { 'beta.kubernetes.io/os': 'linux' },
        matchExpressions: [{ key: 'beta.kubernetes.io/arch' }],
      },
    },
    {
      27: [
        'nodeTopology.matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead',
        'nodeTopology.matchLabels.beta.kubernetes.io/os: deprecated since v1.14; use "kubernetes.io/os" instead',
      ],
    },
  ],
  [
    'a driver that gets tokens',
    'storage.k8s.io/v1',
    'CSIDriver',
    { spec: { tokenRequests: [{ audience: 'x' }] } },
    {
      36: [
        'spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes',
      ],
    },
  ],
];

const CLUSTER: readonly Case[] = [
  [
    'a node',
    'v1',
    'Node',
    { spec: { configSource: {}, externalID: 'x', podCIDRs: ['10.0.0.1/8'] } },
    {
      27: [
        'spec.configSource: the feature is removed',
        'spec.externalID: this field is deprecated, and is unused by Kubernetes',
      ],
      33: [
        'spec.configSource: the feature is removed',
        'spec.externalID: this field is deprecated, and is unused by Kubernetes',
        `spec.podCIDRs[0]: CIDR value "10.0.0.1/8" ${AMBIGUOUS}`,
      ],
    },
  ],
  [
    'a runtime class',
    'node.k8s.io/v1',
    'RuntimeClass',
    { scheduling: { nodeSelector: { 'beta.kubernetes.io/arch': 'arm64' } } },
    { 27: ['scheduling.nodeSelector: deprecated since v1.14; use "kubernetes.io/arch" instead'] },
  ],
  [
    'mountable secrets',
    'v1',
    'ServiceAccount',
    { metadata: { annotations: { 'kubernetes.io/enforce-mountable-secrets': 'true' } } },
    {
      32: [
        'metadata.annotations[kubernetes.io/enforce-mountable-secrets]: deprecated in v1.32+; prefer separate namespaces to isolate access to mounted secrets',
      ],
    },
  ],
  [
    'a quota with limits below requests',
    'v1',
    'ResourceQuota',
    { spec: { hard: { cpu: '2', 'limits.cpu': '1500m', 'requests.memory': '1Gi', 'limits.memory': '1Gi' } } },
    { 35: ['ResourceQuota cpu (2) should be less than limits.cpu (1500m)'] },
  ],
  [
    'a driver with capitals',
    'resource.k8s.io/v1',
    'ResourceSlice',
    { spec: { driver: 'GPU.example.com' } },
    { 35: ['spec.driver: driver names should be lowercase; "GPU.example.com" contains uppercase characters'] },
  ],
  [
    'a reserved name',
    'admissionregistration.k8s.io/v1',
    'ValidatingAdmissionPolicy',
    { metadata: { name: 'x.static.k8s.io' } },
    {
      36: [
        'metadata.name: names ending with ".static.k8s.io" are reserved for static manifest-based configurations and cannot be managed via the API',
      ],
    },
  ],
  [
    'a secret without certificate',
    'v1',
    'Secret',
    { type: 'kubernetes.io/tls', data: { 'tls.crt': 'eA==', 'tls.key': '' } },
    { 27: ['tls: failed to find any PEM data in certificate input'] },
  ],
  [
    'a secret without key',
    'v1',
    'Secret',
    {
      type: 'kubernetes.io/tls',
      data: { 'tls.key': 'eA==' },
      stringData: { 'tls.crt': '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' },
    },
    { 27: ['tls: failed to find any PEM data in key input'] },
  ],
  ['another secret', 'v1', 'Secret', { data: { 'tls.crt': 'eA==' } }, { 27: [] }],
  ['a kind of another group', 'serving.knative.dev/v1', 'Service', { spec: { externalName: 'x' } }, { 27: [] }],
  ['a kind without warnings', 'v1', 'ConfigMap', { data: {} }, { 27: [] }],
];

describe.each([
  ['workloads', WORKLOADS],
  ['services', SERVICES],
  ['networking', NETWORKING],
  ['storage', STORAGE],
  ['cluster', CLUSTER],
] as const)('warnings about %s', (_, cases) => {
  it.each(cases)('%s', (_name, apiVersion, kind, rest, expected) => {
    let now: readonly string[] = [];
    for (const minor of MINORS) {
      now = expected[minor] ?? now;
      expect(warningsFor({ apiVersion, kind, ...rest }, at(minor)), `1.${minor}`).toEqual(now);
    }
  });

  it('are for gates to decide', () => {
    const on = (minor: Minor) => ({ minor, enabled: () => true });
    const driver = { apiVersion: 'storage.k8s.io/v1', kind: 'CSIDriver', spec: { tokenRequests: [{}] } };
    expect(warningsFor(driver, on(34))).toEqual([]);
    expect(warningsFor(driver, on(35))).toHaveLength(1);
    const policy = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'x.static.k8s.io' },
    };
    expect(warningsFor(policy, on(36))).toEqual([]);
    const pod = { apiVersion: 'v1', kind: 'Pod', spec: { volumes: [{ gitRepo: {} }] } };
    expect(warningsFor(pod, on(35))).toEqual(['spec.volumes[0].gitRepo: deprecated in v1.11']);
  });
});

describe('whatever the object', () => {
  const KINDS = [
    ['v1', 'Pod'],
    ['v1', 'PodTemplate'],
    ['apps/v1', 'StatefulSet'],
    ['batch/v1', 'CronJob'],
    ['v1', 'Service'],
    ['v1', 'Secret'],
    ['v1', 'Node'],
    ['v1', 'PersistentVolume'],
    ['v1', 'ResourceQuota'],
    ['networking.k8s.io/v1', 'NetworkPolicy'],
    ['discovery.k8s.io/v1', 'EndpointSlice'],
    ['v1', 'Endpoints'],
    ['storage.k8s.io/v1', 'CSIStorageCapacity'],
  ] as const;
  const KEYS = [
    ...['metadata', 'annotations', 'name', 'generateName', 'labels', 'spec', 'template', 'jobTemplate', 'containers'],
    ...['initContainers', 'env', 'ports', 'resources', 'limits', 'requests', 'memory', 'storage', 'volumes', 'items'],
    ...['projected', 'sources', 'configMap', 'secret', 'ephemeral', 'volumeClaimTemplate', 'affinity', 'nodeAffinity'],
    ...['podAffinity', 'preferredDuringSchedulingIgnoredDuringExecution', 'nodeSelector', 'securityContext', 'hard'],
    ...[
      'hostAliases',
      'imagePullSecrets',
      'dnsConfig',
      'nameservers',
      'clusterIP',
      'clusterIPs',
      'externalIPs',
      'data',
    ],
    ...[
      'ingress',
      'from',
      'ipBlock',
      'cidr',
      'except',
      'endpoints',
      'addresses',
      'subsets',
      'type',
      '__proto__',
      'path',
    ],
  ];

  it('nothing is thrown', () => {
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 6, depthSize: 'large' },
        fc.jsonValue({ maxDepth: 1 }),
        fc.constantFrom('kubernetes.io/tls', '01.2.3.4', '0.5', 'a/b', 'None', null, -1, 10n),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...KEYS), tie('value'), { maxKeys: 8, noNullPrototype: false }),
      ),
    }));
    const body = fc.dictionary(fc.constantFrom(...KEYS), value, { maxKeys: 8 });
    fc.assert(
      fc.property(fc.constantFrom(...KINDS), body, fc.constantFrom(...MINORS), ([apiVersion, kind], rest, minor) => {
        const warnings = warningsFor({ ...rest, apiVersion, kind }, at(minor));
        expect(warnings.every((warning) => typeof warning === 'string')).toBe(true);
      }),
      { numRuns: 3_000 },
    );
    fc.assert(fc.property(fc.anything(), (object) => warningsFor(object, at(35)).length === 0));
  });

  it('the work is bounded', () => {
    const ports = Array.from({ length: 50_000 }, (_, index) => ({ containerPort: 80, hostPort: index + 1 }));
    const items = Array.from({ length: 50_000 }, (_, index) => ({ path: `p${index}` }));
    const same = Array.from({ length: 50_000 }, () => ({ path: 'p' }));
    const spec = {
      containers: [{ name: 'c', ports }],
      volumes: [
        { name: 'v', configMap: { name: 'm', items } },
        { name: 'w', secret: { items: same } },
      ],
    };
    const start = performance.now();
    expect(warningsFor({ apiVersion: 'v1', kind: 'Pod', spec }, at(35)).length).toBeLessThanOrEqual(1_000);
    expect(performance.now() - start).toBeLessThan(2_000);
  });
});
