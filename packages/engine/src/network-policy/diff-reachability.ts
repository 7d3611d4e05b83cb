/**
 * What changes between two clusters: every pair of workloads, or of a workload and addresses, whose open ports differ.
 * Both are cut into the same blocks of addresses and the same groups of workloads, so that only groups are compared.
 */
import { type AddressRange, allAddresses, cidrsOf } from './address.js';
import type { NetworkModel } from './network-model.js';
import { type ConnectionNode, nodeGroups } from './node-groups.js';
import { vocabularyOf } from './policy-vocabulary.js';
import { NO_PORTS, type Ports } from './port-sets.js';
import { Reachability } from './reachability.js';

export interface ConnectionChange {
  readonly kind: 'added' | 'removed' | 'changed';
  readonly from: ConnectionNode;
  readonly to: ConnectionNode;
  /** An empty list is no connection. */
  readonly before: Ports;
  readonly after: Ports;
}

export interface DiffOptions {
  /** Stop after so many changes. */
  readonly limit?: number;
}

/** Nodes whose classes are the same in both; an empty list of classes is not being there. */
interface JointGroup {
  readonly before: readonly number[];
  readonly after: readonly number[];
  readonly nodes: ConnectionNode[];
  readonly isAddress: boolean;
}

const NONE: readonly number[] = [];

export function* diffReachability(
  before: NetworkModel,
  after: NetworkModel,
  { limit = Number.POSITIVE_INFINITY }: DiffOptions = {},
): Generator<ConnectionChange> {
  const cuts = [...rangesOf(before), ...rangesOf(after)];
  const [old, current] = [new Reachability(before, { cuts }), new Reachability(after, { cuts })];
  const groups = jointGroups(old, current);
  let count = 0;
  for (const from of groups) {
    const [oldRow, newRow] = [rowOf(old, from.before), rowOf(current, from.after)];
    for (const to of groups) {
      if (from.isAddress && to.isAddress) continue;
      const was = portsBetween(old, oldRow, to.before);
      const is = portsBetween(current, newRow, to.after);
      if (samePorts(was, is)) continue;
      for (const change of expand(from, to, was, is)) {
        if (count >= limit) return;
        count += 1;
        yield change;
      }
    }
  }
}

function* expand(from: JointGroup, to: JointGroup, before: Ports, after: Ports): Generator<ConnectionChange> {
  const kind = before.length === 0 ? 'added' : after.length === 0 ? 'removed' : 'changed';
  for (const source of from.nodes) {
    for (const target of to.nodes) if (source !== target) yield { kind, from: source, to: target, before, after };
  }
}

const rangesOf = (model: NetworkModel): readonly AddressRange[] =>
  vocabularyOf(model.policies).addressSets.flatMap(({ ranges }) => ranges);

function rowOf(matrix: Reachability, classes: readonly number[]): Int32Array {
  const rows = classes.map((id) => matrix.row(id));
  const [first, ...others] = rows;
  if (first === undefined) return new Int32Array(matrix.classes.length);
  for (const row of others) {
    for (const [index, set] of row.entries()) first[index] = matrix.portSets.union(first[index] ?? NO_PORTS, set);
  }
  return first;
}

function portsBetween(matrix: Reachability, row: Int32Array, classes: readonly number[]): Ports {
  let set = NO_PORTS;
  for (const id of classes) set = matrix.portSets.union(set, row[id] ?? NO_PORTS);
  return matrix.ports(set);
}

function samePorts(left: Ports, right: Ports): boolean {
  if (left === right) return true;
  if (left === 'all' || right === 'all' || left.length !== right.length) return false;
  return left.every((range, index) => {
    const other = right[index];
    return other?.protocol === range.protocol && other.from === range.from && other.to === range.to;
  });
}

function jointGroups(old: Reachability, current: Reachability): readonly JointGroup[] {
  const groups = new Map<string, JointGroup>();
  const add = (before: readonly number[], after: readonly number[], isAddress: boolean, node: ConnectionNode): void => {
    const key = `${isAddress ? 'ip' : ''} ${before.join()} ${after.join()}`;
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { before, after, nodes: [node], isAddress });
    else known.nodes.push(node);
  };
  const [oldNodes, newNodes] = [workloadClasses(old), workloadClasses(current)];
  for (const [key, { node, classes }] of oldNodes) add(classes, newNodes.get(key)?.classes ?? NONE, false, node);
  for (const [key, { node, classes }] of newNodes) if (!oldNodes.has(key)) add(NONE, classes, false, node);
  for (const { before, after, range } of jointBlocks(old, current)) {
    for (const cidr of cidrsOf(range)) add([before], [after], true, { kind: 'ip', cidr });
  }
  return [...groups.values()];
}

function workloadClasses(matrix: Reachability) {
  const found = new Map<string, { readonly node: ConnectionNode; readonly classes: readonly number[] }>();
  for (const { classes, nodes } of nodeGroups(matrix.classes, matrix.blocks)) {
    for (const node of nodes) {
      if (node.kind !== 'ip') found.set(`${node.kind} ${node.namespace}/${node.name}`, { node, classes });
    }
  }
  return found;
}

interface JointBlock {
  readonly before: number;
  readonly after: number;
  readonly range: AddressRange;
}

/** Both were cut at the same edges, so their pieces are the same; neighbours that are alike in both are joined. */
function jointBlocks(old: Reachability, current: Reachability): readonly JointBlock[] {
  const found: JointBlock[] = [];
  const classOf = (matrix: Reachability) => new Map(matrix.classes.map(({ block }, id) => [block, id]));
  const [oldClasses, newClasses] = [classOf(old), classOf(current)];
  for (const family of [4, 6] as const) {
    const others = current.blocks.pieces(family);
    const pieces = old.blocks.pieces(family);
    for (const [index, { first, block }] of pieces.entries()) {
      const before = oldClasses.get(block) ?? 0;
      const after = newClasses.get(others[index]?.block) ?? 0;
      const next = pieces[index + 1]?.first;
      const range = { family, first, last: next === undefined ? allAddresses(family).last : next - 1n };
      const last = found.at(-1);
      if (last !== undefined && last.before === before && last.after === after && last.range.last + 1n === first) {
        found[found.length - 1] = { before, after, range: { ...last.range, last: range.last } };
      } else found.push({ before, after, range });
    }
  }
  return found;
}
