/** Keys of the store and their bytes in etcd, below a prefix of the store's own. */
import { prefixEnd } from '../key-order.js';
import type { KeyValue } from '../store.js';
import type { KeyValue as EtcdKeyValue } from './generated/etcd_pb.js';

/** A byte that is in no text. */
const NO_TEXT = 0xff;

export class EtcdKeys {
  readonly #prefix: string;
  readonly #prefixBytes: number;

  constructor(prefix: string) {
    this.#prefix = prefix;
    this.#prefixBytes = Buffer.byteLength(prefix);
  }

  bytes(key: string): Uint8Array {
    return Buffer.from(this.#prefix + key);
  }

  key(bytes: Uint8Array): string {
    return Buffer.from(bytes.buffer, bytes.byteOffset + this.#prefixBytes, bytes.length - this.#prefixBytes).toString();
  }

  /** The first key of a range: etcd has no empty key. */
  start(from: string): Uint8Array {
    const bytes = this.bytes(from);
    return bytes.length === 0 ? Buffer.alloc(1) : bytes;
  }

  /** The first key after a range: text never has the byte 0xff. */
  end(prefix: string): Uint8Array {
    return prefixEnd(this.bytes(prefix)) ?? Buffer.of(NO_TEXT);
  }

  /** A key right after a range and in no such range, which a watch of the range can cover. */
  marker(prefix: string): Uint8Array {
    return Buffer.concat([this.end(prefix), Buffer.of(0, NO_TEXT)]);
  }
}

/** Markers end as no text does; ranges and watches of a shorter prefix leave them out by that. */
export const isMarker = (key: Uint8Array): boolean => key.at(-1) === NO_TEXT;

export const toKeyValue = (keys: EtcdKeys, kv: EtcdKeyValue): KeyValue => ({
  key: keys.key(kv.key),
  value: kv.value,
  createRevision: Number(kv.createRevision),
  modRevision: Number(kv.modRevision),
});
