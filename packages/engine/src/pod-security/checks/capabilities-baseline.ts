/**
 * Only the capabilities of the default set may be added.
 *
 * Restricted fields: spec.{containers,initContainers,ephemeralContainers}[*].securityContext.capabilities.add
 * Allowed: absent, empty, or names from the default set. Names are compared as they are: `CAP_CHOWN` is not `CHOWN`.
 *
 * Source: k8s.io/pod-security-admission/policy/check_capabilities_baseline.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, namedContainers, sortedSet } from '../detail.js';
import { type ContainerView, containerPaths, containersWhere, listOf, type PodView } from '../pod-view.js';

export const capabilitiesBaseline: Check = {
  id: 'capabilities_baseline',
  level: 'baseline',
  versions: [{ minimumVersion: 0, checkPod: capabilitiesBaseline1_0 }],
};

/** What baseline lets a container add. */
export const BASELINE_CAPABILITIES: ReadonlySet<string> = new Set([
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
]);

function capabilitiesBaseline1_0(pod: PodView): CheckResult {
  const bad = containersWhere(pod, (view) => added(view).some(isNotDefault));
  if (bad.length === 0) return ALLOWED;
  const names = sortedSet(bad.flatMap((view) => added(view).filter(isNotDefault)));
  return forbidden(
    'non-default capabilities',
    `${namedContainers(bad)} must not include ${joinQuoted(names)} in securityContext.capabilities.add`,
    containerPaths(bad, 'securityContext.capabilities.add'),
  );
}

function added({ securityContext }: ContainerView): readonly string[] {
  return listOf(securityContext.capabilities?.add);
}

function isNotDefault(name: string): boolean {
  return typeof name === 'string' && !BASELINE_CAPABILITIES.has(name);
}
