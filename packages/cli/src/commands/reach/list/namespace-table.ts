/** The list of a large cluster for people: how many pairs connect, by namespace, the most first. */
import type { Painter } from '@bulkhead/audit';
import type { NodeGroup } from '@bulkhead/engine/network-policy';
import type { ConnectionList } from '../connection-list.js';
import { textTable } from '../text-table.js';

interface Pairs {
  readonly from: string;
  readonly to: string;
  connected: number;
  /** Pairs that are open on every port. */
  whole: number;
}

const MAX_ROWS = 100;
const OUTSIDE = 'every address';

export function* namespaceTable({ groups, groupConnections }: ConnectionList, paint: Painter): Iterable<string> {
  const sizes = new Map<string, number>();
  const shares = new Map<NodeGroup, ReadonlyMap<string, number>>();
  const shareOf = (group: NodeGroup): ReadonlyMap<string, number> => {
    let share = shares.get(group);
    if (share === undefined) {
      share = countByNamespace(group);
      shares.set(group, share);
    }
    return share;
  };
  for (const group of groups) {
    for (const [namespace, count] of shareOf(group)) sizes.set(namespace, (sizes.get(namespace) ?? 0) + count);
  }
  const found = new Map<string, Pairs>();
  for (const { from, to, ports } of groupConnections()) {
    for (const [source, sources] of shareOf(from)) {
      for (const [target, targets] of shareOf(to)) {
        const pairs = sources * (from === to ? targets - 1 : targets);
        if (pairs > 0) addPairs(found, source, target, pairs, ports === 'all');
      }
    }
  }
  const rows = [...found.values()].toSorted((left, right) => right.connected - left.connected);
  yield 'Pairs of workloads that connect, by namespace. Name one with --from or --to for its list.\n\n';
  const cells = rows.slice(0, MAX_ROWS).map(({ from, to, connected, whole }) => {
    const possible = (sizes.get(from) ?? 0) * ((sizes.get(to) ?? 0) - (from === to ? 1 : 0));
    const ports = whole === connected ? 'all' : whole === 0 ? 'some' : `all for ${whole}`;
    return [[from], [to], [`${connected} of ${possible}`], [ports]];
  });
  yield* textTable(['FROM', 'TO', 'PAIRS', 'PORTS'], cells, paint);
  if (rows.length > MAX_ROWS) yield `and ${rows.length - MAX_ROWS} more rows; --format csv or json has every pair\n`;
}

function countByNamespace({ isAddress, nodes }: NodeGroup): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const node of nodes) {
    const namespace = isAddress || node.kind === 'ip' ? OUTSIDE : node.namespace;
    counts.set(namespace, (counts.get(namespace) ?? 0) + 1);
  }
  return counts;
}

function addPairs(found: Map<string, Pairs>, from: string, to: string, pairs: number, isWhole: boolean): void {
  const key = `${from} ${to}`;
  let known = found.get(key);
  if (known === undefined) {
    known = { from, to, connected: 0, whole: 0 };
    found.set(key, known);
  }
  known.connected += pairs;
  if (isWhole) known.whole += pairs;
}
