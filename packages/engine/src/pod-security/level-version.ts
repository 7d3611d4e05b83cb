/**
 * Levels of the Pod Security Standards, policy versions, and both together as they stand in namespace labels and in
 * messages (`restricted:latest`, `baseline:v1.31`).
 *
 * Source: k8s.io/pod-security-admission/api/helpers.go.
 */
import type { Minor } from '@bulkhead/apimachinery';

export type Level = 'privileged' | 'baseline' | 'restricted';

/** From the most open to the most restricted. */
export const LEVELS: readonly Level[] = ['privileged', 'baseline', 'restricted'];

/**
 * A policy version as its text: `latest` or `v1.<minor>`. The text is canonical (no leading zeros), so two versions
 * are equal exactly when their texts are. It is never clamped: messages repeat what the label says.
 */
export type Version = 'latest' | `v1.${string}`;

export const LATEST: Version = 'latest';

export interface LevelVersion {
  readonly level: Level;
  readonly version: Version;
}

/** What a namespace asks for in each mode. */
export interface Policy {
  readonly enforce: LevelVersion;
  readonly audit: LevelVersion;
  readonly warn: LevelVersion;
}

export const LEVEL_ERROR = 'must be one of privileged, baseline, restricted';
export const VERSION_ERROR = 'must be "latest" or "v1.x"';

/** The largest minor that a 64-bit API server can read. */
const MAX_MINOR = 9_223_372_036_854_775_807n;
const MAX_MINOR_DIGITS = 19;

/** The level of that name; undefined where the API server says `LEVEL_ERROR`. */
export function parseLevel(text: string): Level | undefined {
  return LEVELS.find((level) => level === text);
}

/** The version of that text; undefined where the API server says `VERSION_ERROR`. */
export function parseVersion(text: string): Version | undefined {
  if (text === LATEST) return LATEST;
  const digits = /^v1\.(0|[1-9][0-9]*)$/.exec(text)?.[1];
  if (digits === undefined || digits.length > MAX_MINOR_DIGITS || BigInt(digits) > MAX_MINOR) return undefined;
  return `v1.${digits}`;
}

/** 31 as `v1.31`. */
export function versionOf(minor: Minor): Version {
  return `v1.${minor}`;
}

/** The number after `v1.`; infinite for latest, which is newer than every version. */
export function minorOf(version: Version): Minor {
  return version === LATEST ? Number.POSITIVE_INFINITY : Number(version.slice('v1.'.length));
}

export function formatLevelVersion({ level, version }: LevelVersion): string {
  return `${level}:${version}`;
}

/** Negative when `a` is more open than `b`, positive when it is stricter. */
export function compareLevels(a: Level, b: Level): number {
  return LEVELS.indexOf(a) - LEVELS.indexOf(b);
}

export function isSameLevelVersion(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && a.version === b.version;
}

/** Whether both allow the same pods: privileged means the same in every version. */
export function isEquivalent(a: LevelVersion, b: LevelVersion): boolean {
  return a.level === b.level && (a.level === 'privileged' || a.version === b.version);
}

export function isEquivalentPolicy(a: Policy, b: Policy): boolean {
  return isEquivalent(a.enforce, b.enforce) && isEquivalent(a.audit, b.audit) && isEquivalent(a.warn, b.warn);
}

/** Whether no mode asks for anything. */
export function isFullyPrivileged({ enforce, audit, warn }: Policy): boolean {
  return enforce.level === 'privileged' && audit.level === 'privileged' && warn.level === 'privileged';
}

/** The policy where neither labels nor a configuration say anything. */
export const PRIVILEGED_POLICY: Policy = Object.freeze({
  enforce: Object.freeze({ level: 'privileged', version: LATEST }),
  audit: Object.freeze({ level: 'privileged', version: LATEST }),
  warn: Object.freeze({ level: 'privileged', version: LATEST }),
});
