/**
 * YAML documents. The block reader takes what is written plainly, which is nearly everything; whatever it does not
 * take, the composer reads by all the rules.
 */
import type { FoundDuplicate } from '../duplicate-key.js';
import type { Limits } from '../limits.js';
import type { NodeTable } from '../node-table.js';
import type { SourceText } from '../source-text.js';
import { BlockReader } from './block-reader.js';
import { BYTE_ORDER_MARK, FORBIDDEN, isBlank, isBreak } from './characters.js';
import { Composer } from './composer.js';
import { Cursor, type YamlProblem } from './cursor.js';
import type { DocumentRange } from './document-splitter.js';

export interface YamlDocument {
  readonly value: unknown;
  readonly root: number;
  readonly duplicates: readonly FoundDuplicate[];
  /** Where text begins that Kubernetes does not read. */
  readonly unread: number | undefined;
}

export class YamlReader {
  readonly #text: string;
  readonly #table: NodeTable;
  readonly #limits: Limits;
  readonly #blocks: BlockReader;

  constructor(source: SourceText, table: NodeTable, limits: Limits) {
    this.#text = source.text;
    this.#table = table;
    this.#limits = limits;
    this.#blocks = new BlockReader(source, table, limits.maxDuplicates);
  }

  /** The document of a range, undefined when it is empty or null, or why it cannot be read. */
  read(range: DocumentRange): YamlDocument | YamlProblem | undefined {
    const { size, count } = this.#table;
    const taken = this.#blocks.read(range);
    if (taken !== undefined && this.#table.count <= this.#limits.maxNodes) return taken;
    this.#table.truncate(size, count);
    const result = this.#compose(range);
    if (result === undefined || 'message' in result) this.#table.truncate(size, count);
    return result;
  }

  #compose({ start, end }: DocumentRange): YamlDocument | YamlProblem | undefined {
    const from = this.#text.charCodeAt(start) === BYTE_ORDER_MARK ? start + 1 : start;
    const slice = this.#text.slice(from, end);
    const text = slice.endsWith('\n') ? slice : `${slice}\n`;
    const forbidden = FORBIDDEN.exec(text);
    if (forbidden !== null || text.charCodeAt(0) === BYTE_ORDER_MARK) {
      return { message: 'control characters are not allowed', offset: from + (forbidden?.index ?? 0) };
    }
    const composer = new Composer(new Cursor(text, 0), from, end, this.#table, this.#limits);
    const composed = composer.compose();
    if ('message' in composed) return shifted(composed, from);
    const { value, root, unread } = composed;
    if (value === null || root === undefined) return undefined;
    return { value, root, duplicates: composer.duplicates, unread: this.#firstUnread(unread, end) };
  }

  /** Where the unread text begins; undefined where only blanks, comments and ends of documents are left. */
  #firstUnread(offset: number | undefined, end: number): number | undefined {
    if (offset === undefined) return undefined;
    const text = this.#text;
    let at = offset;
    while (at < end) {
      const code = text.charCodeAt(at);
      if (code === 35) {
        const lineEnd = text.indexOf('\n', at);
        at = lineEnd === -1 ? end : lineEnd;
      } else if (isBlank(code) || isBreak(code)) {
        at++;
      } else if (text.startsWith('...', at)) {
        at += 3;
      } else {
        return at;
      }
    }
    return undefined;
  }
}

function shifted(problem: YamlProblem, base: number): YamlProblem {
  const { contextOffset } = problem;
  return {
    ...problem,
    offset: problem.offset + base,
    ...(contextOffset === undefined ? {} : { contextOffset: contextOffset + base }),
  };
}
