/**
 * Containers must say that they do not run as root, unless the pod is in a user namespace of its own.
 *
 * Restricted fields: spec.securityContext.runAsNonRoot
 *   and spec.{containers,initContainers,ephemeralContainers}[*].securityContext.runAsNonRoot
 * Allowed: true; absent in a container when the pod says true; from 1.35 on anything with `hostUsers: false`
 *
 * API servers 1.29 to 1.34 let pods with `hostUsers: false` pass in every policy version when the alpha gate
 * UserNamespacesPodSecurityStandards is on.
 *
 * Source: k8s.io/pod-security-admission/policy/check_runAsNonRoot.go; KEP-127.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { namedContainers, setters } from '../detail.js';
import { containerPaths, containersWhere, isInUserNamespace, type PodView } from '../pod-view.js';

export const runAsNonRoot: Check = {
  id: 'runAsNonRoot',
  level: 'restricted',
  versions: [
    { minimumVersion: 0, checkPod: runAsNonRoot1_0 },
    {
      minimumVersion: 0,
      checkPod: runAsNonRootRelaxed,
      code: { since: 29, until: 34, gate: 'UserNamespacesPodSecurityStandards' },
    },
    { minimumVersion: 35, checkPod: runAsNonRootRelaxed, code: { since: 35 } },
  ],
};

const REASON = 'runAsNonRoot != true';
const FIELD = 'securityContext.runAsNonRoot';

function runAsNonRootRelaxed(pod: PodView): CheckResult {
  return isInUserNamespace(pod) ? ALLOWED : runAsNonRoot1_0(pod);
}

function runAsNonRoot1_0(pod: PodView): CheckResult {
  const podValue = pod.securityContext.runAsNonRoot;
  const podIsBad = podValue === false;
  const bad = containersWhere(pod, ({ securityContext }) => securityContext.runAsNonRoot === false);
  if (podIsBad || bad.length > 0) {
    return forbidden(REASON, `${setters(podIsBad, bad)} must not set ${FIELD}=false`, [
      ...(podIsBad ? [`spec.${FIELD}`] : []),
      ...containerPaths(bad, FIELD),
    ]);
  }
  if (podValue === true) return ALLOWED;
  const silent = containersWhere(pod, ({ securityContext }) => securityContext.runAsNonRoot !== true);
  if (silent.length === 0) return ALLOWED;
  return forbidden(REASON, `pod or ${namedContainers(silent)} must set ${FIELD}=true`, containerPaths(silent, FIELD));
}
