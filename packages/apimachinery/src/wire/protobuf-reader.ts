/**
 * Reads the wire format as the generated code of gogo/protobuf does, with its errors. Unknown fields and groups are
 * skipped without recursion.
 */
import { ProtobufError } from './protobuf-error.js';
import { decodeUtf8 } from './utf8.js';

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
const WIRE_START_GROUP = 3;
const WIRE_END_GROUP = 4;
const WIRE_FIXED32 = 5;

const INTEGER_OVERFLOW = 'proto: integer overflow';
const NEGATIVE_LENGTH = 'proto: negative length found during unmarshaling';
const UNEXPECTED_EOF = 'unexpected EOF';
const END_OF_GROUP = 'proto: unexpected end of group';
/** Sevens of bits in 64. */
const MAX_VARINT_BYTES = 10;
/** Upstream has no limit, and a megabyte of empty messages takes it gigabytes of memory. */
const MAX_ELEMENTS = 200_000;
/** Upstream nests without limit; everything that walks objects does so by recursion. */
const MAX_NESTING = 1000;

export class ProtobufReader {
  readonly bytes: Uint8Array;
  position = 0;
  /** Of the message that is being read. */
  end: number;
  /** The upper and the lower half of the last varint. */
  high = 0;
  low = 0;
  #elements = 0;
  #nesting = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.end = bytes.length;
  }

  /** Reads a varint into `high` and `low`. Bits beyond 64 are lost. */
  varint(): void {
    const first = this.#byte();
    if (first < 0x80) {
      this.high = 0;
      this.low = first;
      return;
    }
    let low = first & 0x7f;
    let high = 0;
    for (let count = 1; count < MAX_VARINT_BYTES; count++) {
      const byte = this.#byte();
      const shift = 7 * count;
      const bits = byte & 0x7f;
      if (shift < 32) low |= bits << shift;
      if (shift >= 32) high |= bits << (shift - 32);
      else if (shift > 25) high |= bits >>> (32 - shift);
      if (byte < 0x80) {
        this.high = high >>> 0;
        this.low = low >>> 0;
        return;
      }
    }
    throw new ProtobufError(INTEGER_OVERFLOW);
  }

  /** The number of the next field; its wire type is the lower three bits of `low`. */
  fieldNumber(): number {
    this.varint();
    return (this.high << 29) | (this.low >>> 3);
  }

  int32(): number {
    this.varint();
    return this.low | 0;
  }

  /** A bigint beyond 2^53. */
  int64(): number | bigint {
    this.varint();
    const signed = (this.high | 0) * 4294967296 + this.low;
    return Number.isSafeInteger(signed) ? signed : (BigInt(this.high | 0) << 32n) | BigInt(this.low);
  }

  bool(): boolean {
    this.varint();
    return this.low !== 0 || this.high !== 0;
  }

  float64(): number {
    if (this.position + 8 > this.end) throw new ProtobufError(UNEXPECTED_EOF);
    const value = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.position, 8).getFloat64(0, true);
    this.position += 8;
    return value;
  }

  /** Reads a length and returns where what is that long ends. */
  lengthEnd(): number {
    this.varint();
    const { high, low } = this;
    const length = high * 4294967296 + low;
    // Also where adding the position would make it negative.
    if (high >= 0x80000000 || (high === 0x7fffffff && low + this.position > 0xffffffff)) {
      throw new ProtobufError(NEGATIVE_LENGTH);
    }
    if (this.position + length > this.end) throw new ProtobufError(UNEXPECTED_EOF);
    return this.position + length;
  }

  string(): string {
    const end = this.lengthEnd();
    const text = decodeUtf8(this.bytes, this.position, end);
    this.position = end;
    return text;
  }

  /** Steps into a message that follows with its length; returns what `leave` needs. */
  enter(): number {
    const end = this.lengthEnd();
    this.count();
    this.#nesting++;
    if (this.#nesting > MAX_NESTING) throw new ProtobufError('exceeded max depth');
    const around = this.end;
    this.end = end;
    return around;
  }

  /** Counts a message or an item of a list. */
  count(): void {
    this.#elements++;
    if (this.#elements > MAX_ELEMENTS) throw new ProtobufError('too many elements in request body');
  }

  leave(around: number): void {
    this.#nesting--;
    this.end = around;
  }

  /** Skips the field whose tag begins at `start`. */
  skip(start: number): void {
    this.position = start;
    let depth = 0;
    while (this.position < this.end) {
      this.varint();
      const wireType = this.low & 7;
      if (wireType === WIRE_VARINT) this.varint();
      else if (wireType === WIRE_FIXED64) this.position += 8;
      else if (wireType === WIRE_BYTES) this.position = this.lengthEnd();
      else if (wireType === WIRE_START_GROUP) depth++;
      else if (wireType === WIRE_END_GROUP) {
        if (depth === 0) throw new ProtobufError(END_OF_GROUP);
        depth--;
      } else if (wireType === WIRE_FIXED32) this.position += 4;
      else throw new ProtobufError(`proto: illegal wireType ${wireType}`);
      if (depth === 0) {
        if (this.position > this.end) throw new ProtobufError(UNEXPECTED_EOF);
        return;
      }
    }
    throw new ProtobufError(UNEXPECTED_EOF);
  }

  #byte(): number {
    if (this.position >= this.end) throw new ProtobufError(UNEXPECTED_EOF);
    return this.bytes[this.position++] ?? 0;
  }
}
