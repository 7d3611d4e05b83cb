import type { Minor } from './version.js';

/**
 * What the API's vocabulary must know of a cluster: its minor version and which feature gates are on.
 * `ClusterProfile` of the features package is one.
 */
export interface VersionProfile {
  readonly minor: Minor;
  /** Whether the gate is on in this cluster; false for a gate that this minor does not have. */
  enabled(gate: string): boolean;
}
