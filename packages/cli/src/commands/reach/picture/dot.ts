/** Graphviz: a box a namespace, an arrow a connection. */
import { quoted } from '@bulkhead/audit';
import type { Picture, PictureNode, Tone } from './picture.js';

const COLOURS: Record<Tone, string> = {
  all: 'gray40',
  some: 'steelblue',
  added: 'darkgreen',
  removed: 'firebrick',
  changed: 'darkorange',
};

export function* dotPicture({ nodes, edges }: Picture): Iterable<string> {
  yield 'digraph reach {\n  rankdir=LR;\n  node [shape=box, style=rounded, fontname="sans-serif"];\n';
  const byNamespace = new Map<string, PictureNode[]>();
  for (const node of nodes) {
    const list = byNamespace.get(node.namespace) ?? [];
    list.push(node);
    byNamespace.set(node.namespace, list);
  }
  for (const [namespace, own] of byNamespace) {
    if (namespace !== '') yield `  subgraph ${quoted(`cluster_${namespace}`)} {\n    label=${quoted(namespace)};\n`;
    for (const { key, label, title } of own) {
      const shape = namespace === '' ? ', shape=ellipse' : '';
      yield `    ${quoted(key)} [label=${quoted(label)}, tooltip=${quoted(title)}${shape}];\n`;
    }
    if (namespace !== '') yield '  }\n';
  }
  for (const { from, to, label, tone } of edges) {
    const text = label === 'all' ? '' : `label=${quoted(label)}, `;
    yield `  ${quoted(from.key)} -> ${quoted(to.key)} [${text}color=${COLOURS[tone]}];\n`;
  }
  yield '}\n';
}
