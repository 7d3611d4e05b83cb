import { describe, expect, it } from 'vitest';
import { canonicalBase64, canonicalQuantityText } from './canonical-text.js';

describe('canonicalQuantityText', () => {
  it.each<[string | number, string | number]>([
    ['100m', '100m'],
    ['1000m', '1'],
    ['1024Mi', '1Gi'],
    ['999Ki', '999Ki'],
    ['0.5', '500m'],
    ['0', '0'],
    ['-0', '0'],
    [' 1 ', '1'],
    [5, '5'],
    [0.25, '250m'],
    [1500, '1500'],
    ['1e3', '1e3'],
    ['100Ei', '9223372036854775807'],
    ['nope', 'nope'],
  ])('%j', (value, expected) => {
    expect(canonicalQuantityText(value)).toBe(expected);
  });
});

describe('canonicalBase64', () => {
  it.each([
    ['', ''],
    ['AAAA', 'AAAA'],
    ['YQ==', 'YQ=='],
    ['YR==', 'YQ=='],
    ['YWJ=', 'YWI='],
    ['YW\nI=\r\n', 'YWI='],
    ['?', '?'],
    ['YWI', 'YWI'],
  ])('%j', (text, expected) => {
    expect(canonicalBase64(text)).toBe(expected);
  });
});
