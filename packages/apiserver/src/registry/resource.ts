/**
 * The resources that a server of one version serves, from the API model: group, versions, scope, verbs, subresources.
 */
import type { KindModel, Lifecycle } from '@bulkhead/apimachinery';

export interface ServedVersion {
  /** `apps/v1`, or `v1` in the core group. */
  readonly apiVersion: string;
  readonly version: string;
  readonly kind: KindModel;
  readonly lifecycle: Lifecycle;
}

export interface ServedResource {
  /** `''` is the core group. */
  readonly group: string;
  /** Plural: `pods`. */
  readonly resource: string;
  readonly kind: string;
  readonly singular: string;
  readonly namespaced: boolean;
  readonly shortNames: readonly string[];
  readonly categories: readonly string[];
  /** Of the resource itself. */
  readonly verbs: readonly string[];
  /** Preferred first; all are served. */
  readonly versions: readonly ServedVersion[];
  /** The one in which objects are kept. */
  readonly storageVersion: ServedVersion;
  readonly subresources: readonly ServedSubresource[];
}

export interface ServedSubresource {
  /** `status`, `scale`, `token`, ... */
  readonly name: string;
  readonly verbs: readonly string[];
  /** What it takes and gives: `Scale` of `autoscaling/v1`; the resource's own kind when it is left out. */
  readonly kind?: { readonly group: string; readonly version: string; readonly kind: string };
  /** The API versions of the resource that have it; all when it is left out. */
  readonly apiVersions?: readonly string[];
}
