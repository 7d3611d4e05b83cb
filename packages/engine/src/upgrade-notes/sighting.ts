/** A place of the input that a note of an upgrade is about. */
import type { ClusterProfile } from '@bulkhead/features';
import type { ClusterInput, InputObject } from '../feature-adoption/cluster-input.js';

export interface Sighting {
  readonly object: InputObject;
  /** From the root of the object; '' for the object as a whole. */
  readonly fieldPath: string;
  /** What is to be said besides the note's own words. */
  readonly remark?: string;
}

/** Undefined: the input shows nothing of what the note is about. Empty: it does, and the note does not matter. */
export type Sightings = readonly Sighting[] | undefined;

/** `profile`: the cluster after the upgrade. */
export type NoteMatcher = (input: ClusterInput, profile: ClusterProfile) => Sightings;
