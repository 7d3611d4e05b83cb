/**
 * The pieces that details of checks are made of: quoted lists, singular and plural, sorted sets, and the subject of a
 * sentence (`pod and containers "a", "b"`).
 *
 * Source: k8s.io/pod-security-admission/policy/helpers.go.
 */
import type { ContainerView } from './pod-view.js';

/** `"a", "b"`. The items are not escaped; nothing for an empty list. */
export function joinQuoted(items: readonly string[]): string {
  return items.length === 0 ? '' : `"${items.join('", "')}"`;
}

/** The singular for exactly one; none takes the plural. */
export function plural(singular: string, many: string, count: number): string {
  return count === 1 ? singular : many;
}

/** Without duplicates, in the order of the bytes of UTF-8. */
export function sortedSet(values: Iterable<string>): string[] {
  return [...new Set(values)].sort(compareBytes);
}

/**
 * Order by Unicode code points, which is the order of UTF-8 bytes. JavaScript compares UTF-16 units, where a surrogate
 * sorts before U+E000 although it stands for something after it.
 */
export function compareBytes(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) return codePointRank(left) - codePointRank(right) || left - right;
  }
  return a.length - b.length;
}

/** A surrogate is half of a code point beyond all that one unit can hold. */
function codePointRank(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? 0x10000 : unit;
}

/** `container "a"` or `containers "a", "b"`. */
export function namedContainers(containers: readonly ContainerView[]): string {
  return `${plural('container', 'containers', containers.length)} ${joinQuoted(containers.map((view) => view.name))}`;
}

/** Who has set the value: `pod`, `container "a"`, or both joined by `and`. */
export function setters(podHasSet: boolean, containers: readonly ContainerView[]): string {
  if (containers.length === 0) return podHasSet ? 'pod' : '';
  return podHasSet ? `pod and ${namedContainers(containers)}` : namedContainers(containers);
}
