/**
 * LimitRanges. Source: pkg/apis/core/validation/validation.go ValidateLimitRange.
 */
import type { LimitRange, LimitRangeItem } from '../../generated/types/core-v1.js';
import { nameIsDnsSubdomain, qualifiedNameProblems } from '../../names/index.js';
import {
  compareQuantities,
  formatQuantity,
  milliValue,
  parseQuantity,
  type Quantity,
  wholeValue,
} from '../../quantity/index.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { validateObjectMeta } from '../metadata/object-meta.js';
import { isOvercommitAllowed, validateContainerResourceName, validateResourceName } from '../resource-name.js';
import type { ValidationOptions } from '../validation-options.js';
import { entry, isSet, list, map, type QuantityMap, text } from '../zero-value.js';

const LIMITS_PATH = new Path('spec').child('limits');
const TYPES: readonly string[] = ['Pod', 'Container', 'PersistentVolumeClaim'];

export function validateLimitRange(object: LimitRange, _: ValidationOptions, errors: ErrorList): void {
  validateObjectMeta(object.metadata, { isNamespaced: true, nameRule: nameIsDnsSubdomain }, errors);
  const types = new Set<string>();
  for (const [index, item] of list(object.spec?.limits).entries()) {
    const path = LIMITS_PATH.index(index);
    const type = text(item.type);
    validateType(type, path.child('type'), errors);
    if (types.has(type)) errors.duplicate(path.child('type'), type);
    types.add(type);
    validateItem(item, type, path, errors);
  }
}

function validateType(type: string, path: Path, errors: ErrorList): void {
  const problems = qualifiedNameProblems(type, errors.minor);
  if (problems.length > 0) errors.invalidEach(path, type, problems);
  else if (!type.includes('/') && !TYPES.includes(type)) {
    errors.invalid(path, type, 'must be a standard limit type or fully qualified');
  }
}

type Amounts = QuantityMap | undefined;

function validateItem(item: LimitRangeItem, type: string, path: Path, errors: ErrorList): void {
  const names = new Set<string>();
  const collect = (field: 'max' | 'min' | 'default' | 'defaultRequest' | 'maxLimitRequestRatio'): void => {
    const rule = type === 'Pod' || type === 'Container' ? validateContainerResourceName : validateResourceName;
    for (const name of Object.keys(map<string | number>(item[field]))) {
      rule(name, () => path.child(field).key(name), errors);
      names.add(name);
    }
  };
  collect('max');
  collect('min');
  const isPod = type === 'Pod';
  for (const field of ['default', 'defaultRequest'] as const) {
    if (!isPod) collect(field);
    else if (Object.keys(map<string | number>(item[field])).length > 0) {
      errors.forbidden(path.child(field), "may not be specified when `type` is 'Pod'");
    }
  }
  if (type === 'PersistentVolumeClaim' && !isSet(entry(item.min, 'storage')) && !isSet(entry(item.max, 'storage'))) {
    const detail = 'either minimum or maximum storage value is required, but neither was provided';
    errors.required(path.child('limits'), detail);
  }
  collect('maxLimitRequestRatio');
  for (const name of names) validateAmounts(item, name, isPod, path, errors);
}

function amountOf(amounts: Amounts, name: string): Quantity | undefined {
  const written = entry<string | number>(amounts, name);
  return isSet(written) ? parseQuantity(written) : undefined;
}

/** The amounts that a LimitRange gives for one resource. */
interface LimitsOfResource {
  readonly name: string;
  readonly min: Quantity | undefined;
  readonly max: Quantity | undefined;
  readonly limit: Quantity | undefined;
  readonly request: Quantity | undefined;
  readonly ratio: Quantity | undefined;
}

function validateAmounts(item: LimitRangeItem, name: string, isPod: boolean, path: Path, errors: ErrorList): void {
  const limits: LimitsOfResource = {
    name,
    min: amountOf(item.min, name),
    max: amountOf(item.max, name),
    limit: isPod ? undefined : amountOf(item.default, name),
    request: isPod ? undefined : amountOf(item.defaultRequest, name),
    ratio: amountOf(item.maxLimitRequestRatio, name),
  };
  validateOrder(limits, path, errors);
  validateRatio(limits, path, errors);
  const { limit, request } = limits;
  if (isOvercommitAllowed(name) || limit === undefined || request === undefined) return;
  if (compareQuantities(limit, request) === 0) return;
  const texts = `default value ${formatQuantity(limit)} must equal to defaultRequest value ${formatQuantity(request)}`;
  errors.invalid(path.child('defaultRequest').key(name), formatQuantity(request), `${texts} in ${name}`);
}

type AmountName = 'min' | 'max' | 'limit' | 'request';

interface OrderRule {
  readonly smaller: AmountName;
  readonly larger: AmountName;
  readonly field: string;
  /** Which of the two is printed as the bad value. */
  readonly shown: AmountName;
  readonly smallerName: string;
  readonly largerName: string;
}

const orderRule = (
  smaller: AmountName,
  larger: AmountName,
  field: string,
  shown: AmountName,
  names: readonly [string, string],
): OrderRule => ({ smaller, larger, field, shown, smallerName: names[0], largerName: names[1] });

const ORDER: readonly OrderRule[] = [
  orderRule('min', 'max', 'min', 'min', ['min', 'max']),
  orderRule('min', 'request', 'defaultRequest', 'request', ['min', 'default request']),
  orderRule('request', 'max', 'defaultRequest', 'request', ['default request', 'max']),
  orderRule('request', 'limit', 'defaultRequest', 'request', ['default request', 'default limit']),
  orderRule('min', 'limit', 'default', 'min', ['min', 'default']),
  orderRule('limit', 'max', 'default', 'max', ['default', 'max']),
];

function validateOrder(limits: LimitsOfResource, path: Path, errors: ErrorList): void {
  for (const rule of ORDER) {
    const smaller = limits[rule.smaller];
    const larger = limits[rule.larger];
    if (smaller === undefined || larger === undefined || compareQuantities(smaller, larger) <= 0) continue;
    const left = `${rule.smallerName} value ${formatQuantity(smaller)}`;
    const right = `${rule.largerName} value ${formatQuantity(larger)}`;
    const shown = rule.shown === rule.smaller ? smaller : larger;
    errors.invalid(path.child(rule.field).key(limits.name), formatQuantity(shown), `${left} is greater than ${right}`);
  }
}

const ONE = 1_000_000_000n;
/** Above, thousandths do not fit. */
const MAX_MILLI_VALUE = 9_223_372_036_854_775n;

function validateRatio({ name, min, max, ratio }: LimitsOfResource, path: Path, errors: ErrorList): void {
  if (ratio === undefined) return;
  const ratioPath = path.child('maxLimitRequestRatio').key(name);
  const shown = formatQuantity(ratio);
  if (ratio.nano < ONE) errors.invalid(ratioPath, shown, `ratio ${shown} is less than 1`);
  if (min === undefined || max === undefined) return;
  const isSmall = [ratio, min, max].every((amount) => wholeValue(amount) < MAX_MILLI_VALUE);
  const value = isSmall ? Number(milliValue(ratio)) / 1000 : Number(wholeValue(ratio));
  const limit = isSmall
    ? Number(milliValue(max)) / Number(milliValue(min))
    : Number(wholeValue(max)) / Number(wholeValue(min));
  if (value > limit) errors.invalid(ratioPath, shown, `ratio ${shown} is greater than max/min = ${fixed(limit)}`);
}

/** Go's `%f`. */
function fixed(value: number): string {
  if (Number.isFinite(value)) return value.toFixed(6);
  return value > 0 ? '+Inf' : '-Inf';
}
