/**
 * Single- and double-quoted scalars, by the rules of libyaml: line breaks fold, `\` before a break joins, and the
 * escapes are those of YAML 1.1 (`\/` is none).
 */
import { hexValue, isBlank, isBlankOrEnd, isBreak, isEnd } from './characters.js';
import type { Cursor } from './cursor.js';

const SINGLE = 39;
const DOUBLE = 34;
const BACKSLASH = 92;

const SCANNING = 'while scanning a quoted scalar';
const PARSING = 'while parsing a quoted scalar';

/** Reads from the opening quote to behind the closing one. Undefined when the cursor has a problem. */
export function readQuotedScalar(cursor: Cursor): string | undefined {
  const start = cursor.position;
  const quote = cursor.code;
  cursor.position++;
  let value = '';
  for (;;) {
    if (cursor.atDocumentIndicator(isBlankOrEnd)) {
      cursor.fail('found unexpected document indicator', SCANNING, start);
      return undefined;
    }
    if (isEnd(cursor.code)) {
      cursor.fail('found unexpected end of stream', SCANNING, start);
      return undefined;
    }
    const word = quote === SINGLE ? readSingleQuotedWord(cursor) : readDoubleQuotedWord(cursor, start);
    if (word === undefined) return undefined;
    value += word;
    if (cursor.code === quote) break;
    value += readBlanks(cursor);
  }
  cursor.position++;
  cursor.contentEnd = cursor.position;
  return value;
}

/** Characters up to a blank, a break or the closing quote. */
function readSingleQuotedWord(cursor: Cursor): string {
  let value = '';
  let from = cursor.position;
  while (!isBlankOrEnd(cursor.code)) {
    if (cursor.code === SINGLE) {
      if (cursor.ahead(1) !== SINGLE) break;
      value += cursor.text.slice(from, cursor.position + 1);
      cursor.position += 2;
      from = cursor.position;
    } else {
      cursor.position++;
    }
  }
  return value + cursor.text.slice(from, cursor.position);
}

/** Characters up to a blank, a break, an escaped break or the closing quote. */
function readDoubleQuotedWord(cursor: Cursor, start: number): string | undefined {
  let value = '';
  let from = cursor.position;
  while (!isBlankOrEnd(cursor.code) && cursor.code !== DOUBLE) {
    if (cursor.code !== BACKSLASH) {
      cursor.position++;
      continue;
    }
    value += cursor.text.slice(from, cursor.position);
    if (isBreak(cursor.ahead(1))) return value;
    const escaped = readEscape(cursor, start);
    if (escaped === undefined) return undefined;
    value += escaped;
    from = cursor.position;
  }
  return value + cursor.text.slice(from, cursor.position);
}

function readEscape(cursor: Cursor, start: number): string | undefined {
  const code = cursor.ahead(1);
  const simple = simpleEscape(code);
  if (simple !== undefined) {
    cursor.position += 2;
    return simple;
  }
  const length = code === 120 ? 2 : code === 117 ? 4 : code === 85 ? 8 : 0;
  if (length === 0) {
    cursor.fail('found unknown escape character', PARSING, start);
    return undefined;
  }
  cursor.position += 2;
  let value = 0;
  for (let index = 0; index < length; index++) {
    const digit = hexValue(cursor.ahead(index));
    if (digit === -1) {
      cursor.fail('did not find expected hexdecimal number', PARSING, start);
      return undefined;
    }
    value = value * 16 + digit;
  }
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff) {
    cursor.fail('found invalid Unicode character escape code', PARSING, start);
    return undefined;
  }
  cursor.position += length;
  return String.fromCodePoint(value);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const simpleEscape = (code: number): string | undefined =>
  code < 128 ? ESCAPES[String.fromCharCode(code)] : undefined;

/** Blanks are text, unless a break is among them: then they fold. An escaped break folds into nothing. */
function readBlanks(cursor: Cursor): string {
  const from = cursor.position;
  let first: string | undefined;
  let others = '';
  if (cursor.code === BACKSLASH) {
    cursor.position++;
    cursor.passBreak();
    first = '';
  }
  for (;;) {
    if (isBlank(cursor.code)) {
      cursor.position++;
    } else if (isBreak(cursor.code)) {
      const lineBreak = cursor.passBreak();
      if (first === undefined) first = lineBreak;
      else others += lineBreak;
    } else {
      break;
    }
  }
  if (first === undefined) return cursor.text.slice(from, cursor.position);
  if (first !== '\n') return first + others;
  return others === '' ? ' ' : others;
}
