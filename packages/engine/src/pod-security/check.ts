/**
 * What a Pod Security check is: an id, the level it belongs to and its behaviours, each with the policy version from
 * which it counts and, where only some releases of the API server have it, the code versions that do.
 *
 * Source: k8s.io/pod-security-admission/policy/checks.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { Level } from './level-version.js';
import type { PodView } from './pod-view.js';

/** The answer of one check on one pod. */
export interface CheckResult {
  readonly allowed: boolean;
  /** As short as can be: it stands in warnings about a whole namespace. Empty when allowed. */
  readonly reason: string;
  /** What to change, with the names of containers, volumes or values. Empty when allowed. */
  readonly detail: string;
  /**
   * API paths, from the root of the pod, of the fields that break the rule; a missing field is named by the path
   * where it would stand. Empty when allowed.
   */
  readonly fields: readonly string[];
}

export type CheckPod = (pod: PodView) => CheckResult;

/** Releases of the API server that have a behaviour. All of them when a bound is left out. */
export interface CodeVersions {
  readonly since?: Minor;
  readonly until?: Minor;
  /** A feature gate that has to be on as well. */
  readonly gate?: string;
}

/** One behaviour of a check. */
export interface VersionedCheck {
  /** The first policy version that has this behaviour. */
  readonly minimumVersion: Minor;
  readonly checkPod: CheckPod;
  /** Baseline checks that are not run at restricted, because this one covers them. Only on restricted checks. */
  readonly overrides?: readonly string[];
  /** Of two behaviours with the same `minimumVersion` the later one in the list counts where its code exists. */
  readonly code?: CodeVersions;
}

export interface Check {
  readonly id: string;
  readonly level: Exclude<Level, 'privileged'>;
  /** Rising by `minimumVersion`. */
  readonly versions: readonly VersionedCheck[];
}

/** The one result of every check that has nothing to say, so that allowing costs nothing. */
export const ALLOWED: CheckResult = Object.freeze({ allowed: true, reason: '', detail: '', fields: Object.freeze([]) });

export function forbidden(reason: string, detail: string, fields: readonly string[]): CheckResult {
  return { allowed: false, reason, detail, fields };
}
