/**
 * The containers of a pod in the order in which Kubernetes visits them: init, regular, ephemeral.
 * Source: pkg/api/v1/pod/util.go (VisitContainers).
 */
import type { Container, EphemeralContainer, Pod, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { listOf, objectOf, textOf } from './plain-values.js';

export type ContainerType = 'container' | 'init' | 'ephemeral';

export interface PodContainer {
  readonly container: Container & Pick<EphemeralContainer, 'targetContainerName'>;
  readonly name: string;
  readonly type: ContainerType;
  /** Where the container stands, for example `spec.containers[0]`. */
  readonly path: string;
}

/** The pod's spec, or an empty one. */
export function podSpecOf(pod: Pod): PodSpec {
  return objectOf(objectOf(pod)?.spec) ?? {};
}

/** All containers of the pod; list items that are no objects are left out, and keep their index. */
export function podContainers(spec: PodSpec): PodContainer[] {
  const found: PodContainer[] = [];
  collect(found, listOf(spec.initContainers), 'init', 'spec.initContainers');
  collect(found, listOf(spec.containers), 'container', 'spec.containers');
  collect(found, listOf(spec.ephemeralContainers), 'ephemeral', 'spec.ephemeralContainers');
  return found;
}

function collect(
  found: PodContainer[],
  containers: readonly PodContainer['container'][],
  type: ContainerType,
  path: string,
): void {
  for (let index = 0; index < containers.length; index++) {
    const container = objectOf(containers[index]);
    if (container === undefined) continue;
    found.push({ container, name: textOf(container.name) ?? '', type, path: `${path}[${index}]` });
  }
}
