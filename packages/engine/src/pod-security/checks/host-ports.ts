/**
 * Ports of the node are forbidden.
 *
 * Restricted fields: spec.{containers,initContainers,ephemeralContainers}[*].ports[*].hostPort
 * Allowed: absent, 0
 *
 * Source: k8s.io/pod-security-admission/policy/check_hostPorts.go.
 */
import type { ContainerPort } from '@bulkhead/apimachinery/types/core-v1';
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { namedContainers, plural, sortedSet } from '../detail.js';
import { type ContainerView, containerPath, containersWhere, listOf, type PodView } from '../pod-view.js';

export const hostPorts: Check = {
  id: 'hostPorts',
  level: 'baseline',
  versions: [{ minimumVersion: 0, checkPod: hostPorts1_0 }],
};

function hostPorts1_0(pod: PodView): CheckResult {
  const bad = containersWhere(pod, usesHostPort);
  if (bad.length === 0) return ALLOWED;
  const used = bad.flatMap(usedPorts);
  const ports = sortedSet(used.map(({ port }) => String(port)));
  return forbidden(
    'hostPort',
    `${namedContainers(bad)} ${plural('uses', 'use', bad.length)} ${plural('hostPort', 'hostPorts', ports.length)} ${ports.join(', ')}`,
    used.map(({ field }) => field),
  );
}

function usesHostPort({ container }: ContainerView): boolean {
  return listOf(container.ports).some(isUsed);
}

function isUsed(port: ContainerPort | undefined): boolean {
  return hostPortOf(port) !== 0;
}

function usedPorts(view: ContainerView): { port: number; field: string }[] {
  return listOf(view.container.ports).flatMap((item, index) => {
    const port = hostPortOf(item);
    return port === 0 ? [] : [{ port, field: containerPath(view, `ports[${index}].hostPort`) }];
  });
}

function hostPortOf(port: ContainerPort | undefined): number {
  const hostPort = port?.hostPort;
  return typeof hostPort === 'number' ? hostPort : 0;
}
