/**
 * What the audit says: findings, their places and their order. The JSON form is pinned (`bulkhead.dev/v1`).
 */
import type { LayerPosture } from './posture/layers.js';
import type { ProfileReport } from './posture/profiles/profile-report.js';

/** From what an attacker gains at once to what is only worth knowing. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';

/** All severities, worst first. */
export const SEVERITIES: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

const WEIGHT: Readonly<Record<Severity, number>> = { critical: 4, high: 3, medium: 2, low: 1, info: 0 };

/** Negative when `a` is worse than `b`. */
export const compareSeverity = (a: Severity, b: Severity): number => WEIGHT[b] - WEIGHT[a];

/** Whether `severity` is `threshold` or worse. */
export const isAtLeast = (severity: Severity, threshold: Severity): boolean => WEIGHT[severity] >= WEIGHT[threshold];

/** What an attacker has once the finding is used. */
export type Gain = 'cluster' | 'node' | 'credentials' | 'workload' | 'network' | 'availability' | 'nothing';

/** All gains, the most first: findings of one severity come in this order. */
export const GAINS: readonly Gain[] = [
  'cluster',
  'node',
  'credentials',
  'workload',
  'network',
  'availability',
  'nothing',
];

/** The four Cs of cloud native security: where the fix belongs. */
export type Layer = 'cloud' | 'cluster' | 'container' | 'code';

/** An object as it is named in its file. */
export interface ObjectIdentity {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** One place of a finding. `line` and `column` are 1-based; a missing field has the place of its nearest parent. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly fieldPath: string;
}

/** One operation of RFC 6902. */
export interface PatchOperation {
  readonly op: 'add' | 'remove' | 'replace' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/** Whether whatever worked before still works after a fix. */
export type FixSafety = 'safe' | 'unsafe';

export interface Fix {
  readonly description: string;
  /** Against the object as written; empty where only a person can decide. */
  readonly patch: readonly PatchOperation[];
  /** Of the patch; absent where there is none. */
  readonly safety?: FixSafety;
  /** What an unsafe patch can break. */
  readonly risk?: string;
  /** Fields that are written twice, of which the earlier one goes: no patch can say that. */
  readonly earlierKeys?: readonly string[];
}

/** Why a finding does not count. It stays in the report. */
export interface Ignored {
  readonly by: 'annotation' | 'configuration' | 'baseline';
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day on which the exception holds. */
  readonly until?: string;
  /** The annotation key or the file that says so. */
  readonly source: string;
}

export interface Finding {
  readonly ruleId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly gains: Gain;
  readonly object: ObjectIdentity;
  readonly fieldPath: string;
  readonly locations: readonly Location[];
  readonly message: string;
  readonly standards: readonly string[];
  readonly layer: Layer;
  readonly ignored: Ignored | null;
  readonly fingerprint: string;
  readonly fix: Fix | null;
}

/** A part of the input that could not be read. */
export interface InputError {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface Summary extends Readonly<Record<Severity, number>> {
  readonly objects: number;
  readonly files: number;
  readonly ignored: number;
  readonly incomplete: boolean;
  /** The four layers, from the outermost in: what was found, and what the input says nothing about. */
  readonly layers: readonly LayerPosture[];
  /** Findings that count by what an attacker gains. */
  readonly gains: Readonly<Record<Gain, number>>;
}

export interface AuditReport {
  /** `1.35` */
  readonly kubernetesVersion: string;
  readonly summary: Summary;
  readonly findings: readonly Finding[];
  readonly errors: readonly InputError[];
  /** Set where a profile was asked: how each of its controls stands. */
  readonly profile?: ProfileReport;
}
