import { at, type Case, describeValidation, type Fields, PERCENT } from '../validation.test-support.js';

const labels = { app: 'web' };
const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
const of = (kind: string, spec: Fields = {}) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web' },
  spec: { selector: { matchLabels: labels }, template, ...spec },
});
const spec = (change: Fields): Fields => ({ spec: change });
const MISSES = '`selector` does not match template `labels`';
const FOR_EVER = 'spec.template.spec.restartPolicy: Unsupported value: "Never": supported values: "Always"';

/** What all controllers of pods that run for ever refuse; ReplicaSets and Deployments share their words. */
const common = (name: string, kind: string): readonly Case[] => [
  [
    'a selector that misses the template',
    at('spec.selector.matchLabels.app', 'api'),
    {
      27: [`spec.template.metadata.labels: Invalid value: map[string]string{"app":"web"}: ${MISSES}`],
      34: [`spec.template.metadata.labels: Invalid value: {"app":"web"}: ${MISSES}`],
    },
  ],
  [
    'an empty selector',
    at('spec.selector.matchLabels.app', undefined),
    { 34: [`spec.selector: Invalid value: {}: empty selector is invalid for ${name}`] },
  ],
  ['pods that end', at('spec.template.spec.restartPolicy', 'Never'), [FOR_EVER]],
  [
    'pods with a deadline',
    at('spec.template.spec.activeDeadlineSeconds', 1),
    [`spec.template.spec.activeDeadlineSeconds: Forbidden: activeDeadlineSeconds in ${kind} is not Supported`],
  ],
  [
    'negative seconds',
    spec({ minReadySeconds: -1 }),
    ['spec.minReadySeconds: Invalid value: -1: must be greater than or equal to 0'],
  ],
];

const rolling = (change: Fields): Fields => at('spec.strategy.rollingUpdate', change);
const DEPLOYMENTS: readonly Case[] = [
  [
    'no selector',
    spec({ selector: undefined }),
    { 34: ['spec.selector: Required value', `spec.template.metadata.labels: Invalid value: {"app":"web"}: ${MISSES}`] },
  ],
  [
    'an unknown strategy',
    spec({ strategy: { type: 'Hope' } }),
    {
      34: [
        'spec.strategy: Unsupported value: {"Type":"Hope","RollingUpdate":null}: supported values: "Recreate", "RollingUpdate"',
      ],
    },
  ],
  [
    'steps without steps',
    spec({ strategy: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } } }),
    ["spec.strategy.rollingUpdate: Forbidden: may not be specified when strategy `type` is 'Recreate'"],
  ],
  [
    'no way to go on',
    rolling({ maxUnavailable: 0, maxSurge: 0 }),
    {
      27: [
        'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: intstr.IntOrString{Type:0, IntVal:0, StrVal:""}: may not be 0 when `maxSurge` is 0',
      ],
      34: ['spec.strategy.rollingUpdate.maxUnavailable: Invalid value: 0: may not be 0 when `maxSurge` is 0'],
    },
  ],
  [
    'more than all, and text',
    rolling({ maxUnavailable: '101%', maxSurge: 'a' }),
    {
      34: [
        `spec.strategy.rollingUpdate.maxSurge: Invalid value: "a": ${PERCENT}`,
        'spec.strategy.rollingUpdate.maxUnavailable: Invalid value: "101%": must not be greater than 100%',
      ],
    },
  ],
  [
    'a deadline before a pod can be ready',
    spec({ minReadySeconds: 10, progressDeadlineSeconds: 10 }),
    ['spec.progressDeadlineSeconds: Invalid value: 10: must be greater than minReadySeconds'],
  ],
];

const DAEMONS: readonly Case[] = [
  [
    'both limits',
    at('spec.updateStrategy.rollingUpdate', { maxUnavailable: 1, maxSurge: 1 }),
    {
      34: [
        'spec.updateStrategy.rollingUpdate.maxSurge: Invalid value: 1: may not be set when maxUnavailable is non-zero',
      ],
    },
  ],
  [
    'no limit',
    at('spec.updateStrategy.rollingUpdate', { maxUnavailable: '0%', maxSurge: 0 }),
    ['spec.updateStrategy.rollingUpdate.maxUnavailable: Required value: cannot be 0 when maxSurge is 0'],
  ],
  [
    'an unknown strategy',
    at('spec.updateStrategy.type', 'Hope'),
    {
      34: [
        'spec.updateStrategy: Unsupported value: {"Type":"Hope","RollingUpdate":null}: supported values: "RollingUpdate", "OnDelete"',
      ],
    },
  ],
];

const SETS: readonly Case[] = [
  ['dots in its name', at('metadata.name', 'a.b'), ['metadata.name: Invalid value: "a.b": must not contain dots']],
  [
    'an unknown order',
    spec({ podManagementPolicy: 'Random' }),
    [`spec.podManagementPolicy: Invalid value: "Random": must be 'OrderedReady' or 'Parallel'`],
  ],
  [
    'an unknown strategy',
    at('spec.updateStrategy.type', 'Hope'),
    {
      34: [
        `spec.updateStrategy: Invalid value: {"Type":"Hope","RollingUpdate":null}: must be 'RollingUpdate' or 'OnDelete'`,
      ],
    },
  ],
  [
    'a partition for pods that nobody updates',
    spec({ updateStrategy: { type: 'OnDelete', rollingUpdate: { partition: 1 } } }),
    {
      34: [
        `spec.updateStrategy.rollingUpdate: Invalid value: {"Partition":1,"MaxUnavailable":null}: only allowed for updateStrategy 'RollingUpdate'`,
      ],
    },
  ],
  [
    'an unknown end of claims',
    at('spec.persistentVolumeClaimRetentionPolicy', { whenDeleted: 'Burn', whenScaled: 'Delete' }),
    [
      'spec.persistentVolumeClaimRetentionPolicy.whenDeleted: Unsupported value: "Burn": supported values: "Retain", "Delete"',
    ],
  ],
  [
    'a negative first number',
    at('spec.ordinals.start', -1),
    ['spec.ordinals.start: Invalid value: -1: must be greater than or equal to 0'],
  ],
  [
    'a service with dots',
    spec({ serviceName: 'a.b' }),
    { 27: [], 33: ['spec.serviceName: Invalid value: "a.b": must not contain dots'] },
  ],
  [
    'pods without image, which nobody looked at for long',
    at('spec.template.spec.containers', [{ name: 'app' }]),
    { 27: [], 34: ['spec.template.spec.containers[0].image: Required value'] },
  ],
  [
    'claims without anything',
    spec({ volumeClaimTemplates: [{ metadata: { name: 'a' }, spec: {} }] }),
    {
      27: [],
      34: [
        'spec.volumeClaimTemplates[0].spec.accessModes: Required value: at least 1 access mode is required',
        'spec.volumeClaimTemplates[0].spec.resources[storage]: Required value',
      ],
    },
  ],
];

const controller = { ...of('ReplicationController', { selector: labels }), apiVersion: 'v1' };

describeValidation('a Deployment', of('Deployment'), [...common('deployment', 'ReplicaSet'), ...DEPLOYMENTS]);
describeValidation('a ReplicaSet', of('ReplicaSet'), common('deployment', 'ReplicaSet'));
describeValidation('a DaemonSet', of('DaemonSet'), [...common('daemonset', 'DaemonSet'), ...DAEMONS]);
describeValidation('a StatefulSet', of('StatefulSet', { serviceName: 'web' }), [
  ...common('statefulset', 'StatefulSet'),
  ...SETS,
]);
describeValidation('a ReplicationController', controller, [
  ['no selector for a template with labels, which becomes it', spec({ selector: undefined }), []],
  [
    'a selector that misses the template',
    at('spec.selector.app', 'api'),
    { 34: [`spec.template.metadata.labels: Invalid value: {"app":"web"}: ${MISSES}`] },
  ],
  ['no template', spec({ template: undefined }), ['spec.template: Required value']],
  ['pods that end', at('spec.template.spec.restartPolicy', 'Never'), [FOR_EVER]],
  [
    'a long name',
    at('metadata.name', 'a'.repeat(254)),
    {
      27: [`metadata.name: Invalid value: "${'a'.repeat(254)}": must be no more than 253 characters`],
      35: [`metadata.name: Invalid value: "${'a'.repeat(254)}": must be no more than 253 bytes`],
    },
  ],
]);
