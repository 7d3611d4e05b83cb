/**
 * The Swagger document in the protobuf form that kubectl asks for before it sends lists. It holds the definitions and
 * no paths, which clients of this form do not look at.
 *
 * Source: github.com/google/gnostic-models/openapiv2/OpenAPIv2.proto.
 */

/** The subtype that answers have. Clients ask for it, or for an older one which Go does not take for a media type. */
export const SWAGGER_PROTOBUF = 'com.github.proto-openapi.spec.v2.v1.0+protobuf';
export const OLD_SWAGGER_PROTOBUF = 'com.github.proto-openapi.spec.v2@v1.0+protobuf';

const DOCUMENT = { swagger: 1, info: 2, paths: 8, definitions: 9 } as const;
const INFO = { title: 1, version: 2 } as const;
const NAMED = { name: 1, value: 2 } as const;
/** Whatever holds but one kind of thing. */
const ONLY = 1;
const YAML_OF_ANY = 2;
const SCHEMA = {
  $ref: 1,
  format: 2,
  title: 3,
  description: 4,
  default: 5,
  required: 19,
  enum: 20,
  additionalProperties: 21,
  type: 22,
  items: 23,
  allOf: 24,
  properties: 25,
  extension: 31,
} as const;

export function swaggerProtobuf(document: string): Buffer {
  const { swagger, info, definitions } = recordOf(JSON.parse(document));
  const { title, version } = recordOf(info);
  return Buffer.concat([
    text(DOCUMENT.swagger, swagger),
    field(DOCUMENT.info, [text(INFO.title, title), text(INFO.version, version)]),
    field(DOCUMENT.paths, []),
    field(DOCUMENT.definitions, namedSchemas(definitions)),
  ]);
}

function schema(value: unknown): Buffer[] {
  return Object.entries(recordOf(value)).flatMap(([key, content]) => schemaField(key, content));
}

function schemaField(key: string, content: unknown): Buffer[] {
  if (key.startsWith('x-')) return [field(SCHEMA.extension, named(key, any(content)))];
  switch (key) {
    case '$ref':
    case 'format':
    case 'title':
    case 'description':
      return [text(SCHEMA[key], content)];
    case 'default':
      return [field(SCHEMA.default, any(content))];
    case 'type':
      return [field(SCHEMA.type, [text(ONLY, content)])];
    case 'required':
      return listOf(content).map((name) => text(SCHEMA.required, name));
    case 'enum':
      return listOf(content).map((allowed) => field(SCHEMA.enum, any(allowed)));
    case 'items':
    case 'additionalProperties':
      return [field(SCHEMA[key], [field(ONLY, schema(content))])];
    case 'allOf':
      return listOf(content).map((part) => field(SCHEMA.allOf, schema(part)));
    case 'properties':
      return [field(SCHEMA.properties, namedSchemas(content))];
    default:
      throw new Error(`the protobuf form of a schema's ${key} is not known`);
  }
}

const namedSchemas = (schemas: unknown): Buffer[] =>
  Object.entries(recordOf(schemas)).map(([name, value]) => field(ONLY, named(name, schema(value))));

const named = (name: string, value: readonly Buffer[]): Buffer[] => [text(NAMED.name, name), field(NAMED.value, value)];

/** A value of any kind goes as YAML, of which JSON is a part. */
const any = (value: unknown): Buffer[] => [text(YAML_OF_ANY, JSON.stringify(value))];

function field(number: number, parts: readonly Buffer[]): Buffer {
  const length = parts.reduce((sum, { length: each }) => sum + each, 0);
  return Buffer.concat([varint(number * 8 + 2), varint(length), ...parts]);
}

const text = (number: number, value: unknown): Buffer =>
  field(number, [Buffer.from(typeof value === 'string' ? value : '')]);

function varint(value: number): Buffer {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return Buffer.from([...bytes, rest]);
}

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
