/**
 * An exception: somebody decided that a finding is acceptable, said why, and perhaps until when.
 * Excepted findings stay in the report, marked; an exception without a reason does not count.
 */
import type { Finding, Ignored } from '../finding.js';

export interface Exception {
  readonly by: Ignored['by'];
  /** `all`, a family (`pod-security`) or a rule id (`pod-security/privileged`). */
  readonly rules: readonly string[];
  /** Names of the containers that it is about; all when absent. */
  readonly containers?: readonly string[];
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which it holds. */
  readonly until?: string;
  readonly source: string;
}

/** `YYYY-MM-DD` of a day that exists. */
export function isDay(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** Whether the exception still holds on that day (`YYYY-MM-DD`). */
export const holdsOn = (exception: Exception, today: string): boolean =>
  exception.until === undefined || exception.until >= today;

/** Whether `selector` (`all`, a family or an id) names the rule. */
export const namesRule = (selector: string, ruleId: string): boolean =>
  selector === ruleId || selector === 'all' || ruleId.startsWith(`${selector}/`);

/**
 * The exception that covers the finding, if one does. An exception for some containers covers it only when all its
 * places are in these, so that it never hides another container's fault. `paths` hold names in place of indexes.
 */
export function findException(
  finding: Pick<Finding, 'ruleId'>,
  paths: readonly string[],
  exceptions: readonly Exception[],
): Exception | undefined {
  return exceptions.find(
    (exception) =>
      exception.rules.some((selector) => namesRule(selector, finding.ruleId)) &&
      (exception.containers === undefined || paths.every((path) => isInContainers(path, exception.containers ?? []))),
  );
}

function isInContainers(path: string, names: readonly string[]): boolean {
  const match = /(?:^|\.)(?:containers|initContainers|ephemeralContainers)\[([^\]]*)\]/.exec(path);
  return match?.[1] !== undefined && names.includes(match[1]);
}

export const toIgnored = (exception: Exception): Ignored => ({
  by: exception.by,
  reason: exception.reason,
  ...(exception.until === undefined ? {} : { until: exception.until }),
  source: exception.source,
});
