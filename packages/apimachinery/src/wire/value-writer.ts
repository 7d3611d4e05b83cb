/** Writes the values of fields, each with its tag, from what JSON has for them. */
import type { GoKind } from '../model/go-type.js';
import { base64ToBytes } from './base64-bytes.js';
import { canonicalQuantityText } from './canonical-text.js';
import { isZeroTime, parseTime } from './civil-time.js';
import { goJSON } from './go-json.js';
import { WIRE_FIXED64, WIRE_VARINT } from './protobuf-reader.js';
import type { ProtobufWriter } from './protobuf-writer.js';
import { encodeUtf8 } from './utf8.js';

/** Writes a value; null and undefined are the zero value. */
export type ValueWriter = (writer: ProtobufWriter, number: number, value: unknown) => void;

/** The writer of a kind that needs no model; undefined for structs, maps, alternatives and lists of other things. */
export const leafWriter = (kind: GoKind): ValueWriter | undefined => LEAVES.get(kind);

/** Lists of texts that are messages of their own. */
export const writeWrappedList: ValueWriter = (writer, number, value) => {
  const before = writer.length;
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  for (let index = items.length - 1; index >= 0; index--) writer.stringField(1, text(items[index]));
  writer.close(number, before);
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const integer = (value: unknown): number | bigint => {
  if (typeof value === 'bigint') return value;
  return typeof value === 'number' && Number.isFinite(value) ? Math.trunc(value) : 0;
};

const writeInteger: ValueWriter = (writer, number, value) => {
  writer.varint(integer(value));
  writer.tag(number, WIRE_VARINT);
};

const writeBytes: ValueWriter = (writer, number, value) => {
  const before = writer.length;
  writer.raw(base64ToBytes(text(value)));
  writer.close(number, before);
};

const writeTime: ValueWriter = (writer, number, value) => writeTimestamp(writer, number, value, false);
const writeMicroTime: ValueWriter = (writer, number, value) => writeTimestamp(writer, number, value, true);

/** The zero time is an empty message. */
function writeTimestamp(writer: ProtobufWriter, number: number, value: unknown, withFraction: boolean): void {
  const before = writer.length;
  const time = parseTime(text(value));
  if (time !== undefined && !isZeroTime(time)) {
    writer.varint(withFraction ? Math.trunc(time.nanos / 1000) * 1000 : 0);
    writer.tag(2, WIRE_VARINT);
    writer.varint(time.seconds);
    writer.tag(1, WIRE_VARINT);
  }
  writer.close(number, before);
}

const writeQuantity: ValueWriter = (writer, number, value) => {
  const before = writer.length;
  const isQuantity = typeof value === 'string' || typeof value === 'number';
  writer.stringField(1, isQuantity ? String(canonicalQuantityText(value)) : '0');
  writer.close(number, before);
};

const writeIntOrString: ValueWriter = (writer, number, value) => {
  const before = writer.length;
  const isText = typeof value === 'string';
  writer.stringField(3, isText ? value : '');
  writeInteger(writer, 2, isText ? 0 : value);
  writeInteger(writer, 1, isText ? 1 : 0);
  writer.close(number, before);
};

/** JSON as bytes; none for null. */
const writeRaw: ValueWriter = (writer, number, value) => {
  const before = writer.length;
  if (value !== null && value !== undefined) {
    writer.raw(encodeUtf8(goJSON(value)));
    writer.close(1, before);
  }
  writer.close(number, before);
};

const LEAVES: ReadonlyMap<GoKind, ValueWriter> = new Map<GoKind, ValueWriter>([
  ['string', (writer, number, value) => writer.stringField(number, text(value))],
  [
    'bool',
    (writer, number, value) => {
      writer.varint(value === true ? 1 : 0);
      writer.tag(number, WIRE_VARINT);
    },
  ],
  ['int32', writeInteger],
  ['int64', writeInteger],
  [
    'float64',
    (writer, number, value) => {
      writer.float64(typeof value === 'number' || typeof value === 'bigint' ? Number(value) : 0);
      writer.tag(number, WIRE_FIXED64);
    },
  ],
  ['bytes', writeBytes],
  ['time', writeTime],
  ['microTime', writeMicroTime],
  ['quantity', writeQuantity],
  ['intOrString', writeIntOrString],
  ['any', writeRaw],
]);
