/**
 * One pass over a value: what the server would keep of it, the same reference where nothing has to go.
 * Source: sigs.k8s.io/json and the UnmarshalJSON methods of k8s.io/apimachinery and apiextensions-apiserver.
 *
 * A null is an absent field; as an item or a value of a map it is the zero value. A wrong value is dropped and reported;
 * as an item it becomes the zero value, so that the other items keep their places.
 */
import { base64Error } from './base64-text.js';
import { type DescribedPath, describePath, type PathStep, type Root, unknownFieldError, unmarshalError } from './described-path.js';
import { nearest } from './edit-distance.js';
import { placeOf } from './field-place.js';
import type { SchemaFinding, WrongType } from './finding.js';
import { quantityError } from './quantity-text.js';
import type { FieldShape, ShapeCatalog, StructShape, ValueShape } from './shape.js';
import { microTimeError, timeError } from './time-text.js';

/** Structs, lists and maps within each other. Go stops at 10,000; no API object comes near this. */
const MAX_DEPTH = 500;
/** Structs, lists and maps in one object. The server's limit of 3 MiB of JSON leaves room for fewer. */
const MAX_CONTAINERS = 1_000_000;
/** Findings of one object; the rest is dropped without one. */
const MAX_FINDINGS = 1000;
/** Findings for which a better name and place are looked for. */
const MAX_SUGGESTIONS = 100;

const [INT32_MIN, INT32_MAX] = [-(2 ** 31), 2 ** 31 - 1];
const [INT64_MIN, INT64_MAX] = [-(2n ** 63n), 2n ** 63n - 1n];
const INT64_END = 2 ** 63;

/** How numbers are spelled in the source, where Go tells the spelling from the value: `1.0`, `1e2`. */
export type NumberSpelling = (path: readonly PathStep[]) => string | undefined;

/** A value that is not kept. JSON has no undefined. */
const GONE = undefined;

export class Decoder {
  readonly findings: SchemaFinding[] = [];
  readonly #catalog: ShapeCatalog;
  readonly #root: Root;
  readonly #spelling: NumberSpelling | undefined;
  readonly #onByDefaultSince: ((gate: string) => number | undefined) | undefined;
  readonly #path: PathStep[] = [];
  #depth = 0;
  #containers = 0;
  #suggestions = 0;
  /** How many values that decode themselves are around. */
  #opaque = 0;

  constructor(
    catalog: ShapeCatalog,
    root: Root,
    options: { numberSpelling?: NumberSpelling; gateOnByDefaultSince?: (gate: string) => number | undefined },
  ) {
    this.#catalog = catalog;
    this.#root = root;
    this.#spelling = options.numberSpelling;
    this.#onByDefaultSince = options.gateOnByDefaultSince;
  }

  /** The struct without what the server drops. */
  struct(value: object, shape: StructShape): object {
    const depth = this.#enter();
    if (depth < 0) return {};
    const fields = shape.fields;
    const source = value as Readonly<Record<string, unknown>>;
    let copy: Record<string, unknown> | undefined;
    for (const name in source) {
      const item = source[name];
      const field = fields.get(name);
      this.#path[depth] = name;
      let kept: unknown = GONE;
      if (field === undefined) this.#reportUnknown(name, item, shape);
      else if (field.dropped !== undefined) this.#reportDropped(name, item, field);
      else if (typeof item === 'string' && field.value.kind === 'string') kept = item;
      else if (item !== null) kept = this.#value(item, field.value);
      if (kept === item && kept !== GONE) {
        if (copy !== undefined) copy[name] = kept;
      } else {
        copy ??= copyBefore(source, name);
        if (kept !== GONE) copy[name] = kept;
      }
    }
    this.#leave();
    return copy ?? value;
  }

  #value(value: unknown, shape: ValueShape): unknown {
    switch (shape.kind) {
      case 'string':
        return typeof value === 'string' ? value : this.#wrong(value, shape);
      case 'struct':
        // A shape of kind struct has its struct.
        return isObject(value) && shape.struct !== undefined ? this.struct(value, shape.struct) : this.#wrong(value, shape);
      case 'list':
        return Array.isArray(value) ? this.#list(value, shape) : this.#wrong(value, shape);
      case 'map':
        return isObject(value) ? this.#map(value, shape) : this.#wrong(value, shape);
      case 'bool':
        return typeof value === 'boolean' ? value : this.#wrong(value, shape);
      case 'int32':
      case 'int64':
        return this.#integer(value, shape);
      default:
        return this.#ownForm(value, shape);
    }
  }

  #ownForm(value: unknown, shape: ValueShape): unknown {
    switch (shape.kind) {
      case 'quantity':
        return this.#quantity(value);
      case 'intOrString':
        return typeof value === 'string' ? value : this.#int32(value);
      case 'time':
        return this.#time(value, timeError);
      case 'microTime':
        return this.#time(value, microTimeError);
      case 'bytes':
        return this.#bytes(value, shape);
      case 'float64':
        return this.#float(value, shape);
      case 'any':
        return value;
      default:
        return this.#schema(value, shape);
    }
  }

  #list(value: readonly unknown[], shape: ValueShape): readonly unknown[] {
    const element = shape.element;
    const depth = this.#enter();
    if (depth < 0 || element === undefined) return [];
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const item = value[index];
      if (typeof item === 'string' && element.kind === 'string') {
        copy?.push(item);
        continue;
      }
      this.#path[depth] = index;
      const kept = (isNothing(item) ? GONE : this.#value(item, element)) ?? zeroOf(element);
      if (copy === undefined && kept !== item) copy = value.slice(0, index);
      copy?.push(kept);
    }
    this.#leave();
    return copy ?? value;
  }

  #map(value: object, shape: ValueShape): object {
    const element = shape.element;
    const depth = this.#enter();
    if (depth < 0 || element === undefined) return {};
    const source = value as Readonly<Record<string, unknown>>;
    let copy: Record<string, unknown> | undefined;
    for (const key in source) {
      const item = source[key];
      if (typeof item === 'string' && element.kind === 'string') {
        if (copy !== undefined) setOwn(copy, key, item);
        continue;
      }
      this.#path[depth] = key;
      const kept = isNothing(item) ? zeroOf(element) : this.#value(item, element);
      if (copy === undefined && kept !== item) copy = copyBefore(source, key);
      if (copy !== undefined && kept !== GONE && kept !== null) setOwn(copy, key, kept);
    }
    this.#leave();
    return copy ?? value;
  }

  #integer(value: unknown, shape: ValueShape): unknown {
    if (typeof value === 'number' && this.#spelling === undefined) {
      if (shape.kind === 'int32' ? isInt32(value) : isInt64(value)) return value;
    } else if (isNumber(value)) {
      const spelled = this.#spelled(value);
      const fits = shape.kind === 'int32' ? isInt32(value) : isInt64(value);
      if (fits && /^-?\d+$/.test(spelled)) return value;
      return this.#mismatch(value, `number ${spelled}`, shape.type.goName, 'integer', false);
    }
    if (typeof value === 'number') return this.#mismatch(value, `number ${value}`, shape.type.goName, 'integer', false);
    return this.#wrong(value, shape);
  }

  /** The number of an IntOrString, whose decoder is a fatal one. */
  #int32(value: unknown): unknown {
    if (!isNumber(value)) return this.#mismatch(value, goNameOf(value), 'int32', 'integer or string', true);
    const spelled = this.#spelled(value);
    if (isInt32(value) && /^-?\d+$/.test(spelled)) return value;
    return this.#mismatch(value, `number ${spelled}`, 'int32', 'integer or string', true);
  }

  #float(value: unknown, shape: ValueShape): unknown {
    if (typeof value === 'number' && Number.isFinite(value)) return value;
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'number') return this.#wrong(value, shape);
    return this.#mismatch(value, `number ${this.#spelled(value)}`, shape.type.goName, 'number', false);
  }

  #quantity(value: unknown): unknown {
    const text = typeof value === 'string' ? value : isNumber(value) ? this.#spelled(value) : GONE;
    const error = quantityError(text ?? '');
    if (error !== undefined) return this.#report(value, error, 'quantity', true);
    return typeof value === 'bigint' ? String(value) : value;
  }

  #time(value: unknown, errorOf: (text: string) => string | undefined): unknown {
    if (typeof value !== 'string') return this.#mismatch(value, goNameOf(value), 'string', 'time', true);
    const error = errorOf(value);
    return error === undefined ? value : this.#report(value, error, 'time', true);
  }

  /** Base64 text; or a list of numbers, of which Go makes bytes too. */
  #bytes(value: unknown, shape: ValueShape): unknown {
    if (Array.isArray(value)) return this.#byteList(value);
    if (typeof value !== 'string') return this.#wrong(value, shape);
    const error = base64Error(value);
    return error === undefined ? value : this.#report(value, error, 'base64', false);
  }

  #byteList(value: readonly unknown[]): unknown {
    const depth = this.#enter();
    let isClean = depth >= 0;
    const bytes: number[] = [];
    for (let index = 0; isClean && index < value.length; index++) {
      const item = value[index] ?? 0;
      if (typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255) {
        bytes.push(item);
        continue;
      }
      this.#path[depth] = index;
      this.#mismatch(item, isNumber(item) ? `number ${item}` : goNameOf(item), 'uint8', 'byte', false);
      isClean = false;
    }
    if (depth >= 0) this.#leave();
    return isClean ? btoa(String.fromCharCode(...bytes)) : GONE;
  }

  /** A JSON schema or one of its alternatives. It decodes itself, so that strict validation does not see inside. */
  #schema(value: unknown, shape: ValueShape): unknown {
    const before = this.findings.length;
    this.#opaque++;
    let kept: unknown = GONE;
    if (isObject(value) && shape.struct !== undefined) kept = this.struct(value, shape.struct);
    else if (Array.isArray(value) && shape.kind !== 'schemaOrBool') kept = this.#schemaList(value, shape);
    else if (shape.kind === 'schemaOrBool') {
      const message = 'boolean or JSON schema expected';
      kept = typeof value === 'boolean' ? value : this.#report(value, message, 'boolean or JSON schema', true);
    }
    this.#opaque--;
    if (this.#opaque === 0 && this.findings.length > before) this.#makeFatal(before);
    return kept;
  }

  /** The list form; the elements are looked at as those of a list of schemas, or of strings. */
  #schemaList(value: readonly unknown[], shape: ValueShape): readonly unknown[] {
    const goType = shape.kind === 'schemaOrArray' ? SCHEMA_ITEM : STRING_ITEM;
    const element: ValueShape = { ...shape, kind: goType, type: { ...shape.type, kind: goType, goName: goType } };
    const named =
      goType === SCHEMA_ITEM ? { ...element, type: { ...element.type, goName: shape.struct?.goName ?? '' } } : element;
    return this.#list(value, { ...shape, kind: 'list', element: named });
  }

  /** Whatever went wrong inside ends the outer decoding: with the error that the inner decoding would have printed. */
  #makeFatal(from: number): void {
    const wrong = this.findings.slice(from).filter((finding) => finding.kind === 'wrong-type');
    const printed = wrong.find(({ fatal }) => fatal) ?? wrong[0];
    for (let index = from; index < this.findings.length; index++) {
      const finding = this.findings[index];
      if (finding?.kind === 'wrong-type') this.findings[index] = { ...finding, fatal: finding === printed };
    }
  }

  #enter(): number {
    if (this.#depth < MAX_DEPTH && this.#containers < MAX_CONTAINERS) {
      this.#containers++;
      return this.#depth++;
    }
    const { path } = this.#describe(this.#depth);
    const message = this.#depth < MAX_DEPTH ? 'object is too large' : 'exceeded max depth';
    this.#add({ kind: 'limit-exceeded', path, message });
    return -1;
  }

  #leave(): void {
    this.#depth--;
    this.#path.length = this.#depth;
  }

  #spelled(value: number | bigint): string {
    return this.#spelling?.(this.#path.slice(0, this.#depth)) ?? String(value);
  }

  #describe(length: number): DescribedPath {
    return describePath(this.#root, this.#path.slice(0, length), this.#catalog.profile.minor);
  }

  #add(finding: SchemaFinding): void {
    if (this.findings.length < MAX_FINDINGS) this.findings.push(finding);
  }

  #reportUnknown(name: string, value: unknown, shape: StructShape): void {
    if (this.findings.length >= MAX_FINDINGS) return;
    const at = this.#describe(this.#depth);
    const suggest = this.#suggestions++ < MAX_SUGGESTIONS;
    const near = suggest ? nearest(name, shape.names) : undefined;
    const place = suggest ? placeOf(name, value, at.ancestors) : undefined;
    this.#add({
      kind: 'unknown-field',
      path: at.path,
      name,
      message: unknownFieldError(at),
      silent: this.#opaque > 0,
      ...(near === undefined ? {} : { nearest: near }),
      ...(place === undefined ? {} : { place }),
    });
  }

  #reportDropped(name: string, value: unknown, { field, dropped }: FieldShape): void {
    if (dropped?.kind === 'gate') {
      // An absent field needs no gate.
      if (value === null) return;
      const { path } = this.#describe(this.#depth);
      const since = this.#onByDefaultSince?.(dropped.gate);
      this.#add({
        kind: 'field-gate-off',
        path,
        name,
        gate: dropped.gate,
        message: `field ${path} is dropped: feature gate ${dropped.gate} is off`,
        ...(since === undefined ? {} : { onByDefaultSince: since }),
      });
      return;
    }
    const at = this.#describe(this.#depth);
    this.#add({
      kind: 'field-not-in-version',
      path: at.path,
      name,
      message: unknownFieldError(at),
      silent: this.#opaque > 0,
      ...(field.since === undefined ? {} : { since: field.since }),
      ...(field.last === undefined ? {} : { last: field.last }),
    });
  }

  /** A value of another JSON type than the field's. */
  #wrong(value: unknown, { type }: ValueShape): undefined {
    return this.#mismatch(value, goNameOf(value), type.goName, EXPECTED[type.kind] ?? type.kind, false);
  }

  #mismatch(value: unknown, described: string, goType: string, expected: string, fatal: boolean): undefined {
    if (value === undefined || this.findings.length >= MAX_FINDINGS) return GONE;
    const at = this.#describe(this.#depth);
    return this.#push(at, value, unmarshalError(at, described, goType), expected, fatal);
  }

  #report(value: unknown, message: string, expected: string, fatal: boolean): undefined {
    if (value === undefined || this.findings.length >= MAX_FINDINGS) return GONE;
    return this.#push(this.#describe(this.#depth), value, message, expected, fatal);
  }

  #push(at: DescribedPath, value: unknown, message: string, expected: string, fatal: boolean): undefined {
    const finding: WrongType = { kind: 'wrong-type', path: at.path, expected, got: typeNameOf(value), message, fatal };
    this.#add(finding);
    return GONE;
  }
}
