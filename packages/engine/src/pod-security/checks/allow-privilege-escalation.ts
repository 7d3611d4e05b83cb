/**
 * A process must not be able to gain more rights than its parent, as through set-user-ID files.
 *
 * Restricted fields: spec.{containers,initContainers,ephemeralContainers}[*].securityContext.allowPrivilegeEscalation
 * Allowed: false
 * Since 1.25 pods that say `os.name: windows` are left out, which do not have the field.
 *
 * Source: k8s.io/pod-security-admission/policy/check_allowPrivilegeEscalation.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { namedContainers } from '../detail.js';
import { containerPaths, containersWhere, isWindows, type PodView } from '../pod-view.js';

export const allowPrivilegeEscalation: Check = {
  id: 'allowPrivilegeEscalation',
  level: 'restricted',
  versions: [
    { minimumVersion: 8, checkPod: allowPrivilegeEscalation1_8 },
    { minimumVersion: 25, checkPod: allowPrivilegeEscalation1_25 },
  ],
};

function allowPrivilegeEscalation1_25(pod: PodView): CheckResult {
  return isWindows(pod) ? ALLOWED : allowPrivilegeEscalation1_8(pod);
}

function allowPrivilegeEscalation1_8(pod: PodView): CheckResult {
  const bad = containersWhere(pod, ({ securityContext }) => securityContext.allowPrivilegeEscalation !== false);
  if (bad.length === 0) return ALLOWED;
  return forbidden(
    'allowPrivilegeEscalation != false',
    `${namedContainers(bad)} must set securityContext.allowPrivilegeEscalation=false`,
    containerPaths(bad, 'securityContext.allowPrivilegeEscalation'),
  );
}
