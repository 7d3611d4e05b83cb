/** Reads of an LMDB state. Synchronous, so that all steps of one read see the same snapshot. */
import { prefixEnd } from '../key-order.js';
import {
  CompactedError,
  FutureRevisionError,
  type KeyValue,
  type Range,
  type RangeOptions,
  type StoreEvent,
} from '../store.js';
import type { Tables } from './database.js';
import {
  decodeEntry,
  decodeKeyState,
  decodeNumber,
  encodeNumber,
  type KeyState,
  lookupKey,
  previousOf,
} from './format.js';

const AFTER = Buffer.alloc(1);

export const META = {
  format: Buffer.from('format'),
  revision: Buffer.from('revision'),
  /** What was asked to be forgotten. */
  compacted: Buffer.from('compacted'),
  /** Up to where it has been. */
  swept: Buffer.from('swept'),
} as const;

export class Snapshot {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  number(name: Buffer): number {
    const stored = this.#tables.meta.getBinaryFast(name);
    return stored === undefined ? 0 : decodeNumber(stored);
  }

  revision(): number {
    return this.number(META.revision);
  }

  /** The revision at which to read; undefined in the second place when it is the newest. */
  readable(asked: number | undefined): { readonly revision: number; readonly old: boolean } {
    const newest = this.revision();
    if (asked === undefined || asked === newest) return { revision: newest, old: false };
    if (asked > newest) throw new FutureRevisionError(asked);
    const compacted = this.number(META.compacted);
    if (asked < compacted) throw new CompactedError(compacted);
    return { revision: asked, old: true };
  }

  keyState(key: Buffer): KeyState | undefined {
    const stored = this.#tables.kv.getBinaryFast(key);
    return stored && decodeKeyState(stored);
  }

  /** When the key was deleted; 0 when it is there or was never. */
  deletedAt(key: Buffer): number {
    const stored = this.#tables.dead.getBinaryFast(key);
    return stored === undefined ? 0 : decodeNumber(stored);
  }

  /** What an entry of the log wrote; undefined for a deletion, and for what has been compacted. */
  written(revision: number): KeyValue | undefined {
    const stored = revision === 0 ? undefined : this.#tables.log.getBinaryFast(lookupKey(revision));
    if (stored === undefined) return undefined;
    const { deletion, key, value, createRevision } = decodeEntry(stored);
    // A copy: the buffer is LMDB's, until the next read.
    return deletion ? undefined : { key, value: Buffer.from(value), createRevision, modRevision: revision };
  }

  get(key: string, asked: number | undefined): { kv: KeyValue | undefined; revision: number } {
    const { revision, old } = this.readable(asked);
    const bytes = Buffer.from(key);
    const newest = this.keyState(bytes)?.modRevision ?? (old ? this.deletedAt(bytes) : 0);
    return { kv: this.written(this.#asOf(newest, revision)), revision };
  }

  range(prefix: string, from: string, options: RangeOptions): Range {
    const { revision, old } = this.readable(options.revision);
    const limit = options.limit ?? Infinity;
    const end = prefixEnd(Buffer.from(prefix));
    const bounds = { start: Buffer.from(from), ...(end && { end }) };
    return old ? this.#oldRange(bounds, revision, limit) : this.#newestRange(bounds, revision, limit);
  }

  /** The events after a revision up to another, at most `limit`. */
  events(after: number, upTo: number, limit: number): StoreEvent[] {
    const bounds = { start: encodeNumber(after + 1), end: encodeNumber(upTo + 1), limit };
    const events: StoreEvent[] = [];
    for (const { key: at, value: stored } of this.#tables.log.getRange(bounds)) {
      events.push(this.#event(decodeNumber(at), Buffer.from(stored)));
    }
    return events;
  }

  #event(revision: number, stored: Buffer): StoreEvent {
    const { deletion, key, value, createRevision, previous: before } = decodeEntry(stored);
    const previous = this.written(before);
    return deletion
      ? { type: 'delete', key, revision, previous }
      : { type: 'put', kv: { key, value, createRevision, modRevision: revision }, previous };
  }

  #newestRange(bounds: Bounds, revision: number, limit: number): Range {
    const items: KeyValue[] = [];
    let last: Buffer | undefined;
    for (const { key, value } of this.#tables.kv.getRange(limit === Infinity ? bounds : { ...bounds, limit })) {
      last = key;
      const item = this.written(decodeKeyState(value).modRevision);
      if (item !== undefined) items.push(item);
    }
    if (items.length < limit) return { items, revision, remaining: 0 };
    const start = last === undefined ? bounds.start : Buffer.concat([last, AFTER]);
    return { items, revision, remaining: this.#tables.kv.getKeysCount({ ...bounds, start }) };
  }

  #oldRange(bounds: Bounds, revision: number, limit: number): Range {
    const items: KeyValue[] = [];
    let remaining = 0;
    for (const newest of this.#newestRevisions(bounds)) {
      const at = this.#asOf(newest, revision);
      if (at === 0) continue;
      const item = this.written(at);
      if (item === undefined) continue;
      if (items.length < limit) items.push(item);
      else remaining++;
    }
    return { items, revision, remaining };
  }

  /** Of all keys that there are or were since the compaction, in order, the newest revision. */
  *#newestRevisions(bounds: Bounds): Generator<number> {
    const dead = this.#tables.dead.getRange(bounds)[Symbol.iterator]();
    let deleted = dead.next();
    for (const { key, value } of this.#tables.kv.getRange(bounds)) {
      for (; deleted.done !== true && Buffer.compare(deleted.value.key, key) < 0; deleted = dead.next())
        yield decodeNumber(deleted.value.value);
      yield decodeKeyState(value).modRevision;
    }
    for (; deleted.done !== true; deleted = dead.next()) yield decodeNumber(deleted.value.value);
  }

  /** The newest entry of a key that is not after the revision, from its newest entry on; 0 when there is none. */
  #asOf(newest: number, revision: number): number {
    let at = newest;
    while (at > revision) {
      const stored = this.#tables.log.getBinaryFast(lookupKey(at));
      if (stored === undefined) return 0;
      at = previousOf(stored);
    }
    return at;
  }
}

interface Bounds {
  readonly start: Buffer;
  readonly end?: Buffer;
}
