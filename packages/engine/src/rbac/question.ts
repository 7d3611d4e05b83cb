/** A request as roles are asked it: with the numbers of the atoms that could allow it. */
import type { Attributes } from '../authorization/attributes.js';

export interface Question {
  readonly attributes: Attributes;
  readonly atoms: readonly number[];
}
