import { expect, it } from 'vitest';
import {
  at,
  type Case,
  describeValidation,
  type Fields,
  LABEL,
  linesOf,
  SUBDOMAIN,
} from '../validation.test-support.js';

const app = { name: 'app', image: 'app:1' };
const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers: [app] } };
const spec = (change: Fields): Fields => ({ spec: change });
const container = (change: Fields): Fields => spec({ containers: [{ ...app, ...change }] });
const init = (change: Fields): Fields => spec({ initContainers: [{ name: 'init', image: 'app:1', ...change }] });
const C = 'spec.containers[0]';
const I = 'spec.initContainers[0]';

const BASICS: readonly Case[] = [
  ['none', spec({ containers: [] }), ['spec.containers: Required value']],
  ['no name and no image', spec({ containers: [{}] }), [`${C}.name: Required value`, `${C}.image: Required value`]],
  ['a bad name', container({ name: 'App' }), [`${C}.name: Invalid value: "App": ${LABEL}`]],
  ['a name twice', spec({ containers: [app, app] }), ['spec.containers[1].name: Duplicate value: "app"']],
  ['a name of an init container too', init({ name: 'app' }), [`${I}.name: Duplicate value: "app"`]],
  [
    'blanks around an image',
    container({ image: ' app:1' }),
    [`${C}.image: Invalid value: " app:1": must not have leading or trailing whitespace`],
  ],
  [
    'unknown policies',
    container({ imagePullPolicy: 'Often', terminationMessagePolicy: 'Letter' }),
    [
      `${C}.terminationMessagePolicy: Unsupported value: "Letter": supported values: "File", "FallbackToLogsOnError"`,
      `${C}.imagePullPolicy: Unsupported value: "Often": supported values: "Always", "IfNotPresent", "Never"`,
    ],
  ],
  [
    'a debugging container',
    spec({ ephemeralContainers: [{ name: 'debug', image: 'app:1', targetContainerName: 'other' }] }),
    [
      'spec.ephemeralContainers[0].targetContainerName: Not found: "other"',
      'spec.ephemeralContainers: Forbidden: cannot be set on create',
    ],
  ],
];

const PORTS: readonly Case[] = [
  [
    'ports without number, out of range, of an unknown protocol',
    container({ ports: [{}, { containerPort: 1, hostPort: 65_536 }, { containerPort: 1, protocol: 'HTTP' }] }),
    [
      `${C}.ports[0].containerPort: Required value`,
      `${C}.ports[1].hostPort: Invalid value: 65536: must be between 1 and 65535, inclusive`,
      `${C}.ports[2].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"`,
    ],
  ],
  [
    'bad names of ports',
    container({
      ports: [
        { name: 'a--1-', containerPort: 1 },
        { name: '1', containerPort: 2 },
      ],
    }),
    [
      `${C}.ports[0].name: Invalid value: "a--1-": must not contain consecutive hyphens`,
      `${C}.ports[0].name: Invalid value: "a--1-": must not begin or end with a hyphen`,
      `${C}.ports[1].name: Invalid value: "1": must contain at least one letter (a-z)`,
    ],
  ],
  [
    'a port of the node twice',
    container({
      ports: [
        { containerPort: 1, hostPort: 80 },
        { containerPort: 2, hostPort: 80 },
      ],
    }),
    [`${C}.ports[1].hostPort: Duplicate value: "TCP//80"`],
  ],
  [
    "another port on the node's network",
    { spec: { hostNetwork: true, ...(container({ ports: [{ containerPort: 1, hostPort: 2 }] })['spec'] as Fields) } },
    [`${C}.ports[0].hostPort: Invalid value: 2: must match \`containerPort\` when \`hostNetwork\` is true`],
  ],
];

const ENV: readonly Case[] = [
  ['no name', container({ env: [{ value: 'a' }] }), [`${C}.env[0].name: Required value`]],
  [
    'a name with blanks',
    container({ env: [{ name: 'a b' }] }),
    {
      27: [
        `${C}.env[0].name: Invalid value: "a b": a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit (e.g. 'my.env-name',  or 'MY_ENV.NAME',  or 'MyEnvName1', regex used for validation is '[-._a-zA-Z][-._a-zA-Z0-9]*')`,
      ],
      34: [],
    },
  ],
  [
    'from nowhere',
    container({ env: [{ name: 'A', valueFrom: {} }] }),
    [
      `${C}.env[0].valueFrom: Invalid value: "": must specify one of: \`fieldRef\`, \`resourceFieldRef\`, \`configMapKeyRef\` or \`secretKeyRef\``,
    ],
  ],
  [
    'a value from two places',
    container({ env: [{ name: 'A', value: 'b', valueFrom: { secretKeyRef: { name: 'B' } } }] }),
    [
      `${C}.env[0].valueFrom.secretKeyRef.name: Invalid value: "B": ${SUBDOMAIN}`,
      `${C}.env[0].valueFrom.secretKeyRef.key: Required value`,
      `${C}.env[0].valueFrom: Invalid value: "": may not be specified when \`value\` is not empty`,
    ],
  ],
  [
    'a field that no variable may hold',
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'status.phase' } } }] }),
    {
      28: [
        `${C}.env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "status.phase": supported values: "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"`,
      ],
    },
  ],
  [
    'a field that no pod has',
    container({ env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.foo' } } }] }),
    [
      `${C}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.foo": error converting fieldPath: field label not supported: spec.foo`,
    ],
  ],
  [
    'a resource in strange units',
    container({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '2' } } }] }),
    [
      `${C}.env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": only divisor's values 1m and 1 are supported with the cpu resource`,
    ],
  ],
  [
    'all of nothing',
    container({ envFrom: [{}] }),
    [`${C}.envFrom: Invalid value: "": must specify one of: \`configMapRef\` or \`secretRef\``],
  ],
];

const RESOURCES: readonly Case[] = [
  [
    'more than the limit',
    container({ resources: { requests: { cpu: '1500m' }, limits: { cpu: '1' } } }),
    [`${C}.resources.requests: Invalid value: "1500m": must be less than or equal to cpu limit of 1`],
  ],
  [
    'a device without limit',
    container({ resources: { requests: { 'example.com/gpu': '1' } } }),
    [`${C}.resources.limits: Required value: Limit must be set for non overcommitable resources`],
  ],
  [
    'a part of a device',
    container({ resources: { limits: { 'example.com/gpu': '1.5' } } }),
    [
      `${C}.resources.limits[example.com/gpu]: Invalid value: "1500m": must be an integer`,
      `${C}.resources.requests[example.com/gpu]: Invalid value: "1500m": must be an integer`,
    ],
  ],
  [
    'an unknown resource',
    container({ resources: { limits: { disk: '1' } } }),
    {
      34: ['limits', 'requests'].flatMap((list) => [
        `${C}.resources.${list}[disk]: Invalid value: "disk": must be a standard resource type or fully qualified`,
        `${C}.resources.${list}[disk]: Invalid value: "disk": must be a standard resource for containers`,
      ]),
    },
  ],
  [
    'pages alone, and not a whole number of them',
    container({ resources: { limits: { 'hugepages-2Mi': '3Mi' } } }),
    [
      `${C}.resources.limits[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
      `${C}.resources.requests[hugepages-2Mi]: Invalid value: "3Mi": 3Mi is not positive integer multiple of hugepages-2Mi`,
      `${C}.resources: Forbidden: HugePages require cpu or memory`,
    ],
  ],
  [
    'a claim that the pod does not have',
    container({ resources: { claims: [{ name: 'gpu' }] } }),
    [`${C}.resources.claims[0]: Not found: "gpu": must be one of the names in pod.spec.resourceClaims which is empty`],
  ],
];

const probe = { successThreshold: 1, tcpSocket: { port: 80 } };
const PROBES: readonly Case[] = [
  [
    'what does nothing',
    container({ lifecycle: { preStop: {} } }),
    [`${C}.lifecycle.preStop: Required value: must specify a handler type`],
  ],
  [
    'what does two things',
    container({ livenessProbe: { ...probe, exec: { command: [] } } }),
    [
      `${C}.livenessProbe.exec.command: Required value`,
      `${C}.livenessProbe.tcpSocket: Forbidden: may not specify more than 1 handler type`,
    ],
  ],
  [
    'a life that needs two successes',
    container({ livenessProbe: { ...probe, successThreshold: 2, periodSeconds: -1 } }),
    [
      `${C}.livenessProbe.periodSeconds: Invalid value: -1: must be greater than or equal to 0`,
      `${C}.livenessProbe.successThreshold: Invalid value: 2: must be 1`,
    ],
  ],
  [
    'readiness with a time to end',
    container({ readinessProbe: { ...probe, terminationGracePeriodSeconds: 1 } }),
    [`${C}.readinessProbe.terminationGracePeriodSeconds: Invalid value: 1: must not be set for readinessProbes`],
  ],
  [
    'a bad request',
    container({ livenessProbe: { httpGet: { port: 'a_b', scheme: 'FTP', httpHeaders: [{ name: 'a b' }] } } }),
    [
      `${C}.livenessProbe.httpGet.port: Invalid value: "a_b": must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)`,
      `${C}.livenessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"`,
      `${C}.livenessProbe.httpGet.httpHeaders: Invalid value: "a b": a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')`,
    ],
  ],
  [
    'probes of an init container that ends',
    init({ livenessProbe: probe }),
    {
      27: [`${I}.livenessProbe: Forbidden: must not be set for init containers`],
      28: [`${I}.livenessProbe: Forbidden: may not be set for init containers without restartPolicy=Always`],
    },
  ],
  [
    'a signal without a system',
    container({ lifecycle: { stopSignal: 'SIGTERM' } }),
    { 33: [`${C}.lifecycle.stopSignal: Forbidden: may not be set for containers with empty \`spec.os.name\``] },
  ],
];

const RESTARTS: readonly Case[] = [
  ['a sidecar', init({ restartPolicy: 'Always', livenessProbe: probe }), { 28: [] }],
  [
    'an init container that never starts again',
    init({ restartPolicy: 'Never' }),
    { 28: [`${I}.restartPolicy: Unsupported value: "Never": supported values: "Always"`] },
  ],
  [
    'a policy of a container',
    container({ restartPolicy: 'Always' }),
    { 28: [`${C}.restartPolicy: Forbidden: may not be set for non-init containers`] },
  ],
  [
    'a policy of a container, where each may have one',
    container({ restartPolicy: 'Sometimes' }),
    { 34: [`${C}.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "Never", "OnFailure"`] },
    ['ContainerRestartRules'],
  ],
  [
    'rules without policy',
    container({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }] }),
    { 34: [`${C}.restartPolicy: Required value: must specify restartPolicy when restart rules are used`] },
    ['ContainerRestartRules'],
  ],
];

describeValidation('containers', pod, BASICS);
describeValidation('ports', pod, PORTS);
describeValidation('variables', pod, ENV);
describeValidation('resources', pod, RESOURCES);
describeValidation('probes and hooks', pod, PROBES);
describeValidation('restarts', pod, RESTARTS);

const wide = at('spec', { containers: [{ ...app, securityContext: { privileged: true } }] });
it('privileged containers are refused where the cluster allows none', () => {
  expect(linesOf({ ...pod, ...wide }, 36, [], { allowPrivileged: false })).toEqual([
    `${C}.securityContext.privileged: Forbidden: disallowed by cluster policy`,
  ]);
  expect(linesOf({ ...pod, ...wide }, 36)).toEqual([]);
});
