/**
 * Pods: nearly everything stays as it was created.
 * Source: pkg/apis/core/validation/validation.go ValidatePodUpdate, ValidatePodEphemeralContainersUpdate.
 */
import type { Container, EphemeralContainer, Pod, PodSpec, Toleration } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { isSet, list, number, struct, text } from '../zero-value.js';
import { semanticallyEqual } from './semantic-equal.js';

const SPEC = new Path('spec');

const FIXED =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export function validatePodUpdate(object: Pod, old: Pod, errors: ErrorList): void {
  const spec: PodSpec = struct(object.spec) as PodSpec;
  const before: PodSpec = struct(old.spec) as PodSpec;
  if (!sameNumberOfContainers(spec, before, errors)) return;
  validateImages(spec, errors);
  validateActiveDeadline(spec, before, errors);
  validateTolerations(spec, before, errors);
  validateSchedulingGates(spec, before, errors);
  if (!semanticallyEqual(withMutableFieldsOf(spec, before), before)) errors.forbidden(SPEC, FIXED);
}

function sameNumberOfContainers(spec: PodSpec, old: PodSpec, errors: ErrorList): boolean {
  let isSame = true;
  for (const name of ['containers', 'initContainers'] as const) {
    if (list(spec[name]).length === list(old[name]).length) continue;
    errors.forbidden(SPEC.child(name), 'pod updates may not add or remove containers');
    isSame = false;
  }
  return isSame;
}

function validateImages(spec: PodSpec, errors: ErrorList): void {
  for (const name of ['containers', 'initContainers'] as const) {
    for (const [index, container] of list(spec[name]).entries()) {
      if (text(container.image) === '') errors.required(SPEC.child(name).index(index).child('image'));
    }
  }
}

/** The deadline may only come nearer. */
function validateActiveDeadline(spec: PodSpec, old: PodSpec, errors: ErrorList): void {
  const path = SPEC.child('activeDeadlineSeconds');
  const { activeDeadlineSeconds: deadline } = spec;
  const { activeDeadlineSeconds: before } = old;
  if (isSet(deadline)) {
    if (isSet(before) && deadline > before) {
      errors.invalid(path, deadline, 'must be less than or equal to previous value');
    }
  } else if (isSet(before)) errors.invalid(path, deadline, 'must not update from a positive integer to nil value');
}

/** Tolerations may be added, and may change only how long they last. */
function validateTolerations(spec: PodSpec, old: PodSpec, errors: ErrorList): void {
  const now = list(spec.tolerations);
  const isKept = list(old.tolerations).every((toleration) =>
    now.some((each) => semanticallyEqual(withoutSeconds(each), withoutSeconds(toleration))),
  );
  if (isKept) return;
  const detail = 'existing toleration can not be modified except its tolerationSeconds';
  errors.forbidden(SPEC.child('tolerations'), detail);
}

const withoutSeconds = (toleration: Toleration): object => ({ ...toleration, tolerationSeconds: undefined });

function validateSchedulingGates(spec: PodSpec, old: PodSpec, errors: ErrorList): void {
  const known = new Set(list(old.schedulingGates).map(({ name }) => name));
  for (const { name } of list(spec.schedulingGates)) {
    if (known.has(name)) continue;
    const detail = `only deletion is allowed, but found new scheduling gate '${name}'`;
    errors.forbidden(SPEC.child('schedulingGates'), detail);
  }
}

/** The new spec with what may change put back. */
function withMutableFieldsOf(spec: PodSpec, old: PodSpec): PodSpec {
  const images = (containers: readonly Container[] | undefined, before: readonly Container[] | undefined) =>
    list(containers).map((container, index) => ({ ...container, image: list(before)[index]?.image }));
  const isGated = list(old.schedulingGates).length > 0;
  const grace = number(old.terminationGracePeriodSeconds) < 0 && spec.terminationGracePeriodSeconds === 1;
  return {
    ...spec,
    containers: images(spec.containers, old.containers),
    initContainers: images(spec.initContainers, old.initContainers),
    activeDeadlineSeconds: old.activeDeadlineSeconds,
    tolerations: old.tolerations,
    schedulingGates: old.schedulingGates,
    ...(grace ? { terminationGracePeriodSeconds: old.terminationGracePeriodSeconds } : {}),
    // A gated pod may be aimed at fewer nodes.
    ...(isGated ? { nodeSelector: old.nodeSelector, affinity: old.affinity } : {}),
  } as PodSpec;
}

export function validateEphemeralContainersUpdate(object: Pod, old: Pod, errors: ErrorList): void {
  const path = SPEC.child('ephemeralContainers');
  const now = new Map(list(object.spec?.ephemeralContainers).map((container) => [text(container.name), container]));
  if (Object.hasOwn(old.metadata?.annotations ?? {}, 'kubernetes.io/config.mirror')) {
    errors.forbidden(new Path(''), 'static pods do not support ephemeral containers');
  }
  for (const before of list(old.spec?.ephemeralContainers)) validateKept(before, now, path, errors);
}

function validateKept(
  before: EphemeralContainer,
  now: ReadonlyMap<string, EphemeralContainer>,
  path: Path,
  errors: ErrorList,
): void {
  const name = text(before.name);
  const container = now.get(name);
  if (container === undefined) {
    errors.forbidden(path, `existing ephemeral containers "${name}" may not be removed\n`);
  } else if (!semanticallyEqual(container, before)) {
    errors.forbidden(path, `existing ephemeral containers "${name}" may not be changed\n`);
  }
}
