/**
 * What encoding/json says of a text that is no JSON. Offsets are those of the file.
 */

export interface JsonProblem {
  readonly message: string;
  readonly offset: number;
}

export const UNEXPECTED_END = 'unexpected end of JSON input';

/** `invalid character '}' looking for beginning of value`, or the end of the text where there is no character. */
export function invalidCharacter(text: string, offset: number, where: string): JsonProblem {
  const code = text.codePointAt(offset);
  if (code === undefined) return { message: UNEXPECTED_END, offset };
  return { message: `invalid character ${quoted(code)} ${where}`, offset };
}

function quoted(code: number): string {
  switch (code) {
    case 10:
      return "'\\n'";
    case 13:
      return "'\\r'";
    case 9:
      return "'\\t'";
    case 39:
      return "'\\''";
    case 92:
      return "'\\\\'";
    default:
      if (code < 32 || code === 127) return `'\\x${code.toString(16).padStart(2, '0')}'`;
      return `'${String.fromCodePoint(code)}'`;
  }
}
