/** Values of flags that a shell can complete. */
import { formatMinor, MINORS } from '@bulkhead/apimachinery';

export const proposeVersions = (partial: string): string[] =>
  MINORS.map((minor) => formatMinor(minor)).filter((version) => version.startsWith(partial));

/** Ids of rules and their families; in `a,b,c` the last one is written. */
export async function proposeRules(partial: string): Promise<string[]> {
  const { rules } = await import('@bulkhead/audit');
  const before = partial.slice(0, partial.lastIndexOf(',') + 1);
  const families = new Set(rules.map(({ id }) => id.slice(0, id.indexOf('/'))));
  return [...families, ...rules.map(({ id }) => id)]
    .map((name) => before + name)
    .filter((name) => name.startsWith(partial));
}
