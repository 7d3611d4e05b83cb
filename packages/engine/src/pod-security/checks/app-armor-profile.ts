/**
 * AppArmor profiles must not be switched off or replaced: only the runtime's default and profiles loaded on the node.
 *
 * Restricted fields:
 *   spec.securityContext.appArmorProfile.type
 *   spec.{containers,initContainers,ephemeralContainers}[*].securityContext.appArmorProfile.type
 *   Allowed: RuntimeDefault, Localhost, absent
 *   metadata.annotations[container.apparmor.security.beta.kubernetes.io/*]
 *   Allowed: runtime/default, localhost/*, empty, absent
 *
 * API servers before 1.30 know the annotation alone.
 *
 * Source: k8s.io/pod-security-admission/policy/check_appArmorProfile.go; KEP-24.
 */
import { goQuote } from '@bulkhead/apimachinery';
import type { AppArmorProfile } from '@bulkhead/apimachinery/types/core-v1';
import { ALLOWED, type Check, type CheckResult, forbidden } from '../check.js';
import { compareBytes, joinQuoted, plural, setters, sortedSet } from '../detail.js';
import { containerPaths, containersWhere, isObject, type PodView, textOf } from '../pod-view.js';

export const appArmorProfile: Check = {
  id: 'appArmorProfile',
  level: 'baseline',
  versions: [
    { minimumVersion: 0, checkPod: annotations1_0, code: { until: 29 } },
    { minimumVersion: 0, checkPod: appArmorProfile1_0, code: { since: 30 } },
  ],
};

export const APP_ARMOR_ANNOTATION_PREFIX = 'container.apparmor.security.beta.kubernetes.io/';

const FIELD = 'securityContext.appArmorProfile.type';

function appArmorProfile1_0(pod: PodView): CheckResult {
  const podIsBad = isBadProfile(pod.securityContext.appArmorProfile);
  const bad = containersWhere(pod, ({ securityContext }) => isBadProfile(securityContext.appArmorProfile));
  const keys = badAnnotations(pod);
  if (!podIsBad && bad.length === 0 && keys.length === 0) return ALLOWED;

  const types = bad.map(({ securityContext }) => textOf(securityContext.appArmorProfile?.type));
  if (podIsBad) types.push(textOf(pod.securityContext.appArmorProfile?.type));
  const values = [...sortedSet(types), ...assignments(pod, keys)];
  const subjects = [setters(podIsBad, bad), keys.length > 0 ? plural('annotation', 'annotations', keys.length) : ''];
  return forbidden(
    plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', values.length),
    `${subjects.filter((subject) => subject !== '').join(' and ')} must not set AppArmor profile type to ${joinQuoted(values)}`,
    [...(podIsBad ? [`spec.${FIELD}`] : []), ...containerPaths(bad, FIELD), ...keys.map(annotationPath)],
  );
}

function annotations1_0(pod: PodView): CheckResult {
  const keys = badAnnotations(pod);
  if (keys.length === 0) return ALLOWED;
  return forbidden(
    plural('forbidden AppArmor profile', 'forbidden AppArmor profiles', keys.length),
    assignments(pod, keys).join(', '),
    keys.map(annotationPath),
  );
}

function isBadProfile(profile: AppArmorProfile | undefined): boolean {
  return isObject(profile) && profile.type !== 'RuntimeDefault' && profile.type !== 'Localhost';
}

/** Sorted keys of the annotations that ask for a forbidden profile, whether or not such a container exists. */
function badAnnotations({ annotations }: PodView): string[] {
  const keys: string[] = [];
  for (const key in annotations) {
    if (!key.startsWith(APP_ARMOR_ANNOTATION_PREFIX) || !Object.hasOwn(annotations, key)) continue;
    if (!isAllowedAnnotation(textOf(annotations[key]))) keys.push(key);
  }
  return keys.sort(compareBytes);
}

function isAllowedAnnotation(value: string): boolean {
  return value === '' || value === 'runtime/default' || value.startsWith('localhost/');
}

function assignments({ annotations }: PodView, keys: readonly string[]): string[] {
  return keys.map((key) => `${key}=${goQuote(textOf(annotations[key]))}`).sort(compareBytes);
}

function annotationPath(key: string): string {
  return `metadata.annotations[${key}]`;
}
