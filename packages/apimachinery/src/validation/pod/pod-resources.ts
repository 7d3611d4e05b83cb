/**
 * Requests and limits of the pod as a whole, against those of its containers.
 * Source: KEP-2837, pkg/apis/core/validation/validation.go validatePodResources,
 * k8s.io/component-helpers/resource AggregateContainerRequests.
 */
import type { Container, PodSpec } from '../../generated/types/core-v1.js';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
} from '../../quantity/index.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isHugePagesResource, validatePodResourceName } from '../resource-name.js';
import { isSet, list, map, type QuantityMap } from '../zero-value.js';
import { type ClaimNames, validateResourceRequirements } from './resources.js';

export type Amounts = Map<string, Quantity>;

export function validatePodResources(spec: PodSpec, claimNames: ClaimNames, specPath: Path, errors: ErrorList): void {
  const { resources } = spec;
  if (!isSet(resources)) return;
  const path = specPath.child('resources');
  if (spec.os?.name === 'windows') return errors.forbidden(path, 'may not be set for a windows pod');
  if (isSet(resources.claims)) {
    errors.forbidden(path.child('claims'), 'claims may not be set for Resources at pod-level');
  }
  validateResourceRequirements(resources, validatePodResourceName, claimNames, () => path, errors);
  validateConsistency(spec, path, errors);
}

function validateConsistency(spec: PodSpec, path: Path, errors: ErrorList): void {
  const podRequests = amountsOf(spec.resources?.requests);
  const podLimits = amountsOf(spec.resources?.limits);
  for (const [name, total] of aggregate(spec, 'requests')) {
    const most = podRequests.get(name);
    if (most === undefined || compareQuantities(total, most) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container requests of ${formatQuantity(total)}`;
    errors.invalid(path.child('requests').key(name), formatQuantity(most), detail);
  }
  for (const [name, total] of aggregate(spec, 'limits')) {
    const most = isHugePagesResource(name) ? podLimits.get(name) : undefined;
    if (most === undefined || compareQuantities(total, most) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container limits of ${formatQuantity(total)}`;
    errors.invalid(path.child('limits').key(name), formatQuantity(most), detail);
  }
  const containers = list(spec.containers);
  for (let index = 0; index < containers.length; index += 1) {
    for (const [name, limit] of amountsOf(containers[index]?.resources?.limits)) {
      const most = podLimits.get(name);
      if (most === undefined || compareQuantities(limit, most) <= 0) continue;
      const limitPath = path.child('containers').index(index).key(name).child('limits');
      errors.invalid(
        limitPath,
        formatQuantity(limit),
        `must be less than or equal to pod limits of ${formatQuantity(most)}`,
      );
    }
  }
}

function amountsOf(quantities: QuantityMap | undefined): Amounts {
  const amounts: Amounts = new Map();
  const entries = map<string | number>(quantities);
  for (const name of Object.keys(entries)) {
    const quantity = parseQuantity(entries[name] ?? '');
    if (quantity !== undefined) amounts.set(name, quantity);
  }
  return amounts;
}

/**
 * What the containers need together: the regular ones and sidecars at once, or an init container with the sidecars
 * started before it, whichever is more.
 */
export function aggregate(spec: PodSpec, kind: 'requests' | 'limits'): Amounts {
  const total: Amounts = new Map();
  for (const container of list(spec.containers)) addAll(total, amountsOf(container.resources?.[kind]));
  const sidecars: Amounts = new Map();
  const starting: Amounts = new Map();
  for (const container of list(spec.initContainers)) {
    const needed = amountsOf(container.resources?.[kind]);
    if (isSidecar(container)) {
      addAll(total, needed);
      addAll(sidecars, needed);
      raiseAll(starting, sidecars);
    } else {
      const together: Amounts = new Map(needed);
      addAll(together, sidecars);
      raiseAll(starting, together);
    }
  }
  raiseAll(total, starting);
  return total;
}

const isSidecar = (container: Container): boolean => container.restartPolicy === 'Always';

function addAll(total: Amounts, more: Amounts): void {
  for (const [name, amount] of more) {
    const known = total.get(name);
    total.set(name, known === undefined ? amount : addQuantities(known, amount));
  }
}

function raiseAll(total: Amounts, floor: Amounts): void {
  for (const [name, amount] of floor) {
    const known = total.get(name);
    if (known === undefined || compareQuantities(amount, known) > 0) total.set(name, amount);
  }
}
