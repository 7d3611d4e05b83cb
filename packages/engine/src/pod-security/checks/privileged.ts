/**
 * Privileged containers are forbidden: they switch most of the isolation off.
 *
 * Restricted fields: spec.{containers,initContainers,ephemeralContainers}[*].securityContext.privileged
 * Allowed: absent, false
 *
 * Source: k8s.io/pod-security-admission/policy/check_privileged.go.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { namedContainers } from '../detail.js';
import { containerPaths, containersWhere, type PodView } from '../pod-view.js';

export const privileged: Check = {
  id: 'privileged',
  level: 'baseline',
  versions: [{ minimumVersion: 0, checkPod: privileged1_0 }],
};

function privileged1_0(pod: PodView): CheckResult {
  const bad = containersWhere(pod, ({ securityContext }) => securityContext.privileged === true);
  if (bad.length === 0) return ALLOWED;
  return forbidden(
    'privileged',
    `${namedContainers(bad)} must not set securityContext.privileged=true`,
    containerPaths(bad, 'securityContext.privileged'),
  );
}
