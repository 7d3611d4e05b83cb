/**
 * How the values of protobuf fields are read, and what JSON has for what was read. Messages are read into slots, which
 * mean something when the message around has ended.
 */
import type { GoKind } from '../model/go-type.js';
import { bytesToBase64 } from './base64-bytes.js';
import { type ProtobufReader, WIRE_BYTES, WIRE_FIXED64, WIRE_VARINT } from './protobuf-reader.js';
import { parseRawJSON } from './raw-json.js';
import {
  intOrStringOf,
  readIntOrString,
  readMicroTime,
  readQuantity,
  readRaw,
  readStrings,
  readTime,
} from './value-reader.js';

export interface ValueCodec {
  readonly wireType: number;
  /** Whether it is a message, which the reader counts when it enters it. */
  readonly isMessage: boolean;
  /** `before` is what the field already has; undefined the first time. */
  readonly read: (reader: ProtobufReader, before: unknown) => unknown;
  readonly json: (read: unknown) => unknown;
  /** Go's zero value, which an entry of a map has without a value. */
  readonly zero: () => unknown;
}

/** The codec of a kind that needs no model; undefined for structs, maps, alternatives and lists of other things. */
export const leafCodec = (kind: GoKind): ValueCodec | undefined => LEAVES.get(kind);

/** Lists of texts that are messages of their own. */
export const WRAPPED_LIST: ValueCodec = {
  wireType: WIRE_BYTES,
  isMessage: true,
  read: (reader, before) => readStrings(reader, slotsOf(before)),
  json: (read) => read,
  zero: () => [],
};

/** What was read before, or nothing yet. */
export const slotsOf = (before: unknown): unknown[] => (Array.isArray(before) ? before : []);

function scalar(wireType: number, zero: unknown, read: (reader: ProtobufReader) => unknown): ValueCodec {
  return { wireType, isMessage: false, read, json: (value) => value, zero: () => zero };
}

const message = (zero: unknown, read: (reader: ProtobufReader) => unknown): ValueCodec => ({
  ...scalar(WIRE_BYTES, zero, read),
  isMessage: true,
});

const LEAVES: ReadonlyMap<GoKind, ValueCodec> = new Map<GoKind, ValueCodec>([
  ['string', scalar(WIRE_BYTES, '', (reader) => reader.string())],
  ['bool', scalar(WIRE_VARINT, false, (reader) => reader.bool())],
  ['int32', scalar(WIRE_VARINT, 0, (reader) => reader.int32())],
  ['int64', scalar(WIRE_VARINT, 0, (reader) => reader.int64())],
  ['float64', scalar(WIRE_FIXED64, 0, (reader) => reader.float64())],
  ['bytes', scalar(WIRE_BYTES, '', readBase64)],
  ['time', message(null, readTime)],
  ['microTime', message(null, readMicroTime)],
  ['quantity', message('0', readQuantity)],
  [
    'intOrString',
    {
      wireType: WIRE_BYTES,
      isMessage: true,
      read: (reader, before) => readIntOrString(reader, slotsOf(before)),
      json: (read) => intOrStringOf(slotsOf(read)),
      zero: () => 0,
    },
  ],
  [
    'any',
    {
      wireType: WIRE_BYTES,
      isMessage: true,
      read: readRaw,
      json: (read) => (typeof read === 'string' && read !== '' ? parseRawJSON(read) : null),
      zero: () => null,
    },
  ],
]);

function readBase64(reader: ProtobufReader): string {
  const end = reader.lengthEnd();
  const text = bytesToBase64(reader.bytes, reader.position, end);
  reader.position = end;
  return text;
}
