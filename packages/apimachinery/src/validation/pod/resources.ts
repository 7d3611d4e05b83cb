/**
 * Requests, limits and claims of containers.
 * Source: pkg/apis/core/validation/validation.go ValidateContainerResourceRequirements.
 */
import type { ResourceClaim, ResourceRequirements } from '../../generated/types/core-v1.js';
import { compareQuantities, formatQuantity, parseQuantity, type Quantity } from '../../quantity/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { validateDns1123Label } from '../name.js';
import {
  isHugePagesResource,
  isOvercommitAllowed,
  isWholeNumberOfPages,
  type ResourceNameRule,
  validateContainerResourceName,
} from '../resource-name.js';
import { readQuantity, validateResourceQuantity } from '../resource-quantity.js';
import { isSet, list, map, type QuantityMap, text } from '../zero-value.js';

/** Names of the pod's resource claims. */
export type ClaimNames = ReadonlySet<string>;

export function validateContainerResources(
  requirements: ResourceRequirements | undefined,
  claimNames: ClaimNames,
  path: () => Path,
  errors: ErrorList,
): void {
  if (isSet(requirements)) {
    validateResourceRequirements(requirements, validateContainerResourceName, claimNames, path, errors);
  }
}

export function validateResourceRequirements(
  requirements: ResourceRequirements,
  nameRule: ResourceNameRule,
  claimNames: ClaimNames,
  path: () => Path,
  errors: ErrorList,
): void {
  const limits = map<string | number>(requirements.limits);
  const requests = map<string | number>(requirements.requests);
  for (const name of Object.keys(limits)) {
    const limitPath = (): Path => path().child('limits').key(name);
    validateResource(name, limits[name], nameRule, limitPath, errors);
  }
  for (const name of Object.keys(requests)) {
    const requestPath = (): Path => path().child('requests').key(name);
    nameRule(name, requestPath, errors);
    const quantity = readQuantity(requests[name], requestPath, errors);
    if (quantity === undefined) continue;
    validateResourceQuantity(name, quantity, requestPath, errors);
    compareWithLimit(name, requests[name], quantity, limits, path, errors);
    validatePages(name, quantity, requestPath, errors);
  }
  validateHugePagesCompany(limits, requests, path, errors);
  if (isSet(requirements.claims)) validateClaims(list(requirements.claims), claimNames, path().child('claims'), errors);
}

function validateResource(
  name: string,
  value: unknown,
  nameRule: ResourceNameRule,
  path: () => Path,
  errors: ErrorList,
): void {
  nameRule(name, path, errors);
  const quantity = readQuantity(value, path, errors);
  if (quantity === undefined) return;
  validateResourceQuantity(name, quantity, path, errors);
  validatePages(name, quantity, path, errors);
}

function compareWithLimit(
  name: string,
  written: unknown,
  request: Quantity,
  limits: QuantityMap,
  path: () => Path,
  errors: ErrorList,
): void {
  if (!Object.hasOwn(limits, name)) {
    if (!isOvercommitAllowed(name)) {
      errors.required(path().child('limits'), 'Limit must be set for non overcommitable resources');
    }
    return;
  }
  if (limits[name] === written) return;
  // A limit that cannot be read was reported with the limits.
  const limit = parseQuantity(limits[name] ?? '');
  if (limit === undefined) return;
  const order = compareQuantities(request, limit);
  if (order !== 0 && !isOvercommitAllowed(name)) {
    const detail = `must be equal to ${name} limit of ${formatQuantity(limit)}`;
    errors.invalid(path().child('requests'), formatQuantity(request), detail);
  } else if (order > 0) {
    const detail = `must be less than or equal to ${name} limit of ${formatQuantity(limit)}`;
    errors.invalid(path().child('requests'), formatQuantity(request), detail);
  }
}

function validatePages(name: string, quantity: Quantity, path: () => Path, errors: ErrorList): void {
  if (!isHugePagesResource(name) || isWholeNumberOfPages(name, quantity)) return;
  const amount = formatQuantity(quantity);
  errors.invalid(path(), amount, `${amount} is not positive integer multiple of ${name}`);
}

function validateHugePagesCompany(
  limits: QuantityMap,
  requests: QuantityMap,
  path: () => Path,
  errors: ErrorList,
): void {
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (names.some(isHugePagesResource) && !names.includes('cpu') && !names.includes('memory')) {
    errors.forbidden(path(), 'HugePages require cpu or memory');
  }
}

/** Claims are named alone or with one of their requests, each once. */
function validateClaims(claims: readonly ResourceClaim[], claimNames: ClaimNames, path: Path, errors: ErrorList): void {
  const seen = new Set<string>();
  for (let index = 0; index < claims.length; index += 1) {
    const name = text(claims[index]?.name);
    const request = text(claims[index]?.request);
    const claimPath = path.index(index);
    if (name === '') {
      errors.required(claimPath);
      continue;
    }
    if (seen.has(name)) errors.duplicate(claimPath, name);
    else checkClaimKey(name, request, seen, claimPath, errors);
    if (!claimNames.has(name)) errors.notFound(claimPath, name, describeClaimNames(claimNames));
  }
}

function checkClaimKey(name: string, request: string, seen: Set<string>, path: Path, errors: ErrorList): void {
  if (request !== '') validateDns1123Label(request, path, 'request', errors);
  const key = request === '' ? name : `${name}/${request}`;
  if (seen.has(key)) errors.duplicate(path, key);
  else if (request === '') {
    for (const other of seen) {
      if (other.startsWith(`${name}/`)) errors.duplicate(path, name);
    }
  }
  seen.add(key);
}

function describeClaimNames(claimNames: ClaimNames): string {
  const what = 'must be one of the names in pod.spec.resourceClaims';
  return claimNames.size === 0 ? `${what} which is empty` : `${what}: ${[...claimNames].sort().join(', ')}`;
}
