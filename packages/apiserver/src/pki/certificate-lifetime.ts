/** When certificates of the state are valid and when they are made anew. */
import type { Validity } from './issue-certificate.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

export const AUTHORITY_DAYS = 3650;
export const LEAF_DAYS = 365;

/** Clients' clocks may be a little late. */
const BACKDATED = 5 * MINUTE;

export function validityFrom(now: number, days: number): Validity {
  const second = Math.floor(now / 1000) * 1000;
  return { notBefore: second - BACKDATED, notAfter: second + days * DAY };
}

/** A third of the time before the end. */
export function renewalTime({ notBefore, notAfter }: Validity): number {
  return notAfter - (notAfter - notBefore) / 3;
}
