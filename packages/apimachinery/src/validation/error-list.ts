/**
 * Where validation collects its field errors, with upstream's constructors.
 * Source: k8s.io/apimachinery/pkg/util/validation/field/errors.go.
 */
import type { FieldError, FieldErrorType } from '../field-error.js';
import { quote, Verbatim } from '../field-error.js';
import type { Minor } from '../version.js';
import type { Path } from './field-path.js';

const TOO_LONG_REWORDED_SINCE: Minor = 32;

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
    this.#add(
      'FieldValueTooLong',
      path,
      `${this.#isReworded() ? 'may not be more than' : 'must have at most'} ${maxBytes} bytes`,
    );
  }

  /** The other constructor for long values that upstream had until 1.31. */
  tooLongMaxLength(path: Path, maxBytes: number): void {
    if (this.#isReworded()) this.tooLong(path, maxBytes);
    else this.#add('FieldValueTooLong', path, `may not be longer than ${maxBytes}`);
  }

  #isReworded(): boolean {
    return this.minor >= TOO_LONG_REWORDED_SINCE;
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
