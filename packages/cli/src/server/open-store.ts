/** The store that the flags name. */
import { join } from 'node:path';
import { type EtcdTls, openEtcdStore, openLmdbStore, type Store } from '@bulkhead/storage';

export interface OpenedStore {
  readonly store: Store;
  /** Other servers may write to it. */
  readonly isShared: boolean;
}

export async function openEmbeddedStore(directory: string): Promise<OpenedStore> {
  return { store: await openLmdbStore({ directory }), isShared: false };
}

export async function openEtcd(servers: readonly string[], tls?: EtcdTls): Promise<OpenedStore> {
  return { store: await openEtcdStore({ servers, ...(tls === undefined ? {} : { tls }) }), isShared: true };
}

/** Below the state directory. */
export const storeDirectory = (state: string): string => join(state, 'store');
