import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goJSON } from './go-json.js';
import { ProtobufError } from './protobuf-error.js';
import { parseRawJSON } from './raw-json.js';

describe('parseRawJSON', () => {
  it.each<[string, unknown]>([
    ['{"a":[1,{"b":null}]}', { a: [1, { b: null }] }],
    [
      ' [ 9007199254740993 , "1234567890123456\\"" , { "x" : -9223372036854775808 } ] ',
      [9007199254740993n, '1234567890123456"', { x: -9223372036854775808n }],
    ],
    ['[1234567890123456.5,1e300,true,[],{}]', [1234567890123456.5, 1e300, true, [], {}]],
  ])('%#', (text, expected) => {
    expect(parseRawJSON(text)).toEqual(expected);
  });

  it('reads any JSON with a long integer', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ value, long: 0 }).replace(/0\}$/, '12345678901234567890}');
        expect(goJSON(parseRawJSON(text))).toBe(
          goJSON({ value: JSON.parse(JSON.stringify(value)), long: 12345678901234567890n }),
        );
      }),
      { numRuns: 100 },
    );
  });

  it.each(['', '{', '[1,]', 'nope', '['.repeat(2000)])('refuses %j', (text) => {
    expect(() => parseRawJSON(text)).toThrow(ProtobufError);
  });

  it('keeps a key __proto__', () => {
    expect(goJSON(parseRawJSON('{"__proto__":1234567890123456789}'))).toBe('{"__proto__":1234567890123456789}');
  });
});
