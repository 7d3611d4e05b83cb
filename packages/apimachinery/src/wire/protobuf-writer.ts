/**
 * Writes the wire format from its end, so that the length of a message is known when its tag is written.
 */
import { encodeUtf8 } from './utf8.js';

const FIRST_SIZE = 1024;
const SAFE_INT32 = 0x7fffffff;

export class ProtobufWriter {
  #bytes = new Uint8Array(FIRST_SIZE);
  /** Where the last byte was written; what is behind it is done. */
  #position = FIRST_SIZE;

  /** How many bytes there are. Taken before and after, the difference is the length of what was written between. */
  get length(): number {
    return this.#bytes.length - this.#position;
  }

  finish(): Uint8Array {
    return this.#bytes.slice(this.#position);
  }

  /** A tag; what it is for is written before it. */
  tag(number: number, wireType: number): void {
    this.varint(number * 8 + wireType);
  }

  /** The length of what was written since, and the tag before it. */
  close(number: number, lengthBefore: number): void {
    this.varint(this.length - lengthBefore);
    this.tag(number, 2);
  }

  /** A whole number; those below zero take ten bytes. */
  varint(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0 && value <= SAFE_INT32) this.#smallVarint(value);
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
  }

  float64(value: number): void {
    const at = this.#reserve(8);
    new DataView(this.#bytes.buffer).setFloat64(at, value, true);
  }

  raw(bytes: Uint8Array): void {
    const at = this.#reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  string(text: string): void {
    const { length } = text;
    const at = this.#reserve(length);
    const bytes = this.#bytes;
    for (let index = 0; index < length; index++) {
      const code = text.charCodeAt(index);
      if (code >= 0x80) {
        this.#position += length;
        this.raw(encodeUtf8(text));
        return;
      }
      bytes[at + index] = code;
    }
  }

  /** A field with a text. */
  stringField(number: number, text: string): void {
    const before = this.length;
    this.string(text);
    this.close(number, before);
  }

  #smallVarint(value: number): void {
    const size = value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x200000 ? 3 : value < 0x10000000 ? 4 : 5;
    let at = this.#reserve(size);
    let rest = value;
    while (rest >= 0x80) {
      this.#bytes[at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[at] = rest;
  }

  #bigVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    while (rest >= 0x80n) {
      bytes.push(Number(rest & 0x7fn) | 0x80);
      rest >>= 7n;
    }
    bytes.push(Number(rest));
    this.raw(Uint8Array.from(bytes));
  }

  /** Makes room before what is written and returns where it begins. */
  #reserve(size: number): number {
    if (size > this.#position) this.#grow(size);
    this.#position -= size;
    return this.#position;
  }

  #grow(size: number): void {
    const { length } = this;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, length + size));
    grown.set(this.#bytes.subarray(this.#position), grown.length - length);
    this.#position = grown.length - length;
    this.#bytes = grown;
  }
}
