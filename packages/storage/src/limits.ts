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
