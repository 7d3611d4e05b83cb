/**
 * Keys that stand twice in a JSON body. The decoder fills the same field twice: of structs and maps the parts of both
 * values stay, of everything else the last value. What a check of the last value alone would not see is stored all the
 * same, so it has to be seen here as it will be stored.
 *
 * Source: sigs.k8s.io/json, which decodes as encoding/json does.
 */
import { fieldIn, type GoType, type KindModel, type Minor, typeModel, typeOfKind } from '@bulkhead/apimachinery';
import type { ManifestDocument, PathSegment } from '@bulkhead/manifest';

type JsonObject = Record<string, unknown>;

/** Completes the document's value in place. */
export function joinRepeatedKeys({ value, duplicates }: ManifestDocument, kind: KindModel, minor: Minor): void {
  // The last first: what is repeated inside of a repeated value is then in its place.
  for (const { path, key, earlier } of duplicates.toReversed()) {
    const place = placeOf(value, path, kind, minor);
    if (place === undefined) continue;
    define(place.object, key, joined(earlier, place.object[key], place.type, minor));
  }
}

interface Place {
  readonly object: JsonObject;
  readonly type: GoType;
}

/** The object that holds the last key of a path, and the type of the value there. */
function placeOf(root: unknown, path: readonly PathSegment[], kind: KindModel, minor: Minor): Place | undefined {
  const { name: typeName } = typeOfKind(kind);
  let type: GoType | undefined = { kind: 'struct', goName: kind.kind, pointer: false, typeName };
  let value = root;
  let object: JsonObject | undefined;
  for (const segment of path) {
    object = typeof segment === 'string' && isObject(value) ? value : undefined;
    type = partOf(type, segment, minor);
    if (type === undefined) return undefined;
    value = isObject(value) || Array.isArray(value) ? own(value, segment) : undefined;
  }
  return object === undefined || type === undefined ? undefined : { object, type };
}

function partOf({ kind, typeName, element }: GoType, segment: PathSegment, minor: Minor): GoType | undefined {
  if (kind === 'list' || kind === 'map') return element;
  const model = kind === 'struct' && typeName !== undefined ? typeModel(typeName) : undefined;
  return model === undefined || typeof segment === 'number' ? undefined : fieldIn(model, segment, minor)?.type;
}

function joined(earlier: unknown, last: unknown, type: GoType, minor: Minor): unknown {
  if (!isObject(earlier)) return last;
  // A null leaves a struct as it is, and takes pointers and maps away.
  if (last === null && type.kind === 'struct' && !type.pointer) return earlier;
  if (!isObject(last) || (type.kind !== 'struct' && type.kind !== 'map')) return last;
  const both: JsonObject = {};
  for (const [key, value] of Object.entries(earlier)) define(both, key, value);
  for (const [key, value] of Object.entries(last)) {
    const field = type.kind === 'struct' && Object.hasOwn(both, key) ? partOf(type, key, minor) : undefined;
    define(both, key, field === undefined ? value : joined(both[key], value, field, minor));
  }
  return both;
}

/** Also for keys that objects have of themselves. */
function define(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

const own = (value: object, key: PathSegment): unknown =>
  Object.hasOwn(value, key) ? (value as Readonly<Record<PathSegment, unknown>>)[key] : undefined;

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
