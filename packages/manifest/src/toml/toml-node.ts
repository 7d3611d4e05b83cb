/** What stands in a TOML file, with its places: tables may be written in pieces, so this is a tree before it is a row. */

interface Span {
  /** Where the value begins; of a table, its header or first key. */
  start: number;
  end: number;
}

export interface TomlTable extends Span {
  readonly type: 'table';
  readonly entries: Map<string, TomlEntry>;
  /** How it came to be: by its own header, by a dotted key or a header below it, or between braces. */
  made: 'header' | 'implied' | 'dotted' | 'inline';
}

export interface TomlList extends Span {
  readonly type: 'list';
  readonly items: TomlNode[];
  /** Whether headers in double brackets may add to it. */
  readonly isOfTables: boolean;
}

export interface TomlScalar extends Span {
  readonly type: 'scalar';
  readonly value: string | number | bigint | boolean;
}

export type TomlNode = TomlTable | TomlList | TomlScalar;

export interface TomlEntry {
  readonly keyStart: number;
  readonly node: TomlNode;
}

/** Why a text is no TOML. */
export class TomlProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}
