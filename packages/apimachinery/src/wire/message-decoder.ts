/**
 * Decoders of all messages of one minor, made from the type model when a message first comes: bytes to the JSON object
 * that Go would print.
 */
import type { GoType } from '../model/go-type.js';
import { type FieldModel, fieldIn, type TypeModel } from '../model/type-model.js';
import type { Minor } from '../version.js';
import { type FieldCodec, mapField, repeatedField, singleField } from './field-codec.js';
import { goFieldName, lastPart } from './go-field-name.js';
import { type FieldEntry, MessageTable, type Slots } from './message-table.js';
import { wireType } from './partial-object-metadata.js';
import { type ProtobufReader, WIRE_BYTES } from './protobuf-reader.js';
import { schemaCodec } from './schema-codec.js';
import { leafCodec, slotsOf, type ValueCodec, WRAPPED_LIST } from './value-codec.js';
import { isWrappedList, schemaTypeOf } from './wire-shape.js';
import { printsZero, zeroValue } from './zero-form.js';

/** A field as JSON has it. */
interface Member {
  readonly name: string;
  readonly slot: number;
  readonly always: boolean;
  readonly pointer: boolean;
  readonly json: (read: unknown) => unknown;
  readonly zero: () => unknown;
}

interface Compiled {
  readonly table: MessageTable;
  /** In Go order. */
  readonly members: readonly Member[];
}

/** A message of one minor. */
export class MessageDecoder {
  readonly #typeName: string;
  readonly #catalog: DecoderCatalog;
  #compiled: Compiled | undefined;

  constructor(typeName: string, catalog: DecoderCatalog) {
    this.#typeName = typeName;
    this.#catalog = catalog;
  }

  /** The object of a message that ends where the reader does. */
  decode(reader: ProtobufReader): Record<string, unknown> {
    return this.object(this.#parts().table.read(reader, []));
  }

  /** Reads a message that follows with its length. */
  read(reader: ProtobufReader, before: unknown): Slots {
    const slots = slotsOf(before);
    const around = reader.enter();
    this.#parts().table.read(reader, slots);
    reader.leave(around);
    return slots;
  }

  /** Members in Go order; zero values as the fields want them. */
  object(slots: Slots): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    for (const { name, slot, always, pointer, json, zero } of this.#parts().members) {
      const read = slots[slot];
      if (read === undefined) {
        if (always) object[name] = zero();
        continue;
      }
      const value = json(read);
      if (always || pointer || !isEmpty(value)) object[name] = value;
    }
    return object;
  }

  #parts(): Compiled {
    this.#compiled ??= this.#catalog.compile(this.#typeName);
    return this.#compiled;
  }
}

/** Lists and maps that were read have items. */
const isEmpty = (value: unknown): boolean => value === '' || value === 0 || value === false || value === null;

export class DecoderCatalog {
  readonly #minor: Minor;
  readonly #messages = new Map<string, MessageDecoder>();

  constructor(minor: Minor) {
    this.#minor = minor;
  }

  message(typeName: string): MessageDecoder {
    let message = this.#messages.get(typeName);
    if (message === undefined) {
      message = new MessageDecoder(typeName, this);
      this.#messages.set(typeName, message);
    }
    return message;
  }

  compile(typeName: string): Compiled {
    const model = wireType(typeName);
    const members: Member[] = [];
    const entries = new Map<string, FieldEntry>();
    for (const name of model.fields.keys()) {
      const field = fieldIn(model, name, this.#minor);
      if (field === undefined) continue;
      const { type, number } = field;
      const goName = goFieldName(field);
      const slot = members.length;
      const { wireType: expected, read, json } = this.#field(type, goName, slot);
      if (number !== undefined) entries.set(keyOf(field), [number, goName, expected, read]);
      const always = printsZero(field, this.#minor);
      members.push({ name, slot, always, pointer: type.pointer, json, zero: this.#zeroOf(type) });
    }
    return { table: tableOf(model, entries), members };
  }

  #field(type: GoType, goName: string, slot: number): FieldCodec {
    const { kind, element } = type;
    if (element !== undefined && kind === 'map') return mapField(this.#value(element), slot);
    if (element !== undefined && kind === 'list' && !isWrappedList(type)) {
      return repeatedField(this.#value(element), goName, slot);
    }
    return singleField(this.#value(type), slot);
  }

  #value(type: GoType): ValueCodec {
    const leaf = leafCodec(type.kind);
    if (leaf !== undefined) return leaf;
    if (type.kind === 'list') return WRAPPED_LIST;
    if (type.kind === 'struct') return this.#structCodec(type.typeName ?? '');
    return schemaCodec(type.kind, lastPart(type.goName), this.#structCodec(schemaTypeOf(type)));
  }

  #structCodec(typeName: string): ValueCodec {
    const message = this.message(typeName);
    return {
      wireType: WIRE_BYTES,
      isMessage: true,
      read: (reader, before) => message.read(reader, before),
      json: (read) => message.object(slotsOf(read)),
      zero: () => message.object([]),
    };
  }

  #zeroOf(type: GoType): () => unknown {
    if (type.kind === 'struct' && !type.pointer) {
      const message = this.message(type.typeName ?? '');
      return () => message.object([]);
    }
    const zero = zeroValue(type);
    return () => zero;
  }
}

const keyOf = ({ declaredIn, name }: FieldModel): string => `${declaredIn} ${name}`;

/** The table of the model's own fields; those of inlined types stand in messages of their own, but in the same slots. */
function tableOf(model: TypeModel, entries: ReadonlyMap<string, FieldEntry>): MessageTable {
  const own: FieldEntry[] = [];
  for (const [key, entry] of entries) if (key.startsWith(`${model.name} `)) own.push(entry);
  for (const { typeName, number } of model.inlined) {
    if (number === undefined) continue;
    const table = tableOf(wireType(typeName), entries);
    own.push([
      number,
      lastPart(typeName),
      WIRE_BYTES,
      (reader, slots) => {
        const around = reader.enter();
        table.read(reader, slots);
        reader.leave(around);
      },
    ]);
  }
  return new MessageTable(lastPart(model.name), own);
}
