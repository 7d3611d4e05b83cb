/**
 * Who reaches whom on which ports, for all pairs: a matrix over classes, computed a row at a time and expanded to
 * workloads only where somebody reads them.
 *
 * The matrix says what policies say. It leaves out what holds whatever they say: a pod reaches itself, and a machine
 * and its own pods reach each other (`decideConnection` knows both). Addresses are those that are no pod.
 */
import type { AddressRange } from './address.js';
import { AddressBlocks } from './address-blocks.js';
import type { Endpoint } from './endpoint.js';
import type { NetworkModel } from './network-model.js';
import { type ConnectionNode, type NodeGroup, nodeGroups } from './node-groups.js';
import { type PodClass, type PodClasses, podClasses } from './pod-classes.js';
import { type PolicyVocabulary, portRanges, vocabularyOf } from './policy-vocabulary.js';
import { ALL_PORTS, NO_PORTS, PortSets, type Ports } from './port-sets.js';
import { membersOfPeers, RuleGroups } from './rule-groups.js';

export interface Connection {
  readonly from: ConnectionNode;
  readonly to: ConnectionNode;
  readonly ports: Ports;
}

/** A connection of every node of one group with every node of another. */
export interface GroupConnection {
  readonly from: NodeGroup;
  readonly to: NodeGroup;
  readonly ports: Ports;
}

export interface ReachabilityOptions {
  /** Edges at which to cut the address space besides those of the policies. */
  readonly cuts?: readonly AddressRange[];
  /** Pods that are not in the model but might be. */
  readonly strangers?: readonly Endpoint[];
}

export interface MatrixRow {
  readonly source: number;
  /** The port set of every class as a destination. The next row overwrites it. */
  readonly cells: Int32Array;
}

/** Used again for every row. */
interface MatrixBuffers {
  readonly egress: readonly [Int32Array, Int32Array];
  readonly ingress: readonly [Int32Array, Int32Array];
  readonly cells: Int32Array;
}

export class Reachability {
  readonly classes: readonly PodClass[];
  readonly blocks: AddressBlocks;
  readonly portSets: PortSets;
  readonly #found: PodClasses;
  readonly #ingress: RuleGroups;
  readonly #egress: RuleGroups;
  /** Where each class finds what its ingress takes. */
  readonly #ingressSlot: Int32Array;
  readonly #slotCount: number;
  readonly #egressGroup: Int32Array;
  readonly #hasTwoFamilies: boolean;
  #nodeGroups: readonly NodeGroup[] | undefined;
  #groupsByIdentity: readonly (readonly number[])[] | undefined;

  constructor(model: NetworkModel, { cuts = [], strangers = [] }: ReachabilityOptions = {}) {
    const vocabulary: PolicyVocabulary = vocabularyOf(model.policies);
    this.blocks = new AddressBlocks(vocabulary.addressSets, cuts);
    this.#found = podClasses(model, [...model.endpoints, ...strangers], vocabulary, this.blocks);
    this.classes = this.#found.classes;
    this.portSets = new PortSets(portRanges(model.policies, vocabulary, model.endpoints));
    const members = membersOfPeers(this.#found, vocabulary.peers.length);
    this.#ingress = new RuleGroups('ingress', vocabulary, this.#found, this.portSets, members);
    this.#egress = new RuleGroups('egress', vocabulary, this.#found, this.portSets, members);
    const policyIds = new Map(model.policies.map((policy, index) => [policy, index]));
    const profiles = this.#found.profiles.length;
    const ingressGroups = this.classes.map(({ policies }) => this.#ingress.groupOf(policies, policyIds));
    this.#slotCount = this.#ingress.groups.length * profiles + 1;
    this.#ingressSlot = Int32Array.from(this.classes, ({ portProfile }, index) => {
      const group = ingressGroups[index] ?? -1;
      return group < 0 ? this.#slotCount - 1 : group * profiles + portProfile;
    });
    this.#egressGroup = Int32Array.from(this.classes, ({ policies }) => this.#egress.groupOf(policies, policyIds));
    this.#hasTwoFamilies = this.classes.some(isTwofold);
  }

  ports(portSet: number): Ports {
    return this.portSets.ports(portSet);
  }

  /** Every row of the matrix, sources with the same egress one after another. */
  *rows(): Generator<MatrixRow> {
    const order = this.classes.map((_, index) => index);
    order.sort((left, right) => (this.#egressGroup[left] ?? 0) - (this.#egressGroup[right] ?? 0));
    const rows = this.#buffers();
    let group = Number.NaN;
    for (const source of order) {
      const own = this.#egressGroup[source] ?? -1;
      if (own !== group) {
        group = own;
        this.#fillEgress(rows.egress[0], own, 'ipv4');
        if (this.#hasTwoFamilies) this.#fillEgress(rows.egress[1], own, 'ipv6');
      }
      this.#fillCells(rows, source);
      yield { source, cells: rows.cells };
    }
  }

  /** The row of one source, to keep. */
  row(source: number): Int32Array {
    const rows = this.#buffers();
    const group = this.#egressGroup[source] ?? -1;
    this.#fillEgress(rows.egress[0], group, 'ipv4');
    if (this.#hasTwoFamilies) this.#fillEgress(rows.egress[1], group, 'ipv6');
    this.#fillCells(rows, source);
    return rows.cells;
  }

  #buffers(): MatrixBuffers {
    const size = this.classes.length;
    return {
      egress: [new Int32Array(size), new Int32Array(size)],
      ingress: [new Int32Array(this.#slotCount), new Int32Array(this.#slotCount)],
      cells: new Int32Array(size),
    };
  }

  /** What a source of that egress group may send to every class. */
  #fillEgress(row: Int32Array, group: number, family: 'ipv4' | 'ipv6'): void {
    const rules = this.#egress.groups[group];
    if (rules === undefined) {
      row.fill(ALL_PORTS);
      return;
    }
    for (const [index, destination] of this.classes.entries()) {
      row[index] = this.#egress.portsFor(rules, identityOver(destination, family), destination.portProfile);
    }
  }

  /** What every ingress group takes from the identity, by the profile of its named ports. */
  #fillIngress(slots: Int32Array, identity: number): void {
    const profiles = this.#found.profiles.length;
    this.#groupsByIdentity ??= this.#ingress.groupsByIdentity();
    slots.fill(NO_PORTS);
    for (const index of this.#groupsByIdentity[identity] ?? []) {
      const group = this.#ingress.groups[index];
      if (group === undefined) continue;
      const first = index * profiles;
      if (!group.hasNamedPorts) {
        slots.fill(this.#ingress.portsFor(group, identity, 0), first, first + profiles);
        continue;
      }
      for (let profile = 0; profile < profiles; profile += 1) {
        slots[first + profile] = this.#ingress.portsFor(group, identity, profile);
      }
    }
    // The last slot is that of pods that no policy isolates.
    slots[slots.length - 1] = ALL_PORTS;
  }

  #fillCells(rows: MatrixBuffers, source: number): void {
    const own = this.classes[source];
    if (own === undefined) return;
    const { cells } = rows;
    const [egress] = rows.egress;
    const [ingress] = rows.ingress;
    const slots = this.#ingressSlot;
    this.#fillIngress(ingress, identityOver(own, 'ipv4'));
    for (let destination = 0; destination < cells.length; destination += 1) {
      const sent = egress[destination] ?? NO_PORTS;
      const taken = ingress[slots[destination] ?? 0] ?? NO_PORTS;
      if (taken === ALL_PORTS || taken === sent) cells[destination] = sent;
      else if (sent === ALL_PORTS) cells[destination] = taken;
      else cells[destination] = this.portSets.intersect(sent, taken);
    }
    if (this.#hasTwoFamilies) this.#fillTwofoldCells(rows, own);
  }

  /** Pairs of which one side is treated differently over IPv4 and IPv6: what either family lets through. */
  #fillTwofoldCells({ cells, egress, ingress }: MatrixBuffers, own: PodClass): void {
    this.#fillIngress(ingress[1], identityOver(own, 'ipv6'));
    const over = (family: 0 | 1, destination: number): number =>
      this.portSets.intersect(
        egress[family][destination] ?? NO_PORTS,
        ingress[family][this.#ingressSlot[destination] ?? 0] ?? NO_PORTS,
      );
    for (const [destination, other] of this.classes.entries()) {
      if (!isTwofold(own) && !isTwofold(other)) continue;
      const first = own.ipv4 >= 0 && other.ipv4 >= 0 ? over(0, destination) : NO_PORTS;
      const second = own.ipv6 >= 0 && other.ipv6 >= 0 ? over(1, destination) : NO_PORTS;
      cells[destination] = this.portSets.union(first, second);
    }
  }

  /** Every allowed connection, one row a pair of workloads, or of a workload and a block of addresses. */
  *connections(): Generator<Connection> {
    for (const { from, to, ports } of this.groupConnections()) {
      for (const source of from.nodes) {
        for (const target of to.nodes) if (source !== target) yield { from: source, to: target, ports };
      }
    }
  }

  /** Every node of the answer, those that policies treat alike together. */
  nodeGroups(): readonly NodeGroup[] {
    this.#nodeGroups ??= nodeGroups(this.classes, this.blocks);
    return this.#nodeGroups;
  }

  /** Every allowed connection by groups of nodes that policies treat alike; a group may reach itself. */
  *groupConnections(): Generator<GroupConnection> {
    const groups = this.nodeGroups();
    const rows: (Int32Array | undefined)[] = [];
    const pending = groups.map(({ classes }) => new Set(classes));
    const groupsOfClass = new Map<number, number[]>();
    for (const [index, { classes }] of groups.entries()) {
      for (const id of classes) groupsOfClass.set(id, [...(groupsOfClass.get(id) ?? []), index]);
    }
    for (const { source, cells } of this.rows()) {
      for (const index of groupsOfClass.get(source) ?? []) {
        const row = this.#merged(rows[index], cells);
        rows[index] = row;
        pending[index]?.delete(source);
        if ((pending[index]?.size ?? 0) > 0) continue;
        rows[index] = undefined;
        const group = groups[index];
        if (group !== undefined) yield* this.#between(group, row, groups);
      }
    }
  }

  #merged(known: Int32Array | undefined, cells: Int32Array): Int32Array {
    return known === undefined
      ? cells.slice()
      : known.map((set, index) => this.portSets.union(set, cells[index] ?? NO_PORTS));
  }

  *#between(from: NodeGroup, row: Int32Array, groups: readonly NodeGroup[]): Generator<GroupConnection> {
    for (const to of groups) {
      if (from.isAddress && to.isAddress) continue;
      let set = NO_PORTS;
      for (const id of to.classes) set = this.portSets.union(set, row[id] ?? NO_PORTS);
      if (set !== NO_PORTS) yield { from, to, ports: this.ports(set) };
    }
  }
}

export function reachability(model: NetworkModel, options?: ReachabilityOptions): Reachability {
  return new Reachability(model, options);
}

const isTwofold = ({ ipv4, ipv6 }: PodClass): boolean => ipv4 >= 0 && ipv6 >= 0 && ipv4 !== ipv6;

/** The identity over a family, or the only one that there is. */
function identityOver({ ipv4, ipv6 }: PodClass, family: 'ipv4' | 'ipv6'): number {
  const [own, other] = family === 'ipv4' ? [ipv4, ipv6] : [ipv6, ipv4];
  return own >= 0 ? own : other;
}
