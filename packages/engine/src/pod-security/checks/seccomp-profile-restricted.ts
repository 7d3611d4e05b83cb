/**
 * A seccomp profile must be set, and only the runtime's default or a profile of the node.
 *
 * Restricted fields: spec.securityContext.seccompProfile.type
 *   and spec.{containers,initContainers,ephemeralContainers}[*].securityContext.seccompProfile.type
 * Allowed: RuntimeDefault, Localhost; absent in a container when the pod has one of them
 * Since 1.25 pods that say `os.name: windows` are left out, which have no seccomp.
 *
 * Source: k8s.io/pod-security-admission/policy/check_seccompProfile_restricted.go; KEP-135.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { namedContainers } from '../detail.js';
import { containerPaths, containersWhere, isObject, isWindows, type PodView } from '../pod-view.js';
import { SECCOMP_FIELD, SECCOMP_REASON, seccompProfileBaseline1_19 } from './seccomp-profile-baseline.js';

export const seccompProfileRestricted: Check = {
  id: 'seccompProfile_restricted',
  level: 'restricted',
  versions: [
    { minimumVersion: 19, checkPod: seccompProfileRestricted1_19, overrides: ['seccompProfile_baseline'] },
    { minimumVersion: 25, checkPod: seccompProfileRestricted1_25, overrides: ['seccompProfile_baseline'] },
  ],
};

function seccompProfileRestricted1_25(pod: PodView): CheckResult {
  return isWindows(pod) ? ALLOWED : seccompProfileRestricted1_19(pod);
}

function seccompProfileRestricted1_19(pod: PodView): CheckResult {
  const explicit = seccompProfileBaseline1_19(pod);
  if (!explicit.allowed || isObject(pod.securityContext.seccompProfile)) return explicit;
  const silent = containersWhere(pod, ({ securityContext }) => !isObject(securityContext.seccompProfile));
  if (silent.length === 0) return ALLOWED;
  return forbidden(
    SECCOMP_REASON,
    `pod or ${namedContainers(silent)} must set ${SECCOMP_FIELD} to "RuntimeDefault" or "Localhost"`,
    containerPaths(silent, SECCOMP_FIELD),
  );
}
