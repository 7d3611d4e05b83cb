import { describe, expect, it } from 'vitest';
import { QUANTITY_FORMAT, QUANTITY_NUMERIC, QUANTITY_SUFFIX, quantityError } from './quantity-text.js';

describe('quantityError', () => {
  it.each([
    '1',
    '100m',
    '1.5Gi',
    '0.5',
    '+.5',
    '-1',
    '1e3',
    '1E-3',
    '1e+21',
    ' 1 ',
    '.',
    '-',
    'k',
    'Ki',
    'E',
    '0Ei',
    '1n',
  ])('takes %j', (text) => {
    expect(quantityError(text)).toBeUndefined();
  });

  it.each([
    ['', QUANTITY_FORMAT],
    ['0x1', QUANTITY_FORMAT],
    ['1.2.3', QUANTITY_FORMAT],
    ['true', QUANTITY_FORMAT],
    ['1\n', QUANTITY_FORMAT],
    ['1K', QUANTITY_SUFFIX],
    ['1mi', QUANTITY_SUFFIX],
    ['1e', QUANTITY_SUFFIX],
    ['--1', QUANTITY_SUFFIX],
    ['1e99999999999999999999', QUANTITY_SUFFIX],
    ['Ei', QUANTITY_NUMERIC],
    ['-.Pi', QUANTITY_NUMERIC],
  ])('refuses %j', (text, expected) => {
    expect(quantityError(text)).toBe(expected);
  });

  it('has the texts of upstream', () => {
    expect([QUANTITY_FORMAT, QUANTITY_NUMERIC, QUANTITY_SUFFIX]).toEqual([
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      'unable to parse numeric part of quantity',
      "unable to parse quantity's suffix",
    ]);
  });

  it('is quick with long texts', () => {
    expect(quantityError('9'.repeat(1_000_000))).toBeUndefined();
    expect(quantityError(`1e${'9'.repeat(1_000_000)}`)).toBe(QUANTITY_SUFFIX);
    expect(quantityError(`${' '.repeat(100_000)}x`)).toBe(QUANTITY_FORMAT);
  });
});
