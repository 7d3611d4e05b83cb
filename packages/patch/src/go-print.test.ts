import { expect, it } from 'vitest';
import { goPrint, goPrintText } from './go-print.js';

it.each<[unknown, string]>([
  [{ b: 'x', a: [1, true, null] }, 'map[a:[1 true <nil>] b:x]'],
  [{}, 'map[]'],
  [12345678901234567890n, '12345678901234567890'],
  [1e21, '1e+21'],
  [0.000015, '1.5e-05'],
  [1.5, '1.5'],
  [{ '\u{1F600}': 1, '\uFFFD': 2 }, 'map[\uFFFD:2 \u{1F600}:1]'],
])('prints %o', (value, text) => {
  expect(goPrint(value)).toBe(text);
});

it('says that a value is no text', () => {
  expect(['a', 5, true, null].map(goPrintText)).toEqual(['a', '%!s(int64=5)', '%!s(bool=true)', '%!s(<nil>)']);
});
