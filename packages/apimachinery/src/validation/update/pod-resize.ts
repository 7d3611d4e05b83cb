/**
 * Pods whose containers get other amounts of cpu and memory while they run.
 * Source: pkg/apis/core/validation/validation.go ValidatePodResize.
 */
import type { Container, Pod, PodSpec, ResourceRequirements } from '../../generated/types/core-v1.js';
import type { ErrorList } from '../error-list.js';
import { Path } from '../field-path.js';
import { podQualityOfService } from '../pod/quality-of-service.js';
import { isSet, list, map, struct, textEntry } from '../zero-value.js';
import { semanticallyEqual } from './semantic-equal.js';

const SPEC = new Path('spec');
const MIRROR_ANNOTATION = 'kubernetes.io/config.mirror';
const RESIZABLE: ReadonlySet<string> = new Set(['cpu', 'memory']);

/** Why the pod can have no other resources at all; this then is the only error. */
export function resizeRefusal(old: Pod): string | undefined {
  if (textEntry(old.metadata?.annotations, MIRROR_ANNOTATION) !== undefined) return 'static pods cannot be resized';
  if (old.spec?.os?.name === 'windows') return 'windows pods cannot be resized';
  return undefined;
}

export function validatePodResize(object: Pod, old: Pod, errors: ErrorList): void {
  const spec: PodSpec = struct(object.spec) as PodSpec;
  const before: PodSpec = struct(old.spec) as PodSpec;
  if (podQualityOfService(spec) !== podQualityOfService(before)) {
    const qosClass = object.status?.qosClass ?? '';
    errors.invalid(SPEC, qosClass, 'Pod QOS Class may not change as a result of resizing');
  }
  if (!isSupportedByNode(old)) errors.forbidden(SPEC, 'Pod running on node without support for resize');
  validateInitContainers(spec, before, errors);
  if (!semanticallyEqual(withResourcesOf(spec, before), before)) {
    errors.forbidden(SPEC, 'only cpu and memory resources are mutable');
  }
}

/** Nodes that can do it report what running containers have. */
function isSupportedByNode({ status }: Pod): boolean {
  if (status?.phase !== 'Running') return true;
  return list(status.containerStatuses).every(({ state, resources }) => !isSet(state?.running) || isSet(resources));
}

function validateInitContainers(spec: PodSpec, old: PodSpec, errors: ErrorList): void {
  for (const [index, container] of list(spec.initContainers).entries()) {
    const before = list(old.initContainers)[index];
    if (before === undefined || before.restartPolicy === 'Always') continue;
    if (semanticallyEqual(container.resources, before.resources)) continue;
    const path = SPEC.child('initContainers').index(index).child('resources');
    errors.forbidden(path, 'resources for non-sidecar init containers are immutable');
  }
}

/** The new spec with what may change put back. */
function withResourcesOf(spec: PodSpec, old: PodSpec): PodSpec {
  const restored = (containers: readonly Container[] | undefined, before: readonly Container[] | undefined) =>
    list(containers).map((container, index) => {
      const was = list(before)[index];
      if (was === undefined) return container;
      const { resources, resizePolicy } = was;
      return { ...container, resources: withAmountsOf(container.resources, resources), resizePolicy };
    });
  return {
    ...spec,
    containers: restored(spec.containers, old.containers),
    initContainers: restored(spec.initContainers, old.initContainers),
  } as PodSpec;
}

function withAmountsOf(now: ResourceRequirements | undefined, old: ResourceRequirements | undefined): object {
  return { ...now, requests: merged(now?.requests, old?.requests), limits: merged(now?.limits, old?.limits) };
}

type Amounts = { readonly [name: string]: unknown } | undefined;

function merged(now: Amounts, old: Amounts): object {
  const others = Object.entries(map(now)).filter(([name]) => !RESIZABLE.has(name));
  const own = Object.entries(map(old)).filter(([name]) => RESIZABLE.has(name));
  return Object.fromEntries([...others, ...own]);
}
