/** CSV of RFC 4180, with cells that no spreadsheet takes for a formula. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

/** A text as a cell, quoted where it must be. */
export function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The cells of a line; a quoted cell may hold commas and doubled quotes. */
export function parseCsvLine(line: string): readonly string[] {
  const cells: string[] = [];
  const pattern = /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g;
  for (const found of line.trim().matchAll(pattern))
    cells.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim());
  return cells;
}
