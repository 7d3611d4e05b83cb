/** The revisioned key-value store behind the API server. */
import type { EtcdStoreOptions } from './etcd/etcd-store.js';
import type { LmdbStoreOptions } from './lmdb/lmdb-store.js';
import type { Store } from './store.js';

export type { EtcdTls } from './etcd/etcd-connection.js';
export type { EtcdStoreOptions } from './etcd/etcd-store.js';
export { MAX_KEY_BYTES, MAX_VALUE_BYTES } from './limits.js';
export type { LmdbStoreOptions } from './lmdb/lmdb-store.js';
export { type MemoryStoreOptions, memoryStore } from './memory/memory-store.js';
export * from './store.js';

/** The embedded store in a directory; `StoreUnavailableError` when it cannot be had. */
export async function openLmdbStore(options: LmdbStoreOptions): Promise<Store> {
  const { openLmdb } = await import('./lmdb/lmdb-store.js');
  return openLmdb(options);
}

/** Begins to load what the embedded store needs; whoever opens it is told of failures. */
export function preloadLmdbStore(): void {
  import('./lmdb/lmdb-store.js').catch(() => undefined);
}

/** The store in an etcd cluster; `StoreUnavailableError` when it does not answer. */
export async function openEtcdStore(options: EtcdStoreOptions): Promise<Store> {
  const { openEtcd } = await import('./etcd/etcd-store.js');
  return openEtcd(options);
}
