/**
 * A pod as the checks look at it: all containers in one list in the order of every message (init, regular, ephemeral),
 * and no part missing. A value of the wrong type counts as absent, so that a check can never throw; a list element
 * that is no object counts as an empty one, so that it is judged and not skipped.
 */
import type {
  Container,
  EphemeralContainer,
  PodSecurityContext,
  PodSpec,
  PodTemplateSpec,
  SecurityContext,
  Volume,
} from '@bulkhead/apimachinery/types/core-v1';

/** What a check needs of a Pod or of a pod template. */
export type PodLike = Pick<PodTemplateSpec, 'metadata' | 'spec'>;

export type ContainerList = 'initContainers' | 'containers' | 'ephemeralContainers';

export interface ContainerView {
  readonly list: ContainerList;
  readonly index: number;
  readonly name: string;
  readonly container: Container | EphemeralContainer;
  readonly securityContext: SecurityContext;
}

export interface PodView {
  readonly annotations: Readonly<Record<string, unknown>>;
  readonly spec: PodSpec;
  readonly securityContext: PodSecurityContext;
  readonly containers: readonly ContainerView[];
  readonly volumes: readonly Volume[];
}

const NOTHING: Readonly<Record<string, never>> = Object.freeze({});
const NO_ITEMS: readonly never[] = Object.freeze([]);

export function podView(pod: PodLike): PodView {
  const { metadata, spec } = objectOr(pod, NOTHING as PodLike);
  const podSpec = objectOr(spec, NOTHING as PodSpec);
  const containers: ContainerView[] = [];
  addContainers(containers, 'initContainers', podSpec.initContainers);
  addContainers(containers, 'containers', podSpec.containers);
  addContainers(containers, 'ephemeralContainers', podSpec.ephemeralContainers);
  return {
    annotations: objectOr(objectOr(metadata, NOTHING as NonNullable<typeof metadata>).annotations, NOTHING),
    spec: podSpec,
    securityContext: objectOr(podSpec.securityContext, NOTHING as PodSecurityContext),
    containers,
    volumes: listOf(podSpec.volumes),
  };
}

function addContainers(
  views: ContainerView[],
  list: ContainerList,
  containers: readonly (Container | EphemeralContainer)[] | undefined,
): void {
  if (!Array.isArray(containers)) return;
  const items: readonly (Container | EphemeralContainer)[] = containers;
  for (let index = 0; index < items.length; index++) {
    const container = objectOr(items[index], NOTHING as Container);
    views.push({
      list,
      index,
      name: textOf(container.name),
      container,
      securityContext: objectOr(container.securityContext, NOTHING as SecurityContext),
    });
  }
}

/** The path of a field of the container, from the root of the pod. */
export function containerPath(view: ContainerView, field: string): string {
  return `spec.${view.list}[${view.index}].${field}`;
}

export function containerPaths(views: readonly ContainerView[], field: string): string[] {
  return views.map((view) => containerPath(view, field));
}

/** The containers that break a rule, in the order of the pod. */
export function containersWhere(pod: PodView, breaks: (container: ContainerView) => boolean): readonly ContainerView[] {
  const { containers } = pod;
  let found: ContainerView[] | undefined;
  for (let index = 0; index < containers.length; index++) {
    const view = containers[index];
    if (view === undefined || !breaks(view)) continue;
    if (found === undefined) found = [view];
    else found.push(view);
  }
  return found ?? NO_ITEMS;
}

/** `hostUsers: false`: the pod asks for a user namespace of its own. */
export function isInUserNamespace(pod: PodView): boolean {
  return pod.spec.hostUsers === false;
}

export function isWindows(pod: PodView): boolean {
  return pod.spec.os?.name === 'windows';
}

/** A list as a list; anything else as none. */
export function listOf<T>(value: readonly T[] | undefined): readonly T[] {
  return Array.isArray(value) ? value : NO_ITEMS;
}

/** A string as it is; anything else as the empty string, which is what an absent string is in the API. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Every part of a pod is read with care, so any object will do. */
export function isPodLike(value: unknown): value is PodLike {
  return isObject(value);
}

function objectOr<T extends object>(value: T | undefined, otherwise: T): T {
  return isObject(value) ? value : otherwise;
}
