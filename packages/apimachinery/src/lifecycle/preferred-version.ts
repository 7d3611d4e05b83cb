/**
 * The version of a group that discovery prefers: the most stable one that is served, the newest of those.
 * Source: the version priorities of pkg/apis/<group>/install, in the order of k8s.io/apimachinery/pkg/version.
 */
import type { Minor } from '../version.js';
import { lifecycles, serving } from './lifecycle.js';

/** `v1` for `apps`, `v2` for `autoscaling`; undefined when the minor serves nothing of the group by default. */
export function preferredVersion(group: string, minor: Minor): string | undefined {
  return servedVersions(group, minor)[0];
}

/** The versions of a group that the minor serves by default, preferred first. */
export function servedVersions(group: string, minor: Minor): readonly string[] {
  const served = lifecycles().filter((api) => api.group === group && serving(api, minor) === 'by-default');
  return [...new Set(served.map((api) => api.version))].sort(compareVersions);
}

/** Orders versions as Kubernetes does: stable before beta before alpha before anything else, higher numbers first. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  if (left === undefined || right === undefined) {
    if (left === right) return a < b ? -1 : a > b ? 1 : 0;
    return left === undefined ? 1 : -1;
  }
  return right.stability - left.stability || right.major - left.major || right.minor - left.minor;
}

const STABILITY: Readonly<Record<string, number>> = { alpha: 1, beta: 2 };

function parseVersion(text: string): { stability: number; major: number; minor: number } | undefined {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(text);
  if (match === null) return undefined;
  const [, major, stage, minor] = match;
  return {
    stability: stage === undefined ? 3 : (STABILITY[stage] ?? 0),
    major: Number(major),
    minor: Number(minor ?? 0),
  };
}
