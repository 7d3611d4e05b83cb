/** The form of a KEP: what it brings, what it takes, and how it behaves from which minor on. */
import type { Minor } from '@bulkhead/apimachinery';
import type { FieldKey } from '../field-gates/field-drop.js';

/** What holds from a minor on, until the next one. */
export interface KepBehaviour {
  readonly minor: Minor;
  readonly text: string;
}

/** What has to be set besides the gates, from a minor on, until the next one. */
export interface KepSettings {
  readonly minor: Minor;
  readonly settings: readonly string[];
}

export interface Kep {
  readonly kep: number;
  /** Other numbers under which the same work is filed. */
  readonly also?: readonly number[];
  readonly title: string;
  /** The gates that switch it, the main one first; empty when nothing does. */
  readonly gates: readonly string[];
  /** Gates that switched it before the main one was there. */
  readonly formerGates?: readonly string[];
  /** The first minor in which the main gate does anything, where the gate is older. */
  readonly since?: Minor;
  /** Fields of the API that it adds or gives a meaning. */
  readonly fields: readonly FieldKey[];
  /** Flags, fields of configuration files, verbs, API groups. */
  readonly configuration: readonly string[];
  /** How to turn it on where the gates allow it, rising; the first one begins no later than the feature. */
  readonly turnOn: readonly KepSettings[];
  /** What must be there besides the gates. */
  readonly prerequisites: readonly string[];
  /** Rising; the last one at or below a cluster's minor holds there. */
  readonly behaviours: readonly KepBehaviour[];
  readonly notes: readonly string[];
  /** The components on which the gates must be on. */
  readonly mustEnableOn: readonly string[];
}
