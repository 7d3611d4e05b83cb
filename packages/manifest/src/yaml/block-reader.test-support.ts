/** Both YAML readers on one text, in a form that can be compared: values, the order of keys, positions, duplicates. */
import { DEFAULT_LIMITS } from '../limits.js';
import { NodeTable } from '../node-table.js';
import { SourceText } from '../source-text.js';
import { BlockReader } from './block-reader.js';
import { Composer } from './composer.js';
import { Cursor } from './cursor.js';

export interface Reading {
  readonly value: unknown;
  readonly rows: readonly (readonly unknown[])[];
  readonly duplicates: readonly unknown[];
}

function rowsOf(table: NodeTable): (readonly unknown[])[] {
  const rows: (readonly unknown[])[] = [];
  for (let row = 0; row < table.size; row = table.first(row)) {
    rows.push([table.name(row), table.keyStart(row), table.start(row), table.end(row), table.next(row)]);
  }
  return rows;
}

/** Values with the order of their keys, which deep equality does not compare. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item));

export function fast(text: string): Reading | undefined {
  const table = new NodeTable(16);
  const reader = new BlockReader(new SourceText(text), table, DEFAULT_LIMITS.maxDuplicates);
  const found = reader.read({ start: 0, content: 0, end: text.length });
  return found && { value: ordered(found.value), rows: rowsOf(table), duplicates: found.duplicates };
}

export function exact(text: string): Reading | string {
  const table = new NodeTable(16);
  const composer = new Composer(new Cursor(text, 0), 0, text.length, table, DEFAULT_LIMITS);
  const found = composer.compose();
  if ('message' in found) return found.message;
  return { value: ordered(found.value), rows: rowsOf(table), duplicates: composer.duplicates };
}
