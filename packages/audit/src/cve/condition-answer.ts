/** What the input says about a condition of a vulnerability. */
import type { Evidence } from './component.js';

export interface ConditionAnswer {
  /**
   * `yes`, `no`: the input or the version decides it. `assumed`: no input shows it, and it is so in most clusters or the
   * attacker's to choose. `unknown`: it needs a special set-up that this input could show, but does not.
   */
  readonly holds: 'yes' | 'no' | 'assumed' | 'unknown';
  /** Why, in a few words. */
  readonly detail: string;
  readonly evidence: readonly Evidence[];
}

export const answer = (
  holds: ConditionAnswer['holds'],
  detail: string,
  evidence: readonly Evidence[] = [],
): ConditionAnswer => ({ holds, detail, evidence });
