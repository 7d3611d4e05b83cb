/** Caches that a test fills by hand, and a client that keeps what it was asked. */
import { defaultProfile } from '@bulkhead/features';
import type {
  CachedObject,
  CacheEvent,
  ClientRequest,
  ClusterAccess,
  KubeObject,
  ObjectCache,
  ObjectCaches,
} from '../cluster-access.js';

export class FakeCache implements ObjectCache {
  revision = 0;
  readonly #objects = new Map<string, CachedObject>();
  readonly #listeners = new Set<(event: CacheEvent) => void>();

  get(namespace: string, name: string): CachedObject | undefined {
    return this.#objects.get(`${namespace}/${name}`);
  }

  list(namespace: string): readonly CachedObject[] {
    return [...this.#objects.values()].filter((object) => namespace === '' || object.namespace === namespace);
  }

  subscribe(listener: (event: CacheEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  get listeners(): number {
    return this.#listeners.size;
  }

  put(object: KubeObject): void {
    const { namespace = '', name = '' } = object.metadata;
    const previous = this.get(namespace, name);
    const cached = { namespace, name, revision: ++this.revision, object };
    this.#objects.set(`${namespace}/${name}`, cached);
    for (const tell of this.#listeners) {
      tell({ type: previous === undefined ? 'ADDED' : 'MODIFIED', object: cached, previous });
    }
  }

  delete(namespace: string, name: string): void {
    const previous = this.get(namespace, name);
    if (previous === undefined) return;
    this.revision++;
    this.#objects.delete(`${namespace}/${name}`);
    for (const tell of this.#listeners) tell({ type: 'DELETED', object: previous, previous });
  }
}

export class FakeCaches implements ObjectCaches {
  readonly #caches = new Map<string, FakeCache>();

  cache(group: string, resource: string): FakeCache {
    const key = `${group}/${resource}`;
    const cache = this.#caches.get(key) ?? new FakeCache();
    this.#caches.set(key, cache);
    return cache;
  }
}

export interface FakeCluster extends ClusterAccess {
  readonly caches: FakeCaches;
  readonly requests: (ClientRequest & { readonly user: string })[];
  readonly lines: string[];
}

/** Answers every request alike. */
export function fakeCluster(
  answer: (request: ClientRequest) => { readonly status: number; readonly body: unknown } = () => ({
    status: 200,
    body: undefined,
  }),
): FakeCluster {
  const requests: FakeCluster['requests'] = [];
  const lines: string[] = [];
  return {
    caches: new FakeCaches(),
    requests,
    lines,
    profile: defaultProfile(35),
    now: () => Date.parse('2026-01-02T03:04:05Z'),
    log: (message) => lines.push(message),
    clientFor: (user) => ({
      request(request) {
        requests.push({ ...request, user });
        return Promise.resolve(answer(request));
      },
    }),
  };
}

/** After everything that is ready to run. */
export const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));
