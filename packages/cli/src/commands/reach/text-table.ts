/** A table in columns for people; cells of several texts go over several lines, and nothing drives the terminal. */
import { type Painter, printable } from '@bulkhead/audit';

export type Cell = readonly string[];

const MAX_WIDTH = 48;

export function* textTable(
  heads: readonly string[],
  rows: Iterable<readonly Cell[]>,
  paint: Painter,
): Iterable<string> {
  const wrapped = [...rows].map((row) => row.map(wrap));
  const widths = heads.map((head, column) =>
    wrapped.reduce((most, row) => Math.max(most, ...(row[column] ?? []).map(({ length }) => length)), head.length),
  );
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, column) => (column === cells.length - 1 ? text : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  yield `${paint.bold(line(heads))}\n`;
  for (const row of wrapped) {
    const height = Math.max(...row.map(({ length }) => length));
    for (let index = 0; index < height; index += 1) yield `${line(row.map((cell) => cell[index] ?? ''))}\n`;
  }
}

/** The texts with commas between them, as many on a line as fit. */
function wrap(texts: Cell): readonly string[] {
  const lines: string[] = [];
  for (const [index, text] of texts.entries()) {
    const piece = printable(text) + (index < texts.length - 1 ? ',' : '');
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + piece.length <= MAX_WIDTH) lines[lines.length - 1] = `${last} ${piece}`;
    else lines.push(piece);
  }
  return lines;
}
