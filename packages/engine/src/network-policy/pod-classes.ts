/**
 * Pods and addresses sorted into classes that no policy can tell apart.
 *
 * An identity is how peers see somebody: the list of peer sets that have him. A class adds what holds him (the policies
 * that select him) and the numbers of his named ports. A pod with an IPv4 and an IPv6 address that blocks of addresses
 * treat differently has an identity for each.
 */

import { matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { AddressBlocks } from './address-blocks.js';
import type { CompiledPolicy, PodSet } from './compiled-policy.js';
import type { Endpoint, WorkloadNode } from './endpoint.js';
import type { NetworkModel } from './network-model.js';
import { labelsKey, type PolicyVocabulary, portsKey } from './policy-vocabulary.js';

export interface PodClass {
  /** Its identity over IPv4 and over IPv6; -1 where it has no address of that family. */
  readonly ipv4: number;
  readonly ipv6: number;
  /** Policies that select it, in order. */
  readonly policies: readonly CompiledPolicy[];
  /** One of its pods, whose ports are those of all; undefined for addresses. */
  readonly sample: Endpoint | undefined;
  /** Equal for classes with the same numbers of named ports. */
  readonly portProfile: number;
  /** The block of addresses that it is; undefined for pods. */
  readonly block: number | undefined;
  readonly nodes: readonly WorkloadNode[];
}

export interface PodClasses {
  readonly classes: readonly PodClass[];
  /** The peer sets of each identity. */
  readonly identities: readonly (readonly number[])[];
  /** One endpoint of each profile. */
  readonly profiles: readonly (Endpoint | undefined)[];
}

/** Endpoints that differ in nothing that policies ask for. */
interface Group {
  readonly sample: Endpoint;
  readonly nodes: Map<string, WorkloadNode>;
  readonly portProfile: number;
  readonly ipv4: number | undefined;
  readonly ipv6: number | undefined;
  readonly peers: number[];
  readonly policies: CompiledPolicy[];
}

/** `endpoints` are those of the model and perhaps others that only might be. */
export function podClasses(
  model: NetworkModel,
  endpoints: readonly Endpoint[],
  vocabulary: PolicyVocabulary,
  blocks: AddressBlocks,
): PodClasses {
  const profiles = new Interner<Endpoint | undefined>();
  const groups = groupEndpoints(endpoints, vocabulary, blocks, profiles);
  const byNamespace = new Map<string, Group[]>();
  for (const group of groups) {
    // The usual plugin cannot tell a hostNetwork pod from its machine: no selector matches it, no policy holds it.
    if (group.sample.hostNetwork) continue;
    const list = byNamespace.get(group.sample.namespace);
    if (list === undefined) byNamespace.set(group.sample.namespace, [group]);
    else list.push(group);
  }
  for (const [index, peer] of vocabulary.peers.entries()) {
    if (peer.kind === 'pods') visit(model, byNamespace, peer, (group) => group.peers.push(index));
    else if (peer.kind === 'nodes') {
      for (const group of groups) {
        const machine = group.sample.hostNetwork ? model.machines.get(group.sample.nodeName) : undefined;
        if (machine !== undefined && matchesSelector(peer.selector, machine.labels)) group.peers.push(index);
      }
    } else if (peer.kind === 'unknown' && peer.matches === 'everything') {
      for (const group of groups) group.peers.push(index);
    }
  }
  for (const policy of model.policies)
    visit(model, byNamespace, policy.subject, (group) => group.policies.push(policy));
  return joinClasses(model, groups, vocabulary, blocks, profiles);
}

function visit(
  model: NetworkModel,
  byNamespace: ReadonlyMap<string, readonly Group[]>,
  set: PodSet,
  found: (group: Group) => void,
): void {
  const inNamespace = (groups: readonly Group[]): void => {
    for (const group of groups) if (matchesSelector(set.pods, group.sample.labels)) found(group);
  };
  if (set.namespace !== undefined) {
    inNamespace(byNamespace.get(set.namespace) ?? []);
    return;
  }
  for (const [namespace, groups] of byNamespace) {
    if (model.matchesNamespace(set.namespaces, namespace)) inNamespace(groups);
  }
}

/** Numbers for keys, in the order in which they come. */
class Interner<T> {
  readonly values: T[] = [];
  readonly #ids = new Map<string, number>();

  idOf(key: string, value: () => T): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.values.length;
    this.#ids.set(key, id);
    this.values.push(value());
    return id;
  }
}

function groupEndpoints(
  endpoints: readonly Endpoint[],
  vocabulary: PolicyVocabulary,
  blocks: AddressBlocks,
  profiles: Interner<Endpoint | undefined>,
): readonly Group[] {
  const groups = new Map<string, Group>();
  profiles.idOf('', () => undefined);
  for (const endpoint of endpoints) {
    const ports = vocabulary.namedPorts.length === 0 ? '' : portsKey(vocabulary, endpoint);
    const [ipv4, ipv6] = blocksOf(endpoint, blocks, vocabulary);
    const who = endpoint.hostNetwork
      ? `host ${vocabulary.asksForMachines ? endpoint.nodeName : ''}`
      : `${endpoint.namespace}\n${labelsKey(vocabulary, endpoint.labels)}`;
    const key = `${ports}|${ipv4}|${ipv6}|${who}`;
    let group = groups.get(key);
    if (group === undefined) {
      const isPlain = endpoint.hostNetwork || ports === '' || /^,*$/.test(ports);
      const portProfile = isPlain ? 0 : profiles.idOf(ports, () => endpoint);
      group = { sample: endpoint, nodes: new Map(), portProfile, ipv4, ipv6, peers: [], policies: [] };
      groups.set(key, group);
    }
    const { kind, namespace, name } = endpoint.node;
    group.nodes.set(`${kind} ${namespace}/${name}`, endpoint.node);
  }
  return [...groups.values()];
}

/** The blocks of the pod's addresses, by family. */
function blocksOf(
  endpoint: Endpoint,
  blocks: AddressBlocks,
  { addressSets }: PolicyVocabulary,
): readonly [number | undefined, number | undefined] {
  if (addressSets.length === 0) return [undefined, undefined];
  const found: [number | undefined, number | undefined] = [undefined, undefined];
  for (const address of endpoint.addresses) {
    const place = address.family === 4 ? 0 : 1;
    // -1: an address of a family that no policy names, in no set.
    found[place] ??= blocks.blockOf(address) ?? -1;
  }
  return found;
}

function joinClasses(
  model: NetworkModel,
  groups: readonly Group[],
  vocabulary: PolicyVocabulary,
  blocks: AddressBlocks,
  profiles: Interner<Endpoint | undefined>,
): PodClasses {
  const identities = new Interner<readonly number[]>();
  const setIndexes = vocabulary.addressSets.map(({ key }) => vocabulary.peerIndex.get(key) ?? 0);
  const setsOf = (block: number, isPod: boolean): readonly number[] =>
    (blocks.blocks[block]?.sets ?? [])
      .filter((set) => !isPod || model.ipBlockMatchesPods || vocabulary.addressSets[set]?.alwaysMatchesPods === true)
      .map((set) => setIndexes[set] ?? 0);
  const identityOf = (peers: readonly number[]): number => identities.idOf(peers.join(), () => peers);
  const classes = new Interner<PodClass & { nodes: WorkloadNode[] }>();
  const policyIds = new Map(model.policies.map((policy, index) => [policy, index]));
  for (const group of groups) {
    const isPod = !group.sample.hostNetwork;
    const [ipv4, ipv6] = identitiesOf(
      group,
      (block) => identityOf([...group.peers, ...setsOf(block, isPod)]),
      () => identityOf(group.peers),
    );
    const { policies, portProfile, sample } = group;
    const key = `${ipv4} ${ipv6} ${portProfile} ${policies.map((policy) => policyIds.get(policy)).join()}`;
    const id = classes.idOf(key, () => ({ ipv4, ipv6, policies, sample, portProfile, block: undefined, nodes: [] }));
    classes.values[id]?.nodes.push(...group.nodes.values());
  }
  const everything = vocabulary.peers.flatMap((peer, index) =>
    peer.kind === 'unknown' && peer.matches === 'everything' ? [index] : [],
  );
  for (const [block, { family }] of blocks.blocks.entries()) {
    const identity = identityOf([...everything, ...setsOf(block, false)]);
    const [ipv4, ipv6] = family === 4 ? [identity, -1] : [-1, identity];
    classes.idOf(`block ${block}`, () => ({
      ipv4,
      ipv6,
      policies: [],
      sample: undefined,
      portProfile: 0,
      block,
      nodes: [],
    }));
  }
  return { classes: classes.values, identities: identities.values, profiles: profiles.values };
}

/** Pods without addresses yet may get any: they have one identity for both families. */
function identitiesOf(
  { ipv4, ipv6 }: Group,
  ofBlock: (block: number) => number,
  ofNone: () => number,
): readonly [number, number] {
  const first = ipv4 ?? ipv6;
  if (first === undefined) {
    const identity = ofNone();
    return [identity, identity];
  }
  return [ipv4 === undefined ? -1 : ofBlock(ipv4), ipv6 === undefined ? -1 : ofBlock(ipv6)];
}
