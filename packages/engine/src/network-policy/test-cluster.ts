/** Small clusters for tests. */
import { defaultProfile } from '@bulkhead/features';
import { type ConnectionAnswer, decideConnection } from './decide-connection.js';
import { NetworkModel } from './network-model.js';
import type { Side } from './question.js';
import { reachability } from './reachability.js';

export interface PodParts {
  readonly labels?: { readonly [key: string]: string };
  readonly ips?: readonly string[];
  readonly ports?: readonly object[];
  readonly spec?: object;
  readonly status?: object;
  readonly owner?: { readonly kind: string; readonly name: string };
}

/** A Pod by `namespace/name`. */
export function pod(
  title: string,
  { labels = {}, ips = [], ports = [], spec = {}, status = {}, owner }: PodParts = {},
): object {
  const [namespace, name] = title.split('/');
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      namespace,
      name,
      labels,
      ...(owner === undefined ? {} : { ownerReferences: [{ ...owner, controller: true }] }),
    },
    spec: { containers: [{ name: 'main', ports }], ...spec },
    status: { phase: 'Running', podIPs: ips.map((ip) => ({ ip })), ...status },
  };
}

export function policy(title: string, spec: object): object {
  const [namespace, name] = title.split('/');
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { namespace, name }, spec };
}

export function namespace(name: string, labels: { readonly [key: string]: string } = {}): object {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

export function service(title: string, spec: object): object {
  const [namespace, name] = title.split('/');
  return { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name }, spec };
}

export const modelOf = (objects: readonly object[], ipBlockMatchesPods = true): NetworkModel =>
  new NetworkModel(objects, { profile: defaultProfile(35), ipBlockMatchesPods });

/** `a/web`, `svc:a/web`, `node:n1`, or an address. */
export function side(text: string): Side {
  if (text.startsWith('node:')) return { kind: 'node', name: text.slice(5) };
  const isService = text.startsWith('svc:');
  const [namespace = '', name] = (isService ? text.slice(4) : text).split('/');
  if (name === undefined) return { kind: 'ip', ip: text };
  return { kind: isService ? 'service' : 'pod', namespace, name };
}

/** Asks `a/web -> b/db 80 TCP`. */
export function ask(model: NetworkModel, question: string): ConnectionAnswer {
  const [from = '', , to = '', port, protocol = 'TCP'] = question.split(' ');
  return decideConnection(model, { from: side(from), to: side(to), port: Number(port), protocol });
}

/** Every connection as `a/web -> b/db TCP 80-90`, sorted. */
export function connectionsOf(model: NetworkModel): readonly string[] {
  const lines = [...reachability(model).connections()].map(({ from, to, ports }) => {
    const text =
      ports === 'all' ? 'all' : ports.map((range) => `${range.protocol} ${range.from}-${range.to}`).join(', ');
    const [source, target] = [from, to].map((node) =>
      node.kind === 'ip' ? node.cidr : `${node.namespace}/${node.name}`,
    );
    return `${source} -> ${target} ${text}`;
  });
  return lines.sort();
}

const PORTS = [
  { name: 'http', containerPort: 8080 },
  { name: 'dns', containerPort: 53, protocol: 'UDP' },
];
/** Two namespaces, both families, named ports. */
export const CLUSTER = [
  namespace('b', { env: 'prod' }),
  pod('a/web', { labels: { app: 'web' }, ips: ['10.0.0.1', 'fd00::1'], ports: PORTS }),
  pod('a/db', { labels: { app: 'db' }, ips: ['10.0.0.2', 'fd00::2'], ports: PORTS }),
  pod('b/web', { labels: { app: 'web' }, ips: ['10.1.0.1'] }),
  pod('b/job', { labels: { app: 'job' }, ips: ['10.1.0.2'] }),
];
