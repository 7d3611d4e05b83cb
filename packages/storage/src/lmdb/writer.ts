/** The steps of writes inside of a transaction. */
import type { KeyValue, StoreEvent, WriteResult } from '../store.js';
import type { Tables } from './database.js';
import {
  decodeEntry,
  decodeExpiryKey,
  decodeNumber,
  encodeKeyState,
  encodeNumber,
  expiryKey,
  lookupKey,
  setRevisions,
} from './format.js';
import { META, type Snapshot } from './snapshot.js';

/** An entry of the log of the transaction that is under way. */
interface Logged {
  readonly revision: number;
  readonly entry: Buffer;
  readonly previous: number;
}

const EXPIRED_A_TIME = 200;

export class Writer {
  readonly #tables: Tables;
  readonly #snapshot: Snapshot;
  #logged: Logged[] = [];
  #revision = 0;

  constructor(tables: Tables, snapshot: Snapshot) {
    this.#tables = tables;
    this.#snapshot = snapshot;
  }

  /** First in each transaction. */
  begin(): void {
    this.#revision = this.#snapshot.revision();
  }

  /** Last in each transaction: the revision is written with what has it. */
  end(): void {
    if (this.#logged.length > 0) this.#tables.meta.putSync(META.revision, encodeNumber(this.#revision));
  }

  put(key: Buffer, entry: Buffer, expected: number, expiresAtMs: number | undefined): WriteResult {
    const state = this.#snapshot.keyState(key);
    const modRevision = state?.modRevision ?? 0;
    if (modRevision !== expected) return this.#conflict(modRevision);
    const previous = state === undefined ? this.#snapshot.deletedAt(key) : modRevision;
    const revision = this.#nextRevision();
    const createRevision = state?.createRevision ?? revision;
    setRevisions(entry, createRevision, previous);
    this.#tables.log.putSync(lookupKey(revision), entry);
    this.#tables.kv.putSync(key, encodeKeyState({ createRevision, modRevision: revision }));
    if (state === undefined && previous !== 0) this.#tables.dead.removeSync(key);
    if (expiresAtMs !== undefined) this.#tables.expiry.putSync(expiryKey(expiresAtMs, key), encodeNumber(revision));
    this.#logged.push({ revision, entry, previous });
    return { succeeded: true, revision };
  }

  delete(key: Buffer, entry: Buffer, expected: number): WriteResult {
    const state = this.#snapshot.keyState(key);
    const modRevision = state?.modRevision ?? 0;
    if (modRevision !== expected) return this.#conflict(modRevision);
    if (state === undefined) return { succeeded: true, revision: this.#revision };
    const revision = this.#nextRevision();
    setRevisions(entry, 0, modRevision);
    this.#tables.log.putSync(lookupKey(revision), entry);
    this.#tables.kv.removeSync(key);
    this.#tables.dead.putSync(key, encodeNumber(revision));
    this.#logged.push({ revision, entry, previous: modRevision });
    return { succeeded: true, revision };
  }

  /** What has expired and is still as it was then, oldest first; its records of expiry are gone with this. */
  takeExpired(nowMs: number): { readonly key: Buffer; readonly modRevision: number }[] {
    const due = [...this.#tables.expiry.getRange({ end: encodeNumber(nowMs + 1), limit: EXPIRED_A_TIME })];
    return due.flatMap(({ key: stored, value }) => {
      const { key } = decodeExpiryKey(Buffer.from(stored));
      const modRevision = decodeNumber(value);
      this.#tables.expiry.removeSync(stored);
      return this.#snapshot.keyState(key)?.modRevision === modRevision ? [{ key, modRevision }] : [];
    });
  }

  /** What the transaction has written, once it is durable; `previous` values are read only for those who want events. */
  takeEvents(wanted: boolean): readonly { readonly revision: number; readonly event: StoreEvent }[] {
    const logged = this.#logged;
    this.#logged = [];
    return wanted ? logged.map((each) => ({ revision: each.revision, event: this.#event(each) })) : [];
  }

  #event({ revision, entry, previous: before }: Logged): StoreEvent {
    const { deletion, key, value, createRevision } = decodeEntry(entry);
    const previous = this.#snapshot.written(before);
    if (deletion) return { type: 'delete', key, revision, previous };
    const kv: KeyValue = { key, value, createRevision, modRevision: revision };
    return { type: 'put', kv, previous };
  }

  #conflict(modRevision: number): WriteResult {
    return {
      succeeded: false,
      revision: this.#revision,
      current: this.#snapshot.written(modRevision),
    };
  }

  #nextRevision(): number {
    this.#revision++;
    return this.#revision;
  }
}
