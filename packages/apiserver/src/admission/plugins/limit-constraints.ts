/**
 * The constraints of a LimitRange on what something asks for.
 *
 * Source: plugin/pkg/admission/limitranger/admission.go (minConstraint, maxConstraint, limitRequestRatioConstraint).
 */
import { formatQuantity, milliValue, parseQuantity, type Quantity, wholeValue } from '@bulkhead/apimachinery/quantity';
import type { LimitRangeItem } from '@bulkhead/apimachinery/types/core-v1';
import type { Resources } from '../pod-resources.js';

const MAX_MILLI_VALUE = (2n ** 63n - 1n) / 1000n;

/** Everything that breaks the item, by the name of the resource. */
export function brokenConstraints(item: LimitRangeItem, requests: Resources, limits: Resources): readonly string[] {
  const type = item.type ?? '';
  return [
    ...eachOf(item.min, (name, enforced) => minimum(type, name, enforced, requests.get(name), limits.get(name))),
    ...eachOf(item.max, (name, enforced) => maximum(type, name, enforced, requests.get(name), limits.get(name))),
    ...eachOf(item.maxLimitRequestRatio, (name, enforced) =>
      ratio(type, name, enforced, requests.get(name), limits.get(name)),
    ),
  ];
}

/** Of a claim, which has no limits. */
export function brokenRequests(item: LimitRangeItem, requests: Resources): readonly string[] {
  const type = item.type ?? '';
  return [
    ...eachOf(item.min, (name, enforced) => minimum(type, name, enforced, requests.get(name), undefined)),
    ...eachOf(item.max, (name, enforced) => {
      const request = requests.get(name);
      const rule = `maximum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
      if (request === undefined) return `${rule}.  No request is specified`;
      return isMore(request, enforced) ? `${rule}, but request is ${formatQuantity(request)}` : undefined;
    }),
  ];
}

function eachOf(
  list: { readonly [key: string]: string | number } | undefined,
  check: (name: string, enforced: Quantity) => string | undefined,
): readonly string[] {
  return Object.entries(list ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, text]) => {
      const enforced = parseQuantity(text);
      const broken = enforced === undefined ? undefined : check(name, enforced);
      return broken === undefined ? [] : [broken];
    });
}

function minimum(type: string, name: string, enforced: Quantity, request?: Quantity, limit?: Quantity) {
  const rule = `minimum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  if (request === undefined) return `${rule}.  No request is specified`;
  if (isMore(enforced, request)) return `${rule}, but request is ${formatQuantity(request)}`;
  if (limit !== undefined && isMore(enforced, limit)) return `${rule}, but limit is ${formatQuantity(limit)}`;
  return undefined;
}

function maximum(type: string, name: string, enforced: Quantity, request?: Quantity, limit?: Quantity) {
  const rule = `maximum ${name} usage per ${type} is ${formatQuantity(enforced)}`;
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (isMore(limit, enforced)) return `${rule}, but limit is ${formatQuantity(limit)}`;
  if (request !== undefined && isMore(request, enforced)) return `${rule}, but request is ${formatQuantity(request)}`;
  return undefined;
}

function ratio(type: string, name: string, enforced: Quantity, request?: Quantity, limit?: Quantity) {
  const rule = `${name} max limit to request ratio per ${type} is ${formatQuantity(enforced)}`;
  if (request === undefined || request.nano === 0n) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || limit.nano === 0n) return `${rule}, but no limit is specified or limit is 0`;
  const [limitValue, requestValue] = valuesOf(limit, request);
  const observed = Number(limitValue) / Number(requestValue);
  if (observed * 1000 <= Number(milliValue(enforced))) return undefined;
  return `${rule}, but provided ratio is ${observed.toFixed(6)}`;
}

function isMore(left: Quantity, right: Quantity): boolean {
  const [leftValue, rightValue] = valuesOf(left, right);
  return leftValue > rightValue;
}

/** In thousandths where both fit, rounded up; else in whole units. */
function valuesOf(left: Quantity, right: Quantity): readonly [bigint, bigint] {
  const fits = wholeValue(left) <= MAX_MILLI_VALUE && wholeValue(right) <= MAX_MILLI_VALUE;
  return fits ? [milliValue(left), milliValue(right)] : [wholeValue(left), wholeValue(right)];
}
