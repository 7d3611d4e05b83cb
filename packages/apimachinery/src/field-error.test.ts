import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  duplicate,
  type FieldError,
  forbidden,
  formatErrorBody,
  formatFieldError,
  invalid,
  notFound,
  notSupported,
  quote,
  required,
  tooLong,
  Verbatim,
} from './field-error.js';

const FIELD = 'spec.containers[0].name';

describe('formatFieldError', () => {
  it.each<[FieldError, string]>([
    [required(FIELD, ''), `${FIELD}: Required value`],
    [required(FIELD, 'must be given'), `${FIELD}: Required value: must be given`],
    [forbidden(FIELD, 'not here'), `${FIELD}: Forbidden: not here`],
    [invalid(FIELD, 'A_b', 'is bad'), `${FIELD}: Invalid value: "A_b": is bad`],
    [invalid(FIELD, '', 'is bad'), `${FIELD}: Invalid value: "": is bad`],
    [invalid(FIELD, 0, 'is bad'), `${FIELD}: Invalid value: 0: is bad`],
    [invalid(FIELD, -1.5, 'is bad'), `${FIELD}: Invalid value: -1.5: is bad`],
    [invalid(FIELD, 2n ** 63n - 1n, 'is bad'), `${FIELD}: Invalid value: 9223372036854775807: is bad`],
    [invalid(FIELD, false, 'is bad'), `${FIELD}: Invalid value: false: is bad`],
    [invalid(FIELD, undefined, 'is bad'), `${FIELD}: Invalid value: null: is bad`],
    [invalid(FIELD, null, 'is bad'), `${FIELD}: Invalid value: null: is bad`],
    [invalid(FIELD, new Verbatim('<redacted>'), 'is bad'), `${FIELD}: Invalid value: <redacted>: is bad`],
    [duplicate(FIELD, 'a'), `${FIELD}: Duplicate value: "a"`],
    [notFound(FIELD, 'a'), `${FIELD}: Not found: "a"`],
    [notSupported(FIELD, 'x', ['b', 'a']), `${FIELD}: Unsupported value: "x": supported values: "b", "a"`],
    [notSupported(FIELD, 'x', []), `${FIELD}: Unsupported value: "x"`],
    [tooLong(FIELD, 253), `${FIELD}: Too long: may not be more than 253 bytes`],
    [
      { type: 'FieldValueTooMany', field: FIELD, badValue: 3, detail: 'must have at most 2 items' },
      `${FIELD}: Too many: 3: must have at most 2 items`,
    ],
    [{ type: 'InternalError', field: FIELD, badValue: 'x', detail: 'oops' }, `${FIELD}: Internal error: oops`],
    [
      { type: 'FieldValueTypeInvalid', field: FIELD, badValue: 'x', detail: 'must be a number' },
      `${FIELD}: Invalid value: "x": must be a number`,
    ],
  ])('%#', (error, text) => expect(formatFieldError(error, 35)).toBe(text));

  it('leaves out values of errors that never show them', () => {
    for (const type of ['FieldValueRequired', 'FieldValueForbidden', 'FieldValueTooLong', 'InternalError'] as const) {
      expect(formatErrorBody({ type, field: 'f', badValue: 'secret', detail: '' }, 35)).not.toContain('secret');
    }
  });
});

describe('composite values', () => {
  it.each<[unknown, number, string]>([
    [undefined, 34, 'null'],
    [null, 33, '"null"'],
    [['a', 'b'], 34, '["a","b"]'],
    [['a', 'b"'], 33, '[]string{"a", "b\\""}'],
    [[], 33, '[]string{}'],
    [{ matchLabels: { a: 'b' } }, 34, '{"matchLabels":{"a":"b"}}'],
    [{ id: 2n ** 63n - 1n }, 35, '{"id":9223372036854775807}'],
  ])('%#: in 1.%i', (value, minor, text) => {
    expect(formatErrorBody(invalid('f', value, 'd'), minor)).toBe(`Invalid value: ${text}: d`);
  });
});

describe('quote', () => {
  it.each<[string, string]>([
    ['', '""'],
    ['a', '"a"'],
    ['a"b\\', '"a\\"b\\\\"'],
    ['\n\t\r\v\f\b\x07', '"\\n\\t\\r\\v\\f\\b\\a"'],
    ['\0\x1b\x7f', '"\\x00\\x1b\\x7f"'],
    ['ü💥', '"ü💥"'],
    ['\u00a0\u200b\u2028', '"\\u00a0\\u200b\\u2028"'],
  ])('%j', (text, quoted) => expect(quote(text)).toBe(quoted));

  it('gives one line without control characters for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(quote(text)).toMatch(/^"[^\p{Cc}\p{Zl}\p{Zp}]*"$/u);
      }),
    );
  });
});

describe('any error', () => {
  it('is formatted without throwing, in every minor', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.anything({ withBigInt: true }),
        fc.integer({ min: 27, max: 36 }),
        (field, value, minor) => {
          expect(formatFieldError(invalid(field, value, 'd'), minor).endsWith(': d')).toBe(true);
        },
      ),
    );
  });
});
