/**
 * Where the validation of policies collects its errors, and the rules of label selectors.
 * Source: k8s.io/apimachinery/pkg/util/validation/field, pkg/apis/meta/v1/validation ValidateLabelSelector.
 */
import { type FieldError, forbidden, invalid, type Minor, notSupported, required } from '@bulkhead/apimachinery';
import { labelValueProblems, qualifiedNameProblems } from '@bulkhead/apimachinery/names';
import { objectsOf, textMapOf, textOf, textsOf } from './plain-object.js';

/** A place in the object; its text is built only where there is something to say. */
export class FieldPath {
  readonly #parent: FieldPath | undefined;
  readonly #segment: string | number;

  constructor(segment: string | number, parent?: FieldPath) {
    this.#parent = parent;
    this.#segment = segment;
  }

  child(name: string): FieldPath {
    return new FieldPath(name, this);
  }

  index(index: number): FieldPath {
    return new FieldPath(index, this);
  }

  toString(): string {
    const own = typeof this.#segment === 'number' ? `[${this.#segment}]` : this.#segment;
    if (this.#parent === undefined) return own;
    return typeof this.#segment === 'number' ? `${this.#parent.toString()}${own}` : `${this.#parent.toString()}.${own}`;
  }
}

export class FieldErrors {
  readonly minor: Minor;
  readonly items: FieldError[] = [];

  constructor(minor: Minor) {
    this.minor = minor;
  }

  required(path: FieldPath, detail = ''): void {
    this.items.push(required(path.toString(), detail));
  }

  forbidden(path: FieldPath, detail: string): void {
    this.items.push(forbidden(path.toString(), detail));
  }

  invalid(path: FieldPath, badValue: unknown, detail: string): void {
    this.items.push(invalid(path.toString(), badValue, detail));
  }

  /** One error a detail. */
  invalidEach(path: FieldPath, badValue: unknown, details: readonly string[]): void {
    for (const detail of details) this.invalid(path, badValue, detail);
  }

  notSupported(path: FieldPath, badValue: unknown, supported: readonly string[]): void {
    this.items.push(notSupported(path.toString(), badValue, supported));
  }

  tooMany(path: FieldPath, actual: number, maxItems: number): void {
    const detail = `must have at most ${maxItems} items`;
    this.items.push({ type: 'FieldValueTooMany', field: path.toString(), badValue: actual, detail });
  }
}

export function validateSelector(selector: unknown, path: FieldPath, errors: FieldErrors): void {
  const matchLabels = textMapOf(selector, 'matchLabels');
  for (const key of Object.keys(matchLabels)) {
    const value = matchLabels[key] ?? '';
    errors.invalidEach(path.child('matchLabels'), key, qualifiedNameProblems(key, errors.minor));
    errors.invalidEach(path.child('matchLabels'), value, labelValueProblems(value, errors.minor));
  }
  for (const [index, expression] of objectsOf(selector, 'matchExpressions').entries()) {
    const place = path.child('matchExpressions').index(index);
    const values = textsOf(expression, 'values');
    const operator = textOf(expression, 'operator');
    if (operator === 'In' || operator === 'NotIn') {
      const detail = "must be specified when `operator` is 'In' or 'NotIn'";
      if (values.length === 0) errors.required(place.child('values'), detail);
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
      if (values.length > 0) errors.forbidden(place.child('values'), detail);
    } else errors.invalid(place.child('operator'), operator, 'not a valid selector operator');
    const key = textOf(expression, 'key');
    errors.invalidEach(place.child('key'), key, qualifiedNameProblems(key, errors.minor));
    for (const [item, value] of values.entries()) {
      errors.invalidEach(place.child('values').index(item), value, labelValueProblems(value, errors.minor));
    }
  }
}
