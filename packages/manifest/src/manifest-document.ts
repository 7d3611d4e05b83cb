/**
 * One document of a file: its value, and the place of everything in it.
 */
import type { DuplicateKey, FoundDuplicate } from './duplicate-key.js';
import type { LineIndex, Position } from './line-index.js';
import type { NodeSearch } from './node-search.js';
import type { NodeTable } from './node-table.js';
import type { PathSegment } from './path.js';

/** Where a key and its value stand. */
export interface Location {
  /** The key; absent for list items and roots. */
  readonly key?: Position;
  /** Where the value begins, its anchor and tag included. A missing value stands behind its colon or dash. */
  readonly value: Position;
  /** Behind the value: without comments, without the line break of a block scalar. */
  readonly end: Position;
}

/** The location of the deepest part of a path that exists. */
export interface NearestLocation extends Location {
  /** The path of that part. */
  readonly path: readonly PathSegment[];
}

/** What all documents of one file share. */
export interface ManifestFile {
  readonly lines: LineIndex;
  readonly table: NodeTable;
  readonly search: NodeSearch;
}

export class ManifestDocument {
  /** The document's number in its file, from 0; documents without content are not counted. */
  readonly index: number;
  /** Plain objects, arrays, strings, numbers, booleans and null; integers that a double cannot hold are bigints. */
  readonly value: unknown;
  /** The row of the root in the file's node table. */
  readonly root: number;
  /** What the documents of the file share; edits of the text ask it. */
  readonly file: ManifestFile;
  readonly #duplicates: readonly FoundDuplicate[];
  readonly #unread: number | undefined;
  readonly #spelled: ReadonlyMap<number, string> | undefined;

  constructor(
    file: ManifestFile,
    index: number,
    content: {
      readonly value: unknown;
      readonly root: number;
      readonly duplicates: readonly FoundDuplicate[];
      readonly unread?: number | undefined;
      readonly spelled?: ReadonlyMap<number, string> | undefined;
    },
  ) {
    this.file = file;
    this.index = index;
    this.value = content.value;
    this.root = content.root;
    this.#duplicates = content.duplicates;
    this.#unread = content.unread;
    this.#spelled = content.spelled;
  }

  /** The same document with members beside its own, which have no place. */
  with(members: Readonly<Record<string, unknown>>): ManifestDocument {
    const value = typeof this.value === 'object' && this.value !== null ? { ...members, ...this.value } : this.value;
    return new ManifestDocument(this.file, this.index, {
      value,
      root: this.root,
      duplicates: this.#duplicates,
      unread: this.#unread,
      spelled: this.#spelled,
    });
  }

  /** Keys that stand twice in one map. */
  get duplicates(): readonly DuplicateKey[] {
    return this.duplicatesBelow(this.root);
  }

  /**
   * Where text begins that Kubernetes does not read although it belongs to the document, as behind a root that ends
   * early; undefined nearly always.
   */
  get unread(): Position | undefined {
    return this.#unread === undefined ? undefined : this.file.lines.at(this.#unread);
  }

  /** Whether JSON holds a number in another form than the shortest one: `1.0`, `1e2`. */
  get hasSpelledNumbers(): boolean {
    return this.#spelled !== undefined;
  }

  /** The form of such a number; undefined for all others. */
  spelledNumber(path: readonly PathSegment[]): string | undefined {
    const row = this.#spelled === undefined ? undefined : this.rowAt(this.root, path);
    return row === undefined ? undefined : this.#spelled?.get(row);
  }

  /** Where the value at `path` stands; undefined when there is none. */
  locate(path: readonly PathSegment[]): Location | undefined {
    return this.locateFrom(this.root, path);
  }

  /** Where the deepest part of `path` that exists stands; the root at least. */
  nearest(path: readonly PathSegment[]): NearestLocation {
    return this.nearestFrom(this.root, path);
  }

  /** The text of the file that the document is from. */
  get text(): string {
    return this.file.lines.text;
  }

  /** A line of the file, 1-based, without its line break. */
  lineText(line: number): string {
    return this.file.lines.line(line);
  }

  /** `locate` for a path that begins at a row of this document. */
  locateFrom(root: number, path: readonly PathSegment[]): Location | undefined {
    const { row, depth } = this.file.search.deepest(root, path);
    return depth === path.length ? this.#location(row) : undefined;
  }

  /** `nearest` for a path that begins at a row of this document. */
  nearestFrom(root: number, path: readonly PathSegment[]): NearestLocation {
    const { row, depth } = this.file.search.deepest(root, path);
    return { ...this.#location(row), path: path.slice(0, depth) };
  }

  /** Where the deepest existing part of `path` begins: its key, or the value where there is no key. */
  placeFrom(root: number, path: readonly PathSegment[]): Position {
    const { table, lines, search } = this.file;
    const { row } = search.deepest(root, path);
    const key = table.keyStart(row);
    return lines.at(key === -1 ? table.start(row) : key);
  }

  /** The row that a path from a row leads to; undefined when there is none. */
  rowAt(root: number, path: readonly PathSegment[]): number | undefined {
    const { row, depth } = this.file.search.deepest(root, path);
    return depth === path.length ? row : undefined;
  }

  /** The duplicate keys below a row, with paths from there. */
  duplicatesBelow(root: number): readonly DuplicateKey[] {
    const { table, search, lines } = this.file;
    const end = table.next(root);
    return this.#duplicates
      .filter(({ map }) => map >= root && map < end)
      .map(({ map, key, first, last, earlier }) => ({
        path: [...search.pathOf(root, map), key],
        key,
        first: lines.at(first),
        last: lines.at(last),
        ...(earlier === undefined ? {} : { earlier }),
      }));
  }

  #location(row: number): Location {
    const { table, lines } = this.file;
    const value = lines.at(table.start(row));
    const end = lines.at(table.end(row));
    const key = table.keyStart(row);
    return key === -1 ? { value, end } : { key: lines.at(key), value, end };
  }
}
