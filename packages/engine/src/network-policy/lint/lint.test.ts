/** Lints of network policies: identifier, place and words. */
import { describe, expect, it } from 'vitest';
import { modelOf, namespace, pod, policy, service } from '../test-cluster.js';
import { lintNetworkPolicies } from './lint-network-policies.js';

const WEB = pod('a/web', { labels: { app: 'web' }, ports: [{ name: 'http', containerPort: 8080 }] });
const subject = { podSelector: { matchLabels: { app: 'web' } } };

const ROWS: readonly (readonly [string, readonly object[], string])[] = [
  [
    'selects-nothing',
    [policy('a/p', { podSelector: { matchLabels: { app: 'gone' } } })],
    'spec.podSelector: selects no pod of the input, so it has no effect',
  ],
  [
    'host-network',
    [
      pod('a/agent', { labels: { app: 'agent' }, spec: { hostNetwork: true } }),
      policy('a/p', { podSelector: { matchLabels: { app: 'agent' } } }),
    ],
    'spec.podSelector: selects pods with hostNetwork (agent), whose traffic most network plugins cannot hold',
  ],
  [
    'peer-selects-nothing',
    [policy('a/p', { ...subject, ingress: [{ from: [{ namespaceSelector: { matchLabels: { name: 'b' } } }] }] })],
    "spec.ingress[0].from[0]: matches no namespace; the label with a namespace's name is kubernetes.io/metadata.name, not name",
  ],
  [
    'separate-peers',
    [
      namespace('b', { env: 'prod' }),
      pod('b/job', { labels: { app: 'job' } }),
      policy('a/p', {
        ...subject,
        ingress: [
          {
            from: [
              { namespaceSelector: { matchLabels: { env: 'prod' } } },
              { podSelector: { matchLabels: { app: 'job' } } },
            ],
          },
        ],
      }),
    ],
    'spec.ingress[0].from[1]: selects no pod of its own namespace beside an entry that opens a whole namespace; both selectors in one entry would open those pods there alone',
  ],
  [
    'named-port',
    [policy('a/p', { ...subject, ingress: [{ ports: [{ port: 'http' }, { port: 'https' }] }] })],
    'spec.ingress[0].ports[1].port: no selected pod has a TCP port named "https", so the entry matches nothing',
  ],
  [
    'repeated-port',
    [policy('a/p', { ...subject, ingress: [{ ports: [{ port: 80, endPort: 90 }, { port: 85 }] }] })],
    'spec.ingress[0].ports[1]: says what spec.ingress[0].ports[0] says already',
  ],
  [
    'service-port',
    [
      service('a/web', { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] }),
      policy('a/p', { ...subject, ingress: [{ ports: [{ port: 80 }] }] }),
    ],
    "spec.ingress[0].ports[0].port: 80 is the port of service web; policies see the pods' port 8080",
  ],
  [
    'ignored-rules',
    [policy('a/p', { ...subject, policyTypes: ['Egress'], ingress: [{}] })],
    'spec.ingress: is ignored: policyTypes does not list Ingress',
  ],
  [
    'empty-egress',
    [policy('a/p', { ...subject, egress: [] })],
    'spec.egress: an empty list isolates nothing: policyTypes must list Egress',
  ],
  [
    'allows-everything',
    [policy('a/p', { ...subject, ingress: [{}] })],
    'spec.ingress[0]: lets everybody in, from anywhere',
  ],
  [
    'allows-world',
    [policy('a/p', { ...subject, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })],
    'spec.ingress[0].from[0].ipBlock.cidr: 0.0.0.0/0 lets every address in',
  ],
  [
    'allows-world',
    [
      policy('a/p', {
        ...subject,
        ingress: [
          { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }, { ipBlock: { cidr: '0.0.0.0/1', except: ['10.0.0.0/8'] } }] },
          { from: [{ ipBlock: { cidr: '128.0.0.0/1' } }] },
        ],
      }),
    ],
    'spec.ingress[0].from[0].ipBlock.cidr: 10.0.0.0/8, 0.0.0.0/1, 128.0.0.0/1 together let every public address in',
  ],
  [
    'metadata-service',
    [policy('a/p', { ...subject, policyTypes: ['Egress'], egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })],
    "spec.egress[0].to[0].ipBlock: opens 169.254.169.254, where clouds hand out the machine's credentials; list it in except",
  ],
  [
    'one-family',
    [
      pod('a/dual', { ips: ['10.0.0.1', 'fd00::1'] }),
      policy('a/p', { ...subject, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] }),
    ],
    'spec.ingress[0].from[0].ipBlock.cidr: holds no IPv6 address, and pods have some',
  ],
  [
    'dns-egress',
    [policy('a/p', { ...subject, policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }] })],
    'spec.egress: isolates egress, and no policy lets web ask DNS (UDP and TCP port 53)',
  ],
  [
    'dns-egress-tcp',
    [policy('a/p', { ...subject, policyTypes: ['Egress'], egress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] })],
    'spec.egress: lets web ask DNS over UDP alone; long answers need TCP port 53',
  ],
  [
    'shadowed-rule',
    [
      policy('a/p', {
        ...subject,
        ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }, { from: [{ podSelector: {} }] }],
      }),
    ],
    'spec.ingress[0]: opens nothing that spec.ingress[1] does not open',
  ],
  ['default-deny', [], ': no policy denies ingress by default; 1 of its 1 workloads are open'],
  [
    'same-priority',
    ['x', 'y'].map((name) => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha2',
      kind: 'ClusterNetworkPolicy',
      metadata: { name },
      spec: { tier: 'Admin', priority: 1, subject: { namespaces: {} } },
    })),
    'spec.priority: has the priority of ClusterNetworkPolicy/x: which of them comes first is undefined',
  ],
  [
    'enforcement',
    [policy('a/p', subject)],
    ': policies need a network plugin that enforces them; the input shows none, so ask the cluster (kube-system DaemonSets)',
  ],
  [
    'enforcement',
    [policy('a/p', subject), pod('kube-system/cilium-x7', { owner: { kind: 'DaemonSet', name: 'cilium' } })],
    ': policies are enforced by Cilium, which is in the input',
  ],
  [
    'enforcement',
    [policy('a/p', subject), pod('kube-flannel/kube-flannel-ds-1')],
    ': Flannel alone does not enforce policies: they may have no effect',
  ],
];

describe('lints', () => {
  it.each(ROWS)('%s', (id, objects, expected) => {
    const found = lintNetworkPolicies(modelOf([WEB, ...objects])).filter(
      (finding) => finding.id === `network-policy/${id}`,
    );
    expect(found.map(({ fieldPath, message }) => `${fieldPath}: ${message}`)).toContain(expected);
  });

  it('nothing about a namespace that is closed and opened with care', () => {
    const dns = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
      podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
    };
    const ports = [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ];
    const found = lintNetworkPolicies(
      modelOf([
        WEB,
        pod('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' } }),
        policy('kube-system/deny', {
          podSelector: {},
          policyTypes: ['Ingress', 'Egress'],
          egress: [{ to: [dns], ports }],
        }),
        policy('a/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'], egress: [{ to: [dns], ports }] }),
      ]),
    );
    expect(found.filter(({ id }) => id !== 'network-policy/enforcement')).toEqual([]);
  });
});
