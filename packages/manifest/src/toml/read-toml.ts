/** A TOML file as a document like those of YAML: plain values, and the place of each. It never throws. */
import { NO_KEY } from '../key-names.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { LineIndex } from '../line-index.js';
import { ManifestDocument } from '../manifest-document.js';
import { NodeSearch } from '../node-search.js';
import { NodeTable } from '../node-table.js';
import { type PlainObject, setOwn } from '../own-key.js';
import type { ManifestError } from '../read-manifest.js';
import { type TomlNode, TomlProblem } from './toml-node.js';
import { TomlParser } from './toml-parser.js';

/** Configuration files are short. */
const MAX_LENGTH = 4 * 1024 * 1024;

export type TomlResult = { readonly document: ManifestDocument } | { readonly error: ManifestError };

/** Reads one file. */
export function readToml(text: string): TomlResult {
  const lines = new LineIndex(text);
  try {
    if (text.length > MAX_LENGTH) throw new TomlProblem(`the file is longer than ${MAX_LENGTH} characters`, 0);
    const root = new TomlParser(text, DEFAULT_LIMITS.maxNodes).parse();
    return { document: documentOf(root, lines) };
  } catch (error) {
    if (!(error instanceof TomlProblem)) throw error;
    const { line, column } = lines.at(Math.min(error.offset, text.length));
    return { error: { message: `no TOML: ${error.message}`, line, column } };
  }
}

function documentOf(root: TomlNode, lines: LineIndex): ManifestDocument {
  const table = new NodeTable(lines.text.length);
  const row = table.size;
  const value = write(root, NO_KEY, -1, table);
  const file = { lines, table, search: new NodeSearch(table) };
  return new ManifestDocument(file, 0, { value, root: row, duplicates: [] });
}

/** A list of texts that stand at places of a file of another form, as a document with one member. */
export function textListDocument(
  text: string,
  name: string,
  items: readonly { readonly value: string; readonly start: number; readonly end: number }[],
): ManifestDocument {
  const nodes = items.map(({ value, start, end }): TomlNode => ({ type: 'scalar', value, start, end }));
  const [start, end] = [items[0]?.start ?? 0, items.at(-1)?.end ?? 0];
  const list: TomlNode = { type: 'list', items: nodes, isOfTables: false, start, end };
  const entries = new Map([[name, { keyStart: start, node: list }]]);
  return documentOf({ type: 'table', entries, made: 'header', start, end }, new LineIndex(text));
}

/** Nodes are nested no deeper than the parser allows. */
function write(node: TomlNode, key: number, keyStart: number, table: NodeTable): unknown {
  if (node.type === 'scalar') {
    table.leaf(key, keyStart, node.start, node.end);
    return node.value;
  }
  const row = table.open(key, keyStart, node.start);
  let value: unknown;
  if (node.type === 'list') value = node.items.map((item) => write(item, NO_KEY, -1, table));
  else {
    const object: PlainObject = {};
    for (const [name, { keyStart: start, node: inner }] of node.entries) {
      setOwn(object, name, write(inner, table.keyNames.of(name), start, table));
    }
    value = object;
  }
  table.close(row, node.end);
  return value;
}
