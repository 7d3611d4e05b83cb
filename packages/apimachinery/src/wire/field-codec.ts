/** Fields with one value, repeated fields, and maps, which are repeated entries of key and value. */
import { compareGoStrings } from './go-string-order.js';
import { type FieldReader, type Slots, wrongWireType } from './message-table.js';
import { setOwn } from './own-property.js';
import { WIRE_BYTES, WIRE_VARINT } from './protobuf-reader.js';
import type { ValueCodec } from './value-codec.js';

export interface FieldCodec {
  /** Undefined where more than one will do and the reader looks itself. */
  readonly wireType: number | undefined;
  readonly read: FieldReader;
  readonly json: (read: unknown) => unknown;
}

export function singleField({ wireType, read, json }: ValueCodec, slot: number): FieldCodec {
  return {
    wireType,
    json,
    read: (reader, slots) => {
      slots[slot] = read(reader, slots[slot]);
    },
  };
}

/** Numbers may also come packed into one field. */
export function repeatedField(codec: ValueCodec, goName: string, slot: number): FieldCodec {
  return {
    wireType: codec.wireType === WIRE_VARINT ? undefined : codec.wireType,
    json: (read) => (Array.isArray(read) ? read.map(codec.json) : read),
    read: (reader, slots, wireType) => {
      const items = listAt(slots, slot);
      if (wireType === codec.wireType) {
        if (!codec.isMessage) reader.count();
        items.push(codec.read(reader, undefined));
      } else if (wireType !== WIRE_BYTES) throw wrongWireType(wireType, goName);
      else {
        const around = reader.enter();
        while (reader.position < reader.end) {
          reader.count();
          items.push(codec.read(reader, undefined));
        }
        reader.leave(around);
      }
    },
  };
}

/** Of entries with one key the last counts; the wire types within an entry are not looked at. */
export function mapField(codec: ValueCodec, slot: number): FieldCodec {
  return {
    wireType: WIRE_BYTES,
    json: (read) => (read instanceof Map ? mapObject(read, codec) : read),
    read: (reader, slots) => {
      const around = reader.enter();
      let key = '';
      let value: unknown;
      while (reader.position < reader.end) {
        const start = reader.position;
        const number = reader.fieldNumber();
        if (number === 1) key = reader.string();
        else if (number === 2) value = codec.read(reader, undefined);
        else reader.skip(start);
      }
      reader.leave(around);
      mapAt(slots, slot).set(key, value);
    },
  };
}

function listAt(slots: Slots, slot: number): unknown[] {
  const before = slots[slot];
  if (Array.isArray(before)) return before;
  const list: unknown[] = [];
  slots[slot] = list;
  return list;
}

function mapAt(slots: Slots, slot: number): Map<unknown, unknown> {
  const before = slots[slot];
  if (before instanceof Map) return before;
  const map = new Map<unknown, unknown>();
  slots[slot] = map;
  return map;
}

function mapObject(entries: ReadonlyMap<unknown, unknown>, codec: ValueCodec): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  const sorted = Array.from(entries, ([key, value]): [string, unknown] => [String(key), value]);
  sorted.sort(([left], [right]) => compareGoStrings(left, right));
  for (const [key, read] of sorted) setOwn(object, key, read === undefined ? codec.zero() : codec.json(read));
  return object;
}
