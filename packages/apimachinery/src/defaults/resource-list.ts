/**
 * Resource lists hold nothing finer than a thousandth; requests that are missing are the limits.
 * Source: pkg/apis/core/v1/defaults.go SetDefaults_ResourceList, SetDefaults_Pod.
 */
import type { ResourceRequirements } from '../generated/types/core-v1.js';
import { formatQuantity, parseQuantity, roundUpToMilli } from '../quantity/index.js';
import { isObject, withChanges } from './changes.js';

export type ResourceList = { readonly [name: string]: string | number };

/** Only these characters can make an amount finer than a thousandth. */
const MAY_BE_FINE = /[nue.]/;

export function defaultResourceList(resources: ResourceList | undefined): ResourceList | undefined {
  if (!isObject<ResourceList>(resources)) return resources;
  let result: Record<string, string | number> | undefined;
  for (const name of Object.keys(resources)) {
    const written = resources[name];
    if (written === undefined || !MAY_BE_FINE.test(String(written))) continue;
    const quantity = parseQuantity(written);
    const rounded = quantity === undefined ? undefined : roundUpToMilli(quantity);
    if (quantity === undefined || rounded === undefined || rounded === quantity) continue;
    result ??= { ...resources };
    setOwn(result, name, formatQuantity(rounded));
  }
  return result ?? resources;
}

/** Assigns even a key such as `__proto__` as an own one. */
export function setOwn<T>(target: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true });
  } else target[key] = value;
}

export function defaultRequirements(requirements: ResourceRequirements): ResourceRequirements {
  return withChanges(requirements, {
    limits: defaultResourceList(requirements.limits),
    requests: defaultResourceList(requirements.requests),
  });
}

/** Of pods only: a limit without a request is its own request. */
export function requestsFromLimits(requirements: ResourceRequirements): ResourceRequirements {
  const { limits, requests } = requirements;
  if (!isObject<ResourceList>(limits)) return requirements;
  const known: ResourceList = isObject<ResourceList>(requests) ? requests : {};
  const missing = Object.keys(limits).filter((name) => !Object.hasOwn(known, name));
  if (missing.length === 0) return requirements;
  const result: Record<string, string | number> = { ...known };
  for (const name of missing) setOwn(result, name, limits[name] ?? '');
  return { ...requirements, requests: result };
}
