/** `--diff`: what a change opens and closes. */
import { painter } from '@bulkhead/audit';
import type { ConnectionChange, ConnectionNode } from '@bulkhead/engine/network-policy';
import type { ClusterNetwork } from './cluster-network.js';
import { compactRows, describeRows, NodeUniverse } from './compact-rows.js';
import { csvLine } from './csv.js';
import { jsonHead, jsonList } from './json-lines.js';
import { nodeText, portsText } from './node-text.js';
import { textTable } from './text-table.js';

const KINDS = ['added', 'removed', 'changed'] as const;
const COUNTED = { added: 'opened', removed: 'closed', changed: 'with other ports' } as const;
const WORDS = { added: 'opens', removed: 'closes', changed: 'changes' } as const;

export function* changesTable(
  found: readonly ConnectionChange[],
  limit: number,
  networks: readonly ClusterNetwork[],
  colour: boolean,
): Iterable<string> {
  const changes = found.slice(0, limit);
  if (changes.length === 0) {
    yield 'nothing opens, nothing closes\n';
    return;
  }
  const paint = painter(colour);
  const nodes = new Map<string, readonly [ConnectionNode]>();
  const intern = (node: ConnectionNode): readonly [ConnectionNode] => {
    const key = `${node.kind} ${nodeText(node)}`;
    const known = nodes.get(key) ?? ([node] as const);
    nodes.set(key, known);
    return known;
  };
  const edges = changes.map(({ kind, from, to, before, after }) => ({
    from: intern(from),
    to: intern(to),
    label: JSON.stringify([WORDS[kind], portsText(before), portsText(after)]),
  }));
  const rows = describeRows(
    compactRows<readonly ConnectionNode[]>(edges),
    universeOf(networks, [...nodes.values()].flat()),
  );
  const cells = rows.map(({ from, to, label }) => {
    const [word = '', before = '', after = ''] = labelParts(label);
    return [[word], from, to, before.split('; '), after.split('; ')];
  });
  yield* textTable(['CHANGE', 'FROM', 'TO', 'BEFORE', 'AFTER'], cells, paint);
  const counts = KINDS.map((kind) => [kind, changes.filter((change) => change.kind === kind).length] as const);
  const words = counts.flatMap(([kind, count]) => (count === 0 ? [] : [`${count} ${COUNTED[kind]}`]));
  yield `\n${changes.length === 1 ? '1 pair' : `${changes.length} pairs`}: ${words.join(', ')}\n`;
  if (found.length > limit) yield 'and more: --format csv or json has every pair\n';
}

function labelParts(label: string): readonly string[] {
  const parts: unknown = JSON.parse(label);
  return Array.isArray(parts) ? parts.filter((part) => typeof part === 'string') : [];
}

/** Every workload of either side, and the addresses that the changes name. */
function universeOf(networks: readonly ClusterNetwork[], changed: readonly ConnectionNode[]): NodeUniverse {
  const nodes = new Map<string, ConnectionNode>();
  for (const { model } of networks) {
    for (const { node } of model.endpoints) nodes.set(`${node.kind} ${nodeText(node)}`, node);
  }
  return new NodeUniverse([...nodes.values(), ...changed.filter(({ kind }) => kind === 'ip')]);
}

export function* changesJson(
  changes: Iterable<ConnectionChange>,
  networks: readonly ClusterNetwork[],
  kubernetesVersion: string,
): Iterable<string> {
  yield jsonHead('ReachabilityDiff', kubernetesVersion);
  yield* jsonList('changes', changes);
  yield* jsonList(
    'problems',
    networks.flatMap(({ problems }) => problems),
  );
  yield `,\n "errors":${JSON.stringify(networks.flatMap(({ input }) => input.errors))}}\n`;
}

export function* changesCsv(changes: Iterable<ConnectionChange>): Iterable<string> {
  yield csvLine(['change', 'from', 'to', 'before', 'after']);
  for (const { kind, from, to, before, after } of changes) {
    yield csvLine([kind, nodeText(from), nodeText(to), portsText(before), portsText(after)]);
  }
}
