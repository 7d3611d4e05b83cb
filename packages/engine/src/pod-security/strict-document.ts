/**
 * Checks a configuration document against the fields of its kind, in the words of the API server's strict decoder.
 * Types are checked first: one wrong type hides all unknown fields. `null` stands for an absent value everywhere.
 *
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/json; sigs.k8s.io/json.
 */
import { goQuote, type Minor, schemeLine } from '@bulkhead/apimachinery';
import { compareBytes } from './detail.js';
import { isObject, textOf } from './pod-view.js';

export type FieldType =
  | { readonly type: 'string' }
  | { readonly type: 'any' }
  | { readonly type: 'list'; readonly items: FieldType }
  | { readonly type: 'struct'; readonly name: string; readonly fields: Fields };

type Fields = Readonly<Record<string, FieldType>>;

export const STRING: FieldType = { type: 'string' };
export const strings = (): FieldType => ({ type: 'list', items: STRING });

export interface KnownKind {
  readonly kind: string;
  readonly apiVersions: readonly string[];
  /** Besides kind and apiVersion. */
  readonly fields: Fields;
}

export type Strict<T> = { readonly value: T } | { readonly error: string };

export interface DecodeOptions {
  readonly minor: Minor;
  /** The document as it was written. The API server prints it where the kind is missing. */
  readonly text?: string;
}

type Members = Readonly<Record<string, unknown>>;

const TYPE_META_STRUCT =
  'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';

/** The document, when it is of that kind and holds nothing else than the kind's fields. */
export function decodeStrictly(document: unknown, known: KnownKind, options: DecodeOptions): Strict<Members> {
  const members = document ?? {};
  if (!isObject(members)) {
    return typeMetaError(`json: cannot unmarshal ${jsonType(document)} into Go value of type ${TYPE_META_STRUCT}`);
  }
  const walk = new Walk(keysInOrder(options.text));
  const typeMeta = walk.typeErrorOf(members, { kind: STRING, apiVersion: STRING });
  if (typeMeta !== undefined) return typeMetaError(typeMeta);
  const error = kindError(members, known, options);
  if (error !== undefined) return { error };

  const version = textOf(members['apiVersion']).split('/').at(-1) ?? '';
  walk.struct(members, { kind: STRING, apiVersion: STRING, ...known.fields }, { name: known.kind, version });
  return walk.error === undefined ? { value: members } : { error: walk.error };
}

function typeMetaError(error: string): { readonly error: string } {
  return { error: `couldn't get version/kind; json parse error: ${error}` };
}

function kindError(members: Members, known: KnownKind, { minor, text }: DecodeOptions): string | undefined {
  const kind = textOf(members['kind']);
  const apiVersion = textOf(members['apiVersion']);
  const written = text ?? JSON.stringify(members);
  if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  if (kind === '') return `Object 'Kind' is missing in '${written}'`;
  if (apiVersion === '') return `Object 'apiVersion' is missing in '${written}'`;
  if (kind === known.kind && known.apiVersions.includes(apiVersion)) return undefined;
  return `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme ${goQuote(schemeLine(minor))}`;
}

/** JSON is read as it stands; YAML becomes JSON with sorted keys first. */
function keysInOrder(text: string | undefined): (members: Members) => readonly string[] {
  if (text?.trimStart().startsWith('{') === true) return (members) => Object.keys(members);
  return (members) => Object.keys(members).sort(compareBytes);
}

/** The struct that a value stands in, with the paths that messages name. */
interface Place {
  readonly name: string;
  readonly version: string;
  /** Ends in a dot where it is not empty. Indexes are only in the path of unknown fields. */
  readonly path?: string;
  readonly indexedPath?: string;
}

class Walk {
  readonly #keysOf: (members: Members) => readonly string[];
  readonly #unknown: string[] = [];
  #typeError: string | undefined;

  constructor(keysOf: (members: Members) => readonly string[]) {
    this.#keysOf = keysOf;
  }

  get error(): string | undefined {
    if (this.#typeError !== undefined) return this.#typeError;
    return this.#unknown.length === 0 ? undefined : `strict decoding error: ${this.#unknown.join(', ')}`;
  }

  /** The first of these fields that has a value of another type. */
  typeErrorOf(members: Members, fields: Fields): string | undefined {
    const walk = new Walk(this.#keysOf);
    walk.struct(members, fields, { name: '', version: '' });
    return walk.#typeError;
  }

  struct(members: Members, fields: Fields, place: Place): void {
    for (const key of this.#keysOf(members)) {
      const type = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (type === undefined) this.#unknown.push(`unknown field ${goQuote((place.indexedPath ?? '') + key)}`);
      else this.#value(members[key], type, place, (place.path ?? '') + key, (place.indexedPath ?? '') + key);
    }
  }

  #value(value: unknown, type: FieldType, place: Place, path: string, indexedPath: string): void {
    if (value === null || value === undefined || type.type === 'any') return;
    if (type.type === 'list' && Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        this.#value(item, type.items, place, path, `${indexedPath}[${index}]`);
      }
    } else if (type.type === 'struct' && isObject(value)) {
      const { name, fields } = type;
      this.struct(value, fields, { ...place, name, path: `${path}.`, indexedPath: `${indexedPath}.` });
    } else if (type.type !== 'string' || typeof value !== 'string') {
      const field = `${place.name}.${path}`;
      this.#typeError ??= `json: cannot unmarshal ${jsonType(value)} into Go struct field ${field} of type ${goType(type, place.version)}`;
    }
  }
}

function goType(type: FieldType, version: string): string {
  if (type.type === 'list') return `[]${goType(type.items, version)}`;
  return type.type === 'struct' ? `${version}.${type.name}` : 'string';
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
