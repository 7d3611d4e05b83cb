import { describe, expect, it } from 'vitest';
import { base64Error, encodeBase64 } from './base64-text.js';

describe('base64Error', () => {
  it.each(['', 'YWJj', 'YWI=', 'YQ==', 'YW\nJj\r\n', 'YQ=\n=\n'])('takes %j', (text) => {
    expect(base64Error(text)).toBeUndefined();
  });

  it.each([
    ['!', 0],
    ['Y', 0],
    ['YWJjY', 4],
    ['YQ=', 3],
    ['YQ=x', 2],
    ['YWI=YWI=', 4],
    ['Y===', 1],
    ['YWé=', 2],
  ])('refuses %j at %d', (text, offset) => {
    expect(base64Error(text)).toBe(`illegal base64 data at input byte ${offset}`);
  });
});

describe('encodeBase64', () => {
  it.each([
    [[], ''],
    [[97], 'YQ=='],
    [[97, 98], 'YWI='],
    [[97, 98, 99], 'YWJj'],
    [[255, 0, 255, 0], '/wD/AA=='],
  ])('%j', (bytes, expected) => {
    expect(encodeBase64(bytes)).toBe(expected);
  });
});
