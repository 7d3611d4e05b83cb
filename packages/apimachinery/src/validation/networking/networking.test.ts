import {
  at,
  BAD_CIDR,
  type Case,
  describeValidation,
  type Fields,
  LABEL_1035,
  SUBDOMAIN,
} from '../validation.test-support.js';

const backend = { service: { name: 'web', port: { number: 80 } } };
const ingress = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'web' },
  spec: {
    ingressClassName: 'nginx',
    tls: [{ hosts: ['example.com', '*.example.com'], secretName: 'tls' }],
    rules: [{ host: 'example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
  },
};
const spec = (change: Fields): Fields => ({ spec: change });
const path = (change: Fields): Fields =>
  spec({ rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend, ...change }] } }] });
const to = (change: Fields): Fields => spec({ defaultBackend: change });
const PATH = 'spec.rules[0].http.paths[0]';
const WILDCARD =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const INGRESSES: readonly Case[] = [
  [
    'neither rules nor a backend',
    spec({ rules: undefined }),
    {
      27: ['spec: Invalid value: []networking.IngressRule(nil): either `defaultBackend` or `rules` must be specified'],
      34: ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified'],
    },
  ],
  [
    'an address as the host',
    spec({ rules: [{ host: '10.0.0.1' }] }),
    ['spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address'],
  ],
  ['a star inside', spec({ rules: [{ host: 'a.*.b' }] }), [`spec.rules[0].host: Invalid value: "a.*.b": ${WILDCARD}`]],
  ['no paths', spec({ rules: [{ http: {} }] }), ['spec.rules[0].http.paths: Required value']],
  [
    'bad names of host and secret',
    spec({ tls: [{ hosts: ['A'], secretName: 'B' }] }),
    [
      `spec.tls[0].hosts[0]: Invalid value: "A": ${SUBDOMAIN}`,
      `spec.tls[0].secretName: Invalid value: "B": ${SUBDOMAIN}`,
    ],
  ],
  ['a bad class', spec({ ingressClassName: 'A' }), [`spec.ingressClassName: Invalid value: "A": ${SUBDOMAIN}`]],
  [
    'another class in the annotation',
    { metadata: { annotations: { 'kubernetes.io/ingress.class': 'other' } } },
    [
      'annotations.kubernetes.io/ingress.class: Invalid value: "other": must match `ingressClassName` when both are specified',
    ],
  ],
  ['no type of path', path({ pathType: undefined }), [`${PATH}.pathType: Required value: pathType must be specified`]],
  [
    'an unknown type of path',
    path({ pathType: 'Regex' }),
    [`${PATH}.pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"`],
  ],
  ['no path', path({ path: undefined }), [`${PATH}.path: Invalid value: "": must be an absolute path`]],
  ['no path where the controller decides', path({ path: undefined, pathType: 'ImplementationSpecific' }), []],
  [
    'a path with steps',
    path({ path: '/a//b/%2f/..' }),
    [
      `${PATH}.path: Invalid value: "/a//b/%2f/..": must not contain '//'`,
      `${PATH}.path: Invalid value: "/a//b/%2f/..": must not contain '%2f'`,
      `${PATH}.path: Invalid value: "/a//b/%2f/..": cannot end with '/..'`,
    ],
  ],
];

const BACKENDS: readonly Case[] = [
  ['nothing', to({}), ['spec.defaultBackend: Invalid value: "": resource or service backend is required']],
  [
    'both',
    to({ ...backend, resource: { kind: 'Bucket', name: 'a' } }),
    ['spec.defaultBackend: Invalid value: "": cannot set both resource and service backends'],
  ],
  [
    'a service without name and port',
    to({ service: {} }),
    [
      'spec.defaultBackend.service.name: Required value',
      'spec.defaultBackend: Required value: port name or number is required',
    ],
  ],
  [
    'a name that begins with a digit',
    to({ service: { name: '1a', port: { number: 80 } } }),
    [`spec.defaultBackend.service.name: Invalid value: "1a": ${LABEL_1035}`],
  ],
  [
    'such a name where services may have it',
    to({ service: { name: '1a', port: { number: 80 } } }),
    { 34: [] },
    ['RelaxedServiceNameValidation'],
  ],
  [
    'a port by name and number',
    to({ service: { name: 'a', port: { name: 'http', number: 80 } } }),
    ['spec.defaultBackend: Invalid value: "": cannot set both port name & port number'],
  ],
  [
    'a port out of range',
    to({ service: { name: 'a', port: { number: 65_536 } } }),
    ['spec.defaultBackend.service.port.number: Invalid value: 65536: must be between 1 and 65535, inclusive'],
  ],
  [
    'a resource without anything',
    to({ resource: {} }),
    {
      27: [
        'spec.defaultBackend.resource.kind: Required value: kind is required',
        'spec.defaultBackend.resource.name: Required value: name is required',
      ],
      34: ['spec.defaultBackend.resource.kind: Required value', 'spec.defaultBackend.resource.name: Required value'],
    },
  ],
];

const ingressClass = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'nginx' },
  spec: { controller: 'example.com/nginx', parameters: { kind: 'Settings', name: 'a' } },
};

const CLASSES: readonly Case[] = [
  ['no controller', at('spec.controller', ''), ['spec.controller: Required value']],
  [
    'a controller without domain',
    at('spec.controller', 'nginx'),
    ['spec.controller: Invalid value: "nginx": must be a domain-prefixed path (such as "acme.io/foo")'],
  ],
  [
    'a long controller',
    at('spec.controller', `a.b/${'c'.repeat(247)}`),
    {
      27: ['spec.controller: Too long: must have at most 250 bytes'],
      32: ['spec.controller: Too long: may not be more than 250 bytes'],
    },
  ],
  [
    'parameters of a namespace without one',
    at('spec.parameters', { scope: 'Namespace' }),
    ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"],
  ],
  [
    'parameters of the cluster with a namespace',
    at('spec.parameters', { scope: 'Cluster', namespace: 'a' }),
    ["spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"],
  ],
  [
    'an unknown scope',
    at('spec.parameters', { scope: 'Galaxy' }),
    ['spec.parameters.scope: Unsupported value: "Galaxy": supported values: "Cluster", "Namespace"'],
  ],
];

const policy = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'web' },
  spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
};
const port = (change: Fields): Fields => at('spec.ingress', [{ ports: [change] }]);
const peer = (change: Fields): Fields => at('spec.egress', [{ to: [change] }]);
const PORT = 'spec.ingress[0].ports[0]';
const PEER = 'spec.egress[0].to[0]';

const POLICIES: readonly Case[] = [
  ['a range', port({ port: 80, endPort: 90 }), []],
  [
    'a range backwards, which shows its beginning',
    port({ port: 80, endPort: 79 }),
    [`${PORT}.endPort: Invalid value: 80: must be greater than or equal to \`port\``],
  ],
  [
    'an end alone',
    port({ endPort: 80 }),
    [`${PORT}.endPort: Invalid value: 80: may not be specified when \`port\` is not specified`],
  ],
  [
    'an end of a name',
    port({ port: 'http', endPort: 80 }),
    [`${PORT}.endPort: Invalid value: 80: may not be specified when \`port\` is non-numeric`],
  ],
  [
    'an unknown protocol',
    port({ protocol: 'ICMP' }),
    [`${PORT}.protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"`],
  ],
  [
    'a port out of range',
    port({ port: 0 }),
    [`${PORT}.port: Invalid value: 0: must be between 1 and 65535, inclusive`],
  ],
  ['nobody', peer({}), [`${PEER}: Required value: must specify a peer`]],
  [
    'a block and pods',
    peer({ ipBlock: { cidr: '10.0.0.0/8' }, podSelector: {} }),
    [`${PEER}: Forbidden: may not specify both ipBlock and another peer`],
  ],
  ['a block without addresses', peer({ ipBlock: {} }), [`${PEER}.ipBlock.cidr: Required value`]],
  [
    'a block that is none',
    peer({ ipBlock: { cidr: '10.0.0.0' } }),
    {
      27: [`${PEER}.ipBlock.cidr: Invalid value: "10.0.0.0": not a valid CIDR`],
      30: [`${PEER}.ipBlock.cidr: Invalid value: "10.0.0.0": ${BAD_CIDR}`],
    },
  ],
  [
    'the whole block as the exception',
    peer({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.0.0.0/8'] } }),
    [`${PEER}.ipBlock.except[1]: Invalid value: "10.0.0.0/8": must be a strict subset of \`cidr\``],
  ],
  [
    'an unknown direction',
    at('spec.policyTypes', ['Both']),
    ['spec.policyTypes[0]: Unsupported value: "Both": supported values: "Ingress", "Egress"'],
  ],
  [
    'three directions',
    at('spec.policyTypes', ['Ingress', 'Egress', 'Ingress']),
    {
      27: [
        'spec.policyTypes: Invalid value: []networking.PolicyType{"Ingress", "Egress", "Ingress"}: may not specify more than two policyTypes',
      ],
      34: [
        'spec.policyTypes: Invalid value: ["Ingress","Egress","Ingress"]: may not specify more than two policyTypes',
      ],
    },
  ],
];

describeValidation('an Ingress', ingress, INGRESSES);
describeValidation('backends', ingress, BACKENDS);
describeValidation('an IngressClass', ingressClass, CLASSES);
describeValidation('a NetworkPolicy', policy, POLICIES);
