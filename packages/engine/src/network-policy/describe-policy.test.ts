/** Policies in words. */
import { describe, expect, it } from 'vitest';
import { describePolicy } from './describe-policy.js';
import { modelOf, policy } from './test-cluster.js';

const ROWS: readonly (readonly [string, object, string])[] = [
  [
    'a default deny',
    { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    'isolates every pod of namespace a in both directions: nothing gets in or out, DNS included',
  ],
  [
    'one open direction',
    {
      podSelector: { matchLabels: { app: 'backend' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ podSelector: { matchLabels: { app: 'web' } } }], ports: [{ port: 8080 }] }],
    },
    'pods app=backend of namespace a: ingress only TCP 8080 from pods app=web of the same namespace; egress stays open, unless another policy isolates it',
  ],
  [
    'a hole in a block',
    {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        { to: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/16'] } }], ports: [{ port: 5432, endPort: 5440 }] },
      ],
    },
    'every pod of namespace a: ingress stays open, unless another policy isolates it; egress only TCP 5432-5440 to 10.0.0.0/8, DNS not among it; what has an address in 10.0.0.0/16 stays closed, pods too, although 10.0.0.0/8 is open',
  ],
  [
    'more than a sentence holds',
    {
      podSelector: {},
      ingress: [
        {
          from: [{ namespaceSelector: {} }, { namespaceSelector: { matchLabels: { env: 'prod' } }, podSelector: {} }],
          ports: [{ port: 1 }, { port: 2 }, { port: 3 }, { protocol: 'UDP' }, { port: 'http' }],
        },
      ],
    },
    'every pod of namespace a: ingress only TCP 1, TCP 2, TCP 3, every UDP port and 1 more from every pod of every namespace, every pod of namespaces env=prod; egress stays open, unless another policy isolates it',
  ],
];

describe('describePolicy', () => {
  it.each(ROWS)('%s', (_, spec, expected) => {
    const [compiled] = modelOf([policy('a/p', spec)]).policies;
    expect(compiled && describePolicy(compiled)).toBe(expected);
  });
});
