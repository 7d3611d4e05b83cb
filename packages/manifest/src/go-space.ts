/**
 * Blanks as Go's `unicode.IsSpace` knows them; JavaScript's own lack NEL and have the byte order mark.
 */

const SPACE = /[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

/** The length of the blanks at the beginning of a text. */
export function leadingGoSpace(text: string): number {
  let length = 0;
  while (length < text.length && SPACE.test(text.charAt(length))) length++;
  return length;
}

/** The text without blanks at its ends, in linear time whatever it holds. */
export function trimGoSpace(text: string): string {
  const start = leadingGoSpace(text);
  let end = text.length;
  while (end > start && SPACE.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
