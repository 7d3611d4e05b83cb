/**
 * One pass over a value: what the server would keep of it, the same reference where nothing has to go.
 * Source: sigs.k8s.io/json and the UnmarshalJSON methods of k8s.io/apimachinery and apiextensions-apiserver.
 *
 * A null is an absent field; as an item or a value of a map it is the zero value. A wrong value is dropped and
 * reported; as an item it becomes the zero value, so that the other items keep their places.
 */
import { base64Error, encodeBase64 } from './base64-text.js';
import type { PathStep } from './described-path.js';
import type { FindingCollector } from './finding-collector.js';
import { goTypeOf, isPlainObject, type PlainObject } from './json-type.js';
import { quantityError } from './quantity-text.js';
import type { StructShape, ValueShape } from './shape.js';
import { microTimeError, timeError } from './time-text.js';

/** Structs, lists and maps within each other. Go stops at 10,000; no API object comes near this. */
const MAX_DEPTH = 500;
/** Structs, lists and maps in one object. The server's limit of 3 MiB of JSON leaves room for fewer. */
const MAX_CONTAINERS = 1_000_000;

const [INT32_MIN, INT32_MAX] = [-(2 ** 31), 2 ** 31 - 1];
const [INT64_MIN, INT64_END] = [-(2n ** 63n), 2n ** 63n];
const INTEGER = /^-?\d+$/;

/** How a number is spelled in the source, where Go tells the spelling from the value: `1.0`, `1e2`. */
export type NumberSpelling = (path: readonly PathStep[]) => string | undefined;

/** What is not kept: JSON has no undefined. */
const GONE = undefined;

export class Decoder {
  readonly #found: FindingCollector;
  readonly #spelling: NumberSpelling | undefined;
  #containers = 0;
  #isExceeded = false;

  constructor(found: FindingCollector, spelling: NumberSpelling | undefined) {
    this.#found = found;
    this.#spelling = spelling;
  }

  /** The struct without what the server drops. */
  struct(value: PlainObject, shape: StructShape): PlainObject {
    const found = this.#found;
    const depth = this.#enter();
    if (depth < 0) return {};
    const fields = shape.fields;
    let copy: Record<string, unknown> | undefined;
    for (const name in value) {
      const item = value[name];
      const field = fields.get(name);
      // Most values are texts and booleans: they need no more than this look.
      if (field !== undefined && typeof item === field.accepts) {
        if (copy !== undefined) copy[name] = item;
        continue;
      }
      found.path[depth] = name;
      let kept: unknown = GONE;
      if (field === undefined) found.unknownField(name, item, shape);
      else if (field.dropped !== undefined) found.droppedField(name, item, field);
      else if (item !== null) kept = this.#value(item, field.value);
      if (copy === undefined && (kept !== item || kept === GONE)) copy = copyBefore(value, name);
      if (copy !== undefined && kept !== GONE) copy[name] = kept;
    }
    found.depth = depth;
    return copy ?? value;
  }

  #value(value: unknown, shape: ValueShape): unknown {
    switch (shape.kind) {
      case 'string':
        return typeof value === 'string' ? value : this.#wrong(value, shape);
      case 'bool':
        return typeof value === 'boolean' ? value : this.#wrong(value, shape);
      case 'struct':
        if (!isPlainObject(value) || shape.struct === undefined) return this.#wrong(value, shape);
        return this.struct(value, shape.struct);
      case 'list':
        return Array.isArray(value) ? this.#list(value, shape) : this.#wrong(value, shape);
      case 'map':
        return isPlainObject(value) ? this.#map(value, shape) : this.#wrong(value, shape);
      case 'int32':
      case 'int64':
        return this.#integer(value, shape);
      case 'quantity':
        return this.#quantity(value);
      case 'intOrString':
        return typeof value === 'string' ? value : this.#int32OrString(value);
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
      case 'schemaOrArray':
      case 'schemaOrBool':
      case 'schemaOrStringArray':
        break;
    }
    return this.#schema(value, shape);
  }

  #list(value: readonly unknown[], shape: ValueShape): readonly unknown[] {
    const { element } = shape;
    const depth = this.#enter();
    if (depth < 0 || element === undefined) return [];
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index++) {
      const item = value[index];
      let kept = item;
      if (typeof item !== 'string' || element.kind !== 'string') {
        this.#found.path[depth] = index;
        kept = (isNothing(item) ? GONE : this.#value(item, element)) ?? zeroOf(element);
      }
      if (copy === undefined && kept !== item) copy = value.slice(0, index);
      copy?.push(kept);
    }
    this.#found.depth = depth;
    return copy ?? value;
  }

  #map(value: PlainObject, shape: ValueShape): PlainObject {
    const { element } = shape;
    const depth = this.#enter();
    if (depth < 0 || element === undefined) return {};
    let copy: Record<string, unknown> | undefined;
    for (const key in value) {
      const item = value[key];
      let kept = item;
      if (typeof item !== 'string' || element.kind !== 'string') {
        this.#found.path[depth] = key;
        kept = isNothing(item) ? zeroOf(element) : this.#value(item, element);
      }
      if (copy === undefined && kept !== item) copy = copyBefore(value, key);
      if (copy !== undefined && kept !== GONE) setOwn(copy, key, kept);
    }
    this.#found.depth = depth;
    return copy ?? value;
  }

  #integer(value: unknown, shape: ValueShape): unknown {
    if (!isNumber(value)) return this.#wrong(value, shape);
    const fits = shape.kind === 'int32' ? isInt32(value) : isInt64(value);
    const spelled = fits && this.#spelling === undefined ? '0' : this.#spelled(value);
    if (!fits || !INTEGER.test(spelled)) {
      return this.#found.mismatch(value, `number ${spelled}`, shape.type.goName, 'integer', false);
    }
    return typeof value === 'bigint' && shape.kind === 'int32' ? Number(value) : value;
  }

  /** The number of an IntOrString, whose own decoder ends everything when it fails. */
  #int32OrString(value: unknown): unknown {
    const described = isNumber(value) ? `number ${this.#spelled(value)}` : goTypeOf(value);
    if (isNumber(value) && isInt32(value) && INTEGER.test(this.#spelled(value))) return Number(value);
    return this.#found.mismatch(value, described, 'int32', 'integer or string', true);
  }

  #float(value: unknown, shape: ValueShape): unknown {
    if (!isNumber(value)) return this.#wrong(value, shape);
    const number = Number(value);
    if (Number.isFinite(number)) return number;
    return this.#found.mismatch(value, `number ${this.#spelled(value)}`, shape.type.goName, 'number', false);
  }

  #quantity(value: unknown): unknown {
    const text = typeof value === 'string' ? value : isNumber(value) ? this.#spelled(value) : '';
    const error = quantityError(text);
    if (error !== undefined) return this.#found.refused(value, error, 'quantity', true);
    // `1e3` and 1000 are two quantities.
    return typeof value === 'bigint' || text !== String(value) ? text : value;
  }

  #time(value: unknown, errorOf: (text: string) => string | undefined): unknown {
    if (typeof value !== 'string') return this.#found.mismatch(value, goTypeOf(value), 'string', 'time', true);
    const error = errorOf(value);
    return error === undefined ? value : this.#found.refused(value, error, 'time', true);
  }

  /** Base64 text; or a list of numbers, of which Go makes bytes too. */
  #bytes(value: unknown, shape: ValueShape): unknown {
    if (Array.isArray(value)) return this.#byteList(value);
    if (typeof value !== 'string') return this.#wrong(value, shape);
    const error = base64Error(value);
    return error === undefined ? value : this.#found.refused(value, error, 'base64', false);
  }

  #byteList(value: readonly unknown[]): unknown {
    const depth = this.#enter();
    const bytes: number[] = [];
    if (depth < 0) return GONE;
    for (let index = 0; index < value.length; index++) {
      const item = value[index] ?? 0;
      if (typeof item === 'number' && Number.isInteger(item) && item >= 0 && item <= 255) bytes.push(item);
      else {
        this.#found.path[depth] = index;
        const described = isNumber(item) ? `number ${this.#spelled(item)}` : goTypeOf(item);
        this.#found.mismatch(item, described, 'uint8', 'byte', false);
      }
    }
    this.#found.depth = depth;
    return bytes.length === value.length ? encodeBase64(bytes) : GONE;
  }

  /** A JSON schema or what may stand in its place. Other values than these forms are dropped without a word. */
  #schema(value: unknown, shape: ValueShape): unknown {
    const before = this.#found.findings.length;
    this.#found.opaque++;
    let kept: unknown = GONE;
    if (isPlainObject(value) && shape.struct !== undefined) kept = this.struct(value, shape.struct);
    else if (Array.isArray(value) && shape.element !== undefined) kept = this.#list(value, shape);
    else if (typeof value === 'boolean' && shape.kind === 'schemaOrBool') kept = value;
    else if (shape.kind === 'schemaOrBool') {
      this.#found.refused(value, 'boolean or JSON schema expected', 'boolean or JSON schema', true);
    }
    this.#found.opaque--;
    if (this.#found.findings.length > before) this.#found.makeFatal(before);
    return kept;
  }

  /** Steps into a container and returns the depth at which its keys stand; -1 where the limits are exceeded. */
  #enter(): number {
    const found = this.#found;
    if (found.depth < MAX_DEPTH && this.#containers < MAX_CONTAINERS && !this.#isExceeded) {
      this.#containers++;
      return found.depth++;
    }
    // The object is refused, so that there is no need to look at the rest of it.
    if (!this.#isExceeded) found.limitExceeded(found.depth < MAX_DEPTH ? 'object is too large' : 'exceeded max depth');
    this.#isExceeded = true;
    return -1;
  }

  #spelled(value: number | bigint): string {
    return this.#spelling?.(this.#found.path.slice(0, this.#found.depth)) ?? String(value);
  }

  /** A value of another JSON type than the field's. */
  #wrong(value: unknown, { type }: ValueShape): undefined {
    return this.#found.mismatch(value, goTypeOf(value), type.goName, EXPECTED[type.kind] ?? type.kind, false);
  }
}

const EXPECTED: Readonly<Record<string, string>> = {
  bool: 'boolean',
  bytes: 'base64',
  float64: 'number',
  int32: 'integer',
  int64: 'integer',
  map: 'object',
  struct: 'object',
};

const isNothing = (value: unknown): boolean => value === null || value === undefined;
const isNumber = (value: unknown): value is number | bigint => typeof value === 'number' || typeof value === 'bigint';
const isInt32 = (value: number | bigint): boolean =>
  (typeof value === 'bigint' || Number.isInteger(value)) && value >= INT32_MIN && value <= INT32_MAX;
const isInt64 = (value: number | bigint): boolean =>
  typeof value === 'bigint' ? value >= INT64_MIN && value < INT64_END : isInt64Number(value);
const isInt64Number = (value: number): boolean => Number.isInteger(value) && value >= -(2 ** 63) && value < 2 ** 63;

/** Go's zero value, where JSON has one; undefined where the item is left out. */
function zeroOf({ kind }: ValueShape): unknown {
  switch (kind) {
    case 'string':
    case 'bytes':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0;
    case 'quantity':
      return '0';
    case 'list':
      return [];
    case 'map':
    case 'struct':
      return {};
    case 'any':
      return null;
    case 'time':
    case 'microTime':
    case 'schemaOrArray':
    case 'schemaOrBool':
    case 'schemaOrStringArray':
      break;
  }
  return GONE;
}

/** What stands before the key, in a new object. */
function copyBefore(source: PlainObject, end: string): Record<string, unknown> {
  const copy: Record<string, unknown> = {};
  for (const key in source) {
    if (key === end) break;
    setOwn(copy, key, source[key]);
  }
  return copy;
}

/** Sets a property of any name: assigning to `__proto__` would not make one. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}
