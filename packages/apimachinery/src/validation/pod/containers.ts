/**
 * The three lists of containers of a pod.
 * Source: pkg/apis/core/validation/validation.go validateContainers, validateInitContainers,
 * validateEphemeralContainers.
 */
import type { Container, EphemeralContainer } from '../../generated/types/core-v1.js';
import { internalValue } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, map, text } from '../zero-value.js';
import { type ContainerSurroundings, validateContainer, validateImageWhitespace } from './container.js';
import { validateLifecycle } from './handlers.js';
import { checkHostPortConflicts } from './ports.js';
import { validateProbes } from './probes.js';
import {
  refuseRestartOfInitContainer,
  validateContainerRestartPolicy,
  validateInitContainerRestartPolicy,
} from './restart-policy.js';

export function validateContainers(
  surroundings: ContainerSurroundings,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { spec } = surroundings;
  const containers = list(spec.containers);
  const path = specPath.child('containers');
  if (containers.length === 0) return errors.required(path);
  const names = new Set<string>();
  for (let index = 0; index < containers.length; index += 1) {
    const container = containers[index];
    if (container === undefined) continue;
    const containerPath = path.index(index);
    validateContainer(container, surroundings, containerPath, options, errors);
    const name = text(container.name);
    if (names.has(name)) errors.duplicate(containerPath.child('name'), name);
    else names.add(name);
    validateHooksAndProbes(container, surroundings, containerPath, options, errors);
    if (options.containerRestartRules) validateContainerRestartPolicy(container, containerPath, options, errors);
    else if (isSet(container.restartPolicy)) {
      errors.forbidden(containerPath.child('restartPolicy'), 'may not be set for non-init containers');
    }
  }
  checkHostPortConflicts(containers, path, errors);
}

function validateHooksAndProbes(
  container: Container,
  { spec }: ContainerSurroundings,
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (isSet(container.lifecycle)) {
    const gracePeriod = spec.terminationGracePeriodSeconds;
    validateLifecycle(container.lifecycle, gracePeriod, spec.os, path.child('lifecycle'), options, errors);
  }
  validateProbes(container, path, options, errors);
}

const ONLY_FOR_SIDECARS = ['lifecycle', 'livenessProbe', 'readinessProbe', 'startupProbe'] as const;

/** Before sidecars were known (1.28) no init container could have these fields. */
const SIDECARS_SINCE = 28;

export function validateInitContainers(
  surroundings: ContainerSurroundings,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { spec } = surroundings;
  const containers = list(spec.initContainers);
  if (containers.length === 0) return;
  const names = new Set(list(spec.containers).map((container) => text(container.name)));
  const path = specPath.child('initContainers');
  for (let index = 0; index < containers.length; index += 1) {
    const container = containers[index];
    if (container === undefined) continue;
    const containerPath = path.index(index);
    validateContainer(container, surroundings, containerPath, options, errors);
    validateInitContainerRestartPolicy(container, containerPath, options, errors);
    const name = text(container.name);
    if (names.has(name)) errors.duplicate(containerPath.child('name'), name);
    else if (name !== '') names.add(name);
    // Each is checked on its own, under the path of the first: init containers run one after the other.
    checkHostPortConflicts([container], path, errors);
    if (container.restartPolicy === 'Always') {
      validateHooksAndProbes(container, surroundings, containerPath, options, errors);
    } else refuseSidecarFields(container, containerPath, errors);
    refuseResizePolicy(container, containerPath, options, errors);
    refuseRestartOfInitContainer(container, containerPath, errors);
  }
}

function refuseSidecarFields(container: Container, path: Path, errors: ErrorList): void {
  const detail =
    errors.minor >= SIDECARS_SINCE
      ? 'may not be set for init containers without restartPolicy=Always'
      : 'must not be set for init containers';
  for (const name of ONLY_FOR_SIDECARS) {
    if (isSet(container[name])) errors.forbidden(path.child(name), detail);
  }
}

function refuseResizePolicy(container: Container, path: Path, options: ValidationOptions, errors: ErrorList): void {
  if (options.inPlacePodVerticalScaling || list(container.resizePolicy).length === 0) return;
  const badValue = internalValue('[]core.ContainerResizePolicy', list(container.resizePolicy), errors.minor);
  errors.invalid(path.child('resizePolicy'), badValue, 'must not be set for init containers');
}

/** Fields that no ephemeral container may have, in Go's order. */
const NOT_FOR_EPHEMERAL = [
  'ports',
  'resources',
  'resizePolicy',
  'restartPolicy',
  'restartPolicyRules',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'lifecycle',
] as const;
const EPHEMERAL_MESSAGE = 'cannot be set for an Ephemeral Container';

export function validateEphemeralContainers(
  surroundings: ContainerSurroundings,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const { spec } = surroundings;
  const containers = list(spec.ephemeralContainers);
  if (containers.length === 0) return;
  const others = new Set([...list(spec.containers), ...list(spec.initContainers)].map(({ name }) => text(name)));
  const names = new Set(others);
  for (let index = 0; index < containers.length; index += 1) {
    const container = containers[index];
    if (container === undefined) continue;
    const path = specPath.child('ephemeralContainers').index(index);
    validateContainer(container, surroundings, path, options, errors);
    validateImageWhitespace(container, () => path, errors);
    const name = text(container.name);
    if (names.has(name)) errors.duplicate(path.child('name'), name);
    else names.add(name);
    const target = text(container.targetContainerName);
    if (target !== '' && !others.has(target)) errors.notFound(path.child('targetContainerName'), target);
    refuseFieldsOfEphemeral(container, path, errors);
  }
}

function refuseFieldsOfEphemeral(container: EphemeralContainer, path: Path, errors: ErrorList): void {
  for (const name of NOT_FOR_EPHEMERAL) {
    if (isUsed(container[name])) errors.forbidden(path.child(name), EPHEMERAL_MESSAGE);
  }
  const mounts = list(container.volumeMounts);
  for (let index = 0; index < mounts.length; index += 1) {
    for (const name of ['subPath', 'subPathExpr'] as const) {
      if (text(mounts[index]?.[name]) === '') continue;
      errors.forbidden(path.child('volumeMounts').index(index).child(name), EPHEMERAL_MESSAGE);
    }
  }
}

/** Whether Go's value would differ from its zero value; `resources` is held by value. */
function isUsed(value: unknown): boolean {
  if (!isSet(value)) return false;
  if (Array.isArray(value) || typeof value !== 'object') return true;
  const fields = map(value as { readonly [key: string]: unknown });
  return Object.keys(fields).length > 0;
}
