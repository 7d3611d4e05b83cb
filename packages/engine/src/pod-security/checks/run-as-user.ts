/**
 * Nothing may ask for user 0, unless the pod is in a user namespace of its own.
 *
 * Restricted fields: spec.securityContext.runAsUser
 *   and spec.{containers,initContainers,ephemeralContainers}[*].securityContext.runAsUser
 * Allowed: absent, any other number; from 1.35 on anything with `hostUsers: false`
 *
 * API servers 1.29 to 1.34 let pods with `hostUsers: false` pass in every policy version when the alpha gate
 * UserNamespacesPodSecurityStandards is on.
 *
 * Source: k8s.io/pod-security-admission/policy/check_runAsUser.go; KEP-127.
 */
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { setters } from '../detail.js';
import { containerPaths, containersWhere, isInUserNamespace, type PodView } from '../pod-view.js';

export const runAsUser: Check = {
  id: 'runAsUser',
  level: 'restricted',
  versions: [
    { minimumVersion: 23, checkPod: runAsUser1_23 },
    {
      minimumVersion: 23,
      checkPod: runAsUserRelaxed,
      code: { since: 29, until: 34, gate: 'UserNamespacesPodSecurityStandards' },
    },
    { minimumVersion: 35, checkPod: runAsUserRelaxed, code: { since: 35 } },
  ],
};

const FIELD = 'securityContext.runAsUser';

function runAsUserRelaxed(pod: PodView): CheckResult {
  return isInUserNamespace(pod) ? ALLOWED : runAsUser1_23(pod);
}

function runAsUser1_23(pod: PodView): CheckResult {
  const podIsBad = isRoot(pod.securityContext.runAsUser);
  const bad = containersWhere(pod, ({ securityContext }) => isRoot(securityContext.runAsUser));
  if (!podIsBad && bad.length === 0) return ALLOWED;
  return forbidden('runAsUser=0', `${setters(podIsBad, bad)} must not set runAsUser=0`, [
    ...(podIsBad ? [`spec.${FIELD}`] : []),
    ...containerPaths(bad, FIELD),
  ]);
}

function isRoot(user: number | bigint | undefined): boolean {
  return user === 0 || user === 0n;
}
