/**
 * JSON strings with escapes, as encoding/json decodes them: half of a surrogate pair becomes U+FFFD.
 */
import { hexValue } from '../yaml/characters.js';
import { invalidCharacter, type JsonProblem } from './json-problem.js';

export interface JsonString {
  readonly value: string;
  /** Behind the closing quote. */
  readonly end: number;
}

/** Reads the string whose text begins at `start`; `at` is the first character that is not plain. */
export function readJsonString(text: string, start: number, at: number): JsonString | JsonProblem {
  let value = text.slice(start, at);
  let position = at;
  let from = at;
  for (;;) {
    const code = text.charCodeAt(position);
    if (code === 34) return { value: value + text.slice(from, position), end: position + 1 };
    if (code === 92) {
      value += text.slice(from, position);
      const escaped = readEscape(text, position + 1);
      if ('message' in escaped) return escaped;
      value += escaped.value;
      position = escaped.end;
      from = position;
    } else if (code >= 32) {
      position++;
    } else {
      return invalidCharacter(text, position, 'in string literal');
    }
  }
}

/** The character behind a backslash that stands before `position`. */
function readEscape(text: string, position: number): JsonString | JsonProblem {
  const end = position + 1;
  switch (text[position]) {
    case '"':
      return { value: '"', end };
    case '\\':
      return { value: '\\', end };
    case '/':
      return { value: '/', end };
    case 'b':
      return { value: '\b', end };
    case 'f':
      return { value: '\f', end };
    case 'n':
      return { value: '\n', end };
    case 'r':
      return { value: '\r', end };
    case 't':
      return { value: '\t', end };
    case 'u':
      return readUnicode(text, end);
    default:
      return invalidCharacter(text, position, 'in string escape code');
  }
}

function readUnicode(text: string, position: number): JsonString | JsonProblem {
  for (let index = 0; index < 4; index++) {
    if (hexValue(text.charCodeAt(position + index)) === -1) {
      return invalidCharacter(text, position + index, 'in \\u hexadecimal character escape');
    }
  }
  const end = position + 4;
  const unit = Number.parseInt(text.slice(position, end), 16);
  if (unit < 0xd800 || unit > 0xdfff) return { value: String.fromCharCode(unit), end };
  const low = /^\\u(d[c-f][0-9a-f]{2})/i.exec(text.slice(end, end + 6));
  if (unit > 0xdbff || low === null) return { value: '\ufffd', end };
  return { value: String.fromCharCode(unit, Number.parseInt(low[1] ?? '', 16)), end: end + 6 };
}
