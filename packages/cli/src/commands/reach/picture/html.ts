/**
 * One page on its own: a matrix with sources as rows and destinations as columns, by namespace. With arrows fifty
 * workloads are a tangle; in a matrix each pair has its place. No script, nothing loaded from anywhere, all text escaped.
 */
import { escaped } from '@bulkhead/audit';
import type { Picture, PictureEdge, PictureNode } from './picture.js';

const STYLE = `
:root { color-scheme: light dark; --line: #8883; --all: #d2702f; --some: #3b82c4; --added: #2a9d4a; --removed: #c43b3b;
  --changed: #c9a227; --back: #fff; }
@media (prefers-color-scheme: dark) { :root { --back: #181a1d; } }
body { font: 14px/1.4 system-ui, sans-serif; margin: 1.5rem; background: var(--back); }
h1 { font-size: 1.3rem; margin: 0 0 .3rem; } p { margin: .2rem 0 .8rem; max-width: 60rem; }
table { border-collapse: separate; border-spacing: 0; font-size: 12px; }
td { width: 15px; min-width: 15px; height: 15px; padding: 0; border-right: 1px solid var(--line);
  border-bottom: 1px solid var(--line); }
thead th { vertical-align: bottom; padding: 4px 0; position: sticky; top: 0; background: var(--back); z-index: 2; }
thead th span { writing-mode: vertical-rl; transform: rotate(180deg); white-space: nowrap; max-height: 13rem;
  overflow: hidden; text-overflow: ellipsis; font-weight: 400; }
tbody th { text-align: right; padding: 0 .5rem 0 .3rem; white-space: nowrap; font-weight: 400; position: sticky; left: 0;
  background: var(--back); z-index: 1; max-width: 20rem; overflow: hidden; text-overflow: ellipsis; }
th.namespace { font-weight: 700; } tr.first > *, tr.group > * { border-top: 2px solid #888; }
.edge { border-left: 2px solid #888; }
tbody tr:hover > * { background-color: #8882; } tbody tr:hover th { font-weight: 700; }
td.all { background: var(--all); } td.some { background: var(--some); } td.added { background: var(--added); }
td.removed { background: var(--removed); } td.changed { background: var(--changed); }
td.self { background: repeating-linear-gradient(45deg, #8884 0 2px, transparent 2px 5px); }
i.key { display: inline-block; width: 12px; height: 12px; margin: 0 .3rem 0 .9rem; vertical-align: -1px; }
details { margin-top: 1rem; } details td, details th { width: auto; height: auto; padding: .1rem .6rem; text-align: left;
  position: static; }
`;

const MEANINGS: Record<PictureEdge['tone'], string> = {
  all: 'every port',
  some: 'some ports',
  added: 'opened',
  removed: 'closed',
  changed: 'other ports',
};

/** Rows of the list under the matrix; more are in the other formats. */
const MAX_LISTED = 3000;

export function* htmlPicture({ nodes, edges, note }: Picture, kubernetesVersion: string): Iterable<string> {
  yield '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">';
  yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">';
  yield `<meta name="viewport" content="width=device-width"><title>Reachability</title><style>${STYLE}</style></head><body>\n`;
  const isDiff = edges.some(({ tone }) => tone !== 'all' && tone !== 'some');
  yield `<h1>${isDiff ? 'What opens and closes' : 'Who reaches whom'}</h1>\n`;
  yield '<p>Sources are rows, destinations are columns; point at a cell to read its ports.';
  for (const tone of new Set(edges.map((edge) => edge.tone))) {
    yield `<i class="key" style="background:var(--${tone})"></i>${MEANINGS[tone]}`;
  }
  yield `<br>${escaped([`Kubernetes ${kubernetesVersion}`, note].filter((text) => text !== '').join('; '))}</p>\n`;
  if (edges.length === 0) yield `<p>${isDiff ? 'Nothing changes.' : 'No connections.'}</p>\n`;
  else {
    yield* matrix(nodes, edges);
    yield* listing(edges);
  }
  yield '</body></html>\n';
}

function* matrix(nodes: readonly PictureNode[], edges: readonly PictureEdge[]): Iterable<string> {
  const bySource = new Map<PictureNode, Map<PictureNode, PictureEdge>>();
  for (const edge of edges) {
    const row = bySource.get(edge.from) ?? new Map<PictureNode, PictureEdge>();
    row.set(edge.to, edge);
    bySource.set(edge.from, row);
  }
  const begins = (index: number): boolean => nodes[index]?.namespace !== nodes[index - 1]?.namespace;
  yield '<table><thead><tr><th></th>';
  for (const [index, node] of nodes.entries()) {
    yield `<th${begins(index) ? ' class="edge"' : ''} title="${escaped(node.title)}"><span>${fullLabel(node)}</span></th>`;
  }
  yield '</tr></thead>\n<tbody>\n';
  for (const [row, source] of nodes.entries()) {
    if (begins(row)) {
      const title = source.namespace === '' ? 'outside' : escaped(source.namespace);
      yield `<tr class="group"><th class="namespace">${title}</th><td colspan="${nodes.length}"></td></tr>\n`;
    }
    yield `<tr><th title="${escaped(source.title)}">${escaped(source.label)}</th>`;
    const cells = bySource.get(source);
    for (const [column, target] of nodes.entries()) {
      yield cell(source, target, cells?.get(target), begins(column));
    }
    yield '</tr>\n';
  }
  yield '</tbody></table>\n';
}

const fullLabel = ({ namespace, label }: PictureNode): string =>
  namespace === '' ? escaped(label) : `${escaped(label)} <small>${escaped(namespace)}</small>`;

function cell(source: PictureNode, target: PictureNode, edge: PictureEdge | undefined, begins: boolean): string {
  const classes = [edge?.tone ?? (source === target && source.namespace !== '' ? 'self' : ''), begins ? 'edge' : ''];
  const text = classes.filter((name) => name !== '').join(' ');
  const attribute = text === '' ? '' : ` class="${text}"`;
  if (edge === undefined) return `<td${attribute}></td>`;
  return `<td${attribute} title="${escaped(`${source.title} → ${target.title}: ${edge.label}`)}"></td>`;
}

function* listing(edges: readonly PictureEdge[]): Iterable<string> {
  yield '<details><summary>All connections as a list</summary><table><tbody>\n';
  for (const { from, to, label } of edges.slice(0, MAX_LISTED)) {
    yield `<tr><td>${escaped(from.title)}</td><td>→ ${escaped(to.title)}</td><td>${escaped(label)}</td></tr>\n`;
  }
  yield '</tbody></table>';
  if (edges.length > MAX_LISTED) yield `<p>and ${edges.length - MAX_LISTED} more</p>`;
  yield '</details>\n';
}
