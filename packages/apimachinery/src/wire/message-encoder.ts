/**
 * Encoders of all messages of one minor, made from the type model when a message is first written. They write what
 * gogo/protobuf writes: fields by number, all that are no pointers, and maps by key.
 */
import type { GoType } from '../model/go-type.js';
import { type FieldModel, fieldIn, type TypeModel } from '../model/type-model.js';
import { isPlainObject, type PlainObject } from '../schema/json-type.js';
import type { Minor } from '../version.js';
import { compareGoStrings } from './go-string-order.js';
import { wireType } from './partial-object-metadata.js';
import type { ProtobufWriter } from './protobuf-writer.js';
import { leafWriter, type ValueWriter, writeWrappedList } from './value-writer.js';
import { isWrappedList, schemaTypeOf } from './wire-shape.js';

/** Writes a field of the object, or nothing. */
interface FieldEncoder {
  readonly number: number;
  readonly write: (writer: ProtobufWriter, object: PlainObject) => void;
}

const NOTHING: PlainObject = {};

export class MessageEncoder {
  readonly #typeName: string;
  readonly #catalog: EncoderCatalog;
  /** The highest number first, because messages are written from their end. */
  #fields: readonly FieldEncoder[] | undefined;

  constructor(typeName: string, catalog: EncoderCatalog) {
    this.#typeName = typeName;
    this.#catalog = catalog;
  }

  /** Writes the fields of the message, without tag and length. */
  encode(writer: ProtobufWriter, object: PlainObject): void {
    this.#fields ??= this.#catalog.fieldsOf(this.#typeName);
    for (const field of this.#fields) field.write(writer, object);
  }

  readonly write: ValueWriter = (writer, number, value) => {
    const before = writer.length;
    this.encode(writer, isPlainObject(value) ? value : NOTHING);
    writer.close(number, before);
  };
}

export class EncoderCatalog {
  readonly #minor: Minor;
  readonly #messages = new Map<string, MessageEncoder>();

  constructor(minor: Minor) {
    this.#minor = minor;
  }

  message(typeName: string): MessageEncoder {
    let message = this.#messages.get(typeName);
    if (message === undefined) {
      message = new MessageEncoder(typeName, this);
      this.#messages.set(typeName, message);
    }
    return message;
  }

  fieldsOf(typeName: string): readonly FieldEncoder[] {
    const model = wireType(typeName);
    const known: FieldModel[] = [];
    for (const name of model.fields.keys()) {
      const field = fieldIn(model, name, this.#minor);
      if (field !== undefined) known.push(field);
    }
    return this.#encoders(model, known);
  }

  /** The model's own fields, and a message with theirs for each type that is inlined. */
  #encoders(model: TypeModel, fields: readonly FieldModel[]): readonly FieldEncoder[] {
    const encoders: FieldEncoder[] = [];
    for (const field of fields) {
      const { number } = field;
      if (field.declaredIn === model.name && number !== undefined) encoders.push(this.#field(field, number));
    }
    for (const { typeName, number } of model.inlined) {
      if (number === undefined) continue;
      const inner = this.#encoders(wireType(typeName), fields);
      const write: FieldEncoder['write'] = (writer, object) => {
        const before = writer.length;
        for (const encoder of inner) encoder.write(writer, object);
        writer.close(number, before);
      };
      encoders.push({ number, write });
    }
    return encoders.sort((left, right) => right.number - left.number);
  }

  #field({ name, type }: FieldModel, number: number): FieldEncoder {
    const { kind, element } = type;
    const isList = kind === 'list' && !isWrappedList(type);
    if (element !== undefined && isList) return { number, write: listWriter(name, number, this.#value(element)) };
    if (element !== undefined && kind === 'map')
      return { number, write: mapWriter(name, number, this.#entry(element)) };
    const write = this.#value(type);
    const mayBeNil = type.pointer || kind === 'bytes' || kind === 'list';
    return {
      number,
      write: (writer, object) => {
        const value = object[name];
        if (!mayBeNil || !isNothing(value)) write(writer, number, value);
      },
    };
  }

  #entry(element: GoType): ValueWriter {
    const write = this.#value(element);
    if (element.kind !== 'bytes') return write;
    // Of a nil value only the key is written.
    return (writer, number, value) => {
      if (!isNothing(value)) write(writer, number, value);
    };
  }

  #value(type: GoType): ValueWriter {
    const leaf = leafWriter(type.kind);
    if (leaf !== undefined) return leaf;
    if (type.kind === 'list') return writeWrappedList;
    if (type.kind === 'struct') return this.message(type.typeName ?? '').write;
    const schema = this.message(schemaTypeOf(type)).write;
    if (type.kind === 'schemaOrBool') return schemaOrBoolWriter(schema);
    return schemaOrListWriter(schema, type.kind === 'schemaOrArray' ? schema : undefined);
  }
}

const isNothing = (value: unknown): boolean => value === null || value === undefined;

function listWriter(name: string, number: number, write: ValueWriter): FieldEncoder['write'] {
  return (writer, object) => {
    const items = object[name];
    if (!Array.isArray(items)) return;
    for (let index = items.length - 1; index >= 0; index--) write(writer, number, items[index]);
  };
}

function mapWriter(name: string, number: number, write: ValueWriter): FieldEncoder['write'] {
  return (writer, object) => {
    const map = object[name];
    if (!isPlainObject(map)) return;
    const keys = Object.keys(map).sort(compareGoStrings);
    for (let index = keys.length - 1; index >= 0; index--) {
      const key = keys[index] ?? '';
      const before = writer.length;
      write(writer, 2, map[key]);
      writer.stringField(1, key);
      writer.close(number, before);
    }
  };
}

/** Go takes a schema for one that allows. */
function schemaOrBoolWriter(schema: ValueWriter): ValueWriter {
  const bool = leafWriter('bool');
  return (writer, number, value) => {
    const before = writer.length;
    const isSchema = isPlainObject(value);
    if (isSchema) schema(writer, 2, value);
    bool?.(writer, 1, isSchema || value === true);
    writer.close(number, before);
  };
}

/** `item` writes the items of a list; texts without it. */
function schemaOrListWriter(schema: ValueWriter, item: ValueWriter | undefined): ValueWriter {
  const write = item ?? leafWriter('string');
  return (writer, number, value) => {
    const before = writer.length;
    const items: readonly unknown[] = Array.isArray(value) ? value : [];
    for (let index = items.length - 1; index >= 0; index--) write?.(writer, 2, items[index]);
    if (isPlainObject(value)) schema(writer, 1, value);
    writer.close(number, before);
  };
}
