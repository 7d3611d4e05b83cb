/**
 * Times to live as etcd's leases, shared by what expires at about the same time: a lease a key would cost etcd more than
 * the keys. Source: k8s.io/apiserver/pkg/storage/etcd3/lease_manager.go.
 */
import type { EtcdConnection } from './etcd-connection.js';
import { Lease } from './generated/etcd_pb.js';

const MAX_REUSE_SECONDS = 60;
const REUSE_PART = 0.05;
const MAX_KEYS = 1000;

interface Granted {
  readonly id: bigint;
  readonly expiresAtMs: number;
  keys: number;
}

export class EtcdLeases {
  readonly #connection: EtcdConnection;
  readonly #newest = new Map<number, Promise<Granted>>();

  constructor(connection: EtcdConnection) {
    this.#connection = connection;
  }

  /** A lease that lives at least so long. */
  async lease(ttlSeconds: number): Promise<bigint> {
    const ttl = Math.max(Math.ceil(ttlSeconds), 1);
    const known = await this.#newest.get(ttl)?.catch(() => undefined);
    if (known !== undefined && known.keys < MAX_KEYS && Date.now() + ttl * 1000 <= known.expiresAtMs) {
      known.keys++;
      return known.id;
    }
    const granted = this.#grant(ttl + Math.floor(Math.min(MAX_REUSE_SECONDS, ttl * REUSE_PART)));
    this.#newest.set(ttl, granted);
    return (await granted).id;
  }

  /** Etcd no longer knows what it granted. */
  forget(): void {
    this.#newest.clear();
  }

  async #grant(seconds: number): Promise<Granted> {
    const asked = Date.now();
    const { id, ttl } = await this.#connection.call(Lease.method.leaseGrant, { ttl: BigInt(seconds) }, true);
    return { id, expiresAtMs: asked + Number(ttl) * 1000, keys: 1 };
  }
}
