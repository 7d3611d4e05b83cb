/**
 * What the policies ask of pods: which labels with which values, which named ports, which addresses. Two pods that give
 * the same answers are one to every policy.
 */
import type { CompiledSelector, Labels } from '@bulkhead/apimachinery/selectors';
import {
  type AddressSet,
  type CompiledPolicy,
  type CompiledRule,
  DIRECTIONS,
  type PeerSet,
} from './compiled-policy.js';
import { protocolsOf } from './direction-verdict.js';
import { type Endpoint, namedPorts } from './endpoint.js';
import type { PortRange, Protocol } from './protocol.js';

export interface NamedPort {
  readonly name: string;
  readonly protocol: Protocol;
}

export interface PolicyVocabulary {
  /** Distinct peers, by key. */
  readonly peers: readonly PeerSet[];
  readonly peerIndex: ReadonlyMap<string, number>;
  readonly addressSets: readonly AddressSet[];
  /** Values that selectors name, by label key; undefined values stand for none of them. */
  readonly labelValues: ReadonlyMap<string, ReadonlySet<string>>;
  readonly namedPorts: readonly NamedPort[];
  readonly asksForMachines: boolean;
}

export function vocabularyOf(policies: readonly CompiledPolicy[]): PolicyVocabulary {
  const peers: PeerSet[] = [];
  const peerIndex = new Map<string, number>();
  const labelValues = new Map<string, Set<string>>();
  const ports = new Map<string, NamedPort>();
  const addPeer = (peer: PeerSet): void => {
    if (peerIndex.has(peer.key)) return;
    peerIndex.set(peer.key, peers.length);
    peers.push(peer);
    if (peer.kind === 'pods') addSelector(labelValues, peer.pods);
  };
  for (const policy of policies) {
    addSelector(labelValues, policy.subject.pods);
    for (const rule of rulesOf(policy)) {
      rule.peers?.forEach(addPeer);
      for (const match of rule.ports ?? []) {
        if (match.kind !== 'named') continue;
        for (const protocol of protocolsOf(match))
          ports.set(`${protocol} ${match.name}`, { name: match.name, protocol });
      }
    }
  }
  return {
    peers,
    peerIndex,
    addressSets: peers.filter((peer) => peer.kind === 'addresses'),
    labelValues,
    namedPorts: [...ports.values()],
    asksForMachines: peers.some(({ kind }) => kind === 'nodes'),
  };
}

export function rulesOf(policy: CompiledPolicy): readonly CompiledRule[] {
  return DIRECTIONS.flatMap((direction) => policy[direction] ?? []);
}

function addSelector(labelValues: Map<string, Set<string>>, selector: CompiledSelector): void {
  if (selector.kind === 'nothing') return;
  for (const { key, values } of selector.requirements) {
    let known = labelValues.get(key);
    if (known === undefined) {
      known = new Set();
      labelValues.set(key, known);
    }
    for (const value of values) known.add(value);
  }
}

/** The labels that matter, as text. */
export function labelsKey({ labelValues }: PolicyVocabulary, labels: Labels): string {
  let key = '';
  for (const [name, values] of labelValues) {
    const value = Object.hasOwn(labels, name) ? labels[name] : undefined;
    if (value === undefined) key += '\n';
    else key += values.has(value) ? `${value}\n` : '?\n';
  }
  return key;
}

/** The numbers of the named ports, as text. */
export function portsKey(vocabulary: PolicyVocabulary, endpoint: Endpoint): string {
  let key = '';
  for (const { name, protocol } of vocabulary.namedPorts) key += `${namedPorts(endpoint, name, protocol).join('+')},`;
  return key;
}

/** Every range of ports that a rule may mean, with the numbers that named ports stand for. */
export function portRanges(
  policies: readonly CompiledPolicy[],
  vocabulary: PolicyVocabulary,
  endpoints: Iterable<Endpoint>,
): PortRange[] {
  const ranges = new Map<string, PortRange>();
  const add = (range: PortRange): void => void ranges.set(`${range.protocol} ${range.from}-${range.to}`, range);
  for (const policy of policies) {
    for (const rule of rulesOf(policy)) {
      for (const match of rule.ports ?? []) if (match.kind === 'range') add(match);
    }
  }
  const numbers = new Map(vocabulary.namedPorts.map(({ name, protocol }) => [`${protocol} ${name}`, protocol]));
  if (numbers.size === 0) return [...ranges.values()];
  for (const { ports } of endpoints) {
    for (const { name, port, protocol } of ports) {
      if (numbers.has(`${protocol} ${name}`)) add({ protocol, from: port, to: port });
    }
  }
  return [...ranges.values()];
}
