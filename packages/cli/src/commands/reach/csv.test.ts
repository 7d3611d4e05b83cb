import { describe, expect, it } from 'vitest';
import { csvLine, parseCsvLine } from './csv.js';

describe('CSV', () => {
  it.each<[readonly string[], string]>([
    [['a', 'b'], 'a,b\n'],
    [['a,b', 'say "x"'], '"a,b","say ""x"""\n'],
    [['=HYPERLINK()', '-1'], "'=HYPERLINK(),'-1\n"],
  ])('%j is written %j', (cells, line) => {
    expect(csvLine(cells)).toBe(line);
  });

  it.each<[string, readonly string[]]>([
    ['a,b,80', ['a', 'b', '80']],
    ['a , b,', ['a', 'b', '']],
    ['"a,b","say ""x""",c', ['a,b', 'say "x"', 'c']],
    ['', ['']],
  ])('%j is read as %j', (line, cells) => {
    expect(parseCsvLine(line)).toEqual(cells);
  });
});
