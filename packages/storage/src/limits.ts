/** What every store takes, so that no state depends on which store holds it. Source: etcd's --max-request-bytes. */
import { ValueTooLargeError } from './store.js';

/** 1.5 MiB. */
export const MAX_VALUE_BYTES = 1.5 * 1024 * 1024;

/** What LMDB takes with some room for our own additions; Kubernetes' longest keys have some 700 bytes. */
export const MAX_KEY_BYTES = 1900;

/** Keys come from code of ours, after validation of their parts: a bad one is a mistake of ours. */
export function checkKey(key: string): void {
  // Half a surrogate pair has no bytes of its own: two such keys would be one.
  if (key === '' || /\p{Surrogate}/u.test(key)) throw new RangeError('a key must be valid, non-empty Unicode text');
  if (key.length * 3 > MAX_KEY_BYTES && Buffer.byteLength(key) > MAX_KEY_BYTES)
    throw new RangeError(`a key must have at most ${MAX_KEY_BYTES} bytes`);
}

export function checkValue(value: Uint8Array): void {
  if (value.length > MAX_VALUE_BYTES) throw new ValueTooLargeError();
}

/** A range never leaves its prefix, whatever a client's continue token says. */
export function rangeStart(prefix: string, from: string | undefined): string {
  if (from === undefined) return prefix;
  if (!from.startsWith(prefix)) throw new RangeError('a range must start at a key with its prefix');
  return from;
}

/** The order of keys by their UTF-8 bytes, which is that of code points and not that of JavaScript's strings. */
export function compareKeys(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const a = left.charCodeAt(index);
    const b = right.charCodeAt(index);
    if (a !== b) return codePointOrder(a) - codePointOrder(b);
  }
  return left.length - right.length;
}

/** Surrogates stand for code points above all that fit into one unit. */
const codePointOrder = (unit: number): number => {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
};
