import {
  at,
  BAD_CIDR,
  BAD_IP,
  type Case,
  describeValidation,
  type Fields,
  LABEL_1035,
  NAME_PART,
} from '../validation.test-support.js';

const base = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
};
const spec = (change: Fields): Fields => ({ spec: change });
const ports = (...items: object[]): Fields => spec({ ports: items });

const PORTS: readonly Case[] = [
  ['no ports', ports(), ['spec.ports: Required value']],
  ['no ports, and no address', spec({ ports: undefined, clusterIP: 'None' }), []],
  ['two ports, one without name', ports({ name: 'a', port: 80 }, { port: 81 }), ['spec.ports[1].name: Required value']],
  [
    'a name twice',
    ports({ name: 'a', port: 80 }, { name: 'a', port: 81 }),
    ['spec.ports[1].name: Duplicate value: "a"'],
  ],
  [
    'a number twice',
    ports({ name: 'a', port: 80 }, { name: 'b', port: 80 }),
    {
      34: [
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    },
  ],
  [
    'a bad port',
    ports({ port: 0, protocol: 'HTTP', targetPort: 'a_b', appProtocol: '-' }),
    [
      'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
      'spec.ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
      'spec.ports[0].targetPort: Invalid value: "a_b": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
      `spec.ports[0].appProtocol: Invalid value: "-": ${NAME_PART}`,
    ],
  ],
  [
    'a port of the nodes without being on them',
    ports({ port: 80, nodePort: 30_000 }),
    ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
  ],
  [
    'a port of the nodes twice',
    spec({
      type: 'NodePort',
      ports: [
        { name: 'a', port: 80, nodePort: 30_000 },
        { name: 'b', port: 81, nodePort: 30_000 },
      ],
    }),
    ['spec.ports[1].nodePort: Duplicate value: 30000'],
  ],
];

const TYPES: readonly Case[] = [
  [
    'a name that begins with a digit',
    { metadata: { name: '1a' } },
    [`metadata.name: Invalid value: "1a": ${LABEL_1035}`],
  ],
  ['such a name where it may be one', { metadata: { name: '1a' } }, { 34: [] }, ['RelaxedServiceNameValidation']],
  ['a name elsewhere', spec({ type: 'ExternalName', externalName: 'example.com.' }), []],
  ['no name elsewhere', spec({ type: 'ExternalName' }), ['spec.externalName: Required value']],
  [
    'a name elsewhere with an address',
    spec({ type: 'ExternalName', externalName: 'a', clusterIP: '10.0.0.1' }),
    ['spec.clusterIPs: Forbidden: may not be set for ExternalName services'],
  ],
  [
    'a port of the nodes without an address',
    spec({ type: 'NodePort', clusterIP: 'None' }),
    [`spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for NodePort services`],
  ],
];

const ADDRESSES: readonly Case[] = [
  [
    'two stacks',
    spec({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '2001:db8::1'], ipFamilyPolicy: 'PreferDualStack' }),
    [],
  ],
  [
    'a second address that is not asked for',
    spec({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '2001:db8::1'], ipFamilyPolicy: 'SingleStack' }),
    [
      `spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple cluster IPs are specified`,
    ],
  ],
  ['no address', spec({ clusterIP: 'a' }), [`spec.clusterIPs[0]: Invalid value: "a": ${BAD_IP}`]],
  [
    'another first address',
    spec({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.2'] }),
    {
      27: ['spec.clusterIPs: Invalid value: []string{"10.0.0.2"}: first value must match `clusterIP`'],
      34: ['spec.clusterIPs: Invalid value: ["10.0.0.2"]: first value must match `clusterIP`'],
    },
  ],
  [
    'an address of another family',
    spec({ clusterIP: '10.0.0.1', ipFamilies: ['IPv6'] }),
    ['spec.clusterIPs[0]: Invalid value: "10.0.0.1": expected an IPv6 value as indicated by `ipFamilies[0]`'],
  ],
  [
    'unknown families and policy',
    spec({ ipFamilies: ['IPv5', 'IPv5'], ipFamilyPolicy: 'AnyStack' }),
    [
      'spec.ipFamilies[0]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"',
      'spec.ipFamilies[1]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6"',
      'spec.ipFamilies[1]: Duplicate value: "IPv5"',
      'spec.ipFamilyPolicy: Unsupported value: "AnyStack": supported values: "PreferDualStack", "RequireDualStack", "SingleStack"',
    ],
  ],
  [
    'addresses outside',
    spec({ externalIPs: ['a', '127.0.0.1'], externalTrafficPolicy: 'Cluster' }),
    [
      `spec.externalIPs[0]: Invalid value: "a": ${BAD_IP}`,
      'spec.externalIPs[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
    ],
  ],
];

const TRAFFIC: readonly Case[] = [
  [
    'the way for traffic from outside, where there is none',
    spec({ externalTrafficPolicy: 'Local' }),
    ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
  ],
  [
    'unknown ways',
    spec({ type: 'NodePort', externalTrafficPolicy: 'Far', internalTrafficPolicy: 'Near' }),
    [
      'spec.externalTrafficPolicy: Unsupported value: "Far": supported values: "Cluster", "Local"',
      'spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"',
    ],
  ],
  [
    'health checks of all nodes',
    spec({ type: 'LoadBalancer', healthCheckNodePort: 30_000 }),
    [
      "spec.healthCheckNodePort: Invalid value: 30000: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
    ],
  ],
  ['health checks whose port is allocated', spec({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' }), []],
  [
    'traffic to the same zone before it could be asked for',
    spec({ trafficDistribution: 'PreferSameZone' }),
    {
      30: ['spec.trafficDistribution: Unsupported value: "PreferSameZone": supported values: "PreferClose"'],
      35: [],
    },
  ],
  [
    'a client that is remembered too long',
    spec({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_401 } } }),
    [
      'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400',
    ],
  ],
  [
    'an unknown affinity',
    spec({ sessionAffinity: 'Cookie' }),
    ['spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
  ],
  [
    'how to remember whom nobody remembers, which defaulting drops',
    spec({ sessionAffinityConfig: { clientIP: { timeoutSeconds: 1 } } }),
    [],
  ],
];

const NEEDS = "may only be used when `type` is 'LoadBalancer'";
const BALANCERS: readonly Case[] = [
  [
    'fields of a balancer without one',
    spec({ loadBalancerSourceRanges: ['10.0.0.0/8'], allocateLoadBalancerNodePorts: true, loadBalancerClass: 'a.b/c' }),
    ['LoadBalancerSourceRanges', 'allocateLoadBalancerNodePorts', 'loadBalancerClass'].map(
      (field) => `spec.${field}: Forbidden: ${NEEDS}`,
    ),
  ],
  [
    'a range that is none',
    spec({ type: 'LoadBalancer', loadBalancerSourceRanges: [' 10.0.0.0/8 ', 'a'] }),
    [`spec.LoadBalancerSourceRanges[1]: Invalid value: "a": ${BAD_CIDR}`],
  ],
  [
    'a range in the annotation',
    {
      metadata: { annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': 'a' } },
      spec: { type: 'LoadBalancer' },
    },
    [`metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "a": ${BAD_CIDR}`],
  ],
  [
    'a bad class',
    spec({ type: 'LoadBalancer', loadBalancerClass: '-' }),
    [`spec.loadBalancerClass: Invalid value: "-": ${NAME_PART}`],
  ],
  [
    'two annotations that disagree',
    at('metadata.annotations', {
      'service.kubernetes.io/topology-aware-hints': 'Auto',
      'service.kubernetes.io/topology-mode': 'Disabled',
    }),
    [
      'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "Disabled": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified',
    ],
  ],
];

describeValidation('ports of a Service', base, PORTS);
describeValidation('names and types', base, TYPES);
describeValidation('addresses', base, ADDRESSES);
describeValidation('traffic', base, TRAFFIC);
describeValidation('load balancers', base, BALANCERS);
