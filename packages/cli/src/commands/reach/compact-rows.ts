/**
 * Rows of pairs put together for people: everything that reaches the same nodes in the same way is one row, and whole
 * namespaces are named once.
 */
import type { ConnectionNode, WorkloadNode } from '@bulkhead/engine/network-policy';
import { compareText } from '../../compare-text.js';
import { nodeText } from './node-text.js';

export interface Edge<T> {
  readonly from: T;
  readonly to: T;
  readonly label: string;
}

export interface CompactRow<T> {
  readonly from: readonly T[];
  readonly to: readonly T[];
  readonly label: string;
}

/** Names of addresses that are shown before they are counted. */
const MAX_BLOCKS = 6;

/** Workloads of a namespace that are named as left out. */
const MAX_MISSING = 3;

export function compactRows<T>(edges: Iterable<Edge<T>>): readonly CompactRow<T>[] {
  const ids = new Map<T, number>();
  const idOf = (node: T): number => {
    const known = ids.get(node);
    if (known !== undefined) return known;
    ids.set(node, ids.size);
    return ids.size - 1;
  };
  const sources = new Map<
    string,
    { readonly to: T; readonly label: string; readonly from: T[]; readonly ids: number[] }
  >();
  for (const { from, to, label } of edges) {
    const key = `${idOf(to)} ${label}`;
    let row = sources.get(key);
    if (row === undefined) {
      row = { to, label, from: [], ids: [] };
      sources.set(key, row);
    }
    row.from.push(from);
    row.ids.push(idOf(from));
  }
  const rows = new Map<string, { readonly from: readonly T[]; readonly to: T[]; readonly label: string }>();
  for (const { to, label, from, ids: own } of sources.values()) {
    const key = `${own.toSorted((left, right) => left - right).join()} ${label}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, { from, to: [to], label });
    else row.to.push(to);
  }
  return [...rows.values()];
}

export interface DescribedRow {
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly label: string;
}

/** Rows in words, those of the same sources and label put together, by destination. */
export function describeRows(
  rows: Iterable<CompactRow<readonly ConnectionNode[]>>,
  universe: NodeUniverse,
): readonly DescribedRow[] {
  const found = new Map<
    string,
    { readonly from: readonly string[]; readonly label: string; readonly to: ConnectionNode[] }
  >();
  for (const { from, to, label } of rows) {
    const destinations = to.flat();
    const sources = universe.describe(from.flat(), destinations);
    const key = `${sources.join()} ${label}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { from: sources, label, to: [...destinations] });
    else known.to.push(...destinations);
  }
  return [...found.values()]
    .map(({ from, to, label }) => ({ from, to: universe.describe(to, []), label }))
    .toSorted((left, right) => compareText(left.to.join(), right.to.join()));
}

/** All nodes by namespace and the number of address blocks: what "everything" is. */
export class NodeUniverse {
  readonly #namespaces = new Map<string, Set<string>>();
  #workloads = 0;
  #addresses = 0;

  constructor(nodes: Iterable<ConnectionNode>) {
    for (const node of nodes) {
      if (node.kind === 'ip') {
        this.#addresses += 1;
        continue;
      }
      this.#workloads += 1;
      const names = this.#namespaces.get(node.namespace) ?? new Set();
      names.add(node.name);
      this.#namespaces.set(node.namespace, names);
    }
  }

  /**
   * `everything`, `every workload`, `shop/*`, `shop/* but web`, names and blocks of addresses. The other side, where it
   * is one workload, counts as there: a pod always reaches itself.
   */
  describe(nodes: readonly ConnectionNode[], others: readonly ConnectionNode[]): readonly string[] {
    const workloads = nodes.filter((node) => node.kind !== 'ip');
    const blocks = nodes.filter((node) => node.kind === 'ip');
    const [only] = others;
    const self = others.length === 1 && only?.kind !== 'ip' ? only : undefined;
    const missing = self !== undefined && !workloads.includes(self) ? 1 : 0;
    const hasAllWorkloads = workloads.length > 1 && workloads.length + missing === this.#workloads;
    const hasAllAddresses = blocks.length > 0 && blocks.length === this.#addresses;
    if (hasAllWorkloads && hasAllAddresses) return ['everything'];
    return [
      ...(hasAllWorkloads ? ['every workload'] : this.#byNamespace(workloads, self)),
      ...(hasAllAddresses ? ['every address'] : someBlocks(blocks)),
    ];
  }

  #byNamespace(workloads: readonly WorkloadNode[], self: WorkloadNode | undefined): readonly string[] {
    const byNamespace = new Map<string, string[]>();
    for (const { namespace, name } of workloads) {
      const list = byNamespace.get(namespace) ?? [];
      list.push(name);
      byNamespace.set(namespace, list);
    }
    return [...byNamespace].toSorted(byKey).flatMap(([namespace, names]) => {
      const there = new Set(names);
      if (self?.namespace === namespace) there.add(self.name);
      const missing = [...(this.#namespaces.get(namespace) ?? [])].filter((name) => !there.has(name)).toSorted();
      if (missing.length === 0 && names.length > 1) return [`${namespace}/*`];
      return missing.length <= MAX_MISSING && names.length > 2 * MAX_MISSING
        ? [`${namespace}/* but ${missing.join(' and ')}`]
        : names.toSorted().map((name) => `${namespace}/${name}`);
    });
  }
}

const byKey = ([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number =>
  compareText(left, right);

function someBlocks(blocks: readonly ConnectionNode[]): readonly string[] {
  const rest = blocks.length - MAX_BLOCKS;
  if (rest <= 1) return blocks.map(nodeText);
  return [...blocks.slice(0, MAX_BLOCKS).map(nodeText), `${rest} more blocks`];
}
