/**
 * Who and what Pod Security lets pass unseen: names of users, namespaces and runtime classes, compared as they are.
 * An empty name is never exempt.
 *
 * Source: k8s.io/pod-security-admission/admission/admission.go.
 */
import type { PodLike } from './pod-view.js';

export interface PodSecurityExemptions {
  readonly usernames: readonly string[];
  readonly namespaces: readonly string[];
  readonly runtimeClasses: readonly string[];
}

export const NO_EXEMPTIONS: PodSecurityExemptions = Object.freeze({
  usernames: Object.freeze([]),
  namespaces: Object.freeze([]),
  runtimeClasses: Object.freeze([]),
});

/** The user of the request. To exempt who makes a Deployment does not exempt the controller that makes its pods. */
export function isExemptUser(username: string | undefined, { usernames }: PodSecurityExemptions): boolean {
  return isListed(username, usernames);
}

export function isExemptNamespace(namespace: string, { namespaces }: PodSecurityExemptions): boolean {
  return isListed(namespace, namespaces);
}

export function hasExemptRuntimeClass(pod: PodLike, { runtimeClasses }: PodSecurityExemptions): boolean {
  return isListed(pod?.spec?.runtimeClassName, runtimeClasses);
}

function isListed(name: string | undefined, names: readonly string[]): boolean {
  return typeof name === 'string' && name !== '' && names.includes(name);
}
