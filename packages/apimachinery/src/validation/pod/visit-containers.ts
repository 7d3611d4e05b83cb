/**
 * All containers of a pod with their paths, in upstream's order: init, regular, ephemeral.
 * Source: pkg/apis/core/pods/helpers.go VisitContainersWithPath.
 */
import type { Container, PodSpec } from '../../generated/types/core-v1.js';
import type { Path } from '../field-path.js';
import { list } from '../zero-value.js';

const CONTAINER_LISTS = ['initContainers', 'containers', 'ephemeralContainers'] as const;

/** The path is built only when asked for. */
export function visitContainers(
  spec: PodSpec,
  specPath: Path,
  visit: (container: Container, path: () => Path) => void,
): void {
  for (const name of CONTAINER_LISTS) {
    const containers: readonly Container[] = list<Container>(spec[name]);
    for (let index = 0; index < containers.length; index += 1) {
      const container = containers[index];
      if (container !== undefined) visit(container, () => specPath.child(name).index(index));
    }
  }
}

export function hasContainer(spec: PodSpec, containerName: string): boolean {
  return CONTAINER_LISTS.some((name) =>
    list<Container>(spec[name]).some((container) => (container.name ?? '') === containerName),
  );
}
