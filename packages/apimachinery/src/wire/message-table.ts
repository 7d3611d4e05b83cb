/**
 * The fields of a message by number. Reading fills slots, because a field may come again and then is merged with what
 * came before; what they mean in JSON is known when the message has ended.
 */
import { ProtobufError } from './protobuf-error.js';
import type { ProtobufReader } from './protobuf-reader.js';

/** What was read of a message, by places that its fields agreed upon. */
export type Slots = unknown[];

export type FieldReader = (reader: ProtobufReader, slots: Slots, wireType: number) => void;
/** Number, Go name, expected wire type (undefined: the reader looks itself) and reader of a field. */
export type FieldEntry = readonly [number, string, number | undefined, FieldReader];

interface Field {
  readonly goName: string;
  readonly wireType: number | undefined;
  readonly read: FieldReader;
}

const WIRE_END_GROUP = 4;

export class MessageTable {
  readonly #goName: string;
  readonly #fields: ReadonlyMap<number, Field>;

  constructor(goName: string, entries: Iterable<FieldEntry>) {
    this.#goName = goName;
    this.#fields = new Map(
      Array.from(entries, ([number, name, wireType, read]) => [number, { goName: name, wireType, read }]),
    );
  }

  /** Reads up to the end of the message that the reader is in. */
  read(reader: ProtobufReader, slots: Slots): Slots {
    while (reader.position < reader.end) {
      const start = reader.position;
      const number = reader.fieldNumber();
      const wireType = reader.low & 7;
      if (wireType === WIRE_END_GROUP || number <= 0) this.#refuseTag(reader, number, wireType);
      const field = this.#fields.get(number);
      if (field === undefined) reader.skip(start);
      else if (field.wireType === undefined || field.wireType === wireType) field.read(reader, slots, wireType);
      else throw wrongWireType(wireType, field.goName);
    }
    return slots;
  }

  #refuseTag(reader: ProtobufReader, number: number, wireType: number): never {
    if (wireType === WIRE_END_GROUP)
      throw new ProtobufError(`proto: ${this.#goName}: wiretype end group for non-group`);
    const tag = (BigInt(reader.high) << 32n) | BigInt(reader.low);
    throw new ProtobufError(`proto: ${this.#goName}: illegal tag ${number} (wire type ${tag})`);
  }
}

export const wrongWireType = (wireType: number, goName: string): ProtobufError =>
  new ProtobufError(`proto: wrong wireType = ${wireType} for field ${goName}`);
