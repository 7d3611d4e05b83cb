/** Where a feature stands, in a few words. */
import type { FeatureAvailability } from '@bulkhead/features';

/** `not there`, `alpha, off`, `beta, on`, `GA`. */
export function stateText({ stage, enabled, locked, gate }: FeatureAvailability): string {
  if (stage === 'absent') return 'not there';
  if (stage === 'ga' && enabled && (locked || gate === undefined)) return 'GA';
  return `${stage === 'ga' ? 'GA' : stage}, ${enabled ? 'on' : 'off'}`;
}
