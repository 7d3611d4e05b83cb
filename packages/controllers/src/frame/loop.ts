/**
 * A control loop: what it watches says which keys to look at; looking at a key brings the cluster nearer to what its
 * objects say. Looking must be right at any time and any number of times.
 */
import type { CachedObject, CacheEvent, ClusterAccess } from '../cluster-access.js';
import { isConflict, isNamespaceTerminating, ToldFailure } from './request-error.js';
import { WorkQueue } from './work-queue.js';

export interface Watched {
  readonly group: string;
  readonly resource: string;
  /** What to look at when the object changed. `previous` is undefined for a new one, and at the start. */
  readonly keysOf: (object: CachedObject, previous: CachedObject | undefined, isDeleted: boolean) => Iterable<string>;
}

export interface Loop {
  /** As `--controllers` and its service account have it. */
  readonly name: string;
  readonly watches: readonly Watched[];
  /** Looked at in any case when the loop starts. */
  readonly initial?: Iterable<string>;
  /** Milliseconds after which to look again, if that is needed without an event. */
  reconcile(key: string): Promise<number | undefined>;
  /** Keys at the same time; 5 when left out. */
  readonly workers?: number;
  /** Everything is looked at again this often; never when left out. */
  readonly resyncMs?: number;
}

export interface RunningLoop {
  stop(): Promise<void>;
}

const WORKERS = 5;
/** A failure that is gone the next time is not worth a line. */
const QUIET_ATTEMPTS = 3;

export function startLoop(loop: Loop, { caches, log }: Pick<ClusterAccess, 'caches' | 'log'>): RunningLoop {
  const queue = new WorkQueue({
    work: (key) => loop.reconcile(key),
    workers: loop.workers ?? WORKERS,
    onFailure: (key, error, attempt) => {
      if (isConflict(error) || isNamespaceTerminating(error) || error instanceof ToldFailure) return;
      // The first one that lasts, and then each time that it doubled.
      if (attempt < QUIET_ATTEMPTS || (attempt & (attempt - 1)) !== 0) return;
      log(`${loop.name}: ${key}: ${error instanceof Error ? error.message : String(error)}`);
    },
  });
  const followed = loop.watches.flatMap((watched) => {
    const cache = caches.cache(watched.group, watched.resource);
    return cache === undefined ? [] : [{ cache, watched }];
  });
  const all = (): void => {
    for (const { cache, watched } of followed) {
      for (const object of cache.list('')) for (const key of watched.keysOf(object, undefined, false)) queue.add(key);
    }
  };
  const stops = followed.map(({ cache, watched }) =>
    cache.subscribe((event: CacheEvent) => {
      const isDeleted = event.type === 'DELETED';
      for (const key of watched.keysOf(event.object, event.previous, isDeleted)) queue.add(key);
    }),
  );
  all();
  for (const key of loop.initial ?? []) queue.add(key);
  const resync = loop.resyncMs === undefined ? undefined : setInterval(all, loop.resyncMs);
  resync?.unref();
  return {
    async stop() {
      clearInterval(resync);
      for (const stop of stops) stop();
      await queue.stop();
    },
  };
}

/** `namespace/name`, or the name alone. */
export const keyOf = ({ namespace, name }: Pick<CachedObject, 'namespace' | 'name'>): string =>
  namespace === '' ? name : `${namespace}/${name}`;

export function splitKey(key: string): readonly [namespace: string, name: string] {
  const slash = key.indexOf('/');
  return slash === -1 ? ['', key] : [key.slice(0, slash), key.slice(slash + 1)];
}
