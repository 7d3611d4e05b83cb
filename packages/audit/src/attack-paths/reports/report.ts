/** What every report of attack paths is written from. */
import type { InputError } from '../../finding.js';
import type { AttackPath } from '../attack-paths.js';
import type { InputProblem } from '../cluster-facts.js';
import type { Cut } from '../cut.js';

export interface AttackPathReport {
  readonly kubernetesVersion: string;
  /** The worst first; those that are written. */
  readonly paths: readonly AttackPath[];
  readonly summary: {
    readonly starts: number;
    /** Paths that were found, also those that are not written. */
    readonly paths: number;
    /** By target as it was asked for. */
    readonly byTarget: Readonly<Record<string, number>>;
    /** Whether a search was given up before it had seen every path. */
    readonly truncated: boolean;
  };
  /** One a target, when it was asked for. */
  readonly cuts: readonly Cut[];
  readonly problems: readonly InputProblem[];
  readonly errors: readonly InputError[];
}

export type AttackPathReporter = (report: AttackPathReport, colour: boolean) => Iterable<string>;
