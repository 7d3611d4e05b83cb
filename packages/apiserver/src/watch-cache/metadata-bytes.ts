/** The metadata of an object as its bytes already have it: most of what tables and metadata-only answers consist of. */
import { goJSON } from '@bulkhead/apimachinery/wire';
import type { CachedObject } from '../registry/kube-object.js';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN = 0x7b;
const CLOSE = 0x7d;

/** JSON of `metadata`; a part of the object's bytes where it can be. */
export function metadataBytes({ object, bytes }: CachedObject): Buffer {
  const head = `{"kind":"${object.kind}","apiVersion":"${object.apiVersion}","metadata":`;
  const end = bytes.toString('latin1', 0, head.length) === head ? endOfObject(bytes, head.length) : -1;
  return end < 0 ? Buffer.from(goJSON(object.metadata)) : bytes.subarray(head.length, end);
}

/** Behind the brace that closes the one at `start`; -1 where there is none. */
function endOfObject(bytes: Uint8Array, start: number): number {
  if (bytes[start] !== OPEN) return -1;
  let depth = 0;
  for (let at = start; at < bytes.length; at++) {
    switch (bytes[at]) {
      case QUOTE:
        at = endOfString(bytes, at);
        break;
      case OPEN:
        depth++;
        break;
      case CLOSE:
        if (--depth === 0) return at + 1;
        break;
      default:
    }
  }
  return -1;
}

/** The place of the closing quote. */
function endOfString(bytes: Uint8Array, start: number): number {
  let at = start + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
