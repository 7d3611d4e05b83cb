/**
 * Anchors, aliases, tags and directives, by the rules of libyaml.
 */
import { hexValue, isBlank, isBlankOrEnd, isBreakOrEnd, isDigit, isWordCharacter } from './characters.js';
import type { Cursor } from './cursor.js';
import { ANCHOR, TAG, TAG_DIRECTIVE, type Token, type TokenType, VERSION_DIRECTIVE } from './token.js';

/** What may follow the name of an anchor besides a blank: ? : , ] } % @ ` */
const AFTER_ANCHOR = '?:,]}%@`';

/** `&name` or `*name`. */
export function readAnchor(cursor: Cursor, type: TokenType): Token | undefined {
  const start = cursor.position;
  cursor.position++;
  const text = readWord(cursor);
  const code = cursor.code;
  if (text === '' || !(isBlankOrEnd(code) || AFTER_ANCHOR.includes(String.fromCharCode(code)))) {
    const context = type === ANCHOR ? 'while scanning an anchor' : 'while scanning an alias';
    cursor.fail('did not find expected alphabetic or numeric character', context, start);
    return undefined;
  }
  return { type, start, end: cursor.position, text, suffix: '', plain: false };
}

/** `!name`, `!handle!name`, `!<name>` or `!`. */
export function readTag(cursor: Cursor): Token | undefined {
  const start = cursor.position;
  const context = 'while parsing a tag';
  let handle = '';
  let suffix: string | undefined;
  if (cursor.ahead(1) === 60) {
    cursor.position += 2;
    suffix = readUri(cursor, context, start, '');
    if (suffix === undefined) return undefined;
    if (cursor.code !== 62) {
      cursor.fail("did not find the expected '>'", 'while scanning a tag', start);
      return undefined;
    }
    cursor.position++;
  } else {
    handle = readHandle(cursor);
    if (handle.length > 1 && handle.endsWith('!')) {
      suffix = readUri(cursor, context, start, '');
    } else {
      suffix = readUri(cursor, context, start, handle);
      handle = '!';
      if (suffix === '') [handle, suffix] = ['', '!'];
    }
    if (suffix === undefined) return undefined;
  }
  if (!isBlankOrEnd(cursor.code)) {
    cursor.fail('did not find expected whitespace or line break', 'while scanning a tag', start);
    return undefined;
  }
  return { type: TAG, start, end: cursor.position, text: handle, suffix, plain: false };
}

/** `%YAML` or `%TAG`, with the rest of its line. */
export function readDirective(cursor: Cursor): Token | undefined {
  const start = cursor.position;
  const context = 'while scanning a directive';
  cursor.position++;
  const name = readWord(cursor);
  if (name === '') {
    cursor.fail('could not find expected directive name', context, start);
  } else if (!isBlankOrEnd(cursor.code)) {
    cursor.fail('found unexpected non-alphabetical character', context, start);
  } else if (name !== 'YAML' && name !== 'TAG') {
    cursor.fail('found unknown directive name', context, start);
  }
  if (cursor.problem !== undefined) return undefined;
  const directive = name === 'YAML' ? readVersion(cursor, start) : readTagDirective(cursor, start);
  if (directive === undefined) return undefined;
  passBlanks(cursor);
  if (cursor.code === 35) while (!isBreakOrEnd(cursor.code)) cursor.position++;
  if (!isBreakOrEnd(cursor.code)) {
    cursor.fail('did not find expected comment or line break', context, start);
    return undefined;
  }
  cursor.passBreak();
  return directive;
}

function readVersion(cursor: Cursor, start: number): Token | undefined {
  const context = 'while scanning a %YAML directive';
  passBlanks(cursor);
  const major = readVersionNumber(cursor, context, start);
  if (major === undefined) return undefined;
  if (cursor.code !== 46) {
    cursor.fail("did not find expected digit or '.' character", context, start);
    return undefined;
  }
  cursor.position++;
  const minor = readVersionNumber(cursor, context, start);
  if (minor === undefined) return undefined;
  const text = `${major}.${minor}`;
  return { type: VERSION_DIRECTIVE, start, end: cursor.position, text, suffix: '', plain: false };
}

function readVersionNumber(cursor: Cursor, context: string, start: number): number | undefined {
  const from = cursor.position;
  while (isDigit(cursor.code)) {
    if (cursor.position - from === 2) {
      cursor.fail('found extremely long version number', context, start);
      return undefined;
    }
    cursor.position++;
  }
  if (cursor.position === from) {
    cursor.fail('did not find expected version number', context, start);
    return undefined;
  }
  return Number(cursor.text.slice(from, cursor.position));
}

function readTagDirective(cursor: Cursor, start: number): Token | undefined {
  const context = 'while scanning a %TAG directive';
  const parsing = 'while parsing a %TAG directive';
  passBlanks(cursor);
  if (cursor.code !== 33) {
    cursor.fail("did not find expected '!'", parsing, start);
    return undefined;
  }
  const handle = readHandle(cursor);
  if (handle !== '!' && !handle.endsWith('!')) {
    cursor.fail("did not find expected '!'", parsing, start);
    return undefined;
  }
  if (!isBlank(cursor.code)) {
    cursor.fail('did not find expected whitespace', context, start);
    return undefined;
  }
  passBlanks(cursor);
  const prefix = readUri(cursor, parsing, start, '');
  if (prefix === undefined) return undefined;
  if (!isBlankOrEnd(cursor.code)) {
    cursor.fail('did not find expected whitespace or line break', context, start);
    return undefined;
  }
  return { type: TAG_DIRECTIVE, start, end: cursor.position, text: handle, suffix: prefix, plain: false };
}

/** `!`, `!word` or `!word!`. */
function readHandle(cursor: Cursor): string {
  const from = cursor.position;
  cursor.position++;
  readWord(cursor);
  if (cursor.code === 33) cursor.position++;
  return cursor.text.slice(from, cursor.position);
}

const URI_PUNCTUATION = ";/?:@&=+$,.!~*'()[]%";

/** The characters of a URI after `head`, whose exclamation mark is left out. */
function readUri(cursor: Cursor, context: string, start: number, head: string): string | undefined {
  let uri = head.slice(1);
  let isEmpty = head === '';
  for (;;) {
    const code = cursor.code;
    if (!isWordCharacter(code) && !(code < 128 && code > 0 && URI_PUNCTUATION.includes(String.fromCharCode(code))))
      break;
    if (code === 37) {
      const escaped = readUriEscapes(cursor, context, start);
      if (escaped === undefined) return undefined;
      uri += escaped;
    } else {
      uri += String.fromCharCode(code);
      cursor.position++;
    }
    isEmpty = false;
  }
  if (isEmpty) {
    cursor.fail('did not find expected tag URI', context, start);
    return undefined;
  }
  return uri;
}

/** `%E2%82%AC`: the octets of one UTF-8 character. */
function readUriEscapes(cursor: Cursor, context: string, start: number): string | undefined {
  let remaining = 0;
  let value = 0;
  do {
    const octet = hexValue(cursor.ahead(1)) * 16 + hexValue(cursor.ahead(2));
    if (cursor.code !== 37 || hexValue(cursor.ahead(1)) === -1 || hexValue(cursor.ahead(2)) === -1) {
      cursor.fail('did not find URI escaped octet', context, start);
      return undefined;
    }
    if (remaining === 0) {
      remaining =
        octet < 0x80 ? 1 : (octet & 0xe0) === 0xc0 ? 2 : (octet & 0xf0) === 0xe0 ? 3 : (octet & 0xf8) === 0xf0 ? 4 : 0;
      if (remaining === 0) {
        cursor.fail('found an incorrect leading UTF-8 octet', context, start);
        return undefined;
      }
      value = remaining === 1 ? octet : octet & (0x7f >> remaining);
    } else {
      if ((octet & 0xc0) !== 0x80) {
        cursor.fail('found an incorrect trailing UTF-8 octet', context, start);
        return undefined;
      }
      value = value * 64 + (octet & 0x3f);
    }
    cursor.position += 3;
    remaining--;
  } while (remaining > 0);
  return value > 0x10ffff ? '\ufffd' : String.fromCodePoint(value);
}

function readWord(cursor: Cursor): string {
  const from = cursor.position;
  while (isWordCharacter(cursor.code)) cursor.position++;
  return cursor.text.slice(from, cursor.position);
}

function passBlanks(cursor: Cursor): void {
  while (isBlank(cursor.code)) cursor.position++;
}
