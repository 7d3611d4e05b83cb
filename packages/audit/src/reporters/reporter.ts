/**
 * A reporter turns a report into text, piece by piece, so that a report of a hundred thousand findings never is one
 * string. One file a format; `reporters/index.ts` lists them.
 */
import type { AuditObject } from '../audit-object.js';
import type { Cluster } from '../cluster.js';
import type { AuditReport, Severity } from '../finding.js';
import type { Rule } from '../rule.js';

export interface ReporterOptions {
  /** The version of the product that writes the report. */
  readonly toolVersion: string;
  readonly rules: readonly Rule[];
  /** Whether ANSI colours may be used. */
  readonly colour: boolean;
  /** The findings at or above this severity decide the exit code; said in reports for people. */
  readonly failOn: Severity | 'none';
  /** The objects that were audited, for reports that show them. */
  readonly objects?: readonly AuditObject[];
  /** Their cluster, which says what of them may be a secret. */
  readonly cluster?: Cluster;
  /** The folder that names of files are relative to, with slashes; reports name files below it only. */
  readonly root?: string;
  /** The text of one line of a file of the input, for reports that show it. */
  readonly lineText?: (file: string, line: number) => string | undefined;
}

export type Reporter = (report: AuditReport, options: ReporterOptions) => Iterable<string>;
