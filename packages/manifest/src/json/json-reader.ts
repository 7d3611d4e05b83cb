/**
 * JSON with the place of everything, by the rules of encoding/json as Kubernetes uses it: keys are case-sensitive, of
 * equal keys the last counts, and values may follow one another in one file. Nesting needs no stack of the machine.
 */
import type { FoundDuplicate } from '../duplicate-key.js';
import { type KeyCache, NO_KEY, nextHash } from '../key-names.js';
import type { Limits } from '../limits.js';
import { firstKeyOffset } from '../node-search.js';
import type { NodeTable } from '../node-table.js';
import { type PlainObject, setOwn } from '../own-key.js';
import { readJsonNumber } from './json-number.js';
import { invalidCharacter, type JsonProblem } from './json-problem.js';
import { readJsonString } from './json-string.js';

export interface JsonValue {
  readonly value: unknown;
  readonly root: number;
  readonly duplicates: readonly FoundDuplicate[];
  /** Behind the value. */
  readonly end: number;
  /** A number that Kubernetes cannot hold; the text is JSON all the same. */
  readonly overflow: JsonProblem | undefined;
}

type Container = PlainObject | unknown[];

export class JsonReader {
  readonly #text: string;
  readonly #table: NodeTable;
  readonly #keys: KeyCache;
  readonly #names: readonly string[];
  readonly #limits: Limits;
  #position = 0;
  #problem: JsonProblem | undefined;
  #overflow: JsonProblem | undefined;
  #duplicates: FoundDuplicate[] = [];
  /** The collection that is being read, its row, and the key of its next value. */
  #container: Container | undefined;
  #row = -1;
  #key = NO_KEY;
  #keyStart = -1;
  /** The collections around it. */
  readonly #containers: Container[] = [];
  readonly #rows: number[] = [];

  constructor(text: string, table: NodeTable, keys: KeyCache, limits: Limits) {
    this.#text = text;
    this.#table = table;
    this.#keys = keys;
    this.#names = table.keyNames.names;
    this.#limits = limits;
  }

  /** The first offset from `from` on that holds no JSON blank. */
  passBlanks(from: number): number {
    let position = from;
    for (;;) {
      const code = this.#text.charCodeAt(position);
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return position;
      position++;
    }
  }

  /** The value that begins at `from`, which is no blank, or why there is none. */
  read(from: number): JsonValue | JsonProblem {
    this.#position = from;
    this.#problem = undefined;
    this.#overflow = undefined;
    this.#duplicates = [];
    this.#container = undefined;
    this.#row = -1;
    this.#key = NO_KEY;
    this.#keyStart = -1;
    this.#containers.length = 0;
    this.#rows.length = 0;
    const root = this.#table.size;
    const value = this.#readAll();
    if (this.#problem !== undefined) {
      this.#table.truncate(root);
      return this.#problem;
    }
    return { value, root, duplicates: this.#duplicates, end: this.#position, overflow: this.#overflow };
  }

  /** Reads value after value until the outermost is complete or there is a problem. */
  #readAll(): unknown {
    for (;;) {
      const opened = this.#open();
      if (opened) {
        if (!this.#passOpening()) continue;
        if (this.#problem !== undefined) return undefined;
        const closed = this.#close();
        if (this.#container === undefined) return closed;
        this.#store(closed);
      } else {
        const value = this.#readScalar();
        if (this.#problem !== undefined || this.#container === undefined) return value;
        this.#store(value);
      }
      for (;;) {
        const done = this.#passSeparator();
        if (this.#problem !== undefined) return undefined;
        if (!done) break;
        const closed = this.#close();
        if (this.#container === undefined) return closed;
        this.#store(closed);
      }
    }
  }

  /** Opens a collection when one begins at the position. */
  #open(): boolean {
    const code = this.#text.charCodeAt(this.#position);
    if (code !== 123 && code !== 91) return false;
    if (this.#container !== undefined) {
      this.#containers.push(this.#container);
      this.#rows.push(this.#row);
    }
    this.#row = this.#table.open(this.#key, this.#keyStart, this.#position);
    this.#container = code === 123 ? {} : [];
    this.#key = NO_KEY;
    this.#keyStart = -1;
    if (this.#containers.length >= this.#limits.maxDepth) this.#fail('exceeded max depth');
    if (this.#table.size > this.#limits.maxNodes) {
      this.#fail(`the file holds more than ${this.#limits.maxNodes} keys and values`);
    }
    return true;
  }

  /** Passes the opening bracket and reads the first key of an object; true when nothing more is inside. */
  #passOpening(): boolean {
    if (this.#problem !== undefined) return true;
    this.#position = this.passBlanks(this.#position + 1);
    const code = this.#text.charCodeAt(this.#position);
    if (Array.isArray(this.#container)) return code === 93;
    return code === 125 || !this.#readKey();
  }

  /** Passes a comma and reads the next key of an object; true at the end of the collection. */
  #passSeparator(): boolean {
    const position = this.passBlanks(this.#position);
    const code = this.#text.charCodeAt(position);
    this.#position = position;
    const isArray = Array.isArray(this.#container);
    if (code === 44) {
      this.#position = this.passBlanks(position + 1);
      return isArray ? false : !this.#readKey();
    }
    if (code === (isArray ? 93 : 125)) return true;
    this.#problem = invalidCharacter(
      this.#text,
      position,
      isArray ? 'after array element' : 'after object key:value pair',
    );
    return true;
  }

  /** Ends the collection whose closing bracket stands at the position, and returns it. */
  #close(): unknown {
    const closed = this.#container;
    this.#position++;
    this.#table.close(this.#row, this.#position);
    // The key of a closed object stands in its row.
    this.#key = this.#table.key(this.#row);
    this.#keyStart = this.#table.keyStart(this.#row);
    this.#container = this.#containers.pop();
    this.#row = this.#rows.pop() ?? -1;
    return closed;
  }

  #store(value: unknown): void {
    const container = this.#container;
    if (Array.isArray(container)) {
      container.push(value);
      this.#key = NO_KEY;
      this.#keyStart = -1;
      return;
    }
    // An object's value is read under its key.
    const object = container as PlainObject;
    const key = this.#names[this.#key] as string;
    if (key in object && Object.hasOwn(object, key)) this.#noteDuplicate(key);
    setOwn(object, key, value);
  }

  #noteDuplicate(key: string): void {
    if (this.#duplicates.length >= this.#limits.maxDuplicates) return;
    const first = firstKeyOffset(this.#table, this.#row, this.#table.size, key) ?? this.#keyStart;
    this.#duplicates.push({ map: this.#row, key, first, last: this.#keyStart });
  }

  /** Reads `"key":` with the blanks around; false when there is a problem. */
  #readKey(): boolean {
    const text = this.#text;
    const start = this.#position;
    if (text.charCodeAt(start) !== 34) {
      this.#problem = invalidCharacter(text, start, 'looking for beginning of object key string');
      return false;
    }
    let position = start + 1;
    let hash = 0;
    let code = text.charCodeAt(position);
    while (code >= 32 && code !== 34 && code !== 92) {
      hash = nextHash(hash, code);
      code = text.charCodeAt(++position);
    }
    if (code === 34) {
      this.#key = this.#keys.at(text, start + 1, position, hash);
      position++;
    } else {
      const key = readJsonString(text, start + 1, position);
      if ('message' in key) {
        this.#problem = key;
        return false;
      }
      this.#key = this.#keys.of(key.value);
      position = key.end;
    }
    this.#keyStart = start;
    position = this.passBlanks(position);
    if (text.charCodeAt(position) !== 58) {
      this.#problem = invalidCharacter(text, position, 'after object key');
      return false;
    }
    this.#position = this.passBlanks(position + 1);
    return true;
  }

  #readScalar(): unknown {
    const text = this.#text;
    const start = this.#position;
    const code = text.charCodeAt(start);
    let value: unknown;
    if (code === 34) value = this.#readString(start);
    else if (code === 45 || (code >= 48 && code <= 57)) value = this.#readNumber(start);
    else if (code === 116) value = this.#readLiteral(start, 'true', true);
    else if (code === 102) value = this.#readLiteral(start, 'false', false);
    else if (code === 110) value = this.#readLiteral(start, 'null', null);
    else this.#problem = invalidCharacter(text, start, 'looking for beginning of value');
    this.#table.leaf(this.#key, this.#keyStart, start, this.#position);
    return value;
  }

  #readString(start: number): string | undefined {
    const text = this.#text;
    let position = start + 1;
    let code = text.charCodeAt(position);
    while (code >= 32 && code !== 34 && code !== 92) code = text.charCodeAt(++position);
    if (code === 34) {
      this.#position = position + 1;
      return text.slice(start + 1, position);
    }
    const found = readJsonString(text, start + 1, position);
    if ('message' in found) {
      this.#problem = found;
      return undefined;
    }
    this.#position = found.end;
    return found.value;
  }

  #readNumber(start: number): number | bigint | undefined {
    const found = readJsonNumber(this.#text, start);
    if ('message' in found) {
      this.#problem = found;
      return undefined;
    }
    this.#position = found.end;
    if (typeof found.value === 'number' && !Number.isFinite(found.value)) {
      const literal = this.#text.slice(start, Math.min(found.end, start + 80));
      this.#overflow ??= {
        message: `json: cannot unmarshal number ${literal} into Go value of type float64`,
        offset: start,
      };
    }
    return found.value;
  }

  #readLiteral(start: number, literal: string, value: unknown): unknown {
    for (let index = 1; index < literal.length; index++) {
      if (this.#text.charCodeAt(start + index) !== literal.charCodeAt(index)) {
        const where = `in literal ${literal} (expecting '${literal[index]}')`;
        this.#problem = invalidCharacter(this.#text, start + index, where);
        return undefined;
      }
    }
    this.#position = start + literal.length;
    return value;
  }

  #fail(message: string): void {
    this.#problem ??= { message, offset: this.#position };
  }
}
