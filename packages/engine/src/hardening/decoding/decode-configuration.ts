/**
 * What a component's decoder says of its configuration file: fields that it does not know, and values that it cannot
 * take, in its own words.
 *
 * Source: k8s.io/apimachinery/pkg/runtime/serializer/json; sigs.k8s.io/json; the types of each component.
 */
import { formatMinor, goQuote, type Minor } from '@bulkhead/apimachinery';
import { parseGoDuration } from '../../authorization/go-duration.js';
import { isMap, type PlainMap } from '../plain-value.js';
import { type Verdict, verdict } from '../verdict.js';
import { fieldsOf, isConfigurationKind } from './configuration-fields.js';

/** Kinds whose decoder goes on without what it does not know, and says so in its log. */
const LENIENT: ReadonlySet<string> = new Set(['KubeletConfiguration', 'KubeProxyConfiguration', 'Policy']);
/** Whether the component takes a file of the kind without what it does not understand. */
export const isLenient = (kind: string): boolean => LENIENT.has(kind);

/** More problems of one file are noise. */
const MAX_PROBLEMS = 50;

const ROOT_FIELDS: ReadonlySet<string> = new Set(['apiVersion', 'kind']);

export function decodeConfiguration(
  apiVersion: string,
  kind: string,
  file: PlainMap,
  minor: Minor,
): readonly Verdict[] {
  if (!isConfigurationKind(apiVersion, kind)) return [];
  const walk = new Walk(apiVersion, kind, minor);
  walk.struct(file, kind, '', '');
  return walk.verdicts;
}

class Walk {
  readonly verdicts: Verdict[] = [];
  readonly #apiVersion: string;
  readonly #isLenient: boolean;
  readonly #minor: Minor;

  constructor(apiVersion: string, kind: string, minor: Minor) {
    this.#apiVersion = apiVersion;
    this.#isLenient = isLenient(kind);
    this.#minor = minor;
  }

  /** `path` is that of the file, `goPath` the one that Go prints, without indexes. */
  struct(value: PlainMap, name: string, path: string, goPath: string): void {
    const fields = fieldsOf(this.#apiVersion, name);
    if (fields === undefined) return;
    for (const [key, member] of Object.entries(value)) {
      if (this.verdicts.length >= MAX_PROBLEMS) return;
      if (path === '' && ROOT_FIELDS.has(key)) continue;
      const at = path === '' ? key : `${path}.${key}`;
      const field = fields.get(key);
      if (field === undefined) {
        if (!fields.has('*')) this.#unknown(at, '');
      } else if (this.#minor < field.from || this.#minor > field.to) {
        const known =
          this.#minor < field.from
            ? `known since ${formatMinor(field.from)}`
            : `gone since ${formatMinor(field.to + 1)}`;
        this.#unknown(at, ` (${known})`);
      } else
        this.#value(member, field.type, { struct: name, path: at, goPath: goPath === '' ? key : `${goPath}.${key}` });
    }
  }

  #unknown(path: string, more: string): void {
    const text = `unknown field ${goQuote(path)}${more}`;
    const what = this.#isLenient
      ? `${text}: it is dropped, and the component goes on without`
      : `strict decoding error: ${text}`;
    this.verdicts.push(verdict(what, [path], this.#isLenient ? 'medium' : 'high'));
  }

  #value(value: unknown, type: string, place: Place): void {
    if (value === null || value === undefined || type === 'a') return;
    if (type.startsWith('[]')) this.#list(value, type, place);
    else if (type.startsWith('{}')) {
      if (!isMap(value)) this.#wrong(value, type, place);
      else
        for (const [key, item] of Object.entries(value))
          this.#value(item, type.slice(2), { ...place, path: `${place.path}[${key}]` });
    } else if (type.startsWith('@')) {
      if (isMap(value)) this.struct(value, type.slice(1), place.path, place.goPath);
      else this.#wrong(value, type, place);
    } else if (type === 'd') this.#duration(value, place);
    else if (!isScalar(value, type)) this.#wrong(value, type, place);
  }

  #list(value: unknown, type: string, place: Place): void {
    if (!Array.isArray(value)) {
      this.#wrong(value, type, place);
      return;
    }
    for (const [index, item] of value.entries()) {
      this.#value(item, type.slice(2), { ...place, path: `${place.path}[${index}]` });
    }
  }

  #duration(value: unknown, place: Place): void {
    if (typeof value !== 'string') {
      this.#report(`json: cannot unmarshal ${jsonType(value)} into Go value of type string`, place.path);
    } else if (parseGoDuration(value) === undefined) {
      const isBare = /^[+-]?\d+(?:\.\d*)?$/.test(value);
      this.#report(`time: ${isBare ? 'missing unit in' : 'invalid'} duration ${goQuote(value)}`, place.path);
    }
  }

  #wrong(value: unknown, type: string, { struct, path, goPath }: Place): void {
    const number = typeof value === 'number' && !Number.isInteger(value) ? ` ${value}` : '';
    const text = `json: cannot unmarshal ${jsonType(value)}${number} into Go struct field ${struct}.${goPath}`;
    this.#report(`${text} of type ${this.#goType(type)}`, path);
  }

  #report(text: string, path: string): void {
    if (this.verdicts.length < MAX_PROBLEMS) this.verdicts.push(verdict(text, [path], 'high'));
  }

  #goType(type: string): string {
    const version = this.#apiVersion.slice(this.#apiVersion.indexOf('/') + 1);
    if (type.startsWith('[]')) return `[]${this.#goType(type.slice(2))}`;
    if (type.startsWith('{}')) return `map[string]${this.#goType(type.slice(2))}`;
    if (type.startsWith('@')) return `${version}.${type.slice(1)}`;
    const [scalar = '', named] = type.split('=');
    return named === undefined ? (GO_SCALARS.get(scalar) ?? scalar) : `${version}.${named}`;
  }
}

interface Place {
  /** The innermost struct. */
  readonly struct: string;
  readonly path: string;
  readonly goPath: string;
}

const GO_SCALARS: ReadonlyMap<string, string> = new Map([
  ['s', 'string'],
  ['b', 'bool'],
  ['f', 'float64'],
  ['d', 'v1.Duration'],
  ['a', 'interface {}'],
]);

function isScalar(value: unknown, type: string): boolean {
  const scalar = type.split('=')[0];
  if (scalar === 's') return typeof value === 'string';
  if (scalar === 'b') return typeof value === 'boolean';
  if (scalar === 'f') return typeof value === 'number' || typeof value === 'bigint';
  if (typeof value === 'bigint') return scalar === 'int64' || scalar === 'int';
  if (typeof value !== 'number' || !Number.isInteger(value)) return false;
  return scalar !== 'int32' || Math.abs(value) <= 0x7fffffff;
}

function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'bigint' ? 'number' : typeof value;
}
