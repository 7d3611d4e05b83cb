/**
 * Forgets history in small transactions between the others. An entry that is compacted takes the one before it of its
 * key along; the newest of a key stays, for it is its value.
 */
import type { Tables } from './database.js';
import { decodeNumber, encodeNumber, isDeletion, keyOf, previousOf } from './format.js';
import { META, type Snapshot } from './snapshot.js';

const ENTRIES_A_TRANSACTION = 500;

/** Forgets the next few entries; false when there are no more. Inside of a transaction. */
export function sweepOnce(tables: Tables, snapshot: Snapshot): boolean {
  const compacted = snapshot.number(META.compacted);
  const swept = snapshot.number(META.swept);
  if (swept >= compacted) return false;
  const bounds = { start: encodeNumber(swept + 1), end: encodeNumber(compacted + 1), limit: ENTRIES_A_TRANSACTION };
  const entries = [...tables.log.getRange(bounds)].map(({ key, value }) => ({
    revision: decodeNumber(key),
    entry: Buffer.from(value),
  }));
  for (const { revision, entry } of entries) forget(tables, revision, entry);
  const last = entries.length < ENTRIES_A_TRANSACTION ? compacted : (entries.at(-1)?.revision ?? compacted);
  tables.meta.putSync(META.swept, encodeNumber(last));
  return last < compacted;
}

function forget(tables: Tables, revision: number, entry: Buffer): void {
  const previous = previousOf(entry);
  if (previous !== 0) tables.log.removeSync(encodeNumber(previous));
  if (!isDeletion(entry)) return;
  tables.log.removeSync(encodeNumber(revision));
  const key = keyOf(entry);
  const deleted = tables.dead.get(key);
  if (deleted !== undefined && decodeNumber(deleted) === revision) tables.dead.removeSync(key);
}
