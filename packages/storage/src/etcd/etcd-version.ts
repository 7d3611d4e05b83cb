/**
 * What depends on etcd's own version.
 *
 * Source: k8s.io/apiserver/pkg/storage/feature (RequestWatchProgress); etcd's changes of 3.4.25, 3.4.31, 3.5.8, 3.5.13.
 */

/** From which patch on each minor release answers progress requests only after the events before them. */
const ORDERED_PROGRESS: Readonly<Record<string, number>> = { '3.4': 31, '3.5': 13 };

export function answersProgressInOrder(version: string): boolean {
  const match = /^(\d+)\.(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const [major, minor, patch] = match.slice(1).map(Number);
  if (major === undefined || minor === undefined || patch === undefined) return false;
  if (major > 3 || (major === 3 && minor > 5)) return true;
  return patch >= (ORDERED_PROGRESS[`${major}.${minor}`] ?? Infinity);
}
