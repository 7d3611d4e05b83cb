/** How the API server of a cluster decodes: which gates guard which fields, and since when those are on. */
import type { DecodeOptions, Minor, VersionProfile } from '@bulkhead/apimachinery';
import { featureGate, fieldGateLookup } from '@bulkhead/features';

/** One for all objects of an audit: the decoder keeps what it learned of the types for it. */
export function serverDecoding(profile: VersionProfile): DecodeOptions {
  return { fieldGates: fieldGateLookup(profile), gateDefaults: onByDefaultSince };
}

/** The first minor in which the gate is on by default. */
function onByDefaultSince(gate: string): Minor | undefined {
  return featureGate(gate)?.runs.find(({ state }) => typeof state === 'object' && state.default)?.from;
}
