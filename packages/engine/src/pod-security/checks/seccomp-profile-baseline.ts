/**
 * Seccomp must not be switched off: only the runtime's default and profiles of the node.
 *
 * From 1.19 on, restricted fields: spec.securityContext.seccompProfile.type
 *   and spec.{containers,initContainers,ephemeralContainers}[*].securityContext.seccompProfile.type
 *   Allowed: RuntimeDefault, Localhost, absent
 * Up to 1.18, restricted annotations: seccomp.security.alpha.kubernetes.io/pod
 *   and container.seccomp.security.alpha.kubernetes.io/<name of a container of the pod>
 *   Allowed: runtime/default, docker/default, localhost/*, absent
 *
 * Source: k8s.io/pod-security-admission/policy/check_seccompProfile_baseline.go; KEP-135.
 */
import { goQuote } from '@bulkhead/apimachinery';
import type { SeccompProfile } from '@bulkhead/apimachinery/types/core-v1';
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { joinQuoted, plural, setters, sortedSet } from '../detail.js';
import { containerPaths, containersWhere, isObject, type PodView, textOf } from '../pod-view.js';

export const seccompProfileBaseline: Check = {
  id: 'seccompProfile_baseline',
  level: 'baseline',
  versions: [
    { minimumVersion: 0, checkPod: seccompProfileBaseline1_0 },
    { minimumVersion: 19, checkPod: seccompProfileBaseline1_19 },
  ],
};

export const SECCOMP_REASON = 'seccompProfile';
export const SECCOMP_FIELD = 'securityContext.seccompProfile.type';

const POD_ANNOTATION = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER_ANNOTATION_PREFIX = 'container.seccomp.security.alpha.kubernetes.io/';

export function seccompProfileBaseline1_19(pod: PodView): CheckResult {
  const podIsBad = isBadProfile(pod.securityContext.seccompProfile);
  const bad = containersWhere(pod, ({ securityContext }) => isBadProfile(securityContext.seccompProfile));
  if (!podIsBad && bad.length === 0) return ALLOWED;
  const types = bad.map(({ securityContext }) => textOf(securityContext.seccompProfile?.type));
  if (podIsBad) types.push(textOf(pod.securityContext.seccompProfile?.type));
  return forbidden(
    SECCOMP_REASON,
    `${setters(podIsBad, bad)} must not set ${SECCOMP_FIELD} to ${joinQuoted(sortedSet(types))}`,
    [...(podIsBad ? [`spec.${SECCOMP_FIELD}`] : []), ...containerPaths(bad, SECCOMP_FIELD)],
  );
}

function seccompProfileBaseline1_0(pod: PodView): CheckResult {
  const { annotations } = pod;
  const keys = [POD_ANNOTATION, ...pod.containers.map(({ name }) => CONTAINER_ANNOTATION_PREFIX + name)];
  const bad = keys.filter((key) => Object.hasOwn(annotations, key) && !isAllowedAnnotation(textOf(annotations[key])));
  if (bad.length === 0) return ALLOWED;
  const assignments = sortedSet(bad.map((key) => `${key}=${goQuote(textOf(annotations[key]))}`));
  return forbidden(
    SECCOMP_REASON,
    `forbidden ${plural('annotation', 'annotations', assignments.length)} ${assignments.join(', ')}`,
    sortedSet(bad).map((key) => `metadata.annotations[${key}]`),
  );
}

function isBadProfile(profile: SeccompProfile | undefined): boolean {
  return isObject(profile) && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost';
}

function isAllowedAnnotation(value: string): boolean {
  return value === 'runtime/default' || value === 'docker/default' || value.startsWith('localhost/');
}
