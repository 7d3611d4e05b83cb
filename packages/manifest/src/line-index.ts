/**
 * Lines and columns of a text, found from offsets only when somebody asks. A line ends with LF, CRLF or a lone CR,
 * as editors count; YAML's other line breaks (NEL, LS, PS) do not end a line here.
 */

/** A place in a file. Line and column are 1-based; the column counts UTF-16 units, the offset is 0-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

export class LineIndex {
  readonly text: string;
  #starts: Int32Array | undefined;

  constructor(text: string) {
    this.text = text;
  }

  /** The number of lines; a text that ends with a line break has an empty last line. */
  get count(): number {
    return this.#lineStarts().length;
  }

  at(offset: number): Position {
    const starts = this.#lineStarts();
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - (starts[low] as number) + 1, offset };
  }

  /** The text of a 1-based line without its line break; empty for a line that is not there. */
  line(number: number): string {
    const starts = this.#lineStarts();
    const start = starts[number - 1];
    if (start === undefined) return '';
    let end = starts[number] ?? this.text.length;
    while (end > start && isLineBreak(this.text.charCodeAt(end - 1))) end--;
    return this.text.slice(start, end);
  }

  #lineStarts(): Int32Array {
    this.#starts ??= lineStarts(this.text);
    return this.#starts;
  }
}

const isLineBreak = (code: number): boolean => code === 10 || code === 13;

function lineStarts(text: string): Int32Array {
  // Files of one kind of line break are the rule, and indexOf is far faster than a look at each character.
  const withReturns = text.includes('\r');
  let starts = new Int32Array(Math.max(16, text.length >> 5));
  let count = 1;
  let from = 0;
  for (;;) {
    from = withReturns ? afterBreak(text, from) : text.indexOf('\n', from) + 1;
    if (from === 0) return starts.slice(0, count);
    if (count === starts.length) {
      const larger = new Int32Array(count * 2);
      larger.set(starts);
      starts = larger;
    }
    starts[count++] = from;
  }
}

/** The offset after the next line break, 0 when there is none. */
function afterBreak(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10) return at + 1;
    if (code === 13) return text.charCodeAt(at + 1) === 10 ? at + 2 : at + 1;
  }
  return 0;
}
