import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalQuantity, formatQuantity } from './format-quantity.js';
import { parseQuantity, type Quantity, type QuantityFormat, roundUpToMilli } from './quantity.js';

function parsed(text: string): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new Error(text);
  return quantity;
}

describe('the printed text, the canonical text, the format, and the text after rounding up to a thousandth', () => {
  it.each<[string, string, string, QuantityFormat, string]>([
    ['0', '0', '0', 'DecimalSI', '0'],
    ['00', '0', '0', 'DecimalSI', '0'],
    ['+0', '0', '0', 'DecimalSI', '0'],
    ['-0', '0', '0', 'DecimalSI', '0'],
    ['1', '1', '1', 'DecimalSI', '1'],
    ['+1', '+1', '1', 'DecimalSI', '+1'],
    ['-1', '-1', '-1', 'DecimalSI', '-1'],
    ['0.5', '500m', '500m', 'DecimalSI', '500m'],
    ['1.5', '1500m', '1500m', 'DecimalSI', '1500m'],
    ['1000m', '1', '1', 'DecimalSI', '1'],
    ['1024Mi', '1Gi', '1Gi', 'BinarySI', '1Gi'],
    ['1024', '1024', '1024', 'DecimalSI', '1024'],
    ['1024Ki', '1Mi', '1Mi', 'BinarySI', '1Mi'],
    ['1000', '1k', '1k', 'DecimalSI', '1k'],
    ['1000k', '1M', '1M', 'DecimalSI', '1M'],
    ['1e3', '1e3', '1e3', 'DecimalExponent', '1e3'],
    ['1E3', '1E3', '1e3', 'DecimalExponent', '1E3'],
    ['1e-3', '1e-3', '1e-3', 'DecimalExponent', '1e-3'],
    ['1e+3', '1e+3', '1e3', 'DecimalExponent', '1e+3'],
    ['12e6', '12e6', '12e6', 'DecimalExponent', '12e6'],
    ['1.5Gi', '1536Mi', '1536Mi', 'BinarySI', '1536Mi'],
    ['0.5Gi', '512Mi', '512Mi', 'BinarySI', '512Mi'],
    ['0.1Ki', '102400m', '102400m', 'BinarySI', '102400m'],
    ['1n', '1n', '1n', 'DecimalSI', '1m'],
    ['1u', '1u', '1u', 'DecimalSI', '1m'],
    ['0.1n', '1n', '1n', 'DecimalSI', '1m'],
    ['0.0000000001', '1n', '1n', 'DecimalSI', '1m'],
    ['100m', '100m', '100m', 'DecimalSI', '100m'],
    ['1500m', '1500m', '1500m', 'DecimalSI', '1500m'],
    ['1.001', '1.001', '1001m', 'DecimalSI', '1.001'],
    ['1Ei', '1Ei', '1Ei', 'BinarySI', '1Ei'],
    ['8Ei', '9223372036854775807', '9223372036854775807', 'BinarySI', '9223372036854775807'],
    ['9Ei', '9223372036854775807', '9223372036854775807', 'BinarySI', '9223372036854775807'],
    ['100Ei', '9223372036854775807', '9223372036854775807', 'BinarySI', '9223372036854775807'],
    ['1E', '1E', '1E', 'DecimalSI', '1E'],
    ['10E', '10E', '10E', 'DecimalSI', '10E'],
    ['1000E', '1', '1', 'DecimalSI', '1'],
    ['9223372036854775807', '9223372036854775807', '9223372036854775807', 'DecimalSI', '9223372036854775807'],
    ['9223372036854775808', '9223372036854775808', '9223372036854775808', 'DecimalSI', '9223372036854775808'],
    ['-9223372036854775808', '-9223372036854775808', '-9223372036854775808', 'DecimalSI', '-9223372036854775808'],
    ['99999999999999999999', '99999999999999999999', '99999999999999999999', 'DecimalSI', '99999999999999999999'],
    ['.5', '500m', '500m', 'DecimalSI', '500m'],
    ['5.', '5.', '5', 'DecimalSI', '5.'],
    ['.', '0', '0', 'DecimalSI', '0'],
    ['+', '0', '0', 'DecimalSI', '0'],
    ['-', '0', '0', 'DecimalSI', '0'],
    ['e3', '0', '0', 'DecimalExponent', '0'],
    ['m', '0', '0', 'DecimalSI', '0'],
    ['Ki', '0', '0', 'BinarySI', '0'],
    ['1M', '1M', '1M', 'DecimalSI', '1M'],
    ['1234567', '1234567', '1234567', 'DecimalSI', '1234567'],
    ['1234567Ki', '1234567Ki', '1234567Ki', 'BinarySI', '1234567Ki'],
    ['1048576', '1048576', '1048576', 'DecimalSI', '1048576'],
    ['3.000', '3', '3', 'DecimalSI', '3'],
    ['0.010', '10m', '10m', 'DecimalSI', '10m'],
    ['010', '010', '10', 'DecimalSI', '010'],
    ['-0.5', '-500m', '-500m', 'DecimalSI', '-500m'],
    ['-1.5Ki', '-1536', '-1536', 'BinarySI', '-1536'],
    ['1.1Mi', '1153433600m', '1153433600m', 'BinarySI', '1153433600m'],
    ['1m', '1m', '1m', 'DecimalSI', '1m'],
    ['1e-9', '1e-9', '1e-9', 'DecimalExponent', '1e-3'],
    ['1e-10', '1e-9', '1e-9', 'DecimalExponent', '1e-3'],
    ['0Ki', '0', '0', 'BinarySI', '0'],
    ['0.0', '0', '0', 'DecimalSI', '0'],
    ['1P', '1P', '1P', 'DecimalSI', '1P'],
    ['1Pi', '1Pi', '1Pi', 'BinarySI', '1Pi'],
    ['1T', '1T', '1T', 'DecimalSI', '1T'],
    [
      '123456789012345678901234567890',
      '123456789012345678901234567890',
      '123456789012345678901234567890',
      'DecimalSI',
      '123456789012345678901234567890',
    ],
    ['1.0000000001Gi', '1073741824107374183n', '1073741824107374183n', 'BinarySI', '1073741824108m'],
    ['0.0000001', '100n', '100n', 'DecimalSI', '1m'],
    ['128974848', '128974848', '128974848', 'DecimalSI', '128974848'],
    ['129e6', '129e6', '129e6', 'DecimalExponent', '129e6'],
    ['129M', '129M', '129M', 'DecimalSI', '129M'],
    ['123Mi', '123Mi', '123Mi', 'BinarySI', '123Mi'],
    ['4294967296', '4294967296', '4294967296', 'DecimalSI', '4294967296'],
    ['1e18', '1e18', '1e18', 'DecimalExponent', '1e18'],
    ['1e19', '10e18', '10e18', 'DecimalExponent', '10e18'],
    ['5e-1', '500e-3', '500e-3', 'DecimalExponent', '500e-3'],
  ])('%j', (text, printed, canonical, format, rounded) => {
    const quantity = parsed(text);
    expect(formatQuantity(quantity)).toBe(printed);
    expect(canonicalQuantity(quantity)).toBe(canonical);
    expect(quantity.format).toBe(format);
    expect(formatQuantity(roundUpToMilli(quantity))).toBe(rounded);
  });
});

describe('any quantity', () => {
  const suffixes = ['', 'n', 'u', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-3', 'e+6'];
  const quantities = fc
    .tuple(
      fc.constantFrom('', '+', '-'),
      fc.nat(2_000_000_000),
      fc.option(fc.nat(999_999)),
      fc.constantFrom(...suffixes),
    )
    .map(([sign, whole, fraction, suffix]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${suffix}`);

  it('has a canonical text that reads as the same amount and is its own canonical text', () => {
    fc.assert(
      fc.property(quantities, (text) => {
        const quantity = parsed(text);
        const canonical = canonicalQuantity(quantity);
        const again = parsed(canonical);
        // Binary amounts are printed in whole units only where they are whole.
        expect(again.nano).toBe(quantity.nano);
        expect(canonicalQuantity(again)).toBe(canonical);
        expect(formatQuantity(again)).toBe(canonical);
      }),
    );
  });
});
