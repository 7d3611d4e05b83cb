/** Suggested policies are fed back: every flow is kept, and what no flow needs is closed. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConnectionQuestion, decideConnection } from '../decide-connection.js';
import { lintNetworkPolicies } from '../lint/lint-network-policies.js';
import { reachability } from '../reachability.js';
import { connectionsOf, modelOf, pod, service, side } from '../test-cluster.js';
import { suggestPolicies } from './suggest-policies.js';

const POD = { ports: [{ name: 'http', containerPort: 8080 }] };
const CLUSTER = [
  pod('kube-system/coredns', { labels: { 'k8s-app': 'kube-dns' }, ips: ['10.9.0.1'] }),
  pod('a/web', { labels: { app: 'web', 'pod-template-hash': 'x' }, ips: ['10.0.0.1'], ...POD }),
  pod('a/web2', { labels: { app: 'web', tier: 'back' }, ips: ['10.0.0.2'], ...POD }),
  pod('a/db', { labels: { app: 'db' }, ips: ['10.0.0.3', 'fd00::3'], ...POD }),
  pod('b/api-1', { labels: { app: 'api' }, ips: ['10.1.0.1'], owner: { kind: 'ReplicaSet', name: 'api' }, ...POD }),
  pod('b/api-2', { labels: { app: 'api' }, ips: ['10.1.0.2'], owner: { kind: 'ReplicaSet', name: 'api' }, ...POD }),
  pod('b/host', { labels: { app: 'host' }, ips: ['10.2.0.1'], spec: { hostNetwork: true } }),
  pod('b/bare', { labels: { 'pod-template-hash': 'x' } }),
  service('b/api', { selector: { app: 'api' }, ports: [{ port: 80, targetPort: 'http' }] }),
];
const model = modelOf(CLUSTER);

function flowOf(text: string): ConnectionQuestion {
  const [from = '', to = '', port, protocol = 'TCP'] = text.split(' ');
  return { from: side(from), to: side(to), port: Number(port), protocol };
}
const suggestionFor = (flows: readonly string[]) => suggestPolicies(model, flows.map(flowOf));
const after = (flows: readonly string[]) => modelOf([...CLUSTER, ...suggestionFor(flows).policies]);

/** What is open between pods that policies hold. */
const openBetweenPods = (flows: readonly string[]): readonly string[] =>
  connectionsOf(after(flows)).filter((line) => !/host|kube-system|\/\d+( |$)/.test(line));

describe('suggested policies', () => {
  it.each<[string, readonly string[], readonly string[]]>([
    ['nothing without flows', [], []],
    ['one flow', ['a/web2 a/db 8080'], ['a/web2 -> a/db TCP 8080-8080']],
    ['two protocols', ['a/db a/web2 53', 'a/db a/web2 53 UDP'], ['a/db -> a/web2 TCP 53-53, UDP 53-53']],
    ['across namespaces, behind a service', ['a/db svc:b/api 80'], ['a/db -> b/api TCP 8080-8080']],
    ['DNS stays as it is', ['a/db kube-system/coredns 53 UDP'], []],
  ])('%s', (_, flows, expected) => {
    expect(openBetweenPods(flows)).toEqual(expected);
    expect(suggestionFor(flows).problems).toEqual([]);
  });

  it('let every pod ask DNS, and nothing else of kube-system', () => {
    const changed = after([]);
    const ask = (text: string): boolean => decideConnection(changed, flowOf(text)).allowed;
    expect(['UDP', 'TCP'].map((protocol) => ask(`b/api-1 kube-system/coredns 53 ${protocol}`))).toEqual([true, true]);
    expect(ask('b/api-1 kube-system/coredns 9153')).toBe(false);
    expect(ask('kube-system/coredns 192.0.2.1 443')).toBe(true);
  });

  it('open addresses and hostNetwork pods one by one', () => {
    const flows = ['192.0.2.1 a/db 8080', 'a/db 2001:db8::1 443', 'b/host a/db 8080'];
    const lines = connectionsOf(after(flows)).filter((line) => line.includes('a/db') && !/host|kube-system/.test(line));
    expect(lines).toEqual([
      '10.2.0.1/32 -> a/db TCP 8080-8080',
      '192.0.2.1/32 -> a/db TCP 8080-8080',
      'a/db -> 2001:db8::1/128 TCP 443-443',
    ]);
  });

  it('have no remarks but those on the cluster', () => {
    const ids = lintNetworkPolicies(after(['a/web2 a/db 8080', 'a/db svc:b/api 80'])).map(({ id }) => id);
    expect(ids.filter((id) => !/enforcement|default-deny|host-network/.test(id))).toEqual([]);
  });

  it.each([
    ['a/gone a/db 1', 'pod a/gone is not in the input'],
    ['b/bare a/db 1', 'b/bare has no labels that stay, so no policy can select it alone'],
    [
      'node:n1 a/db 1',
      'the address of a machine is not in the input; a policy needs it, except between a pod and its own node',
    ],
    ['a/web a/db 1', 'a/web cannot be told from a/web2 by labels that stay, so the policy is for both'],
  ])('%s: %s', (flow, message) => {
    expect(suggestionFor([flow]).problems).toEqual([{ flow: 0, message }]);
  });

  it('keep every flow that they do not name', () => {
    const sides = [
      'a/web2',
      'a/db',
      'b/api-1',
      'svc:b/api',
      '192.0.2.1',
      '2001:db8::1',
      'b/host',
      'kube-system/coredns',
    ];
    const flows = fc
      .tuple(
        fc.constantFrom(...sides),
        fc.constantFrom(...sides),
        fc.constantFrom(80, 8080, 53),
        fc.constantFrom('TCP', 'UDP'),
      )
      .filter(([from, to]) => from !== to)
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.uniqueArray(flows, { maxLength: 8 }), (list) => {
        const { problems, policies } = suggestionFor(list);
        const changed = modelOf([...CLUSTER, ...policies]);
        expect(changed.problems).toEqual([]);
        for (const [index, text] of list.entries()) {
          if (problems.some(({ flow }) => flow === index)) continue;
          const { allowed, partial } = decideConnection(changed, flowOf(text));
          expect({ text, allowed, partial }).toEqual({ text, allowed: true, partial: false });
        }
        expect(reachability(changed).classes.length).toBeGreaterThan(0);
      }),
      { numRuns: 200 },
    );
  });
});
