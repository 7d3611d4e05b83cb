import { describe, expect, it } from 'vitest';
import { LineIndex } from './line-index.js';

describe('LineIndex', () => {
  it.each([
    ['', 0, '1:1'],
    ['abc', 3, '1:4'],
    ['a\nb\n', 1, '1:2'],
    ['a\nb\n', 2, '2:1'],
    ['a\nb\n', 4, '3:1'],
    ['a\r\nb', 2, '1:3'],
    ['a\r\nb', 3, '2:1'],
    ['a\rb\r\rc', 5, '4:1'],
    ['a\u2028b\x85c', 4, '1:5'],
    ['😀x', 2, '1:3'],
  ])('%j at %d is %s', (text, offset, expected) => {
    const { line, column } = new LineIndex(text).at(offset);
    expect(`${line}:${column}`).toBe(expected);
  });

  it('counts many short lines', () => {
    const lines = new LineIndex('\n'.repeat(100_000));
    expect(lines.count).toBe(100_001);
    expect(lines.at(54_321)).toEqual({ line: 54_322, column: 1, offset: 54_321 });
  });
});
