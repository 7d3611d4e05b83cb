/** The matrix expanded to workloads and blocks of addresses; what is exposed, and what changes. */
import { describe, expect, it } from 'vitest';
import { diffReachability } from './diff-reachability.js';
import { exposure } from './exposure.js';
import { connectionsOf, modelOf, namespace, pod, policy } from './test-cluster.js';

const deployment = (title: string, labels: object): object => {
  const [space, name] = title.split('/');
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: space, name },
    spec: {
      template: {
        metadata: { labels },
        spec: { containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 8080 }] }] },
      },
    },
  };
};
const DENY = policy('a/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

describe('connections', () => {
  it('everything is open without policies', () => {
    expect(connectionsOf(modelOf([deployment('a/web', { app: 'web' }), pod('b/db')]))).toEqual([
      '0.0.0.0/0 -> a/web all',
      '0.0.0.0/0 -> b/db all',
      'a/web -> 0.0.0.0/0 all',
      'a/web -> b/db all',
      'b/db -> 0.0.0.0/0 all',
      'b/db -> a/web all',
    ]);
  });

  it('nothing is open under a default deny', () => {
    expect(connectionsOf(modelOf([deployment('a/web', {}), deployment('a/db', {}), DENY]))).toEqual([]);
  });

  it('blocks of addresses are disjoint, and pieces that are treated alike count as one', () => {
    const allow = policy('a/allow', {
      podSelector: {},
      ingress: [
        { from: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/9'] } }], ports: [{ port: 80 }] },
        { from: [{ ipBlock: { cidr: '::/0' } }], ports: [{ protocol: 'UDP', port: 53, endPort: 54 }] },
      ],
    });
    expect(connectionsOf(modelOf([deployment('a/web', {}), DENY, allow]))).toEqual([
      '10.128.0.0/9 -> a/web TCP 80-80',
      '::/0 -> a/web UDP 53-54',
    ]);
  });

  it('named ports, and pods that count for their owners', () => {
    const owner = { kind: 'ReplicaSet', name: 'api-1' };
    const objects = [
      deployment('a/web', { app: 'web' }),
      pod('a/api-1-x', { labels: { app: 'api' }, ports: [{ name: 'http', containerPort: 1 }], owner }),
      pod('a/api-1-y', { labels: { app: 'api' }, ports: [{ name: 'http', containerPort: 2 }], owner }),
      pod('a/mirror', { owner: { kind: 'Node', name: 'n1' } }),
      DENY,
      policy('a/in', { podSelector: {}, ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 'http' }] }] }),
      policy('a/out', { podSelector: { matchLabels: { app: 'web' } }, policyTypes: ['Egress'], egress: [{}] }),
    ];
    expect(connectionsOf(modelOf(objects)).filter((line) => !line.includes('0.0.0.0/0'))).toEqual([
      'a/web -> a/api-1 TCP 1-2',
    ]);
  });

  it('tiers of administrators come first and last', () => {
    const admin = (kind: string, name: string, spec: object): object => ({
      apiVersion: 'policy.networking.k8s.io/v1alpha1',
      kind,
      metadata: { name },
      spec,
    });
    const everything = { namespaces: {} };
    const objects = [
      namespace('b', { trusted: 'yes' }),
      deployment('a/web', { app: 'web' }),
      deployment('b/tool', { app: 'tool' }),
      policy('a/deny', { podSelector: {} }),
      admin('AdminNetworkPolicy', 'tools', {
        priority: 5,
        subject: everything,
        ingress: [
          {
            action: 'Allow',
            from: [{ namespaces: { matchLabels: { trusted: 'yes' } } }],
            ports: [{ portNumber: { protocol: 'TCP', port: 80 } }],
          },
          { action: 'Pass', from: [everything], ports: [{ portRange: { protocol: 'TCP', start: 81, end: 82 } }] },
          { action: 'Deny', from: [everything], ports: [{ portRange: { start: 81, end: 83 } }] },
        ],
      }),
      admin('BaselineAdminNetworkPolicy', 'default', {
        subject: everything,
        ingress: [{ action: 'Deny', from: [everything], ports: [{ namedPort: 'http' }] }],
      }),
    ];
    const inside = connectionsOf(modelOf(objects)).filter((line) => !line.includes('/0'));
    expect(inside).toEqual([
      'a/web -> b/tool TCP 1-82, TCP 84-8079, TCP 8081-65535, UDP 1-65535, SCTP 1-65535',
      'b/tool -> a/web TCP 80-80',
    ]);
  });

  it('a workload does not list itself', () => {
    expect(connectionsOf(modelOf([deployment('a/web', {})])).some((line) => line.startsWith('a/web -> a/web'))).toBe(
      false,
    );
  });
});

describe('exposure', () => {
  it('tells what strangers and addresses reach', () => {
    const allow = policy('a/allow', {
      podSelector: {},
      ingress: [
        { from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 443 }] },
        { from: [{ namespaceSelector: {} }], ports: [{ port: 80 }] },
        { from: [{ namespaceSelector: { matchLabels: { env: 'prod' } } }], ports: [{ port: 81 }] },
      ],
    });
    expect(exposure(modelOf([deployment('a/web', {}), allow]))).toEqual([
      {
        node: { kind: 'workload', namespace: 'a', name: 'web' },
        ingress: {
          isolated: true,
          addresses: [{ cidr: '10.0.0.0/8', ports: [{ protocol: 'TCP', from: 443, to: 443 }] }],
          strangers: [{ protocol: 'TCP', from: 80, to: 80 }],
        },
        egress: expect.objectContaining({ isolated: false, strangers: 'all' }),
      },
    ]);
  });
});

describe('changes', () => {
  const pods = [deployment('a/web', { app: 'web' }), deployment('a/db', { app: 'db' })];
  const title = (node: { readonly kind: string; readonly name?: string; readonly cidr?: string }): string =>
    node.cidr ?? node.name ?? '';
  const changes = (before: readonly object[], after: readonly object[]): readonly string[] =>
    [...diffReachability(modelOf(before), modelOf(after))]
      .map(({ kind, from, to }) => `${kind} ${title(from)} -> ${title(to)}`)
      .sort();

  it('none between equal clusters', () => {
    expect(changes([...pods, DENY], [...pods, DENY])).toEqual([]);
  });

  it('pairs whose ports differ, and workloads that come', () => {
    const allow = policy('a/in', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }],
    });
    expect(changes([...pods, DENY], [...pods, DENY, allow])).toEqual(['added 10.0.0.0/8 -> db']);
    const ports = policy('a/in', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }], ports: [{ port: 80 }] }],
    });
    expect(changes([...pods, DENY, allow], [...pods, DENY, ports])).toEqual(['changed 10.0.0.0/8 -> db']);
    expect(changes([pods[0] ?? {}], pods)).toEqual([
      'added 0.0.0.0/0 -> db',
      'added db -> 0.0.0.0/0',
      'added db -> web',
      'added web -> db',
    ]);
  });
});
