/**
 * Whether Go parses a text as RFC 3339 time, and what it says otherwise.
 * Source: time.Parse of the Go library, with the layouts of metav1.Time and metav1.MicroTime.
 */

const LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';
/** Digits of a MicroTime's fraction and the point before them. */
const MICRO_FRACTION = 7;

/** What is valid at a glance; the rest is looked at piece by piece. */
const USUAL = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z$/;
const USUAL_MICRO = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/** `parsing time "x" as "2006-01-02T15:04:05Z07:00": cannot parse "x" as "2006"`; undefined for a time. */
export function timeError(text: string): string | undefined {
  return USUAL.test(text) ? undefined : parseError(text, LAYOUT);
}

/** As `timeError`, for times that must have six digits after the second. */
export function microTimeError(text: string): string | undefined {
  return USUAL_MICRO.test(text) ? undefined : parseError(text, MICRO_LAYOUT);
}

/** What one element of the layout made of the text: its value and the rest, or what is wrong. */
type Reading = { readonly value: number; readonly rest: string } | { readonly outOfRange: string } | undefined;

interface Element {
  /** What stands before it in the layout and must stand in the text. */
  readonly prefix: string;
  readonly layout: string;
  read(text: string): Reading;
}

const number = (name: string, most: number, least: number, twoDigits: boolean) => (text: string) =>
  readNumber(text, name, least, most, twoDigits);
const DATE_AND_HOUR: readonly Element[] = [
  { prefix: '', layout: '2006', read: readYear },
  { prefix: '-', layout: '01', read: number('month', 12, 1, true) },
  // Which days a month has is known at the end.
  { prefix: '-', layout: '02', read: number('day', 99, 0, true) },
  { prefix: 'T', layout: '15', read: number('hour', 23, 0, false) },
  { prefix: ':', layout: '04', read: number('minute', 59, 0, true) },
];
const ZONE: Element = { prefix: '', layout: 'Z07:00', read: readZone };
const ELEMENTS: readonly Element[] = [...DATE_AND_HOUR, { prefix: ':', layout: '05', read: readSecond }, ZONE];
const MICRO_ELEMENTS: readonly Element[] = [
  ...DATE_AND_HOUR,
  { prefix: ':', layout: '05', read: number('second', 59, 0, true) },
  { prefix: '', layout: '.000000', read: readMicroseconds },
  ZONE,
];

function parseError(source: string, layout: string): string | undefined {
  const text = asBytes(source);
  const cannotParse = (rest: string, element: string): string =>
    `parsing time ${quote(text)} as ${quote(layout)}: cannot parse ${quote(rest)} as ${quote(element)}`;
  const values: number[] = [];
  let rest = text;
  for (const element of layout === LAYOUT ? ELEMENTS : MICRO_ELEMENTS) {
    if (!rest.startsWith(element.prefix)) return cannotParse(rest, element.prefix);
    rest = rest.slice(element.prefix.length);
    const reading = element.read(rest);
    if (reading === undefined) return cannotParse(rest, element.layout);
    if ('outOfRange' in reading) return `parsing time ${quote(text)}: ${reading.outOfRange} out of range`;
    values.push(reading.value);
    rest = reading.rest;
  }
  if (rest !== '') return `parsing time ${quote(text)}: extra text: ${quote(rest)}`;
  const [year = 0, month = 0, day = 0] = values;
  return day < 1 || day > daysIn(month, year) ? `parsing time ${quote(text)}: day out of range` : undefined;
}

const isDigit = (text: string, index: number): boolean => /^\d$/.test(text[index] ?? '');

function readYear(text: string): Reading {
  return /^\d{4}/.test(text) ? { value: Number(text.slice(0, 4)), rest: text.slice(4) } : undefined;
}

function readNumber(text: string, name: string, least: number, most: number, twoDigits: boolean): Reading {
  if (!isDigit(text, 0) || (twoDigits && !isDigit(text, 1))) return undefined;
  const length = isDigit(text, 1) ? 2 : 1;
  const value = Number(text.slice(0, length));
  return value < least || value > most ? { outOfRange: name } : { value, rest: text.slice(length) };
}

/** A fraction may follow although the layout has none. */
function readSecond(text: string): Reading {
  const reading = readNumber(text, 'second', 0, 59, true);
  if (reading === undefined || 'outOfRange' in reading) return reading;
  return { value: reading.value, rest: reading.rest.replace(/^[.,]\d+/, '') };
}

function readMicroseconds(text: string): Reading {
  const digits = /^[.,]([+-]?)\d+$/.exec(text.slice(0, MICRO_FRACTION));
  if (text.length < MICRO_FRACTION || digits === null) return undefined;
  const value = Number(text.slice(1, MICRO_FRACTION));
  return value < 0 ? { outOfRange: 'fractional second' } : { value, rest: text.slice(MICRO_FRACTION) };
}

function readZone(text: string): Reading {
  if (text.startsWith('Z')) return { value: 0, rest: text.slice(1) };
  if (text.length < 6 || text[3] !== ':') return undefined;
  const hour = readNumber(text.slice(1, 3), 'time zone offset hour', 0, 24, true);
  if (hour !== undefined && 'outOfRange' in hour) return hour;
  // Go looks at the minutes only when the hours are a number.
  const minute = hour && readNumber(text.slice(4, 6), 'time zone offset minute', 0, 60, true);
  if (minute !== undefined && 'outOfRange' in minute) return minute;
  if (minute === undefined || !/^[+-]/.test(text)) return undefined;
  return { value: 0, rest: text.slice(6) };
}

function daysIn(month: number, year: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The text with a character for each byte of its UTF-8 form, because Go slices bytes. */
function asBytes(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text;
  let bytes = '';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isHalf = code >= 0xd800 && code <= 0xdfff;
    bytes += code < 0x80 ? character : utf8Bytes(isHalf ? '\ufffd' : character);
  }
  return bytes;
}

const utf8Bytes = (character: string): string =>
  encodeURIComponent(character).replace(/%(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

/** The quoting of Go's time package: bytes beyond ASCII and control characters in hexadecimal. */
const quote = (text: string): string =>
  `"${text.replace(/[^ -\x7f]|["\\]/g, (byte) =>
    byte === '"' || byte === '\\' ? `\\${byte}` : `\\x${byte.charCodeAt(0).toString(16).padStart(2, '0')}`,
  )}"`;
