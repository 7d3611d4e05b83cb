/** The answer to: what has this input to do with a feature? */
import type { ClusterProfile } from '@bulkhead/features';
import type { ClusterInput, InputObject } from './cluster-input.js';

/** A place of an object, and what is to be said of it. */
export interface AdoptionPlace {
  readonly object: InputObject;
  /** From the root of the object; '' for the object as a whole. */
  readonly fieldPath: string;
  readonly message: string;
}

/** The object uses the feature, or asks for it in vain. */
export interface FeatureUse extends AdoptionPlace {
  /** Whether it has the effect that it asks for in this cluster, as far as the input shows. */
  readonly effective: boolean;
}

/** What stops working, or is refused, once the feature is on. */
export interface FeatureBreak extends AdoptionPlace {
  /** What to do about it. */
  readonly fix: string;
  /** `error`: refused, or does not start. `warning`: breaks under conditions that the input does not show. */
  readonly severity: 'error' | 'warning';
}

export interface FeatureAdoption {
  readonly uses: readonly FeatureUse[];
  /** What could use it as it stands. */
  readonly couldUse: readonly AdoptionPlace[];
  /** What could use it if something did not stand in the way, which the message names. */
  readonly blocked: readonly AdoptionPlace[];
  readonly breaks: readonly FeatureBreak[];
}

/** A feature of the Kubernetes security model and the decision what an input has to do with it. */
export interface SecurityFeature {
  /** Of one of the described KEPs. */
  readonly kep: number;
  /** A short name for tables. */
  readonly name: string;
  readonly decide: (input: ClusterInput, profile: ClusterProfile) => Partial<FeatureAdoption>;
}
