import { describe, expect, it } from 'vitest';
import { foreignText } from './cluster-error.js';

describe('what a stranger said', () => {
  it.each([
    ['a\n  b', 'a b'],
    ['\u001b[31mred\u0007', '\\u001b[31mred\\u0007'],
    ['\u202egpj', '\\u202egpj'],
    ['x'.repeat(1_000_000), `${'x'.repeat(400)}...`],
  ])('is one printable line', (text, line) => {
    expect(foreignText(text)).toBe(line);
  });
});
