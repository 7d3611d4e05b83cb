/**
 * The policies of one direction compiled for the matrix: bits of identities and of ports. Classes that the same
 * policies hold share one group, and a group answers for an identity which ports are open between the two.
 */
import { addAll, addBit, type BitSet, bitSet, hasBit } from './bit-set.js';
import type { CompiledPolicy, CompiledRule, Direction, PortMatch, Tier } from './compiled-policy.js';
import { protocolsOf } from './direction-verdict.js';
import { type Endpoint, namedPorts } from './endpoint.js';
import type { PodClasses } from './pod-classes.js';
import type { PolicyVocabulary } from './policy-vocabulary.js';
import { ALL_PORTS, NO_PORTS, type PortSets } from './port-sets.js';

interface RuleBits {
  readonly action: CompiledRule['action'];
  /** undefined is everybody. */
  readonly peers: BitSet | undefined;
  /** Port sets by profile of the destination; one for all where the rule names no port. */
  readonly ports: readonly number[];
}

export interface RuleGroup {
  readonly admin: readonly RuleBits[];
  /** undefined where no NetworkPolicy isolates. */
  readonly isolating: readonly RuleBits[] | undefined;
  readonly baseline: readonly RuleBits[];
  /** The identities that may reach anything; undefined where it takes the rules to say. */
  readonly reach: BitSet | undefined;
  /** Whether an answer depends on the destination's named ports. */
  readonly hasNamedPorts: boolean;
}

export class RuleGroups {
  readonly #direction: Direction;
  readonly #vocabulary: PolicyVocabulary;
  readonly #classes: PodClasses;
  readonly #portSets: PortSets;
  readonly #members: readonly BitSet[];
  readonly #rules = new Map<CompiledRule, RuleBits>();
  readonly groups: RuleGroup[] = [];
  readonly #ids = new Map<string, number>();
  readonly #accumulated: Int32Array;
  readonly #undecided: Int32Array;
  readonly #passed: Int32Array;

  /** `members` are the identities of each peer set. */
  constructor(
    direction: Direction,
    vocabulary: PolicyVocabulary,
    classes: PodClasses,
    portSets: PortSets,
    members: readonly BitSet[],
  ) {
    this.#direction = direction;
    this.#vocabulary = vocabulary;
    this.#classes = classes;
    this.#portSets = portSets;
    this.#members = members;
    this.#accumulated = new Int32Array(portSets.width);
    this.#undecided = new Int32Array(portSets.width);
    this.#passed = new Int32Array(portSets.width);
  }

  /** The group of the policies that govern this direction; -1 where none does. */
  groupOf(policies: readonly CompiledPolicy[], policyIds: ReadonlyMap<CompiledPolicy, number>): number {
    const governing = policies.filter((policy) => policy[this.#direction] !== undefined);
    if (governing.length === 0) return -1;
    const key = governing.map((policy) => policyIds.get(policy)).join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.groups.length;
    this.#ids.set(key, id);
    this.groups.push(this.#compile(governing));
    return id;
  }

  #compile(policies: readonly CompiledPolicy[]): RuleGroup {
    const rulesOf = (tier: Tier): readonly RuleBits[] =>
      policies
        .filter((policy) => policy.tier === tier)
        .flatMap((policy) => policy[this.#direction] ?? [])
        .map((rule) => this.#bitsOf(rule));
    const isIsolated = policies.some(({ tier }) => tier === 'NetworkPolicy');
    const admin = rulesOf('Admin');
    const isolating = isIsolated ? rulesOf('NetworkPolicy') : undefined;
    const baseline = rulesOf('Baseline');
    const hasNamedPorts = [...admin, ...(isolating ?? []), ...baseline].some(({ ports }) => ports.length > 1);
    const reach =
      admin.length + baseline.length === 0 && isolating !== undefined ? this.#reachOf(isolating) : undefined;
    return { admin, isolating, baseline, reach, hasNamedPorts };
  }

  #reachOf(rules: readonly RuleBits[]): BitSet | undefined {
    const reach = bitSet(this.#classes.identities.length);
    for (const { peers } of rules) {
      if (peers === undefined) return undefined;
      addAll(reach, peers);
    }
    return reach;
  }

  /** The groups that have something for each identity; all others answer with no port. */
  groupsByIdentity(): readonly (readonly number[])[] {
    const found: number[][] = this.#classes.identities.map(() => []);
    for (const [index, { reach }] of this.groups.entries()) {
      for (const [identity, list] of found.entries()) {
        if (reach === undefined || hasBit(reach, identity)) list.push(index);
      }
    }
    return found;
  }

  #bitsOf(rule: CompiledRule): RuleBits {
    const known = this.#rules.get(rule);
    if (known !== undefined) return known;
    let peers: BitSet | undefined;
    if (rule.peers !== undefined) {
      peers = bitSet(this.#classes.identities.length);
      for (const { key } of rule.peers) {
        const members = this.#members[this.#vocabulary.peerIndex.get(key) ?? -1];
        if (members !== undefined) addAll(peers, members);
      }
    }
    const hasName = rule.ports?.some(({ kind }) => kind === 'named') === true;
    const profiles = hasName ? this.#classes.profiles : [undefined];
    const bits = { action: rule.action, peers, ports: profiles.map((profile) => this.#portsOf(rule.ports, profile)) };
    this.#rules.set(rule, bits);
    return bits;
  }

  #portsOf(ports: readonly PortMatch[] | undefined, destination: Endpoint | undefined): number {
    if (ports === undefined) return ALL_PORTS;
    const words = new Int32Array(this.#portSets.width);
    for (const match of ports) {
      if (match.kind === 'range') {
        this.#portSets.add(words, match.protocol, match.from, match.to);
        continue;
      }
      if (destination === undefined) continue;
      for (const protocol of protocolsOf(match)) {
        for (const port of namedPorts(destination, match.name, protocol))
          this.#portSets.add(words, protocol, port, port);
      }
    }
    return this.#portSets.intern(words);
  }

  /** The ports open between the group's pods and that identity; `profile` is the destination's. */
  portsFor(group: RuleGroup, identity: number, profile: number): number {
    if (group.admin.length > 0 || group.baseline.length > 0) return this.#tieredPorts(group, identity, profile);
    return group.isolating === undefined ? ALL_PORTS : this.#unionOf(group.isolating, identity, profile);
  }

  #unionOf(rules: readonly RuleBits[], identity: number, profile: number): number {
    let single = NO_PORTS;
    let isMixed = false;
    const { width } = this.#portSets;
    for (const { peers, ports } of rules) {
      if (peers !== undefined && !hasBit(peers, identity)) continue;
      const set = ports[profile] ?? ports[0] ?? NO_PORTS;
      if (set === ALL_PORTS) return ALL_PORTS;
      if (set === single || set === NO_PORTS) continue;
      if (single === NO_PORTS) {
        single = set;
        continue;
      }
      if (!isMixed) this.#accumulated.set(this.#portSets.words(single));
      isMixed = true;
      const words = this.#portSets.words(set);
      for (let word = 0; word < width; word += 1) {
        this.#accumulated[word] = (this.#accumulated[word] ?? 0) | (words[word] ?? 0);
      }
    }
    return isMixed ? this.#portSets.intern(this.#accumulated) : single;
  }

  /** First match wins in the administrators' tiers; what is left goes on. */
  #tieredPorts(group: RuleGroup, identity: number, profile: number): number {
    const undecided = this.#undecided;
    const passed = this.#passed;
    undecided.set(this.#portSets.words(ALL_PORTS));
    passed.fill(0);
    let allowed = this.#decideTier(group.admin, identity, profile);
    // What a rule passed and what none decided both go to the NetworkPolicies.
    for (let word = 0; word < undecided.length; word += 1)
      undecided[word] = (undecided[word] ?? 0) | (passed[word] ?? 0);
    if (group.isolating !== undefined) {
      const rest = this.#portSets.intern(undecided);
      const own = this.#portSets.intersect(rest, this.#unionOf(group.isolating, identity, profile));
      return this.#portSets.union(allowed, own);
    }
    passed.fill(0);
    allowed = this.#portSets.union(allowed, this.#decideTier(group.baseline, identity, profile));
    for (let word = 0; word < undecided.length; word += 1)
      undecided[word] = (undecided[word] ?? 0) | (passed[word] ?? 0);
    return this.#portSets.union(allowed, this.#portSets.intern(undecided));
  }

  /** Takes what the tier's rules decide out of `undecided`; gives the ports that they allow. */
  #decideTier(rules: readonly RuleBits[], identity: number, profile: number): number {
    const undecided = this.#undecided;
    const allowed = new Int32Array(undecided.length);
    for (const { action, peers, ports } of rules) {
      if (peers !== undefined && !hasBit(peers, identity)) continue;
      const words = this.#portSets.words(ports[profile] ?? ports[0] ?? NO_PORTS);
      for (let word = 0; word < undecided.length; word += 1) {
        const matched = (undecided[word] ?? 0) & (words[word] ?? 0);
        undecided[word] = (undecided[word] ?? 0) & ~matched;
        if (action === 'Allow') allowed[word] = (allowed[word] ?? 0) | matched;
        if (action === 'Pass') this.#passed[word] = (this.#passed[word] ?? 0) | matched;
      }
    }
    return this.#portSets.intern(allowed);
  }
}

/** The identities of each peer set. */
export function membersOfPeers({ identities }: PodClasses, peerCount: number): readonly BitSet[] {
  const members = Array.from({ length: peerCount }, () => bitSet(identities.length));
  for (const [identity, peers] of identities.entries()) {
    for (const peer of peers) {
      const set = members[peer];
      if (set !== undefined) addBit(set, identity);
    }
  }
  return members;
}
