import { describe, expect, it } from 'vitest';
import { goJSON } from './go-json.js';

describe('goJSON', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"b":1,"a":[true,null,"x"]}'],
    ['<a href="x">&\u2028\u2029', '"\\u003ca href=\\"x\\"\\u003e\\u0026\\u2028\\u2029"'],
    [{ 9: 1, 10: 2, '-1': 3, a: 4 }, '{"-1":3,"10":2,"9":1,"a":4}'],
    [{ n: 9223372036854775807n, 1: 2n }, '{"1":2,"n":9223372036854775807}'],
    [[0.000001, 1e-7, 1e20, 1e21, 1.5], '[0.000001,1e-7,100000000000000000000,1e+21,1.5]'],
    [{ a: undefined, b: 1n }, '{"b":1}'],
    ['\ud800x\udc00 \\ud800 \ud83d\ude00', '"\ufffdx\ufffd \\\\ud800 \ud83d\ude00"'],
    [undefined, 'null'],
    ['{"1":', '"{\\"1\\":"'],
  ])('%#', (value, expected) => {
    expect(goJSON(value)).toBe(expected);
  });
});
