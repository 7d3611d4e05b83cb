/**
 * What the pod's privileges come to inside a user namespace. Capabilities count for what the namespace owns; those
 * that the kernel asks of the initial namespace give nothing. User and group ids beyond the mapped range do not exist
 * there: the API server takes them, and the container does not start.
 * Sources: user_namespaces(7); KEP-127; pkg/kubelet/userns.
 */
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { isAll, kernelName } from '../security-context/capabilities.js';
import { linuxCapabilities, linuxCapability } from '../security-context/capability-names.js';
import { DEFAULT_IDS_PER_POD } from '../security-context/node-facts.js';
import { idOf, listOf, objectOf } from '../security-context/plain-values.js';
import type { PodContainer } from '../security-context/pod-containers.js';
import type { Break, UserNamespaceFacts } from './break.js';

/** Privileged containers, capabilities and ids. */
export function addPrivilegeBreaks(
  breaks: Break[],
  spec: PodSpec,
  containers: readonly PodContainer[],
  facts: UserNamespaceFacts | undefined,
): void {
  const length = facts?.idsPerPod ?? DEFAULT_IDS_PER_POD;
  const shared = objectOf(spec.securityContext);
  if (shared !== undefined) {
    const path = 'spec.securityContext';
    addId(breaks, shared.runAsUser, `${path}.runAsUser`, length);
    addId(breaks, shared.runAsGroup, `${path}.runAsGroup`, length);
    addId(breaks, shared.fsGroup, `${path}.fsGroup`, length);
    const groups = listOf(shared.supplementalGroups);
    for (let index = 0; index < groups.length; index++) {
      addId(breaks, groups[index], `${path}.supplementalGroups[${index}]`, length);
    }
  }
  for (const item of containers) addContainer(breaks, item, length, facts);
}

function addContainer(
  breaks: Break[],
  item: PodContainer,
  length: number,
  facts: UserNamespaceFacts | undefined,
): void {
  const own = objectOf(item.container.securityContext);
  if (own === undefined) return;
  const path = `${item.path}.securityContext`;
  addId(breaks, own.runAsUser, `${path}.runAsUser`, length);
  addId(breaks, own.runAsGroup, `${path}.runAsGroup`, length);
  if (own.privileged === true) {
    breaks.push({
      cause: 'privileged',
      fieldPath: `${path}.privileged`,
      message:
        'its capabilities hold only inside the user namespace: it cannot load kernel modules, make device nodes, set the clock or mount most file systems',
      severity: 'warning',
    });
    return;
  }
  const add = listOf(objectOf(own.capabilities)?.add);
  for (let index = 0; index < add.length; index++) {
    const message = capabilityMessage(add[index], facts);
    if (message === undefined) continue;
    breaks.push({ cause: 'capability', fieldPath: `${path}.capabilities.add[${index}]`, message, severity: 'warning' });
  }
}

function addId(breaks: Break[], value: number | bigint | undefined, fieldPath: string, length: number): void {
  const id = idOf(value);
  if (id === undefined || id < length) return;
  const message = `${id} is outside of the ${length} ids that a user namespace maps (0 to ${length - 1})`;
  breaks.push({ cause: 'id-out-of-range', fieldPath, message, severity: 'error' });
}

function capabilityMessage(name: string | undefined, facts: UserNamespaceFacts | undefined): string | undefined {
  if (isAll(name)) {
    const lost = linuxCapabilities().filter((capability) => !capability.worksInUserNamespace);
    return `${lost.map((capability) => capability.name).join(', ')} have no effect in a user namespace`;
  }
  const known = kernelName(name, facts?.runtime);
  const capability = known === undefined ? undefined : linuxCapability(known);
  if (capability === undefined || capability.worksInUserNamespace) return undefined;
  return `${capability.name} has no effect in a user namespace: the kernel asks for it in the initial one`;
}
