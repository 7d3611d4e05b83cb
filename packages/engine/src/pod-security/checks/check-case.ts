/**
 * One check on one pod, as the tables of the checks' tests ask it.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { Check } from '../check.js';
import { PodSecurityEvaluator } from '../evaluator.js';
import { LATEST, type Version } from '../level-version.js';
import type { PodLike } from '../pod-view.js';

export interface CaseOptions {
  /** Version of the API server. */
  readonly code?: Minor;
  readonly policy?: Version;
  /** Feature gates that are on. */
  readonly gates?: readonly string[];
}

/** `allowed`, the reason with detail and fields, or `inactive` where the check is not run at all. */
export type Answer =
  | 'allowed'
  | 'inactive'
  | { readonly reason: string; readonly detail: string; readonly fields: readonly string[] };

export function answerOf({ id, level }: Check, pod: PodLike, options: CaseOptions = {}): Answer {
  const { code = 36, policy = LATEST, gates = [] } = options;
  const profile = { minor: code, enabled: (gate: string) => gates.includes(gate) };
  const { results } = new PodSecurityEvaluator(profile).evaluatePod({ level, version: policy }, pod);
  const result = results.find((candidate) => candidate.id === id);
  if (result === undefined) return 'inactive';
  const { allowed, reason, detail, fields } = result;
  return allowed ? 'allowed' : { reason, detail, fields };
}
