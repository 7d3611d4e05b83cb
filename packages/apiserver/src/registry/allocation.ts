/** What resources take from pools before they are stored: addresses and ports of services. */
import type { ObjectCaches } from './kube-object.js';
import type { RegistryDependencies } from './object-registry.js';

export interface AllocationOptions {
  readonly caches: ObjectCaches;
  /** `10.0.0.0/24`. */
  readonly serviceCIDR: string;
}

export function allocatorOf(_options: AllocationOptions): RegistryDependencies['allocate'] {
  return (_resource, object) => Promise.resolve({ object });
}
