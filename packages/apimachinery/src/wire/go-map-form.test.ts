import { describe, expect, it } from 'vitest';
import { goMapForm } from './go-map-form.js';
import { compareGoStrings } from './go-string-order.js';

describe('goMapForm', () => {
  it('sorts keys at every depth and keeps what is sorted', () => {
    const value = { b: [{ d: 1, c: 2 }], a: { x: null } };
    expect(JSON.stringify(goMapForm(value))).toBe('{"a":{"x":null},"b":[{"c":2,"d":1}]}');
    expect(JSON.stringify(value)).toBe('{"b":[{"d":1,"c":2}],"a":{"x":null}}');
    const sorted = { a: [1, { b: 2, c: 3 }] };
    expect(goMapForm(sorted)).toBe(sorted);
  });

  it('keeps keys of any name', () => {
    expect(JSON.stringify(goMapForm(JSON.parse('{"b":1,"__proto__":2}')))).toBe('{"__proto__":2,"b":1}');
  });
});

describe('compareGoStrings', () => {
  it.each([
    ['a', 'b', -1],
    ['a', 'a', 0],
    ['ab', 'a', 1],
    ['10', '9', -1],
    ['\u{1f600}', '\uffff', 1],
    ['\ue000', '\ud83d\ude00', -1],
    ['\ud83d\ude00', '\ud83d\ude01', -1],
    ['z', '\u{1f600}', -1],
  ])('%j %j', (left, right, sign) => {
    expect(Math.sign(compareGoStrings(left, right))).toBe(sign);
  });
});
