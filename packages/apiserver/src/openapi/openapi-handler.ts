/** /openapi/v2 and /openapi/v3. */
import type { ClusterProfile } from '@bulkhead/features';
import type { ApiResponse, RequestContext } from '../http/request.js';
import type { ServedResources } from '../registry/served-resources.js';

export class OpenApiHandler {
  readonly #resources: ServedResources;
  readonly #profile: ClusterProfile;

  constructor(resources: ServedResources, profile: ClusterProfile) {
    this.#resources = resources;
    this.#profile = profile;
  }

  /** Undefined for paths of others. */
  handle(_context: RequestContext): ApiResponse | undefined {
    return this.#resources.all.length === 0 && this.#profile.minor === 0 ? { status: 404, headers: {} } : undefined;
  }

  paths(): readonly string[] {
    return [];
  }
}
