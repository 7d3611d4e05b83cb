/**
 * From a TOML text to a tree with places. TOML 1.0 as runtimes and their tools write it; what breaks its rules is a
 * `TomlProblem`.
 *
 * Source: https://toml.io/en/v1.0.0.
 */
import { type TomlEntry, type TomlList, type TomlNode, TomlProblem, type TomlTable } from './toml-node.js';
import { scanBare, scanString } from './toml-scalar.js';

/** Lists and braces inside of each other; nobody writes ten. */
const MAX_DEPTH = 64;

interface Key {
  readonly name: string;
  readonly start: number;
}

export class TomlParser {
  readonly root: TomlTable;
  readonly #text: string;
  readonly #maxNodes: number;
  #position = 0;
  #nodes = 0;

  constructor(text: string, maxNodes: number) {
    this.#text = text;
    this.#maxNodes = maxNodes;
    this.root = { type: 'table', entries: new Map(), made: 'header', start: 0, end: text.length };
  }

  parse(): TomlTable {
    let table = this.root;
    for (;;) {
      this.#passBlankLines();
      if (this.#position >= this.#text.length) return this.root;
      if (this.#text[this.#position] === '[') table = this.#header();
      else this.#pair(table);
      this.#endOfLine();
    }
  }

  #header(): TomlTable {
    const start = this.#position;
    const isList = this.#text.startsWith('[[', start);
    this.#position += isList ? 2 : 1;
    const keys = this.#keys();
    if (!this.#text.startsWith(isList ? ']]' : ']', this.#position)) this.#fail('"]" is expected behind the name');
    this.#position += isList ? 2 : 1;
    let table = this.root;
    for (const key of keys.slice(0, -1)) table = this.#below(table, key, 'implied');
    const last = keys.at(-1);
    if (last === undefined) return this.root;
    return isList ? this.#addToList(table, last, start) : this.#ownTable(table, last, start);
  }

  #ownTable(parent: TomlTable, key: Key, start: number): TomlTable {
    const known = parent.entries.get(key.name)?.node;
    if (known === undefined) return this.#newTable(parent, key, 'header', start);
    if (known.type !== 'table' || known.made !== 'implied') this.#fail(`the table ${key.name} is there twice`, start);
    known.made = 'header';
    return known;
  }

  #addToList(parent: TomlTable, key: Key, start: number): TomlTable {
    const item: TomlTable = { type: 'table', entries: new Map(), made: 'header', start, end: this.#position };
    this.#count();
    const known = parent.entries.get(key.name)?.node;
    if (known === undefined) {
      const list: TomlList = { type: 'list', items: [item], isOfTables: true, start, end: this.#position };
      parent.entries.set(key.name, { keyStart: key.start, node: list });
    } else if (known.type === 'list' && known.isOfTables) known.items.push(item);
    else this.#fail(`${key.name} is there already, and no list of tables`, start);
    return item;
  }

  /** The table that a key on the way to another one names. */
  #below(parent: TomlTable, key: Key, made: 'implied' | 'dotted'): TomlTable {
    const known = parent.entries.get(key.name)?.node;
    if (known === undefined) return this.#newTable(parent, key, made, key.start);
    if (known.type === 'table' && known.made !== 'inline' && (made === 'implied' || known.made === 'dotted')) {
      return known;
    }
    if (known.type === 'list' && known.isOfTables && made === 'implied') {
      const last = known.items.at(-1);
      if (last?.type === 'table') return last;
    }
    return this.#fail(`${key.name} is there already, and cannot be added to`, key.start);
  }

  #newTable(parent: TomlTable, key: Key, made: TomlTable['made'], start: number): TomlTable {
    this.#count();
    const table: TomlTable = { type: 'table', entries: new Map(), made, start, end: this.#position };
    parent.entries.set(key.name, { keyStart: key.start, node: table });
    return table;
  }

  #pair(table: TomlTable, depth = 0): void {
    const keys = this.#keys();
    if (this.#text[this.#position] !== '=') this.#fail('"=" is expected behind the key');
    this.#position++;
    this.#passBlanks();
    let target = table;
    for (const key of keys.slice(0, -1)) target = this.#below(target, key, 'dotted');
    const last = keys.at(-1);
    if (last === undefined) return;
    if (target.entries.has(last.name)) this.#fail(`the key ${last.name} is there twice`, last.start);
    const entry: TomlEntry = { keyStart: last.start, node: this.#value(depth) };
    target.entries.set(last.name, entry);
  }

  #keys(): readonly Key[] {
    const keys: Key[] = [];
    for (;;) {
      this.#passBlanks();
      keys.push(this.#key());
      this.#passBlanks();
      if (this.#text[this.#position] !== '.') return keys;
      if (keys.length > MAX_DEPTH) this.#fail('the key has too many parts');
      this.#position++;
    }
  }

  #key(): Key {
    const start = this.#position;
    const first = this.#text[start];
    if (first === '"' || first === "'") {
      if (this.#text.startsWith(first.repeat(3), start)) this.#fail('a key is one line');
      const { value, end } = scanString(this.#text, start);
      this.#position = end;
      return { name: value, start };
    }
    while (/[A-Za-z0-9_-]/.test(this.#text[this.#position] ?? '')) this.#position++;
    if (this.#position === start) this.#fail('a key is expected');
    return { name: this.#text.slice(start, this.#position), start };
  }

  #value(depth: number): TomlNode {
    this.#count();
    if (depth > MAX_DEPTH) this.#fail('lists and tables are nested too deeply');
    const start = this.#position;
    const first = this.#text[start];
    if (first === '[') return this.#list(depth);
    if (first === '{') return this.#inlineTable(depth);
    const { value, end } = first === '"' || first === "'" ? scanString(this.#text, start) : scanBare(this.#text, start);
    this.#position = end;
    return { type: 'scalar', value, start, end };
  }

  #list(depth: number): TomlNode {
    const start = this.#position++;
    const items: TomlNode[] = [];
    for (;;) {
      this.#passBlankLines();
      if (this.#text[this.#position] === ']') break;
      items.push(this.#value(depth + 1));
      this.#passBlankLines();
      if (this.#text[this.#position] === ',') this.#position++;
      else if (this.#text[this.#position] !== ']') this.#fail('"," or "]" is expected in the list');
    }
    this.#position++;
    return { type: 'list', items, isOfTables: false, start, end: this.#position };
  }

  #inlineTable(depth: number): TomlNode {
    const start = this.#position++;
    const table: TomlTable = { type: 'table', entries: new Map(), made: 'inline', start, end: start };
    for (;;) {
      this.#passBlankLines();
      if (this.#text[this.#position] === '}') break;
      this.#pair(table, depth + 1);
      this.#passBlankLines();
      if (this.#text[this.#position] === ',') this.#position++;
      else if (this.#text[this.#position] !== '}') this.#fail('"," or "}" is expected in the table');
    }
    table.end = ++this.#position;
    return table;
  }

  #passBlanks(): void {
    while (this.#text[this.#position] === ' ' || this.#text[this.#position] === '\t') this.#position++;
  }

  /** Blanks, line breaks and comments. */
  #passBlankLines(): void {
    for (;;) {
      const character = this.#text[this.#position];
      if (character === '#') this.#passComment();
      else if (character === ' ' || character === '\t' || character === '\n' || character === '\r') this.#position++;
      else return;
    }
  }

  #passComment(): void {
    const end = this.#text.indexOf('\n', this.#position);
    this.#position = end === -1 ? this.#text.length : end;
  }

  #endOfLine(): void {
    this.#passBlanks();
    if (this.#text[this.#position] === '#') this.#passComment();
    const rest = this.#text[this.#position];
    if (rest !== undefined && rest !== '\n' && rest !== '\r') this.#fail('the line should end here');
  }

  #count(): void {
    if (++this.#nodes > this.#maxNodes) this.#fail('the file holds too much');
  }

  #fail(message: string, offset = this.#position): never {
    throw new TomlProblem(message, offset);
  }
}
