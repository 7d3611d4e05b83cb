/**
 * JSON schemas and what may stand in their place: `JSONSchemaPropsOrArray`, `OrStringArray` and `OrBool` are messages
 * with a field for each.
 */
import type { GoKind } from '../model/go-type.js';
import { repeatedField, singleField } from './field-codec.js';
import { MessageTable, type Slots } from './message-table.js';
import { WIRE_BYTES } from './protobuf-reader.js';
import { leafCodec, slotsOf, type ValueCodec } from './value-codec.js';

const SCHEMA_SLOT = 0;
const OTHER_SLOT = 1;

/** `schema` reads JSONSchemaProps. */
export function schemaCodec(kind: GoKind, goName: string, schema: ValueCodec): ValueCodec {
  return kind === 'schemaOrBool' ? schemaOrBool(goName, schema) : schemaOrList(kind, goName, schema);
}

function schemaOrBool(goName: string, schema: ValueCodec): ValueCodec {
  const own = singleField(schema, SCHEMA_SLOT);
  const table = new MessageTable(goName, [
    [1, 'Allows', 0, (reader, slots) => void (slots[OTHER_SLOT] = reader.bool())],
    [2, 'Schema', own.wireType, own.read],
  ]);
  return alternative(table, ([found, allows]) => (found === undefined ? allows === true : schema.json(found)));
}

function schemaOrList(kind: GoKind, goName: string, schema: ValueCodec): ValueCodec {
  const own = singleField(schema, SCHEMA_SLOT);
  const isSchemas = kind === 'schemaOrArray';
  const name = isSchemas ? 'JSONSchemas' : 'Property';
  const list = repeatedField((isSchemas ? undefined : leafCodec('string')) ?? schema, name, OTHER_SLOT);
  const table = new MessageTable(goName, [
    [1, 'Schema', own.wireType, own.read],
    [2, name, list.wireType, list.read],
  ]);
  return alternative(table, ([found, items]) => {
    if (Array.isArray(items) && items.length > 0) return list.json(items);
    return found === undefined ? null : schema.json(found);
  });
}

function alternative(table: MessageTable, json: (slots: Slots) => unknown): ValueCodec {
  return {
    wireType: WIRE_BYTES,
    isMessage: true,
    json: (read) => json(slotsOf(read)),
    zero: () => json([]),
    read: (reader, before) => {
      const slots = slotsOf(before);
      const around = reader.enter();
      table.read(reader, slots);
      reader.leave(around);
      return slots;
    },
  };
}
