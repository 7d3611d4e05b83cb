/**
 * Kubernetes minor versions. Everything that changes by version is keyed by a `Minor`: the number after `1.`.
 */

/** The number after `1.` in a Kubernetes version, for example 35 for 1.35. */
export type Minor = number;

/** The oldest and the newest minor whose behaviour is known. */
export const OLDEST_MINOR: Minor = 27;
export const NEWEST_MINOR: Minor = 36;

/** All known minors, rising. */
export const MINORS: readonly Minor[] = Array.from(
  { length: NEWEST_MINOR - OLDEST_MINOR + 1 },
  (_, index) => OLDEST_MINOR + index,
);

/** `1.35`, `v1.35`, `1.35.4` or `v1.35.4-eks-1` as 35; undefined when the text is no Kubernetes version. */
export function parseMinor(text: string): Minor | undefined {
  const match = /^v?1\.(0|[1-9]\d{0,3})(?:$|[.+-])/.exec(text.trim());
  return match ? Number(match[1]) : undefined;
}

/** 35 as `1.35`. */
export function formatMinor(minor: Minor): string {
  return `1.${minor}`;
}
