/**
 * Which versions a record names as affected, and where a version stands.
 *
 * Ranges are those of OSV: from `introduced` on (`0` = since ever), before `fixed`. A record that joins the ranges of
 * several Go modules writes `0` more than once; `orderedRanges` says where each of them begins then.
 */
import { type ComponentVersion, compareVersions, parseComponentVersion } from './component-version.js';

export interface VersionRange {
  /** `0`: since ever. */
  readonly introduced: string;
  /** The first version without the flaw. */
  readonly fixed?: string;
  /** The last version with the flaw, where a record says that and not the fixed one. */
  readonly lastAffected?: string;
  /** The record names all versions before this one, but none that has the fix: not certain. */
  readonly unclearBefore?: string;
}

export type RangePosition =
  | { readonly kind: 'outside' }
  /** `fixed` is undefined where no version has a fix, or where the record only says the `last` one with the flaw. */
  | { readonly kind: 'inside'; readonly fixed: string | undefined; readonly last?: string | undefined }
  | { readonly kind: 'unclear'; readonly why: string };

/**
 * Ranges of one component as they are meant. `0` twice: the record joins a module and the module of the next major
 * version; the later one begins with its own major version. An open range beside others speaks of the majors below.
 */
export function orderedRanges(ranges: readonly VersionRange[]): readonly VersionRange[] {
  const isOpen = ({ fixed, lastAffected }: VersionRange): boolean => fixed === undefined && lastAffected === undefined;
  if (ranges.length < 2) return ranges;
  const sinceEver = ranges.filter((range) => range.introduced === '0' && !isOpen(range));
  const first = sinceEver.toSorted((a, b) => compareTexts(endOf(a), endOf(b)))[0];
  return ranges.flatMap((range): VersionRange[] => {
    if (range.introduced !== '0') return [range];
    if (!isOpen(range)) return range === first ? [range] : [{ ...range, introduced: majorStart(endOf(range)) }];
    if (first !== undefined) return [];
    const next = ranges.filter(({ introduced }) => introduced !== '0').map(({ introduced }) => introduced);
    const [lowest] = next.toSorted(compareTexts);
    return lowest === undefined ? [range] : [{ introduced: '0', unclearBefore: majorStart(lowest) }];
  });
}

const endOf = ({ fixed, lastAffected }: VersionRange): string => fixed ?? lastAffected ?? '0';

const majorStart = (text: string): string => `${parseComponentVersion(text)?.major ?? 0}.0.0-0`;

function compareTexts(a: string, b: string): number {
  const [left, right] = [parseComponentVersion(a), parseComponentVersion(b)];
  return left === undefined || right === undefined ? 0 : compareVersions(left, right);
}

/** Where the version stands among ranges that `orderedRanges` has put in order. */
export function positionOf(version: ComponentVersion, ranges: readonly VersionRange[]): RangePosition {
  if (version.patch !== undefined) return positionOfRelease(version, ranges);
  // Some patch release of the minor: the answer is certain where it is the same for all of them.
  const patches = new Set([0, Number.MAX_SAFE_INTEGER]);
  for (const { introduced, fixed, lastAffected } of ranges) {
    for (const text of [introduced, fixed, lastAffected]) {
      const bound = text === undefined ? undefined : parseComponentVersion(text);
      if (bound?.major === version.major && bound.minor === version.minor) patches.add(bound.patch ?? 0);
    }
  }
  const found = [...patches].map((patch) => positionOfRelease({ ...version, patch }, ranges));
  const [one = { kind: 'outside' }] = found;
  if (found.every(({ kind }) => kind === one.kind)) return one;
  const fixed = found.flatMap((position) => (position.kind === 'inside' ? [position.fixed ?? ''] : []))[0];
  return {
    kind: 'unclear',
    why: `it depends on the patch release of ${version.text}${fixed ? `: ${fixed} has the fix` : ''}`,
  };
}

function positionOfRelease(version: ComponentVersion, ranges: readonly VersionRange[]): RangePosition {
  let unclear: RangePosition | undefined;
  for (const range of ranges) {
    const position = positionInRange(version, range);
    if (position.kind === 'inside') return position;
    if (position.kind === 'unclear') unclear ??= position;
  }
  return unclear ?? { kind: 'outside' };
}

function positionInRange(version: ComponentVersion, range: VersionRange): RangePosition {
  const introduced = range.introduced === '0' ? undefined : parseComponentVersion(range.introduced);
  if (introduced !== undefined && compareVersions(version, introduced) < 0) {
    return isEarlyBuildOf(version, introduced)
      ? { kind: 'unclear', why: `${version.text} came before ${range.introduced}, which has the flaw` }
      : { kind: 'outside' };
  }
  const fixed = boundOf(range.fixed ?? range.unclearBefore);
  if (fixed !== undefined && compareVersions(version, fixed) >= 0) return { kind: 'outside' };
  const last = boundOf(range.lastAffected);
  if (last !== undefined && compareVersions(version, last) > 0) return { kind: 'outside' };
  if (range.unclearBefore !== undefined) {
    return { kind: 'unclear', why: `the record names ${version.major}.x, but no version of it that has the fix` };
  }
  return { kind: 'inside', fixed: range.fixed, last: range.lastAffected };
}

const boundOf = (text: string | undefined): ComponentVersion | undefined =>
  text === undefined ? undefined : parseComponentVersion(text);

/** `1.33.0-rc.1` where 1.33.0 is the first version that the record names. */
const isEarlyBuildOf = (version: ComponentVersion, release: ComponentVersion): boolean =>
  version.prerelease.length > 0 &&
  release.prerelease.length === 0 &&
  compareVersions({ ...version, prerelease: [] }, release) === 0;
