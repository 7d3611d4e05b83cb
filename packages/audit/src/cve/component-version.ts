/**
 * Versions as components write them: `v1.33.4`, `1.2.0-rc.3`, `5.17-rc3`, `v1.33.4-gke.100`, `v1.33.4+k3s1`,
 * `1.6.20~ds1`. What upstream marks as a pre-release is ordered as in Semantic Versioning; any other ending is a
 * vendor's, who may have ported fixes back without a new version number.
 */

export interface ComponentVersion {
  /** As written, without a leading `v`. */
  readonly text: string;
  readonly major: number;
  readonly minor: number;
  /** Undefined: any patch release of the minor. */
  readonly patch: number | undefined;
  /** `rc.3` as `['rc', 3]`; empty for a release. */
  readonly prerelease: readonly (string | number)[];
  /** What a vendor appended, `-gke.100`; empty for an upstream version. */
  readonly vendor: string;
}

const MAX_LENGTH = 128;
const VERSION = /^v?(\d{1,9})\.(\d{1,9})(?:\.(\d{1,9}))?([-+~].*|\.\d.*)?$/;
const PRERELEASE = /^[-~]((?:alpha|beta|rc|pre|dev)[.-]?\d{0,9}(?:\.\d{1,18})*|0(?:\.\d{14}-[0-9a-f]{12})?$)/;
/** Which machine or base image a build is for says nothing of its source. */
const FLAVOUR = /^-(?:(?:linux|windows)-)?(?:amd64|arm64|arm|ppc64le|s390x|distroless|alpine|debian|chroot)$/;

/** The version, or undefined for a text that is none. */
export function parseComponentVersion(written: string): ComponentVersion | undefined {
  const text = written.trim();
  if (text.length > MAX_LENGTH) return undefined;
  const match = VERSION.exec(text);
  if (match === null) return undefined;
  const [, major, minor, patch, rest = ''] = match;
  const prerelease = PRERELEASE.exec(rest);
  const ending = prerelease === null ? rest : rest.slice(prerelease[0].length);
  return {
    text: text.replace(/^v/, ''),
    major: Number(major),
    minor: Number(minor),
    patch: patch === undefined ? undefined : Number(patch),
    prerelease: prerelease === null ? [] : tokens(prerelease[1] ?? ''),
    vendor: FLAVOUR.test(ending) ? '' : ending,
  };
}

const tokens = (text: string): (string | number)[] =>
  [...text.matchAll(/\d+|[a-z]+/g)].map(([token]) => (/^\d/.test(token) ? Number(token) : token));

/** Negative when `a` is older than `b`. A missing patch counts as 0, and vendors' endings do not count. */
export function compareVersions(a: ComponentVersion, b: ComponentVersion): number {
  return (
    a.major - b.major ||
    a.minor - b.minor ||
    (a.patch ?? 0) - (b.patch ?? 0) ||
    comparePrereleases(a.prerelease, b.prerelease)
  );
}

function comparePrereleases(a: ComponentVersion['prerelease'], b: ComponentVersion['prerelease']): number {
  if (a.length === 0 || b.length === 0) return (a.length === 0 ? 1 : 0) - (b.length === 0 ? 1 : 0);
  for (const [index, left] of a.entries()) {
    const right = b[index];
    if (right === undefined) return 1;
    if (left === right) continue;
    if (typeof left === 'number') return typeof right === 'number' ? left - right : -1;
    return typeof right === 'number' || left > right ? 1 : -1;
  }
  return a.length - b.length;
}
