/**
 * Runs of minors as the generated model writes them: `30..`, `..34`, `30..34`, or nothing for all known minors.
 */
import type { Minor } from '../version.js';

/** The minors that know a thing. A missing end means: from before the oldest, or still in the newest known minor. */
export interface MinorRange {
  readonly since?: Minor;
  readonly last?: Minor;
}

export const ALL_MINORS: MinorRange = {};

/** `30..34` as a range; both ends belong to it. */
export function parseMinorRange(text: string): MinorRange {
  const [since = '', last = ''] = text.split('..');
  return {
    ...(since === '' ? {} : { since: Number(since) }),
    ...(last === '' ? {} : { last: Number(last) }),
  };
}

/** Whether the minor belongs to the range. */
export function isInRange(range: MinorRange, minor: Minor): boolean {
  return (range.since === undefined || range.since <= minor) && (range.last === undefined || minor <= range.last);
}
