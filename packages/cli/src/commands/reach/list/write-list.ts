/** The connection list in each format. */
import { painter } from '@bulkhead/audit';
import type { Connection, ConnectionNode } from '@bulkhead/engine/network-policy';
import type { PlacedHint, PlacedProblem } from '../cluster-network.js';
import { compactRows, describeRows, type Edge, NodeUniverse } from '../compact-rows.js';
import type { ConnectionList } from '../connection-list.js';
import { csvLine } from '../csv.js';
import { jsonHead, jsonList } from '../json-lines.js';
import { nodeText, portsText } from '../node-text.js';
import { dotPicture } from '../picture/dot.js';
import { htmlPicture } from '../picture/html.js';
import { pictureOfList } from '../picture/picture.js';
import { printHints } from '../remarks.js';
import { textTable } from '../text-table.js';

export interface ListReport {
  readonly kubernetesVersion: string;
  readonly list: ConnectionList;
  readonly problems: readonly PlacedProblem[];
  readonly hints: () => readonly PlacedHint[];
  readonly errors: readonly unknown[];
}

type ListFormat = 'table' | 'json' | 'csv' | 'dot' | 'html';

export const listWriters: Record<ListFormat, (report: ListReport, colour: boolean) => Iterable<string>> = {
  table,
  json,
  csv,
  dot: ({ list }) => dotPicture(pictureOfList(list)),
  html: (report) => htmlPicture(pictureOfList(report.list), report.kubernetesVersion),
};

function* table({ list, hints }: ListReport, colour: boolean): Iterable<string> {
  const paint = painter(colour);
  const universe = new NodeUniverse(list.groups.flatMap(({ nodes }) => nodes));
  const rows = describeRows(compactRows(groupEdges(list)), universe);
  if (rows.length === 0) yield 'no connections\n';
  else {
    const cells = rows.map(({ from, to, label }) => [from, to, label.split('; ')]);
    yield* textTable(['FROM', 'TO', 'PORTS'], cells, paint);
  }
  yield* printHints(hints(), paint);
}

function* groupEdges(list: ConnectionList): Iterable<Edge<readonly ConnectionNode[]>> {
  for (const { from, to, ports } of list.groupConnections()) {
    const isOneWithItself = from === to && from.nodes.length === 1;
    if (!isOneWithItself) yield { from: from.nodes, to: to.nodes, label: portsText(ports) };
  }
}

function* json({ kubernetesVersion, list, problems, hints, errors }: ListReport): Iterable<string> {
  yield jsonHead('Reachability', kubernetesVersion);
  yield* jsonList('connections', list.connections());
  yield* jsonList('problems', problems);
  yield* jsonList('hints', hints());
  yield `,\n "errors":${JSON.stringify(errors)}}\n`;
}

function* csv({ list }: ListReport): Iterable<string> {
  yield csvLine(['from', 'to', 'protocol', 'first port', 'last port']);
  for (const connection of list.connections()) yield* csvRows(connection);
}

function* csvRows({ from, to, ports }: Connection): Iterable<string> {
  const sides = [nodeText(from), nodeText(to)];
  if (ports === 'all') {
    yield csvLine([...sides, 'all', '1', '65535']);
    return;
  }
  for (const range of ports) yield csvLine([...sides, range.protocol, String(range.from), String(range.to)]);
}
