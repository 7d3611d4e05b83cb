/** A cluster as it would be with some gates on, in a version that has them. */
import type { Minor } from '@bulkhead/apimachinery';
import type { ClusterProfile } from '@bulkhead/features';

/** The same cluster with these gates on, and at least of this minor. */
export function profileWithGates(profile: ClusterProfile, on: readonly string[], minor: Minor): ClusterProfile {
  const gates = new Set(on);
  return {
    minor: Math.max(profile.minor, minor),
    gates: profile.gates,
    enabled: (gate) => gates.has(gate) || profile.enabled(gate),
  };
}
