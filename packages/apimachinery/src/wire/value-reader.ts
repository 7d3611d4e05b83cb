/**
 * Reads the values that have a JSON form of their own from their messages: times, quantities, raw JSON, and lists and
 * alternatives that are messages.
 */
import { parseQuantity, QUANTITY_FORMAT_ERROR, quantityProblem } from '../quantity/index.js';
import { quantityError } from '../schema/quantity-text.js';
import { canonicalQuantityText } from './canonical-text.js';
import { formatMicros, formatSeconds, isZeroTime } from './civil-time.js';
import { MessageTable, type Slots } from './message-table.js';
import { ProtobufError } from './protobuf-error.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_VARINT } from './protobuf-reader.js';
import { decodeUtf8 } from './utf8.js';

const TIMESTAMP = new MessageTable('Timestamp', [
  [1, 'Seconds', WIRE_VARINT, (reader, slots) => set(slots, 0, reader.int64())],
  [2, 'Nanos', WIRE_VARINT, (reader, slots) => set(slots, 1, reader.int32())],
]);
const QUANTITY = new MessageTable('Quantity', [
  [1, 'String_', WIRE_BYTES, (reader, slots) => set(slots, 0, quantityText(reader.string()))],
]);
const INT_OR_STRING = new MessageTable('IntOrString', [
  [1, 'Type', WIRE_VARINT, (reader, slots) => set(slots, 0, reader.int64())],
  [2, 'IntVal', WIRE_VARINT, (reader, slots) => set(slots, 1, reader.int32())],
  [3, 'StrVal', WIRE_BYTES, (reader, slots) => set(slots, 2, reader.string())],
]);
const RAW = new MessageTable('RawExtension', [
  [1, 'Raw', WIRE_BYTES, (reader, slots) => set(slots, 0, rawText(reader))],
]);
const STRINGS = new MessageTable('ExtraValue', [
  [
    1,
    'items',
    WIRE_BYTES,
    (reader, slots) => {
      reader.count();
      slots.push(reader.string());
    },
  ],
]);

function set(slots: Slots, slot: number, value: unknown): void {
  slots[slot] = value;
}

/** Null for the zero time. */
export function readTime(reader: ProtobufReader): string | null {
  const time = readTimestamp(reader);
  // The nanoseconds of a Time are not kept.
  const seconds = time === undefined ? undefined : time.seconds;
  return seconds === undefined || isZeroTime({ seconds, nanos: 0 }) ? null : formatSeconds(seconds);
}

export function readMicroTime(reader: ProtobufReader): string | null {
  const time = readTimestamp(reader);
  return time === undefined || isZeroTime({ ...time, nanos: Math.trunc(time.nanos / 1000) })
    ? null
    : formatMicros(time);
}

function readTimestamp(reader: ProtobufReader): { seconds: number; nanos: number } | undefined {
  const around = reader.enter();
  const isEmpty = reader.position === reader.end;
  const [seconds = 0, nanos = 0] = TIMESTAMP.read(reader, []);
  reader.leave(around);
  return isEmpty ? undefined : { seconds: Number(seconds), nanos: Number(nanos) };
}

export function readQuantity(reader: ProtobufReader): unknown {
  const around = reader.enter();
  const [text = '0'] = QUANTITY.read(reader, []);
  reader.leave(around);
  return text;
}

function quantityText(text: string): string | number {
  const error = quantityError(text);
  if (error !== undefined) throw new ProtobufError(error);
  if (parseQuantity(text) === undefined) throw new ProtobufError(quantityProblem(text) ?? QUANTITY_FORMAT_ERROR);
  return canonicalQuantityText(text);
}

export function readIntOrString(reader: ProtobufReader, before: Slots): Slots {
  const around = reader.enter();
  INT_OR_STRING.read(reader, before);
  reader.leave(around);
  return before;
}

export const intOrStringOf = ([type, int = 0, text = '']: Slots): unknown => (type === 1 ? text : int);

/** The text of raw JSON; undefined when there is none. */
export function readRaw(reader: ProtobufReader): string | undefined {
  const around = reader.enter();
  const [text] = RAW.read(reader, []);
  reader.leave(around);
  return typeof text === 'string' && text !== '' ? text : undefined;
}

function rawText(reader: ProtobufReader): string {
  const end = reader.lengthEnd();
  const text = decodeUtf8(reader.bytes, reader.position, end);
  reader.position = end;
  return text;
}

/** The texts of a wrapped list, behind those that came before. */
export function readStrings(reader: ProtobufReader, before: Slots): Slots {
  const around = reader.enter();
  STRINGS.read(reader, before);
  reader.leave(around);
  return before;
}
