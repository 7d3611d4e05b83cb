/**
 * The matrix and the answers of network policies against an evaluator that is slow and obviously right: it reads the
 * policies as the documentation says them, one connection at a time, with addresses as texts. Random clusters over a
 * small vocabulary: several namespaces, dual stack, named ports, hostNetwork, every kind of policy; the seed is printed
 * when they differ.
 */
import {
  type Connection,
  type ConnectionNode,
  decideConnection,
  NetworkModel,
  type Ports,
  reachability,
} from '@bulkhead/engine/network-policy';
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';

// --- the slow evaluator -----------------------------------------------------------------------------------------------

type Labels = Record<string, string>;
interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: string[];
  }[];
}
interface Peer {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: string[] };
}
interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}
interface Rule {
  readonly from?: Peer[];
  readonly to?: Peer[];
  readonly ports?: Port[];
}
interface Policy {
  readonly apiVersion: string;
  readonly kind: 'NetworkPolicy';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: { podSelector: Selector; policyTypes?: string[]; ingress?: Rule[]; egress?: Rule[] };
}
interface ClusterPeer {
  readonly namespaces?: Selector;
  readonly pods?: { readonly namespaceSelector: Selector; readonly podSelector: Selector };
  readonly networks?: string[];
}
interface ClusterRule {
  readonly action: string;
  readonly from?: ClusterPeer[];
  readonly to?: ClusterPeer[];
  readonly protocols?: Record<string, unknown>[];
}
interface ClusterPolicy {
  readonly apiVersion: string;
  readonly kind: 'ClusterNetworkPolicy';
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly tier: string;
    readonly priority: number;
    readonly subject: ClusterPeer;
    readonly ingress: ClusterRule[];
    readonly egress: ClusterRule[];
  };
}
interface Pod {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Labels;
  readonly ips: readonly string[];
  readonly hostNetwork: boolean;
  readonly ports: readonly { readonly name: string; readonly containerPort: number; readonly protocol: string }[];
}
interface World {
  readonly namespaces: Record<string, Labels>;
  readonly pods: readonly Pod[];
  readonly policies: readonly Policy[];
  readonly clusterPolicies: readonly ClusterPolicy[];
}
/** One end of a packet: an address, and the pod that has it unless it is outside or on the host's network. */
interface End {
  readonly ip: string;
  readonly pod: Pod | undefined;
}

function selects(selector: Selector, labels: Labels): boolean {
  for (const [key, value] of Object.entries(selector.matchLabels ?? {})) if (labels[key] !== value) return false;
  return (selector.matchExpressions ?? []).every(({ key, operator, values = [] }) => {
    const value = labels[key];
    if (operator === 'In') return value !== undefined && values.includes(value);
    if (operator === 'NotIn') return value === undefined || !values.includes(value);
    return operator === 'Exists' ? value !== undefined : value === undefined;
  });
}

/** Bits of an address as text. */
function bits(ip: string): string {
  if (!ip.includes(':'))
    return ip
      .split('.')
      .map((part) => Number(part).toString(2).padStart(8, '0'))
      .join('');
  const [head = '', tail = ''] = ip.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === '' ? [] : tail.split(':');
  const groups = [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right];
  return groups.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

function inBlock(ip: string, cidr: string): boolean {
  const [base = '', length = ''] = cidr.split('/');
  if (base.includes(':') !== ip.includes(':') || ip === '') return false;
  return bits(ip).slice(0, Number(length)) === bits(base).slice(0, Number(length));
}

const labelsOf = (world: World, namespace: string): Labels => ({
  ...world.namespaces[namespace],
  'kubernetes.io/metadata.name': namespace,
});

function portMatches(ports: readonly Port[] | undefined, destination: End, port: number, protocol: string): boolean {
  if (ports === undefined || ports.length === 0) return true;
  return ports.some((entry) => {
    if ((entry.protocol ?? 'TCP') !== protocol) return false;
    if (entry.port === undefined) return true;
    if (typeof entry.port === 'number') return port >= entry.port && port <= (entry.endPort ?? entry.port);
    const own = destination.pod?.ports ?? [];
    return own.some((one) => one.name === entry.port && one.protocol === protocol && one.containerPort === port);
  });
}

function peerMatches(world: World, peer: Peer, namespace: string, end: End): boolean {
  if (peer.ipBlock !== undefined) {
    const { cidr, except = [] } = peer.ipBlock;
    return inBlock(end.ip, cidr) && !except.some((hole) => inBlock(end.ip, hole));
  }
  if (end.pod === undefined) return false;
  if (peer.namespaceSelector === undefined) {
    if (end.pod.namespace !== namespace) return false;
  } else if (!selects(peer.namespaceSelector, labelsOf(world, end.pod.namespace))) return false;
  return peer.podSelector === undefined || selects(peer.podSelector, end.pod.labels);
}

function clusterPeerMatches(world: World, peer: ClusterPeer, end: End): boolean {
  if (peer.networks !== undefined) return peer.networks.some((network) => inBlock(end.ip, network));
  if (end.pod === undefined) return false;
  const across = peer.namespaces ?? peer.pods?.namespaceSelector ?? {};
  if (!selects(across, labelsOf(world, end.pod.namespace))) return false;
  return peer.pods === undefined || selects(peer.pods.podSelector, end.pod.labels);
}

function protocolMatches(entry: Record<string, unknown>, destination: End, port: number, protocol: string): boolean {
  if ('destinationNamedPort' in entry) {
    const own = destination.pod?.ports ?? [];
    const name = entry['destinationNamedPort'];
    return own.some((one) => one.name === name && one.protocol === protocol && one.containerPort === port);
  }
  const body = entry[protocol.toLowerCase()] as
    | { destinationPort?: { number?: number; range?: { start: number; end: number } } }
    | undefined;
  if (body === undefined) return false;
  const { destinationPort } = body;
  if (destinationPort === undefined) return true;
  if (destinationPort.range !== undefined) {
    return port >= destinationPort.range.start && port <= destinationPort.range.end;
  }
  return destinationPort.number === port;
}

type Direction = 'ingress' | 'egress';

function directionAllows(world: World, direction: Direction, subject: End, other: End, port: number, protocol: string) {
  const { pod } = subject;
  if (pod === undefined) return true;
  const destination = direction === 'ingress' ? subject : other;
  const tier = (name: string): string | undefined => {
    const asked = world.clusterPolicies
      .filter(({ spec }) => spec.tier === name && clusterPeerMatches(world, spec.subject, subject))
      .toSorted((a, b) => a.spec.priority - b.spec.priority || (a.metadata.name < b.metadata.name ? -1 : 1));
    for (const { spec } of asked) {
      for (const rule of spec[direction]) {
        const peers = rule.from ?? rule.to ?? [];
        if (!peers.some((peer) => clusterPeerMatches(world, peer, other))) continue;
        const entries = rule.protocols;
        if (entries === undefined || entries.some((entry) => protocolMatches(entry, destination, port, protocol))) {
          return rule.action;
        }
      }
    }
    return undefined;
  };
  const admin = tier('Admin');
  if (admin === 'Accept' || admin === 'Deny') return admin === 'Accept';
  const isolating = world.policies.filter(({ metadata, spec }) => {
    const types = spec.policyTypes ?? ['Ingress', ...((spec.egress ?? []).length > 0 ? ['Egress'] : [])];
    const isMeant = types.includes(direction === 'ingress' ? 'Ingress' : 'Egress');
    return isMeant && metadata.namespace === pod.namespace && selects(spec.podSelector, pod.labels);
  });
  if (isolating.length > 0) {
    return isolating.some(({ metadata, spec }) =>
      (spec[direction] ?? []).some((rule) => {
        const peers = rule.from ?? rule.to ?? [];
        const isPeer = peers.length === 0 || peers.some((peer) => peerMatches(world, peer, metadata.namespace, other));
        return isPeer && portMatches(rule.ports, destination, port, protocol);
      }),
    );
  }
  return tier('Baseline') !== 'Deny';
}

const packetAllowed = (world: World, from: End, to: End, port: number, protocol: string): boolean =>
  directionAllows(world, 'egress', from, to, port, protocol) &&
  directionAllows(world, 'ingress', to, from, port, protocol);

const endOf = (pod: Pod, ip: string | undefined): End => ({ ip: ip ?? '', pod: pod.hostNetwork ? undefined : pod });

// --- random clusters --------------------------------------------------------------------------------------------------

class Random {
  #state: number;
  constructor(seed: number) {
    this.#state = seed >>> 0 || 1;
  }
  below(count: number): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state >>> 0;
    return this.#state % count;
  }
  pick<T>(list: readonly T[]): T {
    // Every list here has items.
    return list[this.below(list.length)] as T;
  }
  chance(percent: number): boolean {
    return this.below(100) < percent;
  }
  list<T>(least: number, most: number, make: (index: number) => T): T[] {
    return Array.from({ length: least + this.below(most - least + 1) }, (_, index) => make(index));
  }
}

const NAMESPACES = ['a', 'b', 'default'];
const CIDRS = [
  '0.0.0.0/0',
  '10.0.0.0/8',
  '10.0.0.0/24',
  '10.0.0.4/30',
  '192.168.0.0/16',
  '::/0',
  'fd00::/16',
  'fd00::/64',
];
const HOLES: Record<string, string[]> = {
  '0.0.0.0/0': ['10.0.0.0/8', '10.0.0.2/32', '172.16.0.0/12'],
  '10.0.0.0/8': ['10.0.0.0/30', '10.1.0.0/16'],
  '10.0.0.0/24': ['10.0.0.0/25', '10.0.0.1/32'],
  '::/0': ['fd00::/32', 'fd00::1/128'],
  'fd00::/16': ['fd00:0:0:1::/64', 'fd00::2/128'],
};
const NUMBERS = [1, 53, 80, 443, 8080, 65535];
const NAMES = ['http', 'dns', 'admin'];
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'];
const ABSENT = Symbol('absent');

function compact<T extends object>(entries: { [key in keyof T]: T[key] | typeof ABSENT }): T {
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== ABSENT)) as T;
}

function labels(random: Random): Labels {
  const found: Labels = {};
  if (random.chance(80)) found['app'] = random.pick(['web', 'db', 'api']);
  if (random.chance(50)) found['tier'] = random.pick(['x', 'y']);
  return found;
}

function selector(random: Random, keys: readonly string[]): Selector {
  if (random.chance(25)) return {};
  const values = ['web', 'db', 'x', 'a', 'prod'];
  const expression = () => {
    const operator = random.pick(['In', 'NotIn', 'Exists', 'DoesNotExist']);
    const key = random.pick(keys);
    return operator.endsWith('In')
      ? { key, operator, values: random.list(1, 2, () => random.pick(values)) }
      : { key, operator };
  };
  if (random.chance(50)) return { matchLabels: { [random.pick(keys)]: random.pick(values) } };
  return { matchExpressions: random.list(1, 2, expression) };
}

const podSelector = (random: Random): Selector => selector(random, ['app', 'tier']);
const namespaceSelector = (random: Random): Selector => selector(random, ['env', 'kubernetes.io/metadata.name']);

function peer(random: Random): Peer {
  const kind = random.below(4);
  if (kind === 0) return { podSelector: podSelector(random) };
  if (kind === 1) return { namespaceSelector: namespaceSelector(random) };
  if (kind === 2) return { podSelector: podSelector(random), namespaceSelector: namespaceSelector(random) };
  const cidr = random.pick(CIDRS);
  const holes = HOLES[cidr];
  return {
    ipBlock:
      holes !== undefined && random.chance(50)
        ? { cidr, except: random.list(1, 2, () => random.pick(holes)) }
        : { cidr },
  };
}

function port(random: Random): Port {
  const protocol = random.chance(30) ? ABSENT : random.pick(PROTOCOLS);
  const kind = random.below(4);
  if (kind === 0) return compact<Port>({ protocol, port: ABSENT, endPort: ABSENT });
  if (kind === 1) return compact<Port>({ protocol, port: random.pick(NAMES), endPort: ABSENT });
  const first = random.pick(NUMBERS);
  const rising = NUMBERS.filter((number) => number >= first);
  return compact<Port>({ protocol, port: first, endPort: kind === 2 ? ABSENT : random.pick(rising) });
}

function rule(random: Random, peers: 'from' | 'to'): Rule {
  return compact<Rule>({
    from: peers === 'from' && random.chance(80) ? random.list(0, 2, () => peer(random)) : ABSENT,
    to: peers === 'to' && random.chance(80) ? random.list(0, 2, () => peer(random)) : ABSENT,
    ports: random.chance(60) ? random.list(0, 2, () => port(random)) : ABSENT,
  });
}

function policy(random: Random, index: number): Policy {
  const spec = compact<Policy['spec']>({
    podSelector: podSelector(random),
    policyTypes: random.chance(60)
      ? random.pick([['Ingress'], ['Egress'], ['Ingress', 'Egress'], ['Egress', 'Ingress']])
      : ABSENT,
    ingress: random.chance(70) ? random.list(0, 2, () => rule(random, 'from')) : ABSENT,
    egress: random.chance(60) ? random.list(0, 2, () => rule(random, 'to')) : ABSENT,
  });
  const metadata = { name: `p${index}`, namespace: random.pick(NAMESPACES) };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, spec };
}

function clusterPeer(random: Random, mayBeNetworks: boolean): ClusterPeer {
  if (mayBeNetworks && random.chance(30)) return { networks: random.list(1, 2, () => random.pick(CIDRS)) };
  if (random.chance(50)) return { namespaces: namespaceSelector(random) };
  return { pods: { namespaceSelector: namespaceSelector(random), podSelector: podSelector(random) } };
}

function clusterProtocol(random: Random): Record<string, unknown> {
  if (random.chance(25)) return { destinationNamedPort: random.pick(NAMES) };
  const name = random.pick(['tcp', 'udp', 'sctp']);
  if (random.chance(30)) return { [name]: {} };
  const first = random.below(NUMBERS.length - 1);
  const range = { start: NUMBERS[first], end: NUMBERS[first + 1] };
  return { [name]: { destinationPort: random.chance(50) ? { number: random.pick(NUMBERS) } : { range } } };
}

function clusterPolicy(random: Random, index: number): ClusterPolicy {
  const rules = (peers: 'from' | 'to') =>
    random.list(0, 3, () =>
      compact<ClusterRule>({
        action: random.pick(['Accept', 'Deny', 'Pass']),
        from: peers === 'from' ? random.list(1, 2, () => clusterPeer(random, false)) : ABSENT,
        to: peers === 'to' ? random.list(1, 2, () => clusterPeer(random, true)) : ABSENT,
        protocols: random.chance(50) ? random.list(1, 2, () => clusterProtocol(random)) : ABSENT,
      }),
    );
  const spec = {
    tier: random.pick(['Admin', 'Baseline']),
    priority: random.below(3),
    subject: clusterPeer(random, false),
    ingress: rules('from'),
    egress: rules('to'),
  };
  const apiVersion = 'policy.networking.k8s.io/v1alpha2';
  return { apiVersion, kind: 'ClusterNetworkPolicy', metadata: { name: `c${index}` }, spec };
}

function world(random: Random): World {
  const pods = random.list(2, 6, (index): Pod => {
    const ipv4 = `10.${random.below(2)}.0.${index + 1}`;
    const ipv6 = `fd00:0:0:${random.below(2)}::${index + 1}`;
    return {
      name: `pod${index}`,
      namespace: random.pick(NAMESPACES),
      labels: labels(random),
      ips: random.pick([[ipv4], [ipv4], [ipv4, ipv6], [ipv6, ipv4], []]),
      hostNetwork: random.chance(10),
      ports: random.list(0, 3, () => ({
        name: random.pick(NAMES),
        containerPort: random.pick(NUMBERS),
        protocol: random.pick(['TCP', 'TCP', 'UDP']),
      })),
    };
  });
  return {
    namespaces: { a: { env: 'prod' }, b: random.chance(50) ? { env: 'x' } : {} },
    pods,
    policies: random.list(0, 4, (index) => policy(random, index)),
    clusterPolicies: random.chance(50) ? random.list(1, 3, (index) => clusterPolicy(random, index)) : [],
  };
}

function objectsOf({ namespaces, pods, policies, clusterPolicies }: World): unknown[] {
  return [
    ...Object.entries(namespaces).map(([name, own]) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: own },
    })),
    ...pods.map(({ name, namespace, labels: own, ips, hostNetwork, ports }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace, labels: own },
      spec: { hostNetwork, containers: [{ name: 'c', ports }] },
      status: { phase: 'Running', podIPs: ips.map((ip) => ({ ip })) },
    })),
    ...policies,
    ...clusterPolicies,
  ];
}

// --- the comparison ---------------------------------------------------------------------------------------------------

const PROFILE = defaultProfile(35);
const PROBES = NUMBERS.flatMap((number) => [number - 1, number, number + 1]).filter(
  (number) => number >= 1 && number <= 65535,
);
const OUTSIDE = [
  '10.0.0.77',
  '10.0.0.7',
  '10.9.0.1',
  '192.168.1.1',
  '8.8.8.8',
  '172.20.0.1',
  'fd00::77',
  'fd01::1',
  '2001:db8::1',
];

const titleOf = (node: ConnectionNode): string => (node.kind === 'ip' ? node.cidr : `${node.namespace}/${node.name}`);

function opens(ports: Ports | undefined, number: number, protocol: string): boolean {
  if (ports === undefined || ports === 'all') return ports === 'all';
  return ports.some((range) => range.protocol === protocol && range.from <= number && number <= range.to);
}

/** Addresses of both ends by family, as the packet would have them. */
function packets(from: Pod, to: Pod): [string | undefined, string | undefined][] {
  const isIPv6 = (ip: string): boolean => ip.includes(':');
  const pairs = from.ips.flatMap((one) =>
    to.ips.filter((other) => isIPv6(one) === isIPv6(other)).map((other): [string, string] => [one, other]),
  );
  if (pairs.length > 0) return pairs;
  // Without an address of its own a pod may get one of any family.
  if (from.ips.length === 0 && to.ips.length > 0) return to.ips.map((ip) => [undefined, ip]);
  if (to.ips.length === 0 && from.ips.length > 0) return from.ips.map((ip) => [ip, undefined]);
  return [[from.ips[0], to.ips[0]]];
}

/** The address that a pod has towards one outside: of the same family where it has both. */
function ownAddresses({ ips }: Pod, outside: string): (string | undefined)[] {
  return [ips.length < 2 ? ips[0] : ips.find((ip) => ip.includes(':') === outside.includes(':'))];
}

/** Ports that are tried between two pods of one random cluster. */
const PORTS_OF_A_PAIR = 10;

describe('network policies against the slow evaluator', () => {
  it('the matrix says the same of every pair', { timeout: 60_000 }, () => {
    let compared = 0;
    for (let seed = 1; seed <= 700; seed += 1) {
      const random = new Random(seed * 7919);
      const found = world(random);
      const model = new NetworkModel(objectsOf(found), { profile: PROFILE });
      expect(model.problems).toEqual([]);
      const cells = new Map<string, Connection['ports']>();
      const blocks = new Set<string>(['0.0.0.0/0']);
      for (const { from, to, ports } of reachability(model).connections()) {
        cells.set(`${titleOf(from)} ${titleOf(to)}`, ports);
        for (const node of [from, to]) if (node.kind === 'ip') blocks.add(node.cidr);
      }
      const check = (key: string, allowed: boolean, number: number, protocol: string): void => {
        compared += 1;
        if (opens(cells.get(key), number, protocol) === allowed) return;
        expect.fail(
          `seed ${seed}: ${key} ${protocol} ${number} should be ${String(allowed)}\n${JSON.stringify(found)}`,
        );
      };
      for (const from of found.pods) {
        for (const to of found.pods) {
          if (from === to) continue;
          for (let probe = 0; probe < PORTS_OF_A_PAIR; probe += 1) {
            const number = random.pick(PROBES);
            const protocol = random.pick(PROTOCOLS);
            const allowed = packets(from, to).some(([one, other]) =>
              packetAllowed(found, endOf(from, one), endOf(to, other), number, protocol),
            );
            check(`${from.namespace}/${from.name} ${to.namespace}/${to.name}`, allowed, number, protocol);
          }
        }
        for (const ip of OUTSIDE) {
          const number = random.pick(PROBES);
          const protocol = random.pick(PROTOCOLS);
          const block = [...blocks]
            .filter((cidr) => inBlock(ip, cidr))
            .toSorted((a, b) => Number(b.split('/')[1]) - Number(a.split('/')[1]))[0];
          if (block === undefined) continue;
          const outside: End = { ip, pod: undefined };
          for (const own of ownAddresses(from, ip)) {
            const title = `${from.namespace}/${from.name}`;
            check(
              `${title} ${block}`,
              packetAllowed(found, endOf(from, own), outside, number, protocol),
              number,
              protocol,
            );
            check(
              `${block} ${title}`,
              packetAllowed(found, outside, endOf(from, own), number, protocol),
              number,
              protocol,
            );
          }
        }
      }
    }
    expect(compared).toBeGreaterThan(100_000);
  });

  it('answers say the same of every connection', { timeout: 60_000 }, () => {
    let compared = 0;
    for (let seed = 1; seed <= 500; seed += 1) {
      const random = new Random(seed * 104_729);
      const found = world(random);
      const model = new NetworkModel(objectsOf(found), { profile: PROFILE });
      for (let round = 0; round < 200; round += 1) {
        const from = random.pick(found.pods);
        const to = random.pick(found.pods);
        const isOutside = random.chance(30);
        const ip = random.pick(OUTSIDE);
        const number = random.pick(PROBES);
        const protocol = random.pick(PROTOCOLS);
        const target: End = isOutside ? { ip, pod: undefined } : endOf(to, to.ips[0]);
        const allowed =
          (!isOutside && from === to) || packetAllowed(found, endOf(from, from.ips[0]), target, number, protocol);
        const answer = decideConnection(model, {
          from: { kind: 'pod', namespace: from.namespace, name: from.name },
          to: isOutside ? { kind: 'ip', ip } : { kind: 'pod', namespace: to.namespace, name: to.name },
          port: number,
          protocol,
        });
        compared += 1;
        if (answer.allowed !== allowed || answer.error !== undefined) {
          expect.fail(
            `seed ${seed}: ${from.name} to ${isOutside ? ip : to.name} ${protocol} ${number}: ${answer.reason}\n${JSON.stringify(found)}`,
          );
        }
      }
    }
    expect(compared).toBe(100_000);
  });
});
