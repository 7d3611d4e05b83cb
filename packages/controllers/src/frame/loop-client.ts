/**
 * Requests of a loop as its own user. A write resolves when the caches have it too, so that the next look at them sees
 * what the loop itself did.
 */
import type { ApiClient, ClusterAccess, KubeObject, ObjectCache, ObjectCaches } from '../cluster-access.js';
import { type ApiResource, type ObjectPath, pathOf } from './api-resource.js';
import { canonicalJson } from './canonical-json.js';
import { isNotFound, RequestError } from './request-error.js';

const CATCH_UP_MS = 5_000;

export interface DeleteChoice {
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  readonly gracePeriodSeconds?: number;
}

export type PatchType =
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/json-patch+json'
  | 'application/apply-patch+yaml';

/** In `metadata.managedFields`, as the component of the field has it. */
const MANAGER = 'kube-controller-manager';

/** The user that the loop of a name is. */
function loopUser(name: string): { readonly name: string; readonly groups: readonly string[] } {
  return {
    name: `system:serviceaccount:kube-system:${name}`,
    groups: ['system:serviceaccounts', 'system:serviceaccounts:kube-system', 'system:authenticated'],
  };
}

export class LoopClient {
  readonly #client: ApiClient;
  readonly #caches: ObjectCaches;
  readonly #manager: string;

  constructor(client: ApiClient, caches: ObjectCaches, manager = MANAGER) {
    this.#client = client;
    this.#caches = caches;
    this.#manager = manager;
  }

  /** Of the service account that a loop is. */
  static as(account: string, { clientFor, caches }: ClusterAccess, manager?: string): LoopClient {
    const user = loopUser(account);
    return new LoopClient(clientFor(user.name, user.groups), caches, manager);
  }

  /** From the server, not from the cache; undefined when it is not there. */
  async get(path: ObjectPath): Promise<KubeObject | undefined> {
    try {
      return asObject(await this.#ask('GET', path));
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** Writes the status where it differs from that of the object; an object that is gone needs none. */
  async updateStatus(resource: ApiResource, object: KubeObject, status: object): Promise<void> {
    if (canonicalJson(status) === canonicalJson(object['status'])) return;
    const { namespace = '', name = '' } = object.metadata;
    try {
      await this.update(at(resource, namespace, name, 'status'), { ...object, status });
    } catch (error) {
      if (!isNotFound(error)) throw error;
    }
  }

  async create(path: ObjectPath, body: unknown): Promise<KubeObject | undefined> {
    return await this.#write('POST', path, { body });
  }

  async update(path: ObjectPath, body: unknown): Promise<KubeObject | undefined> {
    return await this.#write('PUT', path, { body });
  }

  async patch(path: ObjectPath, contentType: PatchType, body: unknown): Promise<KubeObject | undefined> {
    return await this.#write('PATCH', path, { body, contentType });
  }

  /** False when it was gone already, or is another one by now. */
  async delete(path: ObjectPath, choice: DeleteChoice = {}): Promise<boolean> {
    try {
      await this.#write('DELETE', path, { body: deleteOptions(choice) });
      return true;
    } catch (error) {
      if (isNotFound(error)) return false;
      throw error;
    }
  }

  async deleteCollection(path: ObjectPath, choice: DeleteChoice = {}): Promise<void> {
    await this.#ask('DELETE', path, { body: deleteOptions(choice) });
  }

  async #write(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: ObjectPath, sent: Sent) {
    const object = asObject(await this.#ask(method, path, sent));
    const cache = this.#caches.cache(path.group, path.resource);
    const revision = Number(object?.metadata.resourceVersion ?? 0);
    // A deleted object may come with the revision before.
    if (cache !== undefined && revision > 0) await caughtUp(cache, revision);
    return object;
  }

  async #ask(method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: ObjectPath, sent: Sent = {}) {
    const isWrite = method === 'POST' || method === 'PUT' || method === 'PATCH';
    const isApply = sent.contentType === 'application/apply-patch+yaml';
    const query = isWrite ? `?fieldManager=${encodeURIComponent(this.#manager)}${isApply ? '&force=true' : ''}` : '';
    const { status, body } = await this.#client.request({ method, path: `${pathOf(path)}${query}`, ...sent });
    if (status < 200 || status > 299) throw new RequestError(pathOf(path), status, body);
    return body;
  }
}

interface Sent {
  readonly body?: unknown;
  readonly contentType?: string;
}

function deleteOptions({ uid, resourceVersion, ...options }: DeleteChoice): object {
  const preconditions = {
    ...(uid === undefined ? {} : { uid }),
    ...(resourceVersion === undefined ? {} : { resourceVersion }),
  };
  const isConditional = uid !== undefined || resourceVersion !== undefined;
  return { kind: 'DeleteOptions', apiVersion: 'v1', ...options, ...(isConditional ? { preconditions } : {}) };
}

/** Another server's events may take a moment; a cache that never gets there does not hold the loop up forever. */
async function caughtUp(cache: ObjectCache, revision: number): Promise<void> {
  if (cache.revision >= revision) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(done, CATCH_UP_MS);
    timer.unref();
    const unsubscribe = cache.subscribe(() => {
      if (cache.revision >= revision) done();
    });
  });
}

/** Answers that are statuses or empty are no objects. */
function asObject(body: unknown): KubeObject | undefined {
  return isObject(body) && body.kind !== 'Status' ? body : undefined;
}

const isObject = (body: unknown): body is KubeObject =>
  typeof body === 'object' && body !== null && 'metadata' in body && 'kind' in body && 'apiVersion' in body;

/** The place of an object among those of its resource. */
export const at = (resource: ApiResource, namespace: string, name = '', subresource = ''): ObjectPath => ({
  ...resource,
  namespace,
  name,
  subresource,
});
