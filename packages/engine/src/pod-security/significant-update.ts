/**
 * Whether an update of a pod can change its verdict. Only images and ephemeral containers of a pod can be changed in
 * a way that matters; labels, annotations and resources do not count.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import type { Container, EphemeralContainer, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { listOf, textOf } from './pod-view.js';

type Containers = readonly (Container | EphemeralContainer)[] | undefined;

export function isSignificantPodUpdate(pod: Pod, oldPod: Pod): boolean {
  return (
    hasChangedImages(pod.spec?.containers, oldPod.spec?.containers) ||
    hasChangedImages(pod.spec?.initContainers, oldPod.spec?.initContainers) ||
    hasChangedEphemeralContainers(pod.spec?.ephemeralContainers, oldPod.spec?.ephemeralContainers)
  );
}

function hasChangedImages(containers: Containers, oldContainers: Containers): boolean {
  const before = listOf(oldContainers);
  const after = listOf(containers);
  return (
    after.length !== before.length ||
    after.some((container, index) => textOf(container?.image) !== textOf(before[index]?.image))
  );
}

/** Ephemeral containers are compared by name: one that is new counts, one that is gone does not. */
function hasChangedEphemeralContainers(containers: Containers, oldContainers: Containers): boolean {
  const before = listOf(oldContainers);
  return listOf(containers).some((container) => {
    const old = before.find((candidate) => textOf(candidate?.name) === textOf(container?.name));
    return old === undefined || textOf(container?.image) !== textOf(old?.image);
  });
}
