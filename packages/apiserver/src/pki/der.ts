/**
 * DER (X.690), the few types of which certificates are made: what is written here is read by every TLS library, and what
 * is read here came from a client, so lengths and depth are checked.
 *
 * A certificate library would do the same with 160 ms of loading on the first start; these are 150 lines.
 */

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
} as const;

/** `[n]` of a constructed value. */
export const explicitTag = (number: number): number => 0xa0 | number;
/** `[n]` in place of a primitive value's own tag. */
export const implicitTag = (number: number): number => 0x80 | number;

export function encode(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), encodeLength(content.length), content]);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => encode(TAG.sequence, ...parts);

/** A positive integer from its big-endian bytes. */
export function unsignedInteger(bytes: Uint8Array): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start += 1;
  const digits = bytes.subarray(start);
  return encode(TAG.integer, (digits[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), digits]) : digits);
}

/** `2.5.4.3` */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return encode(TAG.oid, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value % 128];
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) digits.unshift(0x80 | (left % 128));
  return digits;
}

/** UTCTime up to 2049, GeneralizedTime after it (RFC 5280, 4.1.2.5). */
export function time(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/g, '');
  return digits < '2050'
    ? encode(TAG.utcTime, Buffer.from(digits.slice(2), 'latin1'))
    : encode(TAG.generalizedTime, Buffer.from(digits, 'latin1'));
}

export interface DerValue {
  readonly tag: number;
  readonly content: Buffer;
  /** Tag, length and content. */
  readonly encoded: Buffer;
}

export class DerError extends Error {
  override readonly name = 'DerError';
}

/** The values that stand one after another in `bytes`. */
export function readValues(bytes: Buffer): DerValue[] {
  const values: DerValue[] = [];
  for (let offset = 0; offset < bytes.length; ) {
    const value = readValue(bytes, offset);
    values.push(value);
    offset += value.encoded.length;
  }
  return values;
}

/** The members of a constructed value with this tag. */
export function members(value: DerValue | undefined, tag: number): DerValue[] {
  if (value?.tag !== tag) throw new DerError('unexpected type');
  return readValues(value.content);
}

function readValue(bytes: Buffer, offset: number): DerValue {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) throw new DerError('truncated');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tag number too large');
  const { length, size } = first < 0x80 ? { length: first, size: 1 } : readLongLength(bytes, offset + 1, first & 0x7f);
  const start = offset + 1 + size;
  if (length > bytes.length - start) throw new DerError('truncated');
  const end = start + length;
  return { tag, content: bytes.subarray(start, end), encoded: bytes.subarray(offset, end) };
}

function readLongLength(bytes: Buffer, offset: number, count: number): { length: number; size: number } {
  if (count === 0 || count > 4 || offset + count >= bytes.length) throw new DerError('invalid length');
  const length = bytes.readUIntBE(offset + 1, count);
  if (length < 0x80 || (count > 1 && bytes[offset + 1] === 0)) throw new DerError('length not minimal');
  return { length, size: 1 + count };
}

export function readOID(value: DerValue | undefined): string {
  if (value?.tag !== TAG.oid || value.content.length === 0) throw new DerError('not an object identifier');
  const numbers: bigint[] = [];
  let number = 0n;
  for (const byte of value.content) {
    number = number * 128n + BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    numbers.push(number);
    number = 0n;
  }
  if ((value.content.at(-1) ?? 0) >= 0x80) throw new DerError('truncated object identifier');
  const [first = 0n, ...rest] = numbers;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}

/** Milliseconds since the epoch. */
export function readTime(value: DerValue | undefined): number {
  const text = value?.content.toString('latin1') ?? '';
  const short = value?.tag === TAG.utcTime;
  if (!short && value?.tag !== TAG.generalizedTime) throw new DerError('not a time');
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (match === null || (match[1]?.length === 2) !== short) throw new DerError('invalid time');
  const [, year = '', month, day, hour, minute, second] = match;
  const century = short ? (Number(year) >= 50 ? '19' : '20') : '';
  const milliseconds = Date.parse(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(milliseconds)) throw new DerError('invalid time');
  return milliseconds;
}
