/** Policies of administrators: tiers, order, kinds of peers, and what fails closed. */
import { describe, expect, it } from 'vitest';
import { ask, modelOf, namespace, pod, policy } from './test-cluster.js';

const everybody = { namespaces: {} };
const cluster = (name: string, spec: object): object => ({
  apiVersion: 'policy.networking.k8s.io/v1alpha2',
  kind: 'ClusterNetworkPolicy',
  metadata: { name },
  spec: { tier: 'Admin', priority: 10, subject: everybody, ...spec },
});
const POD_PORTS = [{ name: 'http', containerPort: 8080 }];
const CLUSTER = [
  namespace('b', { env: 'prod' }),
  pod('a/web', { labels: { app: 'web' }, ips: ['10.0.0.1'], ports: POD_PORTS }),
  pod('b/db', { labels: { app: 'db' }, ips: ['10.1.0.1'], ports: POD_PORTS }),
  {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'n1', labels: { zone: 'x' } },
    status: { addresses: [{ address: '192.168.0.1' }] },
  },
];
const closed = policy('b/deny', { podSelector: {} });
const ingress = (...rules: object[]): object => ({ ingress: rules });
const egress = (...rules: object[]): object => ({ egress: rules });

interface Row {
  readonly name: string;
  readonly policies: readonly object[];
  readonly question: string;
  readonly allowed: boolean;
}

const ROWS: readonly Row[] = [
  {
    name: 'Accept in the admin tier is final',
    policies: [closed, cluster('x', ingress({ action: 'Accept', from: [everybody] }))],
    question: 'a/web -> b/db 80',
    allowed: true,
  },
  {
    name: 'Deny in the admin tier is final',
    policies: [
      policy('b/allow', { podSelector: {}, ingress: [{}] }),
      cluster('x', ingress({ action: 'Deny', from: [everybody] })),
    ],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'Pass leaves the tier for network policies',
    policies: [
      closed,
      cluster('x', ingress({ action: 'Pass', from: [everybody] }, { action: 'Accept', from: [everybody] })),
    ],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'a lower priority comes first',
    policies: [
      cluster('x', { priority: 2, ...ingress({ action: 'Deny', from: [everybody] }) }),
      cluster('y', { priority: 1, ...ingress({ action: 'Accept', from: [everybody] }) }),
    ],
    question: 'a/web -> b/db 80',
    allowed: true,
  },
  {
    name: 'the baseline counts where no network policy isolates',
    policies: [cluster('x', { tier: 'Baseline', ...ingress({ action: 'Deny', from: [everybody] }) })],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'a network policy comes before the baseline',
    policies: [
      policy('b/allow', { podSelector: {}, ingress: [{}] }),
      cluster('x', { tier: 'Baseline', ...ingress({ action: 'Deny', from: [everybody] }) }),
    ],
    question: 'a/web -> b/db 80',
    allowed: true,
  },
  {
    name: 'a network policy for ingress leaves the baseline of egress in force',
    policies: [
      policy('a/allow', { podSelector: {}, ingress: [{}] }),
      cluster('x', { tier: 'Baseline', ...egress({ action: 'Deny', to: [everybody] }) }),
    ],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'accepting egress does not open ingress',
    policies: [closed, cluster('x', egress({ action: 'Accept', to: [everybody] }))],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'networks match pods too',
    policies: [cluster('x', egress({ action: 'Deny', to: [{ networks: ['10.1.5.5/16'] }] }))],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'nodes match machines',
    policies: [cluster('x', egress({ action: 'Deny', to: [{ nodes: { matchLabels: { zone: 'x' } } }] }))],
    question: 'a/web -> node:n1 10250',
    allowed: false,
  },
  {
    name: 'an unknown peer of Accept matches nothing',
    policies: [closed, cluster('x', ingress({ action: 'Accept', from: [{ future: {} }] }))],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'an unknown peer of Deny matches everything',
    policies: [cluster('x', ingress({ action: 'Deny', from: [{ future: {} }] }))],
    question: 'a/web -> b/db 80',
    allowed: false,
  },
  {
    name: 'named ports of any protocol',
    policies: [
      cluster('x', ingress({ action: 'Deny', from: [everybody], protocols: [{ destinationNamedPort: 'http' }] })),
    ],
    question: 'a/web -> b/db 8080',
    allowed: false,
  },
  {
    name: 'a protocol without ports: all of them',
    policies: [cluster('x', ingress({ action: 'Deny', from: [everybody], protocols: [{ udp: {} }] }))],
    question: 'a/web -> b/db 80 TCP',
    allowed: true,
  },
];

describe('policies of administrators', () => {
  it.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, { policies, question, allowed }) => {
    const model = modelOf([...CLUSTER, ...policies]);
    expect(model.problems).toEqual([]);
    expect(ask(model, question).allowed).toBe(allowed);
  });

  it('names the policy that decides', () => {
    const model = modelOf([...CLUSTER, closed, cluster('x', ingress({ action: 'Deny', from: [everybody] }))]);
    expect(ask(model, 'a/web -> b/db 80')).toMatchObject({
      reason: 'ingress is denied by ClusterNetworkPolicy/x',
      ingress: { isolated: true, allowedBy: [], deniedBy: ['ClusterNetworkPolicy/x'] },
    });
  });

  it.each([
    [
      { priority: 1001 },
      'spec.priority',
      'Invalid value: 1001: spec.priority in body should be less than or equal to 1000',
    ],
    [{ tier: 'Other' }, 'spec.tier', 'Unsupported value: "Other": supported values: "Admin", "Baseline"'],
    [{ subject: {} }, 'spec.subject', 'Invalid value: 0: spec.subject in body should have at least 1 properties'],
    [
      ingress({ action: 'Allow', from: [everybody] }),
      'spec.ingress[0].action',
      'Unsupported value: "Allow": supported values: "Accept", "Deny", "Pass"',
    ],
    [ingress({ action: 'Deny' }), 'spec.ingress[0].from', 'Required value'],
  ])('%j is refused and has no effect', (spec, fieldPath, message) => {
    const { problems, policies } = modelOf([...CLUSTER, cluster('x', spec)]);
    expect(problems).toEqual([
      { object: { kind: 'ClusterNetworkPolicy', namespace: '', name: 'x' }, fieldPath, message },
    ]);
    expect(policies).toEqual([]);
  });
});
