/**
 * One resource in memory: its objects now, the changes before, and who is told of new ones.
 */
import type { CachedObject, CacheEvent, ObjectCache } from '../registry/kube-object.js';
import { EventLog } from './event-log.js';
import { ObjectTable } from './object-table.js';

export type CacheListener = (event: CacheEvent) => void;

/** Lists of past revisions that are kept, for clients that page through them. */
const MAX_SNAPSHOTS = 8;

export class ResourceCache implements ObjectCache {
  /** The store's revision up to which every change is known. */
  revision = 0;
  readonly #objects = new ObjectTable();
  readonly #listeners = new Set<CacheListener>();
  #log = new EventLog(0);
  readonly #snapshots = new Map<number, readonly CachedObject[]>();
  readonly #onFailure: (error: unknown) => void;

  /** A listener that throws is told of, and keeps the others from nothing. */
  constructor(
    onFailure: (error: unknown) => void = (error) => {
      throw error;
    },
  ) {
    this.#onFailure = onFailure;
  }

  /** Fills the empty cache with the objects of a revision. */
  load(objects: Iterable<CachedObject>, revision: number): void {
    for (const object of objects) this.#objects.set(object);
    this.#log = new EventLog(revision);
    this.revision = revision;
  }

  get(namespace: string, name: string): CachedObject | undefined {
    return this.#objects.get(namespace, name);
  }

  list(namespace: string): readonly CachedObject[] {
    return this.#objects.list(namespace);
  }

  get size(): number {
    return this.#objects.size;
  }

  subscribe(listener: CacheListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes after this revision are all known. */
  get oldestRevision(): number {
    return this.#log.since;
  }

  /** The changes after a revision; undefined when they are not all known any more. */
  changesAfter(revision: number): readonly CacheEvent[] | undefined {
    return revision < this.#log.since ? undefined : this.#log.after(revision);
  }

  /** All objects as of a revision; undefined when the changes since are not all known any more. */
  listAt(revision: number): readonly CachedObject[] | undefined {
    if (revision >= this.revision) return this.list('');
    const known = this.#snapshots.get(revision);
    if (known !== undefined) return known;
    const changes = this.changesAfter(revision);
    if (changes === undefined) return undefined;
    if (changes.length === 0) return this.list('');
    const snapshot = undo(this.list(''), changes);
    if (this.#snapshots.size >= MAX_SNAPSHOTS) this.#snapshots.delete(this.#snapshots.keys().next().value ?? 0);
    this.#snapshots.set(revision, snapshot);
    return snapshot;
  }

  /** Not every change up to the revision is known: whoever wants to go on from before has to list again. */
  forgetBefore(revision: number): void {
    this.#log = new EventLog(revision);
    this.#snapshots.clear();
    this.revision = Math.max(this.revision, revision);
  }

  put(object: CachedObject, now: number): void {
    const previous = this.#objects.set(object);
    this.#publish({ type: previous === undefined ? 'ADDED' : 'MODIFIED', object, previous }, now);
  }

  /** `deleted` makes the last state of the object with the revision of the deletion. */
  delete(
    namespace: string,
    name: string,
    revision: number,
    deleted: (last: CachedObject) => CachedObject,
    now: number,
  ): void {
    const previous = this.#objects.delete(namespace, name);
    if (previous === undefined) this.revision = revision;
    else this.#publish({ type: 'DELETED', object: deleted(previous), previous }, now);
  }

  #publish(event: CacheEvent, now: number): void {
    this.revision = event.object.revision;
    this.#log.append(event, now);
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        this.#onFailure(error);
      }
    }
  }
}

/** The list before the changes. */
function undo(objects: readonly CachedObject[], changes: readonly CacheEvent[]): readonly CachedObject[] {
  const table = new ObjectTable();
  for (const object of objects) table.set(object);
  for (const { object, previous } of changes.toReversed()) {
    if (previous === undefined) table.delete(object.namespace, object.name);
    else table.set(previous);
  }
  return table.list('');
}
