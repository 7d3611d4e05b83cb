/** The form of a KEP: what it brings, what it takes, and how it behaves from which minor on. */
import type { Minor } from '@bulkhead/apimachinery';
import type { FieldKey } from '../field-gates/field-drop.js';

/** What holds from a minor on, until the next one. */
export interface KepBehaviour {
  readonly minor: Minor;
  readonly text: string;
}

export interface Kep {
  readonly kep: number;
  /** Other numbers under which the same work is filed. */
  readonly also?: readonly number[];
  readonly title: string;
  /** The gates that switch it, the main one first; empty when nothing does. */
  readonly gates: readonly string[];
  /** Fields of the API that it adds or gives a meaning. */
  readonly fields: readonly FieldKey[];
  /** Flags, fields of configuration files, verbs, API groups. */
  readonly configuration: readonly string[];
  /** What must be there besides the gates. */
  readonly prerequisites: readonly string[];
  /** Rising; the last one at or below a cluster's minor holds there. */
  readonly behaviours: readonly KepBehaviour[];
  readonly notes: readonly string[];
  /** The components on which the gates must be on. */
  readonly mustEnableOn: readonly string[];
}
