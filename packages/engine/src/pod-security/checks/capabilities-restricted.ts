/**
 * Containers must drop all capabilities and may add back NET_BIND_SERVICE alone.
 *
 * Restricted fields: spec.{containers,initContainers,ephemeralContainers}[*].securityContext.capabilities
 *   .drop must include ALL
 *   .add  allowed: absent, empty, NET_BIND_SERVICE
 * Since 1.25 pods that say `os.name: windows` are left out, which have no capabilities.
 *
 * Source: k8s.io/pod-security-admission/policy/check_capabilities_restricted.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, namedContainers, sortedSet } from '../detail.js';
import { type ContainerView, containerPaths, containersWhere, isWindows, listOf, type PodView } from '../pod-view.js';

export const capabilitiesRestricted: Check = {
  id: 'capabilities_restricted',
  level: 'restricted',
  versions: [
    { minimumVersion: 22, checkPod: capabilitiesRestricted1_22, overrides: ['capabilities_baseline'] },
    { minimumVersion: 25, checkPod: capabilitiesRestricted1_25, overrides: ['capabilities_baseline'] },
  ],
};

function capabilitiesRestricted1_25(pod: PodView): CheckResult {
  return isWindows(pod) ? ALLOWED : capabilitiesRestricted1_22(pod);
}

function capabilitiesRestricted1_22(pod: PodView): CheckResult {
  const missingDrop = containersWhere(pod, (view) => !listOf(view.securityContext.capabilities?.drop).includes('ALL'));
  const badAdd = containersWhere(pod, (view) => added(view).some(isForbidden));
  if (missingDrop.length === 0 && badAdd.length === 0) return ALLOWED;

  const details: string[] = [];
  if (missingDrop.length > 0) {
    details.push(`${namedContainers(missingDrop)} must set securityContext.capabilities.drop=["ALL"]`);
  }
  if (badAdd.length > 0) {
    const names = sortedSet(badAdd.flatMap((view) => added(view).filter(isForbidden)));
    details.push(
      `${namedContainers(badAdd)} must not include ${joinQuoted(names)} in securityContext.capabilities.add`,
    );
  }
  return forbidden('unrestricted capabilities', details.join('; '), [
    ...containerPaths(missingDrop, 'securityContext.capabilities.drop'),
    ...containerPaths(badAdd, 'securityContext.capabilities.add'),
  ]);
}

function added({ securityContext }: ContainerView): readonly string[] {
  return listOf(securityContext.capabilities?.add);
}

function isForbidden(name: string): boolean {
  return typeof name === 'string' && name !== 'NET_BIND_SERVICE';
}
