/** What a check says of one component. */

export type VerdictSeverity = 'critical' | 'high' | 'medium' | 'low' | 'info';

export interface Verdict {
  /** What it is, what is expected, and why it matters. */
  readonly message: string;
  /** Field paths in the object that sets up the component; the first is the one to change. */
  readonly fields: readonly string[];
  /** Where it is another one than usual. */
  readonly severity?: VerdictSeverity;
}

export type Verdicts = Verdict | readonly Verdict[] | undefined;

export const verdict = (message: string, fields: readonly string[], severity?: VerdictSeverity): Verdict =>
  severity === undefined ? { message, fields } : { message, fields, severity };
