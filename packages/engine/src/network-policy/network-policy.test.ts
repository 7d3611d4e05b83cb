/** Every row of what NetworkPolicies mean, asked one connection at a time. */
import { describe, expect, it } from 'vitest';
import { ask, CLUSTER, modelOf, policy } from './test-cluster.js';

const ingress = (rules: readonly object[]): object =>
  policy('a/p', { podSelector: { matchLabels: { app: 'db' } }, ingress: rules });
const egress = (rules: readonly object[]): object =>
  policy('a/p', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: rules });

interface Row {
  readonly name: string;
  readonly policies: readonly object[];
  readonly allowed?: readonly string[];
  readonly denied?: readonly string[];
}

const ROWS: readonly Row[] = [
  { name: 'no policy', policies: [], allowed: ['b/web -> a/db 80', '8.8.8.8 -> a/db 1 SCTP', 'a/web -> 8.8.8.8 443'] },
  {
    name: 'a policy isolates the pods that it selects, and no others, in its directions',
    policies: [ingress([])],
    allowed: ['b/web -> a/web 80', 'a/db -> b/web 80', 'a/db -> a/db 80'],
    denied: ['a/web -> a/db 80', '8.8.8.8 -> a/db 80'],
  },
  {
    name: 'no policyTypes and an egress rule: both directions',
    policies: [policy('a/p', { podSelector: {}, egress: [{}] })],
    allowed: ['a/web -> b/web 80'],
    denied: ['b/web -> a/web 80'],
  },
  {
    name: 'an empty egress alone isolates ingress only',
    policies: [policy('a/p', { podSelector: {}, egress: [] })],
    allowed: ['a/web -> b/web 80'],
    denied: ['b/web -> a/web 80'],
  },
  {
    name: 'an absent spec selects every pod and denies ingress',
    policies: [policy('a/p', {})],
    denied: ['b/web -> a/web 80'],
    allowed: ['a/web -> b/web 80'],
  },
  {
    name: 'an empty rule allows all',
    policies: [ingress([{}])],
    allowed: ['8.8.8.8 -> a/db 1 SCTP', 'b/job -> a/db 9'],
  },
  {
    name: 'empty lists in a rule are absent ones',
    policies: [ingress([{ from: [], ports: [] }])],
    allowed: ['8.8.8.8 -> a/db 1 SCTP'],
  },
  {
    name: 'podSelector alone means the own namespace',
    policies: [ingress([{ from: [{ podSelector: { matchLabels: { app: 'web' } } }] }])],
    allowed: ['a/web -> a/db 80'],
    denied: ['b/web -> a/db 80', '8.8.8.8 -> a/db 80'],
  },
  {
    name: 'namespaceSelector alone means all pods there',
    policies: [ingress([{ from: [{ namespaceSelector: { matchLabels: { env: 'prod' } } }] }])],
    allowed: ['b/web -> a/db 80', 'b/job -> a/db 80'],
    denied: ['a/web -> a/db 80'],
  },
  {
    name: 'both in one entry: both must match',
    policies: [ingress([{ from: [{ namespaceSelector: {}, podSelector: { matchLabels: { app: 'job' } } }] }])],
    allowed: ['b/job -> a/db 80'],
    denied: ['b/web -> a/db 80', 'a/web -> a/db 80'],
  },
  {
    name: 'in two entries: either',
    policies: [ingress([{ from: [{ namespaceSelector: { matchLabels: { env: 'prod' } } }, { podSelector: {} }] }])],
    allowed: ['b/job -> a/db 80', 'b/web -> a/db 80', 'a/web -> a/db 80'],
    denied: ['8.8.8.8 -> a/db 80'],
  },
  {
    name: 'every namespace has its name as a label',
    policies: [ingress([{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'a' } } }] }])],
    allowed: ['a/web -> a/db 80'],
    denied: ['b/web -> a/db 80'],
  },
  {
    name: 'ipBlock with except, which another entry may open again',
    policies: [
      ingress([
        {
          from: [
            { ipBlock: { cidr: '172.16.0.0/12', except: ['172.16.1.0/24'] } },
            { ipBlock: { cidr: '172.16.1.5/32' } },
          ],
        },
      ]),
    ],
    allowed: ['172.17.0.1 -> a/db 80', '172.16.1.5 -> a/db 80'],
    denied: ['172.16.1.6 -> a/db 80', '8.8.8.8 -> a/db 80'],
  },
  {
    name: 'ipBlock matches pods by their addresses',
    policies: [ingress([{ from: [{ ipBlock: { cidr: '10.1.0.1/32' } }] }])],
    allowed: ['b/web -> a/db 80'],
    denied: ['b/job -> a/db 80'],
  },
  {
    name: 'an IPv4 block holds no IPv6 address',
    policies: [ingress([{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }])],
    allowed: ['8.8.8.8 -> a/db 80'],
    denied: ['2001:db8::1 -> a/db 80'],
  },
  {
    name: 'an IPv6 block holds no IPv4 address',
    policies: [ingress([{ from: [{ ipBlock: { cidr: '::/0' } }] }])],
    allowed: ['2001:db8::1 -> a/db 80'],
    denied: ['8.8.8.8 -> a/db 80', '::ffff:8.8.8.8 -> a/db 80'],
  },
  {
    name: 'ports: TCP by default, and endPort is inclusive',
    policies: [ingress([{ ports: [{ port: 80 }, { port: 90, endPort: 92, protocol: 'UDP' }] }])],
    allowed: ['a/web -> a/db 80', 'a/web -> a/db 90 UDP', 'a/web -> a/db 92 UDP'],
    denied: ['a/web -> a/db 80 UDP', 'a/web -> a/db 93 UDP', 'a/web -> a/db 91', 'a/web -> a/db 80 SCTP'],
  },
  {
    name: 'a protocol alone: all its ports',
    policies: [ingress([{ ports: [{ protocol: 'SCTP' }] }])],
    allowed: ['a/web -> a/db 1 SCTP', 'a/web -> a/db 65535 SCTP'],
    denied: ['a/web -> a/db 80'],
  },
  {
    name: 'an empty port is every TCP port',
    policies: [ingress([{ ports: [{}] }])],
    allowed: ['a/web -> a/db 1'],
    denied: ['a/web -> a/db 1 UDP'],
  },
  {
    name: 'a named port is that of the destination, with its protocol',
    policies: [ingress([{ ports: [{ port: 'http' }, { port: 'dns' }, { port: 'gone' }] }])],
    allowed: ['a/web -> a/db 8080'],
    denied: ['a/web -> a/db 53', 'a/web -> a/db 53 UDP', 'a/web -> a/db 80'],
  },
  {
    name: 'a named port in egress is looked up in each destination, and outside there is none',
    policies: [egress([{ ports: [{ port: 'http' }] }])],
    allowed: ['a/web -> a/db 8080'],
    denied: ['a/web -> b/web 8080', 'a/web -> 8.8.8.8 8080'],
  },
  {
    name: 'both sides must allow',
    policies: [egress([{ to: [{ podSelector: { matchLabels: { app: 'db' } } }] }]), policy('a/q', { podSelector: {} })],
    denied: ['a/web -> a/db 80', 'a/web -> b/web 80'],
  },
  {
    name: 'policies add up',
    policies: [ingress([]), policy('a/q', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] })],
    allowed: ['a/web -> a/db 80'],
    denied: ['b/web -> a/db 80'],
  },
  {
    name: 'rules of a direction that policyTypes leaves out count for nothing',
    policies: [policy('a/p', { podSelector: {}, policyTypes: ['Egress'], ingress: [{ from: [{ podSelector: {} }] }] })],
    allowed: ['b/web -> a/db 80'],
    denied: ['a/web -> 8.8.8.8 80'],
  },
  {
    name: 'expressions',
    policies: [
      ingress([
        {
          from: [
            {
              namespaceSelector: {},
              podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['job'] }] },
            },
          ],
        },
      ]),
    ],
    allowed: ['b/web -> a/db 80'],
    denied: ['b/job -> a/db 80'],
  },
  {
    name: 'a policy that the API server refuses is not there',
    policies: [ingress([{ ports: [{ port: '1-65535' }] }])],
    allowed: ['b/web -> a/db 80'],
  },
];

describe('network policies', () => {
  it.each(ROWS.map((row) => [row.name, row] as const))('%s', (_, { policies, allowed = [], denied = [] }) => {
    const model = modelOf([...CLUSTER, ...policies]);
    for (const question of allowed) expect([question, ask(model, question).allowed]).toEqual([question, true]);
    for (const question of denied) expect([question, ask(model, question).allowed]).toEqual([question, false]);
  });
});
