/**
 * Where validation collects its field errors, with upstream's constructors.
 * Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go.
 */
import type { FieldError, FieldErrorType } from '../field-error.js';
import { quote, Verbatim } from '../field-error.js';
import type { Minor } from '../version.js';
import type { Path } from './field-path.js';

/** "Too long" was worded anew in 1.32. */
const TOO_LONG: readonly [{ minimumMinor: Minor; text: string }, { minimumMinor: Minor; text: string }] = [
  { minimumMinor: 0, text: 'must have at most' },
  { minimumMinor: 32, text: 'may not be more than' },
];

export class ErrorList {
  readonly minor: Minor;
  readonly items: FieldError[] = [];

  constructor(minor: Minor) {
    this.minor = minor;
  }

  get length(): number {
    return this.items.length;
  }

  required(path: Path, detail = ''): void {
    this.#add('FieldValueRequired', path, detail);
  }

  forbidden(path: Path, detail: string): void {
    this.#add('FieldValueForbidden', path, detail);
  }

  invalid(path: Path, badValue: unknown, detail: string): void {
    this.items.push({ type: 'FieldValueInvalid', field: path.toString(), badValue, detail });
  }

  /** "Invalid value" that leaves the value out: the detail stands in its place. */
  invalidWithoutValue(path: Path, detail: string): void {
    this.invalid(path, new Verbatim(detail), '');
  }

  /** One "Invalid value" a detail. */
  invalidEach(path: Path, badValue: unknown, details: readonly string[]): void {
    for (const detail of details) this.invalid(path, badValue, detail);
  }

  duplicate(path: Path, badValue: unknown, detail = ''): void {
    this.items.push({ type: 'FieldValueDuplicate', field: path.toString(), badValue, detail });
  }

  notFound(path: Path, badValue: unknown, detail = ''): void {
    this.items.push({ type: 'FieldValueNotFound', field: path.toString(), badValue, detail });
  }

  /** `supported` is listed in the order given. */
  notSupported(path: Path, badValue: unknown, supported: readonly string[]): void {
    const detail = supported.length === 0 ? '' : `supported values: ${supported.map(quote).join(', ')}`;
    this.items.push({ type: 'FieldValueNotSupported', field: path.toString(), badValue, detail });
  }

  tooLong(path: Path, maxBytes: number): void {
    const [first, second] = TOO_LONG;
    const { text } = this.minor >= second.minimumMinor ? second : first;
    this.#add('FieldValueTooLong', path, `${text} ${maxBytes} bytes`);
  }

  tooMany(path: Path, actual: number, maxItems: number): void {
    const detail = `must have at most ${maxItems} items`;
    this.items.push({ type: 'FieldValueTooMany', field: path.toString(), badValue: actual, detail });
  }

  internal(path: Path, detail: string): void {
    this.#add('InternalError', path, detail);
  }

  #add(type: FieldErrorType, path: Path, detail: string): void {
    this.items.push({ type, field: path.toString(), detail });
  }
}
