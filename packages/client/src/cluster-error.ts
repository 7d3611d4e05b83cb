/** Why a cluster could not be asked, as one sentence for a person that says what to do where something can be done. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
}

/** Control characters, line separators and marks that turn the direction of the text around. */
const UNPRINTABLE = /[\p{Cc}\u2028\u2029\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;
const MAX_LENGTH = 400;

/** What a stranger said, as one printable line of bounded length. */
export function foreignText(text: string): string {
  const line = text
    .slice(0, 4 * MAX_LENGTH)
    .replaceAll(/\s+/g, ' ')
    .trim()
    .replaceAll(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return line.length > MAX_LENGTH ? `${line.slice(0, MAX_LENGTH)}...` : line;
}
