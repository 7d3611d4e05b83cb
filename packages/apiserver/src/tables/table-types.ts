/** What printers of the kinds have in common. */
import type { Minor } from '@bulkhead/apimachinery';
import type { KubeObject } from '../registry/kube-object.js';

export type Cell = string | number | bigint | boolean;

/** The cells of a row by the names of their columns. `Name`, `Age` and `Created At` are those of every object. */
export type Cells = Readonly<Record<string, Cell>>;

/** What the text of a cell depends on apart from the object. */
export interface PrintContext {
  readonly minor: Minor;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The cells that a kind has of its own. Cells of columns that a minor does not have are left out of its rows. */
export type Printer<T = KubeObject> = (object: T, context: PrintContext) => Cells;

/** Printers by `group/resource`. */
export type Printers = readonly (readonly [resource: string, printer: Printer])[];

export const NONE = '<none>';
export const UNSET = '<unset>';
export const UNKNOWN = '<unknown>';
