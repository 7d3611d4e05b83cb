/** JSON as Go's encoder writes it: compact, or for people. */
import { goJSON } from '@bulkhead/apimachinery/wire';

/** Without a line break at the end. */
export function goJson(value: unknown, pretty = false): string {
  const text = goJSON(value);
  if (!pretty) return text;
  // Escapes of HTML characters are taken apart by the parser and have to be put back.
  const indented = JSON.stringify(JSON.parse(text), undefined, 2);
  return /[<>&\u2028\u2029]/.test(indented) ? indented.replace(/[<>&\u2028\u2029]/g, escaped) : indented;
}

const escaped = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
