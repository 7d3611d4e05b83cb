/** Both YAML readers on one text, in a form that can be compared: values, the order of keys, positions, duplicates. */
import { KeyCache } from '../key-names.js';
import { DEFAULT_LIMITS } from '../limits.js';
import { NodeTable } from '../node-table.js';
import { BlockReader } from './block-reader.js';
import { Composer } from './composer.js';
import { Cursor } from './cursor.js';
import { plainKey } from './scalar-resolution.js';

export interface Reading {
  readonly value: unknown;
  readonly rows: readonly (readonly unknown[])[];
  readonly duplicates: readonly unknown[];
}

function rowsOf(table: NodeTable): (readonly unknown[])[] {
  return Array.from({ length: table.size }, (_, row) => [
    table.name(row),
    table.keyStart(row),
    table.start(row),
    table.end(row),
    table.next(row),
  ]);
}

/** Values with the order of their keys, which deep equality does not compare. */
const ordered = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `${item}n` : item));

export function fast(text: string): Reading | undefined {
  const table = new NodeTable(16);
  const strings = new KeyCache(table.keyNames, (key) => key);
  const reader = new BlockReader(
    text,
    table,
    new KeyCache(table.keyNames, plainKey),
    strings,
    DEFAULT_LIMITS.maxDuplicates,
  );
  const found = reader.read({ start: 0, end: text.length });
  return found && { value: ordered(found.value), rows: rowsOf(table), duplicates: found.duplicates };
}

export function exact(text: string): Reading | string {
  const table = new NodeTable(16);
  const strings = new KeyCache(table.keyNames, (key) => key);
  const composer = new Composer(new Cursor(text, 0), 0, text.length, table, strings, DEFAULT_LIMITS);
  const found = composer.compose();
  if ('message' in found) return found.message;
  return { value: ordered(found.value), rows: rowsOf(table), duplicates: composer.duplicates };
}
