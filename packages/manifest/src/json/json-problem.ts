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
  return { message: `invalid character ${quoted(firstByte(code))} ${where}`, offset };
}

/** Of the character in UTF-8: encoding/json looks at bytes, and shows one as if it were a character. */
function firstByte(code: number): number {
  if (code < 0x80) return code;
  if (code < 0x800) return 0xc0 | (code >> 6);
  return code < 0x10000 ? 0xe0 | (code >> 12) : 0xf0 | (code >> 18);
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
