/** One failing and one passing manifest for each rule of the family, with what must be found. Test data. */
import type { Severity } from '../../finding.js';
import type { RuleCase } from '../rule-case.js';

const workload = (name: string, more = '', kind = 'Deployment', namespace = 'shop'): string => `apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: ${namespace}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers: [{name: app, image: "registry.example/app:1", ports: [{name: http, containerPort: 8080}]}]${more}
`;

const policy = (spec: string): string => `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: web, namespace: shop}
spec: ${spec}
`;

const join = (...documents: readonly string[]): string => documents.join('---\n');

const WEB = workload('web');
const SELECT = 'podSelector: {matchLabels: {app: web}}';

const found = (fieldPath: string, message: string, severity: Severity): RuleCase['findings'] => [
  { fieldPath, message, severity },
];

/** Two policies beside one workload: one that is found and one that is not. */
const pair = (failing: string, findings: RuleCase['findings'], passing: string): RuleCase => ({
  failing: join(WEB, policy(failing)),
  findings,
  passing: join(WEB, policy(passing)),
});

const admin = (name: string, priority: number): string => `apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: {name: ${name}}
spec: {tier: Admin, priority: ${priority}, subject: {namespaces: {}}}
`;

export const NETWORK_POLICY_CASES: Readonly<Record<string, RuleCase>> = {
  'network-policy/refused': {
    failing: admin('a', 2000),
    findings: found(
      'spec.priority',
      'spec.priority: Invalid value: 2000: spec.priority in body should be less than or equal to 1000',
      'high',
    ),
    passing: admin('a', 1),
  },
  'network-policy/enforcement': {
    failing: join(workload('kube-flannel-ds', '', 'DaemonSet', 'kube-flannel'), policy(`{${SELECT}}`)),
    findings: found('', 'Flannel alone does not enforce policies: they may have no effect', 'medium'),
    passing: join(workload('cilium', '', 'DaemonSet', 'kube-system'), policy(`{${SELECT}}`)),
  },
  'network-policy/separate-peers': pair(
    `{${SELECT}, ingress: [{from: [{namespaceSelector: {matchLabels: {env: prod}}}, {podSelector: {matchLabels: {app: job}}}]}]}`,
    found(
      'spec.ingress[0].from[1]',
      'selects no pod of its own namespace beside an entry that opens a whole namespace; both selectors in one entry would open those pods there alone',
      'medium',
    ),
    `{${SELECT}, ingress: [{from: [{namespaceSelector: {matchLabels: {env: prod}}, podSelector: {matchLabels: {app: job}}}]}]}`,
  ),
  'network-policy/ignored-rules': pair(
    `{${SELECT}, policyTypes: [Ingress], egress: [{to: [{podSelector: {}}]}]}`,
    found('spec.egress', 'is ignored: policyTypes does not list Egress', 'medium'),
    `{${SELECT}, egress: [{to: [{podSelector: {}}]}]}`,
  ),
  'network-policy/empty-egress': pair(
    `{${SELECT}, egress: []}`,
    found('spec.egress', 'an empty list isolates nothing: policyTypes must list Egress', 'medium'),
    `{${SELECT}, policyTypes: [Egress], egress: []}`,
  ),
  'network-policy/metadata-service': pair(
    `{${SELECT}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}`,
    found(
      'spec.egress[0].to[0].ipBlock',
      "opens 169.254.169.254, where clouds hand out the machine's credentials; list it in except",
      'medium',
    ),
    // The service does not listen there.
    `{${SELECT}, policyTypes: [Egress], egress: [{to: [{ipBlock: {cidr: 0.0.0.0/0}}], ports: [{port: 443}]}]}`,
  ),
  'network-policy/host-network': {
    failing: join(workload('agent', '\n      hostNetwork: true'), policy('{podSelector: {matchLabels: {app: agent}}}')),
    findings: found(
      'spec.podSelector',
      'selects pods with hostNetwork (agent), whose traffic most network plugins cannot hold',
      'medium',
    ),
    passing: join(WEB, policy(`{${SELECT}}`)),
  },
  'network-policy/same-priority': {
    failing: join(admin('a', 1), admin('b', 1)),
    findings: found(
      'spec.priority',
      'has the priority of ClusterNetworkPolicy/a: which of them comes first is undefined',
      'medium',
    ),
    passing: join(admin('a', 1), admin('b', 2)),
  },
  'network-policy/default-deny': {
    failing: join(WEB, workload('api')),
    findings: found(
      'metadata.namespace',
      'no NetworkPolicy selects web, api of namespace shop: every pod of the cluster may connect, and connections to anything are allowed',
      'low',
    ),
    passing: join(WEB, workload('api'), policy('{podSelector: {}, policyTypes: [Ingress, Egress]}')),
  },
  'network-policy/allows-everything': pair(
    `{${SELECT}, ingress: [{}]}`,
    found('spec.ingress[0]', 'lets everybody in, from anywhere', 'low'),
    `{${SELECT}, ingress: [{ports: [{port: 8080}]}]}`,
  ),
  'network-policy/allows-world': pair(
    `{${SELECT}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}`,
    found('spec.ingress[0].from[0].ipBlock.cidr', '0.0.0.0/0 lets every address in', 'low'),
    `{${SELECT}, ingress: [{from: [{ipBlock: {cidr: 192.0.2.0/24}}]}]}`,
  ),
  'network-policy/selects-nothing': pair(
    '{podSelector: {matchLabels: {app: wbe}}}',
    found('spec.podSelector', 'selects no pod of the input, so it has no effect', 'low'),
    `{${SELECT}}`,
  ),
  'network-policy/peer-selects-nothing': pair(
    `{${SELECT}, ingress: [{from: [{podSelector: {matchLabels: {app: wbe}}}]}]}`,
    found(
      'spec.ingress[0].from[0]',
      'selects no pod of namespace shop; without a namespaceSelector only that namespace is meant',
      'info',
    ),
    `{${SELECT}, ingress: [{from: [{podSelector: {matchLabels: {app: web}}}]}]}`,
  ),
  'network-policy/named-port': pair(
    `{${SELECT}, ingress: [{ports: [{port: https}]}]}`,
    found(
      'spec.ingress[0].ports[0].port',
      'no selected pod has a TCP port named "https", so the entry matches nothing',
      'medium',
    ),
    `{${SELECT}, ingress: [{ports: [{port: http}]}]}`,
  ),
  'network-policy/service-port': {
    failing: join(
      WEB,
      'apiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {selector: {app: web}, ports: [{port: 80, targetPort: 8080}]}\n',
      policy(`{${SELECT}, ingress: [{ports: [{port: 80}]}]}`),
    ),
    findings: found(
      'spec.ingress[0].ports[0].port',
      "80 is the port of service web; policies see the pods' port 8080",
      'medium',
    ),
    passing: join(WEB, policy(`{${SELECT}, ingress: [{ports: [{port: 8080}]}]}`)),
  },
  'network-policy/dns-egress': pair(
    `{${SELECT}, policyTypes: [Egress], egress: [{ports: [{port: 443}]}]}`,
    found('spec.egress', 'isolates egress, and no policy lets web ask DNS (UDP and TCP port 53)', 'medium'),
    `{${SELECT}, policyTypes: [Egress], egress: [{ports: [{port: 53}, {port: 53, protocol: UDP}]}]}`,
  ),
  'network-policy/dns-egress-tcp': pair(
    `{${SELECT}, policyTypes: [Egress], egress: [{ports: [{port: 53, protocol: UDP}]}]}`,
    found('spec.egress', 'lets web ask DNS over UDP alone; long answers need TCP port 53', 'info'),
    `{${SELECT}, policyTypes: [Egress], egress: [{ports: [{port: 53}, {port: 53, protocol: UDP}]}]}`,
  ),
  'network-policy/one-family': {
    failing: join(
      `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {containers: [{name: app, image: "registry.example/app:1"}]}
status: {podIPs: [{ip: 10.0.0.1}, {ip: "fd00::1"}]}
`,
      policy(`{${SELECT}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}`),
    ),
    findings: found('spec.ingress[0].from[0].ipBlock.cidr', 'holds no IPv6 address, and pods have some', 'info'),
    passing: join(WEB, policy(`{${SELECT}, ingress: [{from: [{ipBlock: {cidr: 0.0.0.0/0}}]}]}`)),
  },
  'network-policy/repeated-port': pair(
    `{${SELECT}, ingress: [{ports: [{port: 80, endPort: 90}, {port: 85}]}]}`,
    found('spec.ingress[0].ports[1]', 'says what spec.ingress[0].ports[0] says already', 'info'),
    `{${SELECT}, ingress: [{ports: [{port: 80}, {port: 85}]}]}`,
  ),
  'network-policy/shadowed-rule': pair(
    `{${SELECT}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}, {from: [{podSelector: {}}]}]}`,
    found('spec.ingress[0]', 'opens nothing that spec.ingress[1] does not open', 'info'),
    `{${SELECT}, ingress: [{from: [{podSelector: {}}], ports: [{port: 80}]}]}`,
  ),
  'network-policy/effect': {
    failing: policy('{podSelector: {}, policyTypes: [Ingress, Egress]}'),
    findings: found(
      'spec',
      'isolates every pod of namespace shop in both directions: nothing gets in or out, DNS included',
      'info',
    ),
    passing: WEB,
  },
};
