/**
 * Field errors with the texts of upstream's `field.Error`.
 * Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go.
 */
import { goQuote } from './schema/go-quote.js';
import type { Minor } from './version.js';

export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'InternalError'
  | 'FieldValueTypeInvalid';

export interface FieldError {
  readonly type: FieldErrorType;
  /** Dotted path from the root of the object, for example `spec.containers[0].name`. */
  readonly field: string;
  readonly badValue?: unknown;
  readonly detail: string;
}

/** A value printed verbatim: what Go's `%#v` or JSON would make of a struct. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

const HEADLINE: Record<FieldErrorType, string> = {
  FieldValueNotFound: 'Not found',
  FieldValueRequired: 'Required value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  InternalError: 'Internal error',
  FieldValueTypeInvalid: 'Invalid value',
};

const WITHOUT_VALUE: ReadonlySet<FieldErrorType> = new Set([
  'FieldValueRequired',
  'FieldValueForbidden',
  'FieldValueTooLong',
  'InternalError',
]);

export const required = (field: string, detail: string): FieldError => ({ type: 'FieldValueRequired', field, detail });
export const forbidden = (field: string, detail: string): FieldError => ({
  type: 'FieldValueForbidden',
  field,
  detail,
});
export const invalid = (field: string, badValue: unknown, detail: string): FieldError => ({
  type: 'FieldValueInvalid',
  field,
  badValue,
  detail,
});
export const duplicate = (field: string, badValue: unknown): FieldError => ({
  type: 'FieldValueDuplicate',
  field,
  badValue,
  detail: '',
});
export const notFound = (field: string, badValue: unknown): FieldError => ({
  type: 'FieldValueNotFound',
  field,
  badValue,
  detail: '',
});
/** `valid` is listed in the order given; upstream sorts enums before it calls. */
export const notSupported = (field: string, badValue: unknown, valid: readonly string[]): FieldError => ({
  type: 'FieldValueNotSupported',
  field,
  badValue,
  detail: valid.length > 0 ? `supported values: ${valid.map(quote).join(', ')}` : '',
});
export const tooLong = (field: string, maxLength: number): FieldError => ({
  type: 'FieldValueTooLong',
  field,
  detail: `may not be more than ${maxLength} bytes`,
});

/** `field: Headline: value: detail`, as the API server prints it in that minor. */
export function formatFieldError(error: FieldError, minor: Minor): string {
  return `${error.field}: ${formatErrorBody(error, minor)}`;
}

/** The text without the path: what `metav1.StatusCause.message` carries. */
export function formatErrorBody(error: FieldError, minor: Minor): string {
  let text = HEADLINE[error.type];
  if (!WITHOUT_VALUE.has(error.type)) text += `: ${formatBadValue(error.badValue, minor)}`;
  return error.detail === '' ? text : `${text}: ${error.detail}`;
}

/** Go's `%q`. */
export function quote(text: string): string {
  return goQuote(text);
}

function formatBadValue(value: unknown, minor: Minor): string {
  // Up to 1.33 an absent value was replaced by the text, which was quoted then.
  if (value === undefined || value === null) return minor >= 34 ? 'null' : '"null"';
  if (value instanceof Verbatim) return value.text;
  if (typeof value === 'string') return quote(value);
  if (typeof value === 'object') return minor >= 34 ? compactJSON(value) : goSyntax(value);
  return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint' ? String(value) : '';
}

/** JSON with integers beyond 2^53 as digits; the quotes around such digits are taken off again. */
function compactJSON(value: object): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'bigint' ? `\u0000${item}` : item)).replace(
    /"\\u0000(-?\d+)"/g,
    '$1',
  );
}

/** Go's `%#v` of a string slice, the one composite that validation prints often before 1.34. */
function goSyntax(value: object): string {
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) {
    return `[]string{${value.map((item) => quote(item)).join(', ')}}`;
  }
  return compactJSON(value);
}
