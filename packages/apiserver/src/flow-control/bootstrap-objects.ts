/**
 * The flow control objects that every cluster has, written at the start and kept as they are while their annotation
 * says so.
 *
 * Source: k8s.io/apiserver/pkg/apis/flowcontrol/bootstrap/default.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { FlowRules, FlowSchema, FlowSubject, PriorityLevel, PriorityLevelSpec } from './flow-objects.js';

export interface BootstrapFlowControl {
  readonly flowSchemas: readonly FlowSchema[];
  readonly priorityLevels: readonly PriorityLevel[];
}

/** The first minor that serves `v1`. */
const V1_FROM: Minor = 29;
/** The first minor whose exempt level has shares. */
const EXEMPT_SHARES_FROM: Minor = 28;
const KEEP = { 'apf.kubernetes.io/autoupdate-spec': 'true' };

/** To be created with the identity of the server; PriorityLevelConfigurations first. */
export function bootstrapFlowControlObjects(minor: Minor): BootstrapFlowControl {
  const apiVersion = `flowcontrol.apiserver.k8s.io/${minor >= V1_FROM ? 'v1' : 'v1beta3'}`;
  const object = <Spec>(kind: string, name: string, spec: Spec) => ({
    apiVersion,
    kind,
    metadata: { name, annotations: KEEP },
    spec,
  });
  return {
    flowSchemas: SCHEMAS.filter(({ until }) => until === undefined || minor <= until).map(
      ({ name, level, precedence, by, rules }) =>
        object('FlowSchema', name, {
          priorityLevelConfiguration: { name: level },
          matchingPrecedence: precedence,
          ...(by === undefined ? {} : { distinguisherMethod: { type: by } }),
          rules,
        }),
    ),
    priorityLevels: LEVELS.map(([name, spec]) =>
      object('PriorityLevelConfiguration', name, minor < EXEMPT_SHARES_FROM ? withoutExempt(spec) : spec),
    ),
  };
}

function withoutExempt({ exempt: _exempt, ...spec }: PriorityLevelSpec): PriorityLevelSpec {
  return spec;
}

const queued = (shares: number, lendablePercent: number, queues: number, handSize: number): PriorityLevelSpec => ({
  type: 'Limited',
  limited: {
    nominalConcurrencyShares: shares,
    limitResponse: { type: 'Queue', queuing: { queues, handSize, queueLengthLimit: 50 } },
    lendablePercent,
  },
});

const LEVELS: readonly (readonly [name: string, spec: PriorityLevelSpec])[] = [
  ['exempt', { type: 'Exempt', exempt: { nominalConcurrencyShares: 0, lendablePercent: 0 } }],
  [
    'catch-all',
    {
      type: 'Limited',
      limited: { nominalConcurrencyShares: 5, limitResponse: { type: 'Reject' }, lendablePercent: 0 },
    },
  ],
  ['system', queued(30, 33, 64, 6)],
  ['node-high', queued(40, 25, 64, 6)],
  ['leader-election', queued(10, 0, 16, 4)],
  ['workload-high', queued(40, 50, 128, 6)],
  ['workload-low', queued(100, 90, 128, 6)],
  ['global-default', queued(20, 50, 128, 6)],
];

const user = (name: string): FlowSubject => ({ kind: 'User', user: { name } });
const group = (name: string): FlowSubject => ({ kind: 'Group', group: { name } });
const everybody = [group('system:unauthenticated'), group('system:authenticated')];
const masters = group('system:masters');
const nodes = group('system:nodes');
const controllerManager = user('system:kube-controller-manager');
const scheduler = user('system:kube-scheduler');
const controller = (name: string): FlowSubject => ({
  kind: 'ServiceAccount',
  serviceAccount: { namespace: 'kube-system', name },
});
const kubeSystem = controller('*');
const serviceAccounts = group('system:serviceaccounts');

const ALL = ['*'];
const everything = (...subjects: FlowSubject[]): readonly FlowRules[] => [
  {
    subjects,
    resourceRules: [{ verbs: ALL, apiGroups: ALL, resources: ALL, clusterScope: true, namespaces: ALL }],
    nonResourceRules: [{ verbs: ALL, nonResourceURLs: ALL }],
  },
];

const LOCK_VERBS = ['get', 'create', 'update'];
/** Since then nobody elects leaders by endpoints. */
const ENDPOINT_LOCKS_UNTIL: Minor = 33;
const leases = { apiGroups: ['coordination.k8s.io'], resources: ['leases'], namespaces: ALL };

interface Schema {
  readonly name: string;
  readonly level: string;
  readonly precedence: number;
  readonly by?: 'ByUser' | 'ByNamespace';
  /** The last minor that has it. */
  readonly until?: Minor;
  readonly rules: readonly FlowRules[];
}

const SCHEMAS: readonly Schema[] = [
  { name: 'exempt', level: 'exempt', precedence: 1, rules: everything(masters) },
  {
    name: 'probes',
    level: 'exempt',
    precedence: 2,
    rules: [
      {
        subjects: everybody,
        nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/readyz', '/livez'] }],
      },
    ],
  },
  {
    name: 'system-leader-election',
    level: 'leader-election',
    precedence: 100,
    by: 'ByUser',
    rules: [
      {
        subjects: [controllerManager, scheduler, kubeSystem],
        resourceRules: [{ verbs: LOCK_VERBS, ...leases }],
      },
    ],
  },
  {
    name: 'endpoint-controller',
    level: 'workload-high',
    precedence: 150,
    by: 'ByUser',
    until: ENDPOINT_LOCKS_UNTIL,
    rules: [
      {
        subjects: [
          controllerManager,
          controller('endpoint-controller'),
          controller('endpointslicemirroring-controller'),
        ],
        resourceRules: [{ verbs: LOCK_VERBS, apiGroups: [''], resources: ['endpoints'], namespaces: ALL }],
      },
    ],
  },
  {
    name: 'workload-leader-election',
    level: 'leader-election',
    precedence: 200,
    by: 'ByUser',
    until: ENDPOINT_LOCKS_UNTIL,
    rules: [
      {
        subjects: [serviceAccounts],
        resourceRules: [
          { verbs: LOCK_VERBS, apiGroups: [''], resources: ['endpoints', 'configmaps'], namespaces: ALL },
          { verbs: LOCK_VERBS, ...leases },
        ],
      },
    ],
  },
  {
    name: 'system-node-high',
    level: 'node-high',
    precedence: 400,
    by: 'ByUser',
    rules: [
      {
        subjects: [nodes],
        resourceRules: [
          { verbs: ALL, apiGroups: [''], resources: ['nodes', 'nodes/status'], clusterScope: true, namespaces: ALL },
          { verbs: ALL, ...leases },
        ],
      },
    ],
  },
  { name: 'system-nodes', level: 'system', precedence: 500, by: 'ByUser', rules: everything(nodes) },
  {
    name: 'kube-controller-manager',
    level: 'workload-high',
    precedence: 800,
    by: 'ByNamespace',
    rules: everything(controllerManager),
  },
  { name: 'kube-scheduler', level: 'workload-high', precedence: 800, by: 'ByNamespace', rules: everything(scheduler) },
  {
    name: 'kube-system-service-accounts',
    level: 'workload-high',
    precedence: 900,
    by: 'ByNamespace',
    rules: everything(kubeSystem),
  },
  {
    name: 'service-accounts',
    level: 'workload-low',
    precedence: 9000,
    by: 'ByUser',
    rules: everything(serviceAccounts),
  },
  { name: 'global-default', level: 'global-default', precedence: 9900, by: 'ByUser', rules: everything(...everybody) },
  { name: 'catch-all', level: 'catch-all', precedence: 10_000, by: 'ByUser', rules: everything(...everybody) },
];
