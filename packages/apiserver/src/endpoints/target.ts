/** What a request to a resource is about, after its path was understood. */
import type { RequestContext } from '../http/request.js';
import type { ObjectDeleter } from '../registry/object-deleter.js';
import type { ObjectRegistry } from '../registry/object-registry.js';
import type { ServedResource, ServedVersion } from '../registry/resource.js';
import type { ResourceCache } from '../watch-cache/resource-cache.js';

export interface ResourceTarget {
  readonly context: RequestContext;
  readonly resource: ServedResource;
  readonly version: ServedVersion;
  readonly registry: ObjectRegistry;
  readonly deleter: ObjectDeleter;
  readonly cache: ResourceCache;
  /** `''` for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string;
  /** `''` for collections. */
  readonly name: string;
  readonly subresource: string;
}
