/** Values of TOML without an inside: texts, numbers, booleans, dates. */
import { TomlProblem } from './toml-node.js';

export interface Scanned<T> {
  readonly value: T;
  /** Behind the value. */
  readonly end: number;
}

const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  t: '\t',
  n: '\n',
  f: '\f',
  r: '\r',
  e: '\u001b',
  '"': '"',
  '\\': '\\',
};

/** A text in quotes of either kind, on one line or on several. */
export function scanString(text: string, start: number): Scanned<string> {
  const quote = text[start] ?? '';
  const isLong = text.startsWith(quote.repeat(3), start);
  return isLong ? scanLong(text, start, quote) : scanShort(text, start, quote);
}

function scanShort(text: string, start: number, quote: string): Scanned<string> {
  let value = '';
  let position = start + 1;
  for (;;) {
    const character = text[position];
    if (character === undefined || character === '\n') throw new TomlProblem('the text in quotes does not end', start);
    if (character === quote) return { value, end: position + 1 };
    if (character === '\\' && quote === '"') {
      const escape = scanEscape(text, position);
      value += escape.value;
      position = escape.end;
    } else {
      value += character;
      position++;
    }
  }
}

function scanLong(text: string, start: number, quote: string): Scanned<string> {
  let position = start + 3;
  if (text[position] === '\r' && text[position + 1] === '\n') position += 2;
  else if (text[position] === '\n') position++;
  let value = '';
  for (;;) {
    const character = text[position];
    if (character === undefined) throw new TomlProblem('the text in quotes does not end', start);
    if (text.startsWith(quote.repeat(3), position)) {
      // Up to two quotes may stand before the three that end it.
      let end = position + 3;
      while (end < position + 5 && text[end] === quote) end++;
      return { value: value + quote.repeat(end - position - 3), end };
    }
    if (character === '\\' && quote === '"') {
      const fold = /^\\[ \t]*\r?\n/.exec(text.slice(position, position + MAX_FOLD));
      if (fold !== null) {
        position += fold[0].length;
        while (/^[ \t\r\n]/.test(text[position] ?? '')) position++;
        continue;
      }
      const escape = scanEscape(text, position);
      value += escape.value;
      position = escape.end;
    } else {
      value += character;
      position++;
    }
  }
}

/** Blanks between a backslash and the end of its line. */
const MAX_FOLD = 256;

function scanEscape(text: string, start: number): Scanned<string> {
  const letter = text[start + 1] ?? '';
  const simple = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
  if (simple !== undefined) return { value: simple, end: start + 2 };
  const length = letter === 'u' ? 4 : letter === 'U' ? 8 : letter === 'x' ? 2 : 0;
  const digits = text.slice(start + 2, start + 2 + length);
  const code = length > 0 && /^[0-9A-Fa-f]+$/.test(digits) && digits.length === length ? parseInt(digits, 16) : -1;
  if (code < 0 || code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) {
    throw new TomlProblem('the escape is none of TOML', start);
  }
  return { value: String.fromCodePoint(code), end: start + 2 + length };
}

const DATE =
  /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d)?)?$|^\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/;
const INTEGER = /^[+-]?(?:0|[1-9](?:_?\d)*)$/;
const FLOAT = /^[+-]?(?:0|[1-9](?:_?\d)*)(?:\.\d(?:_?\d)*)?(?:[eE][+-]?\d(?:_?\d)*)?$/;
const BASED = /^0(?:x[0-9A-Fa-f](?:_?[0-9A-Fa-f])*|o[0-7](?:_?[0-7])*|b[01](?:_?[01])*)$/;
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['inf', Number.POSITIVE_INFINITY],
  ['+inf', Number.POSITIVE_INFINITY],
  ['-inf', Number.NEGATIVE_INFINITY],
  ['nan', Number.NaN],
  ['+nan', Number.NaN],
  ['-nan', Number.NaN],
]);
/** Longer than any number or date that means something. */
const MAX_BARE = 128;

/** A value without quotes. Dates stay the text they are. */
export function scanBare(text: string, start: number): Scanned<string | number | bigint | boolean> {
  let end = start;
  while (end - start < MAX_BARE && /[\w+\-.:]/.test(text[end] ?? '')) end++;
  // A date and its time may be one blank apart.
  if (/^\d{4}-\d\d-\d\d$/.test(text.slice(start, end)) && /^ \d\d:/.test(text.slice(end, end + 4))) {
    end++;
    while (end - start < MAX_BARE && /[\w+\-.:]/.test(text[end] ?? '')) end++;
  }
  const word = text.slice(start, end);
  const value = bareValue(word);
  if (value === undefined) throw new TomlProblem('a value is expected', start);
  return { value, end };
}

function bareValue(word: string): string | number | bigint | boolean | undefined {
  if (word === 'true' || word === 'false') return word === 'true';
  const special = SPECIAL.get(word);
  if (special !== undefined) return special;
  const digits = word.replaceAll('_', '');
  if (INTEGER.test(word) || BASED.test(word)) {
    const number = Number(digits);
    return Number.isSafeInteger(number) || digits.startsWith('-') ? number : BigInt(digits.replace('+', ''));
  }
  if (FLOAT.test(word)) return Number(digits);
  return DATE.test(word) ? word : undefined;
}
