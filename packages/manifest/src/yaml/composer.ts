/**
 * From events to values: the exact reader, for every document that the block reader does not take. It follows go-yaml
 * v2's decoder and the step from YAML to JSON of sigs.k8s.io/yaml; the depth is that of encoding/json.
 *
 * Aliases share the value they stand for. They cost what copies would: the bound against alias bombs is go-yaml's.
 */
import type { FoundDuplicate } from '../duplicate-key.js';
import { NO_KEY } from '../key-names.js';
import type { Limits } from '../limits.js';
import { firstKeyOffset } from '../node-search.js';
import type { NodeTable } from '../node-table.js';
import { isPlainObject, type PlainObject, setOwn } from '../own-key.js';
import { AliasBudget } from './alias-budget.js';
import type { Cursor, YamlProblem } from './cursor.js';
import {
  ALIAS_EVENT,
  DONE_EVENT,
  END_EVENT,
  type Event,
  MAPPING_EVENT,
  Parser,
  SCALAR_EVENT,
  SEQUENCE_EVENT,
} from './parser.js';
import type { Scalar } from './scalar-resolution.js';
import { MERGE_TAG, resolveScalar, scalarKey } from './tagged-scalar.js';
import { Unencodable } from './unencodable.js';

/** A document as it was read. */
export interface Composed {
  readonly value: unknown;
  /** The row of the root; undefined where the document is empty. */
  readonly root: number | undefined;
  /** Where text begins that nobody reads. */
  readonly unread: number | undefined;
}

/** A collection that is being read. */
interface Frame {
  readonly row: number;
  readonly container: PlainObject | unknown[];
  readonly anchor: Anchor | undefined;
  /** What stands at the key's place of the next value. */
  key: PendingKey | undefined;
  /** Levels below. */
  height: number;
  /** Where the last value ended. */
  end: number;
  /** go-yaml's count of decoding steps. */
  weight: number;
}

interface PendingKey {
  readonly text: string;
  readonly number: number;
  readonly start: number;
  readonly isMerge: boolean;
}

/** A value with a name. */
interface Anchor {
  /** The scalar; undefined for collections. */
  readonly scalar: Event | undefined;
  readonly row: number;
  readonly value: unknown;
  height: number;
  weight: number;
  complete: boolean;
}

const MERGE_PROBLEM = 'map merge requires map or sequence of maps as the value';

export class Composer {
  readonly #cursor: Cursor;
  readonly #parser: Parser;
  /** What is added to the cursor's offsets. */
  readonly #base: number;
  readonly #end: number;
  readonly #table: NodeTable;
  readonly #limits: Limits;
  readonly duplicates: FoundDuplicate[] = [];
  readonly #frames: Frame[] = [];
  readonly #anchors: Map<string, Anchor> = new Map();
  readonly #budget: AliasBudget = new AliasBudget();
  readonly #unencodable: Unencodable = new Unencodable();
  #root: number | undefined;
  #value: unknown = null;
  /** What is wrong with the values; a fault of the syntax further down goes before it, as in go-yaml. */
  #problem: YamlProblem | undefined;
  #unknownAnchor: YamlProblem | undefined;

  /** `base` is the offset of the cursor's text in the file, `end` that of the document's end. */
  constructor(cursor: Cursor, base: number, end: number, table: NodeTable, limits: Limits) {
    this.#cursor = cursor;
    this.#parser = new Parser(cursor);
    this.#base = base;
    this.#end = end;
    this.#table = table;
    this.#limits = limits;
  }

  compose(): Composed | YamlProblem {
    for (;;) {
      const event = this.#parser.next();
      if (event === undefined) return this.#failure();
      if (event.type === DONE_EVENT) break;
      if (this.#problem === undefined) this.#take(event);
      else this.#lookUp(event);
      // go-yaml looks names up while it parses, so that nothing further down goes before this.
      if (this.#unknownAnchor !== undefined) return this.#unknownAnchor;
      if (this.#table.count > this.#limits.maxNodes) {
        const message = `the file holds more than ${this.#limits.maxNodes} keys and values`;
        return { message, offset: event.start };
      }
    }
    this.#problem ??= this.#unencodable.find(this.#value);
    if (this.#problem !== undefined) return this.#problem;
    const { unread } = this.#parser;
    return { value: this.#value, root: this.#root, unread: unread === undefined ? undefined : unread + this.#base };
  }

  /** What go-yaml does while it parses, before it finds anything wrong with the values. */
  #lookUp(event: Event): void {
    if (event.type === ALIAS_EVENT) this.#anchored(event);
    else if (event.anchor !== '') this.#anchors.set(event.anchor, anchorOf(event, 0, null));
  }

  #failure(): YamlProblem {
    return this.#cursor.problem ?? { message: 'unknown problem parsing YAML content', offset: this.#cursor.position };
  }

  #fail(offset: number, message: string): void {
    this.#problem ??= { message, offset };
  }

  #take(event: Event): void {
    if (event.type === END_EVENT) {
      this.#close(event);
      return;
    }
    const frame = this.#frames.at(-1);
    if (frame !== undefined && frame.key === undefined && !Array.isArray(frame.container)) this.#takeKey(frame, event);
    else if (event.type === SCALAR_EVENT) this.#takeScalar(event);
    else if (event.type === ALIAS_EVENT) this.#takeAlias(event);
    else this.#open(event);
  }

  // --- Keys ---

  #takeKey(frame: Frame, event: Event): void {
    const start = event.start + this.#base;
    if (event.type === SCALAR_EVENT && event.text === '<<' && (event.implicit || event.tag === MERGE_TAG)) {
      frame.key = { text: '<<', number: this.#table.keyNames.of('<<'), start, isMerge: true };
      return;
    }
    const anchor = event.type === ALIAS_EVENT ? this.#anchored(event) : undefined;
    if (event.type === ALIAS_EVENT && anchor === undefined) return;
    const scalar = event.type === SCALAR_EVENT ? event : anchor?.scalar;
    if (scalar === undefined) {
      this.#fail(event.start, 'invalid map key: a map or a list cannot be a key');
      return;
    }
    this.#count(event, 1, anchor === undefined ? 0 : 1);
    frame.weight += anchor === undefined ? 1 : 2;
    const resolution = resolveScalar(scalar);
    if ('problem' in resolution) {
      this.#fail(event.start, resolution.problem);
      return;
    }
    if (event.anchor !== '') this.#anchors.set(event.anchor, anchorOf(event, this.#table.size, resolution.value));
    let text = scalarKey(scalar, resolution);
    if (text === undefined) {
      const what = resolution.value === null ? 'null' : `the integer ${resolution.value}, beyond 64 bits,`;
      this.#unencodable.add(frame.container, undefined, `unsupported map key: ${what} cannot be a key`, event.start);
      text = String(resolution.value);
    }
    const number = this.#table.keyNames.of(text);
    frame.key = { text: this.#table.keyNames.names[number] ?? text, number, start, isMerge: false };
  }

  // --- Values ---

  #takeScalar(event: Event): void {
    this.#count(event, 1, 0);
    const resolution = resolveScalar(event);
    if ('problem' in resolution) {
      this.#fail(event.start, resolution.problem);
      return;
    }
    const row = this.#addRow(event.start, event.end);
    if (event.anchor !== '') this.#anchors.set(event.anchor, anchorOf(event, row, resolution.value));
    this.#noteUnencodable(resolution.value, event.start);
    this.#attach(row, resolution.value, this.#table.end(row), 0, 1);
  }

  #takeAlias(event: Event): void {
    const anchor = this.#anchored(event);
    if (anchor === undefined) return;
    const row = this.#addRow(event.start, event.end);
    if (anchor.scalar === undefined) this.#table.aliases.set(row, anchor.row);
    else this.#noteUnencodable(anchor.value as Scalar, event.start);
    this.#count(event, 1, anchor.weight);
    if (this.#frames.length + anchor.height > this.#limits.maxDepth) this.#failTooDeep(event.start);
    this.#attach(row, anchor.value, this.#table.end(row), anchor.height, 1 + anchor.weight, true);
  }

  #open(event: Event): void {
    const key = this.#frames.at(-1)?.key;
    // The list behind a merge key is no decoding step of its own.
    const weight = key?.isMerge === true && event.type === SEQUENCE_EVENT ? 0 : 1;
    this.#count(event, weight, 0);
    const row = this.#addRow(event.start, event.start, true);
    const container: PlainObject | unknown[] = event.type === MAPPING_EVENT ? {} : [];
    const anchor: Anchor | undefined =
      event.anchor === ''
        ? undefined
        : { scalar: undefined, row, value: container, height: 0, weight: 0, complete: false };
    if (anchor !== undefined) this.#anchors.set(event.anchor, anchor);
    this.#frames.push({ row, container, anchor, key: undefined, height: 1, end: event.start + this.#base, weight });
    if (this.#frames.length > this.#limits.maxDepth) this.#failTooDeep(event.start);
  }

  #close(event: Event): void {
    const frame = this.#frames.pop();
    if (frame === undefined) return;
    // Only flow collections end with a character of their own.
    const end = event.end > event.start ? event.end + this.#base : frame.end;
    this.#table.close(frame.row, end);
    if (frame.anchor !== undefined) {
      frame.anchor.complete = true;
      frame.anchor.height = frame.height;
      frame.anchor.weight = frame.weight;
    }
    this.#attach(frame.row, frame.container, end, frame.height, frame.weight);
  }

  #addRow(start: number, end: number, isCollection = false): number {
    const key = this.#frames.at(-1)?.key;
    // The cursor's text has a line break more than a file that ends without one.
    const from = Math.min(start + this.#base, this.#end);
    const number = key?.number ?? NO_KEY;
    const keyStart = key?.start ?? -1;
    const row = isCollection
      ? this.#table.open(number, keyStart, from)
      : this.#table.leaf(number, keyStart, from, Math.min(end + this.#base, this.#end));
    if (key?.isMerge === true) this.#table.merges.add(row);
    return row;
  }

  /** Puts a complete value where it belongs. */
  #attach(row: number, value: unknown, end: number, height: number, weight: number, isAlias = false): void {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.#root = row;
      this.#value = value;
      return;
    }
    frame.end = end;
    frame.weight += weight;
    if (height >= frame.height) frame.height = height + 1;
    if (Array.isArray(frame.container)) {
      frame.container.push(value);
      return;
    }
    // A map's frame is given a key before each value.
    const key = frame.key as PendingKey;
    frame.key = undefined;
    if (key.isMerge) this.#merge(frame, row, value, isAlias);
    else {
      if (Object.hasOwn(frame.container, key.text) && this.#keepsDuplicates) {
        this.#noteDuplicate(frame.row, row, key.text, key.start);
      }
      setOwn(frame.container, key.text, value);
    }
  }

  /** Notes that the map at `map` has `key` among its rows before `end`, and again at `offset`. */
  #noteDuplicate(map: number, end: number, key: string, offset: number): void {
    const first = firstKeyOffset(this.#table, map, end, key) ?? offset;
    this.duplicates.push({ map, key, first, last: offset });
  }

  get #keepsDuplicates(): boolean {
    return this.duplicates.length < this.#limits.maxDuplicates;
  }

  // --- Merge keys ---

  /** Writes the entries of one or several maps into the map around them; of several the first wins. */
  #merge(frame: Frame, row: number, value: unknown, isAlias: boolean): void {
    const offset = this.#table.start(row) - this.#base;
    const target = frame.container as PlainObject;
    if (isPlainObject(value)) {
      this.#mergeMap(target, frame.row, row, row, value);
      return;
    }
    if (isAlias || !Array.isArray(value)) {
      this.#fail(offset, MERGE_PROBLEM);
      return;
    }
    const rows: number[] = [];
    for (let at = this.#table.first(row); at < this.#table.next(row); at = this.#table.next(at)) rows.push(at);
    for (let index = value.length - 1; index >= 0; index--) {
      const source: unknown = value[index];
      if (!isPlainObject(source)) {
        this.#fail(offset, MERGE_PROBLEM);
        return;
      }
      // The list has a row for each of its items.
      this.#mergeMap(target, frame.row, row, rows[index] as number, source);
    }
  }

  #mergeMap(target: PlainObject, map: number, mergeRow: number, sourceRow: number, source: PlainObject): void {
    this.#unencodable.copy(source, target);
    const table = this.#table;
    const from = table.aliases.get(sourceRow) ?? sourceRow;
    for (const key of Object.keys(source)) {
      if (Object.hasOwn(target, key) && this.#keepsDuplicates) {
        const offset = firstKeyOffset(table, from, table.next(from), key) ?? table.start(from);
        this.#noteDuplicate(map, mergeRow + 1, key, offset);
      }
      setOwn(target, key, source[key]);
    }
  }

  // --- Anchors ---

  #anchored(event: Event): Anchor | undefined {
    const anchor = this.#anchors.get(event.text);
    if (anchor === undefined) {
      this.#unknownAnchor = { message: `unknown anchor '${event.text}' referenced`, offset: event.start };
    } else if (!anchor.complete) this.#fail(event.start, `anchor '${event.text}' value contains itself`);
    else return anchor;
    return undefined;
  }

  #count(event: Event, steps: number, aliased: number): void {
    if (!this.#budget.count(steps, aliased)) this.#fail(event.start, 'document contains excessive aliasing');
  }

  #noteUnencodable(value: Scalar, offset: number): void {
    if (typeof value !== 'number' || Number.isFinite(value)) return;
    const frame = this.#frames.at(-1);
    const shown = Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf';
    const key = frame === undefined || Array.isArray(frame.container) ? undefined : frame.key?.text;
    this.#unencodable.add(frame?.container, key, `json: unsupported value: ${shown}`, offset);
  }

  #failTooDeep(offset: number): void {
    this.#fail(offset, `exceeded max depth of ${this.#limits.maxDepth}`);
  }
}

const anchorOf = (scalar: Event, row: number, value: unknown): Anchor => ({
  scalar,
  row,
  value,
  height: 0,
  weight: 1,
  complete: true,
});
