/**
 * JSON with the place of everything, by the rules of encoding/json as Kubernetes uses it: keys are case-sensitive, of
 * equal keys the last counts, and values may follow one another in one file. Nesting needs no stack of the machine.
 */
import type { FoundDuplicate } from '../duplicate-key.js';
import { ItemStack } from '../item-stack.js';
import { KeyCache, type KeyNames, NO_KEY } from '../key-names.js';
import type { Limits } from '../limits.js';
import { firstKeyOffset } from '../node-search.js';
import type { NodeTable } from '../node-table.js';
import { type PlainObject, setOwn } from '../own-key.js';
import { nextHash, type SourceText } from '../source-text.js';
import { StringCache } from '../string-cache.js';
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
  /** The rows of numbers that are not written as this machine would write them, with what is written. */
  readonly spelled: ReadonlyMap<number, string> | undefined;
}

/** Where the reader is: what comes next. */
const VALUE = 0;
const SEPARATOR = 1;
const DONE = 2;

export class JsonReader {
  readonly #text: string;
  readonly #codes: Uint8Array;
  readonly #table: NodeTable;
  readonly #keys: KeyCache;
  readonly #keyNames: KeyNames;
  readonly #names: readonly string[];
  readonly #strings: StringCache;
  readonly #limits: Limits;
  #position = 0;
  #problem: JsonProblem | undefined;
  #overflow: JsonProblem | undefined;
  #duplicates: FoundDuplicate[] = [];
  #spelled: Map<number, string> | undefined;
  /** The object that is being read; undefined inside an array. */
  #object: PlainObject | undefined;
  /** The row of the collection that is being read, -1 outside of any. */
  #row = -1;
  /** The key of the next value, and where it stands. */
  #key = NO_KEY;
  #keyStart = -1;
  /** The items of open arrays, and how many there were before the innermost. */
  readonly #items: ItemStack = new ItemStack();
  #itemsBefore = 0;
  /** The collections around: their objects, rows and `#itemsBefore`. */
  readonly #objects: (PlainObject | undefined)[] = [];
  readonly #numbers: number[] = [];

  constructor(source: SourceText, table: NodeTable, limits: Limits) {
    this.#text = source.text;
    this.#codes = source.codes;
    this.#table = table;
    this.#keyNames = table.keyNames;
    this.#keys = new KeyCache(source, table.keyNames, (key) => key);
    this.#strings = new StringCache(source);
    this.#names = table.keyNames.names;
    this.#limits = limits;
  }

  /** The first offset from `from` on that holds no JSON blank. */
  passBlanks(from: number): number {
    const codes = this.#codes;
    let position = from;
    for (;;) {
      const code = codes[position] as number;
      if (code !== 32 && code !== 10 && code !== 13 && code !== 9) return position;
      position++;
    }
  }

  /** The value that begins at `from`, which is no blank, or why there is none. */
  read(from: number): JsonValue | JsonProblem {
    this.#reset(from);
    const { size: root, count } = this.#table;
    let value: unknown;
    let state = VALUE;
    while (state !== DONE) {
      const code = this.#codes[this.#position] as number;
      if (state === VALUE) {
        if (code === 123 || code === 91) {
          if (!this.#open(code)) continue;
        } else {
          value = this.#readScalar(code);
          state = this.#store(value);
          continue;
        }
      } else if (!this.#passSeparator()) {
        state = VALUE;
        continue;
      }
      if (this.#problem !== undefined) break;
      value = this.#close();
      state = this.#store(value);
    }
    if (this.#problem !== undefined) {
      this.#table.truncate(root, count);
      return this.#problem;
    }
    return {
      value,
      root,
      duplicates: this.#duplicates,
      end: this.#position,
      overflow: this.#overflow,
      spelled: this.#spelled,
    };
  }

  #reset(from: number): void {
    this.#position = from;
    this.#problem = undefined;
    this.#overflow = undefined;
    this.#duplicates = [];
    this.#spelled = undefined;
    this.#object = undefined;
    this.#row = -1;
    this.#key = NO_KEY;
    this.#keyStart = -1;
    this.#items.clear();
    this.#itemsBefore = 0;
    this.#objects.length = 0;
    this.#numbers.length = 0;
  }

  // --- Collections ---

  /** Opens the collection at the position, up to its first value; true when it ends at once or there is a problem. */
  #open(code: number): boolean {
    if (this.#row !== -1) {
      this.#objects.push(this.#object);
      this.#numbers.push(this.#row, this.#itemsBefore);
    }
    this.#row = this.#table.open(this.#key, this.#keyStart, this.#position);
    if (this.#objects.length >= this.#limits.maxDepth) return this.#fail('exceeded max depth');
    if (this.#table.count > this.#limits.maxNodes) {
      return this.#fail(`the file holds more than ${this.#limits.maxNodes} keys and values`);
    }
    this.#position = this.passBlanks(this.#position + 1);
    const next = this.#codes[this.#position];
    if (code === 123) {
      this.#object = {};
      return next === 125 || !this.#readKey();
    }
    this.#object = undefined;
    this.#itemsBefore = this.#items.size;
    this.#key = NO_KEY;
    this.#keyStart = -1;
    return next === 93;
  }

  /** Passes a comma and reads the next key of an object; true at the end of the collection or with a problem. */
  #passSeparator(): boolean {
    const position = this.passBlanks(this.#position);
    const code = this.#codes[position];
    this.#position = position;
    const isArray = this.#object === undefined;
    if (code === 44) {
      this.#position = this.passBlanks(position + 1);
      return isArray ? false : !this.#readKey();
    }
    if (code === (isArray ? 93 : 125)) return true;
    const where = isArray ? 'after array element' : 'after object key:value pair';
    this.#problem = invalidCharacter(this.#text, position, where);
    return true;
  }

  /** Ends the collection whose closing bracket stands at the position, and returns it. */
  #close(): unknown {
    const closed = this.#object ?? this.#items.take(this.#itemsBefore);
    const row = this.#row;
    this.#position++;
    this.#table.close(row, this.#position);
    // The key under which the closed value stands is in its row.
    this.#key = this.#table.key(row);
    this.#keyStart = this.#table.keyStart(row);
    this.#object = this.#objects.pop();
    this.#itemsBefore = this.#numbers.pop() ?? 0;
    this.#row = this.#numbers.pop() ?? -1;
    return closed;
  }

  /** Puts a value into its collection; returns what comes next. */
  #store(value: unknown): typeof SEPARATOR | typeof DONE {
    if (this.#row === -1 || this.#problem !== undefined) return DONE;
    const object = this.#object;
    if (object === undefined) {
      this.#items.push(value);
      this.#key = NO_KEY;
      this.#keyStart = -1;
    } else {
      // An object's value is read under its key.
      const key = this.#names[this.#key] as string;
      if (this.#keyNames.mayRepeat(this.#key, this.#row) && Object.hasOwn(object, key)) {
        this.#noteDuplicate(key, object[key]);
      }
      setOwn(object, key, value);
    }
    return SEPARATOR;
  }

  #noteDuplicate(key: string, earlier: unknown): void {
    if (this.#duplicates.length >= this.#limits.maxDuplicates) return;
    const first = firstKeyOffset(this.#table, this.#row, this.#table.size, key) ?? this.#keyStart;
    this.#duplicates.push({ map: this.#row, key, first, last: this.#keyStart, earlier });
  }

  /** Reads `"key":` with the blanks around; false when there is a problem. */
  #readKey(): boolean {
    const codes = this.#codes;
    const start = this.#position;
    if (codes[start] !== 34) {
      this.#problem = invalidCharacter(this.#text, start, 'looking for beginning of object key string');
      return false;
    }
    let position = start + 1;
    let hash = 0;
    // The NUL behind the text ends every loop.
    let code = codes[position] as number;
    while (code >= 32 && code !== 34 && code !== 92) {
      hash = nextHash(hash, code);
      code = codes[++position] as number;
    }
    if (code === 34) {
      this.#key = this.#keys.at(start + 1, position, hash);
      position++;
    } else {
      const key = readJsonString(this.#text, start + 1, position);
      if ('message' in key) {
        this.#problem = key;
        return false;
      }
      this.#key = this.#keyNames.of(key.value);
      position = key.end;
    }
    this.#keyStart = start;
    position = this.passBlanks(position);
    if (codes[position] !== 58) {
      this.#problem = invalidCharacter(this.#text, position, 'after object key');
      return false;
    }
    this.#position = this.passBlanks(position + 1);
    return true;
  }

  // --- Scalars ---

  #readScalar(code: number): unknown {
    const start = this.#position;
    let value: unknown;
    if (code === 34) value = this.#readString(start);
    else if (code === 45 || (code >= 48 && code <= 57)) value = this.#readNumber(start);
    else if (code === 116) value = this.#readLiteral(start, 'true', true);
    else if (code === 102) value = this.#readLiteral(start, 'false', false);
    else if (code === 110) value = this.#readLiteral(start, 'null', null);
    else this.#problem = invalidCharacter(this.#text, start, 'looking for beginning of value');
    this.#table.leaf(this.#key, this.#keyStart, start, this.#position);
    return value;
  }

  #readString(start: number): string | undefined {
    const codes = this.#codes;
    let position = start + 1;
    let hash = 0;
    // The NUL behind the text ends every loop.
    let code = codes[position] as number;
    while (code >= 32 && code !== 34 && code !== 92) {
      hash = nextHash(hash, code);
      code = codes[++position] as number;
    }
    if (code === 34) {
      this.#position = position + 1;
      return this.#strings.at(start + 1, position, hash);
    }
    const found = readJsonString(this.#text, start + 1, position);
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
    // The row of the number is the next one.
    if (found.spelled !== undefined) (this.#spelled ??= new Map()).set(this.#table.size, found.spelled);
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

  #fail(message: string): true {
    this.#problem ??= { message, offset: this.#position };
    return true;
  }
}
