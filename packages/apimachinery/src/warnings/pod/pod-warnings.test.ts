import { describe, expect, it } from 'vitest';
import type { PodSpec } from '../../generated/types/core-v1.js';
import { MINORS, type Minor } from '../../version.js';
import { warningsFor } from '../warnings-for.js';

const GATES_ON = new Set(['AppArmorFields']);
const at = (minor: Minor) => ({ minor, enabled: (gate: string) => minor >= 30 && GATES_ON.has(gate) });

interface Annotated {
  readonly annotations?: { readonly [key: string]: string };
}

const podOf = (spec: PodSpec, metadata: Annotated = {}): unknown => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', ...metadata },
  spec,
});

const deploymentOf = (spec: PodSpec, metadata: Annotated = {}): unknown => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd' },
  spec: { template: { metadata, spec } },
});

/** name, spec, the warnings of the minors from which they are as they are. */
type Case = readonly [string, PodSpec, { readonly [minor: number]: readonly string[] }];

function expectByMinor(object: unknown, expected: { readonly [minor: number]: readonly string[] }): void {
  let now: readonly string[] = [];
  for (const minor of MINORS) {
    now = expected[minor] ?? now;
    expect(warningsFor(object, at(minor)), `1.${minor}`).toEqual(now);
  }
}

const ENV = [
  { name: 'A', value: '1' },
  { name: 'A', value: '$(A):2' },
  { name: 'A', value: '$(A)' },
];
const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';
const LABEL_MESSAGE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

const CASES: readonly Case[] = [
  ['nothing to say', { containers: [{ name: 'c', image: 'x', ports: [{ containerPort: 80 }] }] }, { 27: [] }],
  [
    'deprecated node labels',
    { nodeSelector: { 'node-role.kubernetes.io/master': '', 'beta.kubernetes.io/os': 'linux' } },
    {
      27: ['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'],
      31: [
        'spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead',
        'spec.nodeSelector[node-role.kubernetes.io/master]: use "node-role.kubernetes.io/control-plane" instead',
      ],
    },
  ],
  [
    'node affinity',
    {
      affinity: {
        nodeAffinity: {
          [REQUIRED]: {
            nodeSelectorTerms: [
              { matchExpressions: [{ key: 'beta.kubernetes.io/arch', operator: 'In', values: ['!'] }] },
            ],
          },
          [PREFERRED]: [
            { weight: 1, preference: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b', '-'] }] } },
          ],
        },
      },
    },
    {
      27: [
        `spec.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead`,
      ],
      33: [
        `spec.affinity.nodeAffinity.${REQUIRED}.nodeSelectorTerms[0].matchExpressions[0].key: beta.kubernetes.io/arch is deprecated since v1.14; use "kubernetes.io/arch" instead`,
        `spec.affinity.nodeAffinity.${PREFERRED}[0].preference.matchExpressions[0].values[1]: - is invalid, ${LABEL_MESSAGE}`,
      ],
    },
  ],
  [
    'label selectors left out',
    {
      topologySpreadConstraints: [{ topologyKey: 'failure-domain.beta.kubernetes.io/zone' }],
      affinity: {
        podAffinity: { [REQUIRED]: [{ topologyKey: 'x' }] },
        podAntiAffinity: {
          [PREFERRED]: [{ podAffinityTerm: { topologyKey: 'x' } }, { podAffinityTerm: { labelSelector: {} } }],
        },
      },
    },
    {
      27: [
        'spec.topologySpreadConstraints[0].topologyKey: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
      ],
      28: [
        'spec.topologySpreadConstraints[0].topologyKey: failure-domain.beta.kubernetes.io/zone is deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
        'spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod',
        `spec.affinity.podAffinity.${REQUIRED}[0].labelSelector: a null labelSelector results in matching no pod`,
        `spec.affinity.podAntiAffinity.${PREFERRED}[0].podAffinityTerm.labelSelector: a null labelSelector results in matching no pod`,
      ],
    },
  ],
  [
    'deprecated volumes',
    {
      volumes: [
        { name: 'a', gitRepo: {} },
        { name: 'b', storageos: {} },
        { name: 'c', rbd: {} },
      ],
    },
    {
      27: [
        'spec.volumes[0].gitRepo: deprecated in v1.11',
        'spec.volumes[1].storageOS: deprecated in v1.22, non-functional in v1.25+',
      ],
      28: [
        'spec.volumes[0].gitRepo: deprecated in v1.11',
        'spec.volumes[1].storageOS: deprecated in v1.22, non-functional in v1.25+',
        'spec.volumes[2].rbd: deprecated in v1.28, non-functional in v1.31+',
      ],
      33: [
        'spec.volumes[0].gitRepo: deprecated in v1.11, and disabled by default in v1.33+',
        'spec.volumes[1].storageOS: deprecated in v1.22, non-functional in v1.25+',
        'spec.volumes[2].rbd: deprecated in v1.28, non-functional in v1.31+',
      ],
    },
  ],
  [
    'paths that overlap',
    {
      volumes: [
        { name: 'v', configMap: { name: 'm', items: [{ path: 'a' }, { path: 'a/b' }, { path: 'ab' }] } },
        {
          name: 'w',
          projected: { sources: [{}, { secret: { name: 's', items: [{ path: 'a' }] } }, { configMap: { name: 'm' } }] },
        },
        {
          name: 'x',
          projected: {
            sources: [{ serviceAccountToken: { path: 'a' } }, { downwardAPI: { items: [{ path: 'a/' }] } }],
          },
        },
      ],
    },
    {
      32: [
        'volume "v" (ConfigMap "m"): overlapping paths: "a/b" with "a"',
        'volume "w" (Projected) has no sources provided',
        'volume "w" (Projected): overlapping paths: "a" (Secret "s") with "a" (Secret "s")',
        'volume "x" (Projected): overlapping paths: "a" (DownwardAPI) with "a" (ServiceAccountToken)',
      ],
      34: [
        'volume "v" (ConfigMap "m"): overlapping paths: "a/b" with "a"',
        'volume "w" (Projected) has no sources provided',
        'volume "x" (Projected): overlapping paths: "a" (DownwardAPI) with "a" (ServiceAccountToken)',
      ],
    },
  ],
  [
    'entries that are there twice, and empty names',
    { hostAliases: [{ ip: '1.1.1.1' }, { ip: '1.1.1.1' }], imagePullSecrets: [{ name: 'a' }, { name: 'a' }, {}] },
    {
      27: [
        'spec.hostAliases[1].ip: duplicate ip "1.1.1.1"',
        'spec.imagePullSecrets[1].name: duplicate name "a"',
        'spec.imagePullSecrets[2].name: invalid empty name ""',
      ],
    },
  ],
  [
    'amounts of bytes that are no whole numbers',
    {
      overhead: { memory: '0.5' },
      initContainers: [
        { name: 'i', resources: { limits: { 'ephemeral-storage': '100m' }, requests: { memory: '1500u' } } },
      ],
    },
    {
      27: [
        'spec.overhead[memory]: fractional byte value "500m" is invalid, must be an integer',
        'spec.initContainers[0].resources.requests[memory]: fractional byte value "2m" is invalid, must be an integer',
        'spec.initContainers[0].resources.limits[ephemeral-storage]: fractional byte value "100m" is invalid, must be an integer',
        'spec.initContainers[0].resources.requests[ephemeral-storage]: fractional byte value "100m" is invalid, must be an integer',
      ],
    },
  ],
  [
    'sizes of ephemeral volumes, and those beyond an int64',
    {
      volumes: [
        { name: 'v', ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '1.5' } } } } } },
        { name: 'w', ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '10Pi' } } } } } },
        { name: 'x', ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '10P' } } } } } },
      ],
    },
    {
      27: [
        'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "1500m" is invalid, must be an integer',
        'spec.volumes[1].ephemeral.volumeClaimTemplate.spec.resources.requests[storage]: fractional byte value "10Pi" is invalid, must be an integer',
      ],
    },
  ],
  [
    'variables that hide others',
    { containers: [{ name: 'c', env: ENV }] },
    {
      27: ['spec.containers[0].env[1].name: duplicate name "A"', 'spec.containers[0].env[2].name: duplicate name "A"'],
      28: ['spec.containers[0].env[2]: hides previous definition of "A"'],
      30: ['spec.containers[0].env[2]: hides previous definition of "A", which may be dropped when using apply'],
    },
  ],
  [
    'ports',
    {
      initContainers: [{ name: 'i', ports: [{ name: 'web', containerPort: 80 }] }],
      containers: [
        { name: 'c', ports: [{ name: 'web', containerPort: 80, hostIP: '1.1.1.1' }] },
        {
          name: 'd',
          ports: [
            { containerPort: 80, protocol: 'TCP' },
            { containerPort: 81, hostPort: 8081 },
            { containerPort: 81, hostPort: 8081, hostIP: '1.1.1.1' },
            { containerPort: 81, hostPort: 8082 },
          ],
        },
      ],
    },
    {
      28: [
        'spec.containers[0].ports[0]: hostIP set without hostPort: {Name:web HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.1.1.1}',
        'spec.containers[0].ports[0]: overlapping port definition with spec.initContainers[0].ports[0]',
        'spec.containers[1].ports[0]: duplicate port definition with spec.initContainers[0].ports[0]',
        'spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]',
        'spec.containers[1].ports[2]: dangerously ambiguous port definition with spec.containers[1].ports[1]',
      ],
      33: [
        'spec.containers[0].ports[0]: hostIP set without hostPort: {Name:web HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.1.1.1}',
        'spec.containers[0].ports[0]: overlapping port definition with spec.initContainers[0].ports[0]',
        'spec.containers[1].ports[0]: duplicate port definition with spec.initContainers[0].ports[0]',
        'spec.containers[1].ports[0]: overlapping port definition with spec.containers[0].ports[0]',
        'spec.containers[1].ports[2]: dangerously ambiguous port definition with spec.containers[1].ports[1]',
        'spec.containers[0].ports[0]: duplicate port name "web" with spec.initContainers[0].ports[0], services and probes that select ports by name will use spec.initContainers[0].ports[0]',
      ],
    },
  ],
  [
    'addresses in odd forms',
    { dnsConfig: { nameservers: ['8.8.8.8', '08.8.8.8'] }, hostAliases: [{ ip: '0:0::1' }] },
    {
      33: [
        'spec.dnsConfig.nameservers[1]: non-standard IP address "08.8.8.8" will be considered invalid in a future Kubernetes release: use "8.8.8.8"',
        'spec.hostAliases[0].ip: IPv6 address "0:0::1" should be in RFC 5952 canonical format ("::1")',
      ],
      36: [
        'spec.dnsConfig.nameservers[1]: non-standard IP address "08.8.8.8" is invalid: use "8.8.8.8"',
        'spec.hostAliases[0].ip: IPv6 address "0:0::1" should be in RFC 5952 canonical format ("::1")',
      ],
    },
  ],
];

describe('warnings about pods', () => {
  it.each(CASES)('%s', (_, spec, expected) => {
    expectByMinor(podOf(spec), expected);
  });

  it('hold for templates, whose paths start at the template', () => {
    const expected = { 27: ['spec.template.spec.volumes[0].quobyte: deprecated in v1.22, non-functional in v1.25+'] };
    expectByMinor(deploymentOf({ volumes: [{ name: 'q', quobyte: {} }] }), expected);
  });

  it('of a negative grace period are for templates only', () => {
    const spec = { terminationGracePeriodSeconds: -1 };
    expectByMinor(podOf(spec), { 27: [] });
    expectByMinor(deploymentOf(spec), {
      27: [
        'spec.template.spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1',
      ],
    });
  });

  it('take a limit for the request in pods, not in templates', () => {
    const spec = { containers: [{ name: 'c', resources: { limits: { memory: '1m' } } }] };
    const path = 'spec.containers[0].resources';
    const fault = 'fractional byte value "1m" is invalid, must be an integer';
    expectByMinor(podOf(spec), { 27: [`${path}.limits[memory]: ${fault}`, `${path}.requests[memory]: ${fault}`] });
    expectByMinor(deploymentOf(spec), { 27: [`spec.template.${path}.limits[memory]: ${fault}`] });
  });

  it('publish ports on the network of the host, in templates of 1.27 only', () => {
    const ports = [{ containerPort: 80, hostIP: '1.1.1.1' }];
    const spec = { hostNetwork: true, containers: [{ name: 'c', ports }] };
    expectByMinor(podOf(spec), { 27: [] });
    expectByMinor(deploymentOf(spec), {
      28: [
        'spec.template.spec.containers[0].ports[0]: hostIP set without hostPort: {Name: HostPort:0 ContainerPort:80 Protocol:TCP HostIP:1.1.1.1}',
      ],
    });
  });
});

const SECCOMP_POD = 'seccomp.security.alpha.kubernetes.io/pod';
const SECCOMP_CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/c';
const APP_ARMOR = 'container.apparmor.security.beta.kubernetes.io/c';
const CONTAINERS = [{ name: 'c' }];

describe('warnings about annotations', () => {
  it('without effect', () => {
    const annotations = {
      'security.alpha.kubernetes.io/unsafe-sysctls': 'a=b',
      'scheduler.alpha.kubernetes.io/critical-pod': '',
    };
    expectByMinor(podOf({}, { annotations }), {
      27: [
        'metadata.annotations[scheduler.alpha.kubernetes.io/critical-pod]: non-functional in v1.16+; use the "priorityClassName" field instead',
        'metadata.annotations[security.alpha.kubernetes.io/unsafe-sysctls]: non-functional in v1.11+; use the "sysctls" field instead',
      ],
    });
  });

  it('of seccomp, unless the field is there', () => {
    const annotations = { [SECCOMP_POD]: 'runtime/default', [SECCOMP_CONTAINER]: 'unconfined' };
    const text = 'non-functional in v1.27+; use the "seccompProfile" field instead';
    expectByMinor(deploymentOf({ containers: CONTAINERS }, { annotations }), {
      27: [
        `spec.template.metadata.annotations[${SECCOMP_POD}]: ${text}`,
        `spec.template.metadata.annotations[${SECCOMP_CONTAINER}]: ${text}`,
      ],
    });
    const securityContext = { seccompProfile: { type: 'RuntimeDefault' } };
    const spec = { securityContext, containers: [{ name: 'c', securityContext }] };
    expectByMinor(podOf(spec, { annotations }), { 27: [] });
  });

  it('of AppArmor, in templates since 1.30', () => {
    const annotations = { [APP_ARMOR]: 'unconfined' };
    const warning = `spec.template.metadata.annotations[${APP_ARMOR}]: deprecated since v1.30; use the "appArmorProfile" field instead`;
    const withPodProfile = (type: string): unknown =>
      deploymentOf({ securityContext: { appArmorProfile: { type } }, containers: CONTAINERS }, { annotations });
    expectByMinor(deploymentOf({ containers: CONTAINERS }, { annotations }), { 30: [warning] });
    expectByMinor(withPodProfile('Unconfined'), { 30: [] });
    expectByMinor(withPodProfile('RuntimeDefault'), { 34: [warning] });
    expectByMinor(podOf({ containers: CONTAINERS }, { annotations }), { 27: [] });
    const gateOff = { minor: 30, enabled: () => false };
    expect(warningsFor(deploymentOf({ containers: CONTAINERS }, { annotations }), gateOff)).toEqual([]);
  });
});
