import type { VersionProfile } from '@bulkhead/apimachinery';

/** A cluster as far as its decisions depend on it: the minor version and the feature gates. */
export interface ClusterProfile extends VersionProfile {
  /** Gates that were set explicitly, by name; all others have the default of the minor. */
  readonly gates: ReadonlyMap<string, boolean>;
}
