/** The connection list in each format. */
import { painter } from '@bulkhead/audit';
import type { ConnectionNode } from '@bulkhead/engine/network-policy';
import type { PlacedHint, PlacedProblem } from '../cluster-network.js';
import { compactRows, describeRows, type Edge, NodeUniverse } from '../compact-rows.js';
import type { ConnectionList } from '../connection-list.js';
import { csvCell, csvLine } from '../csv.js';
import { jsonHead, jsonList } from '../json-lines.js';
import { nodeText, portsText } from '../node-text.js';
import { dotPicture } from '../picture/dot.js';
import { htmlPicture } from '../picture/html.js';
import { pictureOfList } from '../picture/picture.js';
import { printHints } from '../remarks.js';
import { textTable } from '../text-table.js';
import { namespaceTable } from './namespace-table.js';

export interface ListReport {
  readonly kubernetesVersion: string;
  readonly list: ConnectionList;
  readonly problems: readonly PlacedProblem[];
  readonly hints: () => readonly PlacedHint[];
  readonly errors: readonly unknown[];
}

/** With more groups than this nobody reads the rows. */
const MAX_GROUPS = 400;

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
  if (!list.isFiltered && list.groups.length > MAX_GROUPS) {
    yield* namespaceTable(list, paint);
    yield* printHints(hints(), paint);
    return;
  }
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
  const text = remembered((value) => JSON.stringify(value));
  yield jsonHead('Reachability', kubernetesVersion);
  yield ',\n "connections":[';
  let separator = '\n  ';
  for (const { from, to, ports } of list.connections()) {
    yield `${separator}{"from":${text(from)},"to":${text(to)},"ports":${ports === 'all' ? '"all"' : text(ports)}}`;
    separator = ',\n  ';
  }
  yield ']';
  yield* jsonList('problems', problems);
  yield* jsonList('hints', hints());
  yield `,\n "errors":${JSON.stringify(errors)}}\n`;
}

/** There are millions of pairs of few things. */
function remembered<T extends object>(textOf: (value: T) => string): (value: T) => string {
  const known = new Map<T, string>();
  return (value) => {
    let text = known.get(value);
    if (text === undefined) {
      text = textOf(value);
      known.set(value, text);
    }
    return text;
  };
}

function* csv({ list }: ListReport): Iterable<string> {
  const nodeCell = remembered((node: ConnectionNode) => csvCell(nodeText(node)));
  yield csvLine(['from', 'to', 'protocol', 'first port', 'last port']);
  for (const { from, to, ports } of list.connections()) {
    const sides = `${nodeCell(from)},${nodeCell(to)}`;
    if (ports === 'all') yield `${sides},all,1,65535\n`;
    else for (const { protocol, from: first, to: last } of ports) yield `${sides},${protocol},${first},${last}\n`;
  }
}
