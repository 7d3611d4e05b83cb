/** Who owns which field: kept in `metadata.managedFields` with every write. */
import type { KindModel } from '@bulkhead/apimachinery';
import type { KubeObject } from './kube-object.js';

export interface TrackedUpdate {
  /** Undefined for a new object. */
  readonly live: KubeObject | undefined;
  readonly object: KubeObject;
  readonly manager: string;
  readonly subresource: string;
  /** RFC 3339, seconds. */
  readonly now: string;
}

export interface FieldTracker {
  /** The object with the books brought up to date. */
  update(kind: KindModel, update: TrackedUpdate): KubeObject;
}
