/** What the rules of the family say of the credentials that they found. The values are never among it. */
import type { LiteralSecret } from '@bulkhead/engine/secret-literals';
import type { Severity } from '../../finding.js';

/** More places are counted. */
const MAX_NAMED = 8;

interface Found extends LiteralSecret {
  readonly place: string;
}

/** `a password in DB_PASSWORD of container "app", a private key in ...` */
export function textOf(found: readonly Found[]): string {
  const texts = [...new Set(found.map(({ what, place }) => `${what} in ${place}`))];
  const more = texts.length - MAX_NAMED;
  return `written out: ${texts.slice(0, MAX_NAMED).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** What is known by its form is one; what is known by its name is most likely. */
export const severityOf = (found: readonly Found[]): Severity =>
  found.some(({ isCertain }) => isCertain) ? 'high' : 'medium';
