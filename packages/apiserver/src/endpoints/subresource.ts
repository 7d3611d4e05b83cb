/** Subresources, and kinds that are answered and not kept: each is one handler. */
import type { ClusterProfile } from '@bulkhead/features';
import type { ApiResponse } from '../http/request.js';
import type { ObjectRegistry } from '../registry/object-registry.js';
import type { WatchCache } from '../watch-cache/watch-cache.js';
import type { ResourceTarget } from './target.js';

export interface SubresourceTools {
  readonly caches: WatchCache;
  readonly profile: ClusterProfile;
  /** Throws when the user may not create what a PUT or a patch would create. */
  readonly authorizeCreate: () => Promise<void>;
  /** Of another resource that is served, for writes that the endpoint makes there. */
  readonly registryOf: (group: string, resource: string) => ObjectRegistry | undefined;
  /** The object itself, as a GET answers it. */
  readonly get: (target: ResourceTarget) => Promise<ApiResponse>;
}

export type SubresourceHandler = (target: ResourceTarget, tools: SubresourceTools) => Promise<ApiResponse>;

/** By `group/resource/subresource`, or `group/resource`. */
export type SubresourceHandlers = ReadonlyMap<string, SubresourceHandler>;
