/** Caches in memory for tests, filled by hand. */
import type { CachedObject, CacheEvent, KubeObject, ObjectCache, ObjectCaches } from './kube-object.js';

export class TestObjectCache implements ObjectCache {
  readonly #objects = new Map<string, CachedObject>();
  readonly #listeners = new Set<(event: CacheEvent) => void>();
  #revision = 1;

  get revision(): number {
    return this.#revision;
  }

  get(namespace: string, name: string): CachedObject | undefined {
    return this.#objects.get(`${namespace}/${name}`);
  }

  list(namespace: string): readonly CachedObject[] {
    const all = [...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
    return namespace === '' ? all : all.filter((object) => object.namespace === namespace);
  }

  subscribe(listener: (event: CacheEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  set(object: KubeObject): void {
    const { namespace = '', name = '' } = object.metadata;
    const previous = this.get(namespace, name);
    this.#revision += 1;
    const cached = cachedObject(object, this.#revision);
    this.#objects.set(`${namespace}/${name}`, cached);
    this.#tell({ type: previous === undefined ? 'ADDED' : 'MODIFIED', object: cached, previous });
  }

  delete(namespace: string, name: string): void {
    const previous = this.get(namespace, name);
    if (previous === undefined) return;
    this.#revision += 1;
    this.#objects.delete(`${namespace}/${name}`);
    this.#tell({ type: 'DELETED', object: { ...previous, revision: this.#revision }, previous });
  }

  #tell(event: CacheEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}

/** A cache for every resource that is asked for. */
export class TestObjectCaches implements ObjectCaches {
  readonly #caches = new Map<string, TestObjectCache>();

  cache(group: string, resource: string): TestObjectCache {
    const key = `${group}/${resource}`;
    const existing = this.#caches.get(key);
    if (existing !== undefined) return existing;
    const created = new TestObjectCache();
    this.#caches.set(key, created);
    return created;
  }
}

function cachedObject(object: KubeObject, revision: number): CachedObject {
  const { namespace = '', name = '' } = object.metadata;
  const bytes = Buffer.from(JSON.stringify(object));
  return { key: `/registry/test/${namespace}/${name}`, namespace, name, revision, object, bytes };
}
