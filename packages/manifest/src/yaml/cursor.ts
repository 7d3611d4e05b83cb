/**
 * A place in a YAML text with its line, and the one problem that ends the reading of a document.
 */
import { CR, isBreak, LF } from './characters.js';

/** Why a document cannot be read. Offsets are those of the cursor's text. */
export interface YamlProblem {
  readonly message: string;
  readonly offset: number;
  /** What was being read, with the place where it begins. */
  readonly context?: string;
  readonly contextOffset?: number;
}

export class Cursor {
  readonly text: string;
  position: number;
  /** Line breaks passed. */
  line = 0;
  lineStart: number;
  /** Where the text of the last scalar ended, without the blanks and breaks that were passed to find its end. */
  contentEnd = 0;
  problem: YamlProblem | undefined;
  readonly #hasPairs: boolean;
  /** The last column that was counted: of which line, where, and what it was. */
  #countedFrom = -1;
  #countedTo = -1;
  #counted = 0;

  constructor(text: string, position: number) {
    this.text = text;
    this.position = position;
    this.lineStart = position;
    this.#hasPairs = /[\ud800-\udbff]/.test(text);
  }

  get code(): number {
    return this.text.charCodeAt(this.position);
  }

  ahead(distance: number): number {
    return this.text.charCodeAt(this.position + distance);
  }

  /** Characters since the beginning of the line; a surrogate pair is one. */
  get column(): number {
    if (!this.#hasPairs) return this.position - this.lineStart;
    // Counted on from the last place on the line, or a long line would cost the square of its length.
    const isAhead = this.#countedFrom === this.lineStart && this.#countedTo <= this.position;
    const known = isAhead ? this.#counted : 0;
    this.#counted = known + this.characters(isAhead ? this.#countedTo : this.lineStart, this.position);
    this.#countedFrom = this.lineStart;
    this.#countedTo = this.position;
    return this.#counted;
  }

  /** Unicode characters between two offsets. */
  characters(from: number, to: number): number {
    let count = to - from;
    if (!this.#hasPairs) return count;
    for (let at = from; at < to; at++) {
      if ((this.text.charCodeAt(at) & 0xfc00) === 0xdc00) count--;
    }
    return count;
  }

  /** Passes the line break at the position, if there is one, and returns what it stands for in a scalar. */
  passBreak(): string {
    const code = this.code;
    if (!isBreak(code)) return '';
    this.position += code === CR ? this.#returnLength() : 1;
    this.line++;
    this.lineStart = this.position;
    return code > 0x2000 ? String.fromCharCode(code) : '\n';
  }

  /** Kubernetes takes one CR LF for LF before YAML takes another: CR CR LF is one line break. */
  #returnLength(): number {
    if (this.ahead(1) === LF) return 2;
    return this.ahead(1) === CR && this.ahead(2) === LF ? 3 : 1;
  }

  /** `---` or `...` alone at the beginning of a line. */
  atDocumentIndicator(isAfter: (code: number) => boolean): boolean {
    const code = this.code;
    return (
      this.position === this.lineStart &&
      (code === 45 || code === 46) &&
      this.ahead(1) === code &&
      this.ahead(2) === code &&
      isAfter(this.ahead(3))
    );
  }

  /** Records a problem at the position; always false, so that readers can return it. */
  fail(message: string, context?: string, contextOffset?: number): false {
    return this.failAt(this.position, message, context, contextOffset);
  }

  failAt(offset: number, message: string, context?: string, contextOffset?: number): false {
    this.problem ??=
      context === undefined || contextOffset === undefined
        ? { message, offset }
        : { message, offset, context, contextOffset };
    return false;
  }
}
