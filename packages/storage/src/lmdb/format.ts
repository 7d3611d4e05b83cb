/**
 * The bytes of an LMDB state. Sub-databases:
 *
 *   kv      key -> created, modified               keys that there are now
 *   dead    key -> deleted                         keys that were deleted since the last compaction
 *   log     revision -> what happened, with the revision of the key's entry before it
 *   expiry  time, key -> revision                  what is to be deleted if it is still at the revision
 *   meta    names -> numbers, and who writes
 *
 * A value is in the log alone, once. The log is also the history: an entry leads to the one before it of its key, and
 * stays until a later one of the key is compacted.
 */
export const FORMAT = 1;

export interface LogEntry {
  readonly deletion: boolean;
  readonly createRevision: number;
  /** The revision of the key's entry before this one, 0 when there is none. */
  readonly previous: number;
  readonly key: string;
  readonly value: Uint8Array;
}

export interface KeyState {
  readonly createRevision: number;
  readonly modRevision: number;
}

const HEADER_BYTES = 19;

/** Revisions and times are below 2^53: two words, so that no BigInt is made for each. */
function writeNumber(buffer: Buffer, value: number, offset: number): void {
  buffer.writeUInt32BE(Math.floor(value / 0x1_0000_0000), offset);
  buffer.writeUInt32BE(value % 0x1_0000_0000, offset + 4);
}

const readNumber = (buffer: Buffer, offset: number): number =>
  buffer.readUInt32BE(offset) * 0x1_0000_0000 + buffer.readUInt32BE(offset + 4);

export function encodeNumber(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(8);
  writeNumber(buffer, value, 0);
  return buffer;
}

const lookup = Buffer.alloc(8);

/** As `encodeNumber`, for a key that is used at once: the next call overwrites it. */
export function lookupKey(value: number): Buffer {
  writeNumber(lookup, value, 0);
  return lookup;
}

export const decodeNumber = (buffer: Buffer): number => readNumber(buffer, 0);

export function encodeKeyState(state: KeyState): Buffer {
  const buffer = Buffer.allocUnsafe(16);
  writeNumber(buffer, state.createRevision, 0);
  writeNumber(buffer, state.modRevision, 8);
  return buffer;
}

export const decodeKeyState = (buffer: Buffer): KeyState => ({
  createRevision: readNumber(buffer, 0),
  modRevision: readNumber(buffer, 8),
});

/** An entry without its revisions, which are known only in the transaction: copied once, when the caller gives it. */
export function encodeEntry(deletion: boolean, key: Uint8Array, value: Uint8Array): Buffer {
  const buffer = Buffer.allocUnsafe(HEADER_BYTES + key.length + value.length);
  buffer[0] = deletion ? 2 : 1;
  buffer.writeUInt16BE(key.length, 17);
  buffer.set(key, HEADER_BYTES);
  buffer.set(value, HEADER_BYTES + key.length);
  return buffer;
}

export function setRevisions(entry: Buffer, createRevision: number, previous: number): void {
  writeNumber(entry, createRevision, 1);
  writeNumber(entry, previous, 9);
}

export const previousOf = (entry: Buffer): number => readNumber(entry, 9);

export const isDeletion = (entry: Buffer): boolean => entry[0] === 2;

export function keyOf(entry: Buffer): Buffer {
  return entry.subarray(HEADER_BYTES, HEADER_BYTES + entry.readUInt16BE(17));
}

/** The value is a view of the entry. */
export function decodeEntry(entry: Buffer): LogEntry {
  const keyEnd = HEADER_BYTES + entry.readUInt16BE(17);
  return {
    deletion: isDeletion(entry),
    createRevision: readNumber(entry, 1),
    previous: previousOf(entry),
    key: entry.toString('utf8', HEADER_BYTES, keyEnd),
    // LMDB's buffer for one value is longer than it says.
    value: entry.subarray(keyEnd, entry.length),
  };
}

export const expiryKey = (atMs: number, key: Uint8Array): Buffer => Buffer.concat([encodeNumber(atMs), key]);

export const decodeExpiryKey = (buffer: Buffer): { readonly atMs: number; readonly key: Buffer } => ({
  atMs: readNumber(buffer, 0),
  key: buffer.subarray(8),
});
