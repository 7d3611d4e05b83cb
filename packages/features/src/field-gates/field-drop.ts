/**
 * The form of the table of gated fields: which field kube-apiserver clears on create while which gate is off.
 *
 * All drops spare objects that already use the field (an update of an old object keeps it); that part is for the
 * server's update path and is not in the table.
 */
import type { Minor } from '@bulkhead/apimachinery';

/** A type of the API and the JSON name of one of its fields: `core.v1.PodSpec/hostUsers`. */
export type FieldKey = `${string}/${string}`;

/** One behaviour of the API server for a field, in a stretch of minors. */
export interface FieldDrop {
  readonly from: Minor;
  /** The last minor with this behaviour; left out: the newest one has it too. */
  readonly to?: Minor;
  /** The gates that keep the field. */
  readonly gates: readonly string[];
  /** `any`: one gate that is on is enough; left out: all of them must be on. */
  readonly keptBy?: 'any';
  /** What the field gets instead of being cleared. */
  readonly replacement?: string;
  /** What goes beside the field itself. */
  readonly removes?: FieldDropRemoval;
  /** Left out: the field is dropped wherever its type occurs and whatever its value is. */
  readonly condition?: FieldDropCondition;
  /** What is special about it, in words. */
  readonly note?: string;
}

/**
 * `parents`: the objects around the field when it was all that they held;
 * `listItem`: the item of the list that has the field, whatever else it holds.
 */
export type FieldDropRemoval = 'parents' | 'listItem';

/** Dropped only where all of these hold. */
export interface FieldDropCondition {
  /** The types of the whole object: `batch.v1.Job`. The same field in a template of another kind is kept. */
  readonly kinds?: readonly string[];
  /** The fields through which the object that has the field is reached: `core.v1.PodSpec/initContainers`. */
  readonly heldBy?: readonly FieldKey[];
  /** The values that are dropped. */
  readonly values?: readonly string[];
  /** The values that are kept. */
  readonly exceptValues?: readonly string[];
  /** The member of the field's value that must be set and not empty. */
  readonly whenSet?: string;
}

/** Fields that share their behaviour, and that behaviour over the minors, rising. */
export interface FieldGateRow {
  readonly fields: readonly FieldKey[];
  readonly drops: readonly FieldDrop[];
}
