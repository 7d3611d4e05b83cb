import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  milliValue,
  parseQuantity,
  QUANTITY_FORMAT_ERROR,
  QUANTITY_NUMBER_ERROR,
  QUANTITY_SUFFIX_ERROR,
  type Quantity,
  quantityProblem,
  roundUpToMilli,
  scaledValue,
  wholeValue,
} from './index.js';

function parsed(text: string | number): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new Error(String(text));
  return quantity;
}

describe('the errors', () => {
  it('are the texts of the API server', () => {
    expect([QUANTITY_FORMAT_ERROR, QUANTITY_SUFFIX_ERROR, QUANTITY_NUMBER_ERROR]).toEqual([
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
      "unable to parse quantity's suffix",
      'unable to parse numeric part of quantity',
    ]);
  });

  it.each<[string, string]>([
    ['1Q', QUANTITY_FORMAT_ERROR],
    ['1kk', QUANTITY_SUFFIX_ERROR],
    ['1K', QUANTITY_SUFFIX_ERROR],
    ['1ki', QUANTITY_SUFFIX_ERROR],
    ['1KI', QUANTITY_FORMAT_ERROR],
    ['', QUANTITY_FORMAT_ERROR],
    ['abc', QUANTITY_FORMAT_ERROR],
    ['1 Gi', QUANTITY_FORMAT_ERROR],
    ['1.2.3', QUANTITY_FORMAT_ERROR],
    ['--1', QUANTITY_SUFFIX_ERROR],
    ['1e', QUANTITY_SUFFIX_ERROR],
    ['1ee3', QUANTITY_SUFFIX_ERROR],
    ['1e3e', QUANTITY_FORMAT_ERROR],
    ['1/2', QUANTITY_FORMAT_ERROR],
  ])('%j', (text, problem) => {
    expect(quantityProblem(text)).toBe(problem);
    expect(parseQuantity(text)).toBeUndefined();
  });
});

describe('parseQuantity', () => {
  it('trims what JSON strings may have around the text', () => {
    expect(formatQuantity(parsed(' 1Gi\n'))).toBe('1Gi');
    expect(parseQuantity('1 Gi')).toBeUndefined();
  });

  it('takes numbers', () => {
    expect(formatQuantity(parsed(2))).toBe('2');
    expect(formatQuantity(parsed(0.5))).toBe('500m');
    expect(formatQuantity(parsed(-1.5))).toBe('-1500m');
    expect(parseQuantity(Number.NaN)).toBeUndefined();
    expect(parseQuantity(Number.POSITIVE_INFINITY)).toBeUndefined();
  });

  it('is bounded in length and exponent', () => {
    expect(quantityProblem('1'.repeat(1_000_000))).toBe(QUANTITY_NUMBER_ERROR);
    expect(quantityProblem('1e999999999')).toBe(QUANTITY_NUMBER_ERROR);
    expect(formatQuantity(parsed('1e-999999999'))).toBe('1e-9');
  });

  it('is right again when asked again', () => {
    for (const text of ['1Gi', '0', '1e3', '__proto__']) expect(parseQuantity(text)).toEqual(parseQuantity(text));
  });
});

describe('amounts', () => {
  it.each<[string, bigint, bigint]>([
    ['1', 1n, 1000n],
    ['0.5', 1n, 500n],
    ['-0.5', -1n, -500n],
    ['1n', 1n, 1n],
    ['1500m', 2n, 1500n],
    ['1Ki', 1024n, 1_024_000n],
    ['1.5Gi', 1_610_612_736n, 1_610_612_736_000n],
  ])('%s is whole %s and milli %s', (text, whole, milli) => {
    expect(wholeValue(parsed(text))).toBe(whole);
    expect(milliValue(parsed(text))).toBe(milli);
  });

  it('stay exact where an int64 would overflow', () => {
    expect(milliValue(parsed('1Ei'))).toBe(1_152_921_504_606_846_976_000n);
    expect(wholeValue(parsed('10E'))).toBe(10n ** 19n);
  });

  it('are scaled by powers of ten, away from zero', () => {
    expect(scaledValue(parsed('1001'), 3)).toBe(2n);
    expect(scaledValue(parsed('-1001'), 3)).toBe(-2n);
    expect(scaledValue(parsed('1'), -9)).toBe(1_000_000_000n);
  });
});

describe('comparing and adding', () => {
  it.each<[string, string, number, string]>([
    ['1', '1000m', 0, '2'],
    ['1Gi', '1G', 1, '2073741824'],
    ['0', '-1', 1, '-1'],
    ['1Ki', '1024', 0, '2Ki'],
    ['1n', '0', 1, '1n'],
    ['0.1', '100m', 0, '200m'],
    ['1Ei', '1E', 1, '2102462406842624Ki'],
  ])('%s and %s', (left, right, order, sum) => {
    expect(compareQuantities(parsed(left), parsed(right))).toBe(order);
    expect(formatQuantity(addQuantities(parsed(left), parsed(right)))).toBe(sum);
  });
});

describe('roundUpToMilli', () => {
  it.each([
    ['1.0001', '1001m'],
    ['1n', '1m'],
    ['-1n', '-1m'],
    ['0.5', '500m'],
    ['1Gi', '1Gi'],
  ])('%s is %s', (text, rounded) => expect(formatQuantity(roundUpToMilli(parsed(text)))).toBe(rounded));
});

describe('any text', () => {
  const texts = fc.oneof(
    fc.string({ unit: fc.constantFrom(...'0159.+-eEnumkKMGTPi ') }),
    fc.string({ unit: 'binary' }),
    fc.double().map(String),
  );

  it('is either a quantity or has a problem, and never throws', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect(parseQuantity(text) === undefined).toBe(quantityProblem(text) !== undefined);
      }),
    );
  });
});
