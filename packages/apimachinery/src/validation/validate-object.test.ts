/**
 * What the API server refuses, kind by kind, in its own words. One fault an object; an object without faults is valid.
 * Source: k8s.io/kubernetes/pkg/apis/<group>/validation, k8s.io/apimachinery/pkg/api/validation.
 */
import { describe, expect, it } from 'vitest';
import { formatFieldError } from '../field-error.js';
import type { Minor } from '../version.js';
import type { VersionProfile } from '../version-profile.js';
import { validateObject } from './validate-object.js';

const profile = (minor: Minor): VersionProfile => ({ minor, enabled: () => false });

const errorsOf = (object: object, minor: Minor = 35): readonly string[] =>
  validateObject(object, profile(minor)).map(formatFieldError);

type Fields = Readonly<Record<string, unknown>>;

const pod = (spec: Fields, metadata: Fields = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', namespace: 'shop', ...metadata },
  spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }], ...spec },
});
const container = (fields: Fields): object =>
  pod({ containers: [{ name: 'app', image: 'registry.example/app:1', ...fields }] });

const of =
  (apiVersion: string, kind: string, base: Fields = {}, isNamespaced = true) =>
  (fields: Fields, metadata: Fields = {}): object => ({
    apiVersion,
    kind,
    metadata: { name: 'web', ...(isNamespaced ? { namespace: 'shop' } : {}), ...metadata },
    ...base,
    ...fields,
  });

const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] } };
const deployment = (spec: Fields): object =>
  of('apps/v1', 'Deployment')({ spec: { selector: { matchLabels: labels }, template, ...spec } });
const job = (spec: Fields): object =>
  of(
    'batch/v1',
    'Job',
  )({
    spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } }, ...spec },
  });
const service = (spec: Fields): object =>
  of('v1', 'Service')({ spec: { selector: labels, ports: [{ port: 80 }], ...spec } });
const networkPolicy = (spec: Fields): object =>
  of('networking.k8s.io/v1', 'NetworkPolicy')({ spec: { podSelector: {}, ...spec } });
const role = of('rbac.authorization.k8s.io/v1', 'Role');
const binding = of('rbac.authorization.k8s.io/v1', 'RoleBinding', {
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'r' },
});
const priorityClass = of('scheduling.k8s.io/v1', 'PriorityClass', {}, false);
const storageClass = of('storage.k8s.io/v1', 'StorageClass', { provisioner: 'csi.example' }, false);
const budget = of('policy/v1', 'PodDisruptionBudget');
const lease = of('coordination.k8s.io/v1', 'Lease');
const slice = of('discovery.k8s.io/v1', 'EndpointSlice', { addressType: 'IPv4', endpoints: [] });
const runtimeClass = of('node.k8s.io/v1', 'RuntimeClass', {}, false);
const autoscaler = (spec: Fields): object =>
  of(
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
  )({
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 3, ...spec },
  });
const webhooks = (webhook: Fields): object =>
  of(
    'admissionregistration.k8s.io/v1',
    'ValidatingWebhookConfiguration',
    {},
    false,
  )({
    webhooks: [
      {
        name: 'check.example.com',
        clientConfig: { url: 'https://hook.example/check' },
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        ...webhook,
      },
    ],
  });

const RFC1123_LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const RFC1123_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

const REFUSED: readonly (readonly [what: string, object: object, ...errors: string[]])[] = [
  ['metadata: no name', pod({}, { name: '' }), 'metadata.name: Required value: name or generateName is required'],
  ['metadata: a bad name', pod({}, { name: 'Web' }), `metadata.name: Invalid value: "Web": ${RFC1123_SUBDOMAIN}`],
  [
    'metadata: a bad label',
    pod({}, { labels: { app: '-' } }),
    `metadata.labels: Invalid value: "-": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
  ],
  ['Pod: no containers', pod({ containers: [] }), 'spec.containers: Required value'],
  [
    'Pod: a bad container name',
    container({ name: 'App' }),
    `spec.containers[0].name: Invalid value: "App": ${RFC1123_LABEL}`,
  ],
  [
    'Pod: a duplicate container name',
    pod({ containers: [1, 2].map(() => ({ name: 'app', image: 'registry.example/app:1' })) }),
    'spec.containers[1].name: Duplicate value: "app"',
  ],
  ['Pod: no image', container({ image: '' }), 'spec.containers[0].image: Required value'],
  [
    'Pod: an unknown restart policy',
    pod({ restartPolicy: 'Sometimes' }),
    'spec.restartPolicy: Unsupported value: "Sometimes": supported values: "Always", "OnFailure", "Never"',
  ],
  [
    'Pod: a port out of range',
    container({ ports: [{ containerPort: 70000 }] }),
    'spec.containers[0].ports[0].containerPort: Invalid value: 70000: must be between 1 and 65535, inclusive',
  ],
  [
    'Pod: a mount without volume',
    container({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }),
    'spec.containers[0].volumeMounts[0].name: Not found: "data"',
  ],
  [
    'Pod: a request above its limit',
    container({ resources: { requests: { cpu: '2' }, limits: { cpu: '1' } } }),
    'spec.containers[0].resources.requests: Invalid value: "2": must be less than or equal to cpu limit of 1',
  ],
  [
    'Pod: privileged and no escalation',
    container({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
    'spec.containers[0].securityContext: Invalid value: {"Capabilities":null,"Privileged":true,"SELinuxOptions":null,"WindowsOptions":null,"RunAsUser":null,"RunAsGroup":null,"RunAsNonRoot":null,"ReadOnlyRootFilesystem":null,"AllowPrivilegeEscalation":false,"ProcMount":null,"SeccompProfile":null,"AppArmorProfile":null}: cannot set `allowPrivilegeEscalation` to false and `privileged` to true',
  ],
  [
    'Deployment: the selector misses the template',
    deployment({ selector: { matchLabels: { app: 'api' } } }),
    'spec.template.metadata.labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
  ],
  [
    'Deployment: negative replicas',
    deployment({ replicas: -1 }),
    'spec.replicas: Invalid value: -1: must be greater than or equal to 0',
  ],
  [
    'Job: it restarts always',
    job({ template: { spec: { ...template.spec, restartPolicy: 'Always' } } }),
    'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
  ],
  ['Service: no port', service({ ports: [] }), 'spec.ports: Required value'],
  [
    'Service: an unknown type',
    service({ type: 'Public' }),
    'spec.type: Unsupported value: "Public": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
  ],
  [
    'NetworkPolicy: a bad address block',
    networkPolicy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/33' } }] }] }),
    'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
  ],
  [
    'NetworkPolicy: an exception outside',
    networkPolicy({ ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['11.0.0.0/8'] } }] }] }),
    'spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "11.0.0.0/8": must be a strict subset of `cidr`',
  ],
  [
    'Role: a rule without verbs',
    role({ rules: [{ apiGroups: [''], resources: ['pods'] }] }),
    'rules[0].verbs: Required value: verbs must contain at least one value',
  ],
  [
    'Role: paths in a namespace',
    role({ rules: [{ verbs: ['get'], nonResourceURLs: ['/healthz'] }] }),
    'rules[0].nonResourceURLs: Invalid value: []string{"/healthz"}: namespaced rules cannot apply to non-resource URLs',
  ],
  [
    'RoleBinding: an unknown kind of subject',
    binding({ subjects: [{ kind: 'Team', name: 'a' }] }),
    'subjects[0].kind: Unsupported value: "Team": supported values: "ServiceAccount", "User", "Group"',
  ],
  [
    'RoleBinding: a role of another kind',
    binding({ roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Team', name: 'a' } }),
    'roleRef.kind: Unsupported value: "Team": supported values: "Role", "ClusterRole"',
  ],
  [
    'PriorityClass: a value of the system',
    priorityClass({ value: 2_000_000_000 }),
    'value: Forbidden: maximum allowed value of a user defined priority is 1000000000',
  ],
  ['StorageClass: no provisioner', storageClass({ provisioner: '' }), 'provisioner: Required value'],
  [
    'PodDisruptionBudget: both limits',
    budget({ spec: { minAvailable: 1, maxUnavailable: 1 } }),
    'spec: Invalid value: {"MinAvailable":1,"Selector":null,"MaxUnavailable":1,"UnhealthyPodEvictionPolicy":null}: minAvailable and maxUnavailable cannot be both set',
  ],
  [
    'Lease: no time',
    lease({ spec: { leaseDurationSeconds: 0 } }),
    'spec.leaseDurationSeconds: Invalid value: 0: must be greater than 0',
  ],
  ['EndpointSlice: no address type', slice({ addressType: '' }), 'addressType: Required value'],
  ['RuntimeClass: no handler', runtimeClass({ handler: '' }), `handler: Invalid value: "": ${RFC1123_LABEL}`],
  [
    'HorizontalPodAutoscaler: no maximum',
    autoscaler({ maxReplicas: 0 }),
    'spec.maxReplicas: Invalid value: 0: must be greater than 0',
    // The default of minReplicas is 1.
    'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
  ],
  [
    'webhook: a plain address',
    webhooks({ clientConfig: { url: 'http://hook.example/check' } }),
    'webhooks[0].clientConfig.url: Invalid value: "http": \'https\' is the only allowed URL scheme; desired format: https://host[/path]',
  ],
  [
    'webhook: side effects',
    webhooks({ sideEffects: 'Some' }),
    'webhooks[0].sideEffects: Unsupported value: "Some": supported values: "None", "NoneOnDryRun"',
  ],
];

describe('validation refuses', () => {
  it.each(REFUSED.map(([what, object, ...errors]) => ({ what, object, errors })))('$what', ({ object, errors }) => {
    expect(errorsOf(object)).toEqual(errors);
  });
});

describe('validation accepts', () => {
  it.each<readonly [string, object]>([
    ['a Pod', pod({})],
    ['a Deployment', deployment({})],
    ['a Job', job({})],
    ['a Service', service({})],
    ['a NetworkPolicy', networkPolicy({})],
    ['a Role', role({ rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] })],
    ['a RoleBinding', binding({ subjects: [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name: 'ann' }] })],
    ['a PriorityClass', priorityClass({ value: 1000 })],
    ['a StorageClass', storageClass({})],
    ['a PodDisruptionBudget', budget({ spec: { minAvailable: 1 } })],
    ['a Lease', lease({ spec: {} })],
    ['an EndpointSlice', slice({})],
    ['a RuntimeClass', runtimeClass({ handler: 'kata' })],
    ['a HorizontalPodAutoscaler', autoscaler({})],
    ['a webhook', webhooks({})],
    ['a kind that it does not cover', { apiVersion: 'example.com/v1', kind: 'Widget' }],
  ])('%s', (_, object) => {
    expect(errorsOf(object)).toEqual([]);
  });
});
