/** Answers about single connections: reasons, sides of every kind, and what plugins do in their own way. */
import { describe, expect, it } from 'vitest';
import { decideConnection } from './decide-connection.js';
import { ask, CLUSTER, modelOf, pod, policy, service, side } from './test-cluster.js';

const ingress = (rules: readonly object[]): object =>
  policy('a/p', { podSelector: { matchLabels: { app: 'db' } }, ingress: rules });

describe('answers', () => {
  it('says which policies decide', () => {
    const rule = { from: [{ podSelector: {} }] };
    const model = modelOf([...CLUSTER, ingress([rule]), policy('a/q', { podSelector: {}, ingress: [rule] })]);
    expect(ask(model, 'a/web -> a/db 80')).toEqual({
      allowed: true,
      partial: false,
      implementationDefined: false,
      reason: 'egress is not restricted; ingress is allowed by a/p, a/q',
      ingress: { isolated: true, allowedBy: ['a/p', 'a/q'], deniedBy: [] },
      egress: { isolated: false, allowedBy: [], deniedBy: [] },
    });
    expect(ask(model, 'b/web -> a/db 80').reason).toBe('ingress is isolated by a/p, a/q, of which no rule allows it');
  });

  it('leaves out pods that are over, and keeps those that are being deleted', () => {
    const model = modelOf([
      pod('a/done', { status: { phase: 'Succeeded' } }),
      pod('a/failed', { status: { phase: 'Failed' } }),
      pod('a/web'),
    ]);
    expect(ask(model, 'a/done -> a/web 80').error).toBe('pod a/done is not in the input');
    expect(ask(model, 'a/web -> a/failed 80').error).toBe('pod a/failed is not in the input');
  });

  it('takes the address that the question names', () => {
    const model = modelOf([...CLUSTER, ingress([{ from: [{ ipBlock: { cidr: 'fd00::/16' } }] }])]);
    const to = side('a/db');
    const from = { kind: 'pod', namespace: 'a', name: 'web' } as const;
    expect(decideConnection(model, { from, to, port: 80 }).allowed).toBe(false);
    expect(decideConnection(model, { from: { ...from, ip: 'fd00::1' }, to, port: 80 }).allowed).toBe(true);
  });

  it('knows the pod behind an address', () => {
    const model = modelOf([...CLUSTER, ingress([{ from: [{ podSelector: {} }] }])]);
    expect(ask(model, '10.0.0.1 -> 10.0.0.2 80').allowed).toBe(true);
    expect(ask(model, '10.1.0.1 -> 10.0.0.2 80').allowed).toBe(false);
  });

  it('can leave pods out of ipBlock, as some plugins do', () => {
    const objects = [...CLUSTER, ingress([{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }])];
    expect(ask(modelOf(objects, false), 'b/web -> a/db 80').allowed).toBe(false);
    expect(ask(modelOf(objects, false), '8.8.8.8 -> a/db 80').allowed).toBe(true);
  });

  it.each([
    ['a/web -> a/db 0', 'port must be a number between 1 and 65535'],
    ['a/web -> a/db 80 ICMP', 'protocol must be TCP, UDP or SCTP, not "ICMP"'],
    ['a/gone -> a/db 80', 'pod a/gone is not in the input'],
    ['x -> a/db 80', '"x" is no IP address'],
    ['a/web -> svc:a/gone 80', 'service a/gone is not in the input'],
  ])('%s: %s', (question, error) => {
    expect(ask(modelOf(CLUSTER), question).error).toBe(error);
  });
});

describe('what plugins do in their own way', () => {
  const onHost = pod('a/agent', {
    labels: { app: 'agent' },
    spec: { hostNetwork: true, nodeName: 'n1' },
    ips: ['192.168.0.1'],
  });
  const isolated = policy('a/deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

  it('hostNetwork pods are held by no policy, and are no peers', () => {
    const allow = policy('a/allow', {
      podSelector: { matchLabels: { app: 'db' } },
      ingress: [{ from: [{ podSelector: {} }] }],
    });
    const model = modelOf([...CLUSTER, onHost, isolated, allow]);
    expect(ask(model, '8.8.8.8 -> a/agent 80')).toMatchObject({ allowed: true, implementationDefined: true });
    expect(ask(model, 'a/agent -> a/db 80')).toMatchObject({ allowed: false, implementationDefined: false });
    expect(ask(model, 'a/agent -> a/web 80')).toMatchObject({ allowed: false, implementationDefined: false });
  });

  it('a machine reaches its own pods, other machines are addresses', () => {
    const own = pod('a/own', { spec: { nodeName: 'n1' }, ips: ['10.0.0.9'] });
    const machine = (name: string, address: string): object => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name },
      status: { addresses: [{ type: 'InternalIP', address }] },
    });
    const model = modelOf([own, isolated, machine('n1', '192.168.0.1'), machine('n2', '192.168.0.2')]);
    expect(ask(model, 'node:n1 -> a/own 80')).toMatchObject({
      allowed: true,
      reason: 'traffic between a pod and its own node is always allowed',
    });
    expect(ask(model, '192.168.0.1 -> a/own 80').allowed).toBe(true);
    expect(ask(model, 'node:n2 -> a/own 80').allowed).toBe(false);
    expect(ask(model, 'a/own -> node:n1 10250').allowed).toBe(true);
    expect(ask(model, 'a/own -> node:n2 10250').allowed).toBe(false);
  });
});

describe('services', () => {
  const backends = [
    pod('b/one', { labels: { app: 'api' }, ips: ['10.2.0.1'], ports: [{ name: 'http', containerPort: 8080 }] }),
    pod('b/two', {
      labels: { app: 'api', blue: '' },
      ips: ['10.2.0.2'],
      ports: [{ name: 'http', containerPort: 9090 }],
    }),
    pod('b/none', { labels: { app: 'api' }, ips: ['10.2.0.3'] }),
  ];
  const api = service('b/api', {
    selector: { app: 'api' },
    clusterIP: '10.96.0.10',
    ports: [{ port: 80, targetPort: 'http' }],
  });
  const client = pod('a/web', { labels: { app: 'web' }, ips: ['10.0.0.1'] });

  it('translates to pods and their named target ports', () => {
    const allow = (port: number): object => policy('b/p', { podSelector: {}, ingress: [{ ports: [{ port }] }] });
    const base = [...backends, api, client];
    expect(ask(modelOf([...base, allow(8080)]), 'a/web -> svc:b/api 80')).toMatchObject({
      allowed: true,
      partial: true,
    });
    expect(ask(modelOf([...base, allow(80)]), 'a/web -> svc:b/api 80')).toMatchObject({
      allowed: false,
      partial: false,
    });
    expect(ask(modelOf(base), 'a/web -> svc:b/api 80')).toMatchObject({ allowed: true, partial: false });
    expect(ask(modelOf(base), 'a/web -> 10.96.0.10 80')).toMatchObject({ allowed: true, partial: false });
    expect(ask(modelOf(base), 'a/web -> svc:b/api 81').error).toBe('service b/api has no port TCP 81');
  });

  it('a block that holds the address of the service alone works in some plugins', () => {
    const block = policy('a/p', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ ipBlock: { cidr: '10.96.0.0/16' } }] }],
    });
    const model = modelOf([...backends, api, client, block]);
    expect(ask(model, 'a/web -> svc:b/api 80')).toMatchObject({ allowed: false, implementationDefined: true });
    const pods = policy('a/p', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [{ namespaceSelector: {} }] }],
    });
    expect(ask(modelOf([...backends, api, client, pods]), 'a/web -> svc:b/api 80')).toMatchObject({
      allowed: true,
      implementationDefined: false,
    });
  });

  it('without a selector leads to its listed endpoints', () => {
    const listed = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name: 'ext-1', namespace: 'b', labels: { 'kubernetes.io/service-name': 'ext' } },
      endpoints: [{ addresses: ['8.8.8.8'] }],
      ports: [{ name: '', port: 443 }],
    };
    const deny = policy('a/p', { podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: [{ port: 443 }] }] });
    const model = modelOf([client, service('b/ext', { ports: [{ port: 80 }] }), listed, deny]);
    expect(ask(model, 'a/web -> svc:b/ext 80').allowed).toBe(true);
    expect(ask(modelOf([client, service('b/ext', { ports: [{ port: 80 }] })]), 'a/web -> svc:b/ext 80').error).toBe(
      'service b/ext has no endpoint for port TCP 80',
    );
  });
});
