/** The shape of the JSON inside the HTML report: written by the reporter, read by the page's script. */
import type { Gain, Layer, Severity } from '../../finding.js';

export interface PageData {
  readonly product: string;
  readonly scope: string;
  readonly sentence: string;
  /** Findings at or above `failOn`. */
  readonly failing: number;
  readonly failOn: Severity | 'none';
  readonly counts: Readonly<Record<Severity, number>>;
  readonly ignored: number;
  readonly incomplete: boolean;
  readonly layers: readonly {
    readonly layer: Layer;
    readonly findings: number;
    readonly isSilent: boolean;
    readonly text: string;
  }[];
  readonly gains: readonly { readonly gain: Gain; readonly text: string; readonly findings: number }[];
  readonly profile?: {
    readonly title: string;
    readonly controls: readonly {
      readonly id: string;
      readonly title: string;
      readonly status: string;
      readonly standing: string;
      readonly findings: number;
      readonly why?: string;
    }[];
  };
  readonly rules: readonly PageRule[];
  readonly objects: readonly PageObject[];
  /** The worst first; exceptions among them have `ignored`. */
  readonly findings: readonly PageFinding[];
  readonly unread: readonly { readonly place: string; readonly message: string }[];
}

export interface PageRule {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly risk: string;
  readonly remediation: string;
  readonly standards: readonly string[];
}

export interface PageObject {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  readonly name: string;
  readonly file: string;
  /** The manifest from its first line on, lines joined by LF. */
  readonly text?: string;
  /** The 1-based line of the file where `text` begins. */
  readonly firstLine?: number;
  /** Why there is no text, or not all of it. */
  readonly note?: string;
}

export interface PageFinding {
  /** Index into `objects`. */
  readonly object: number;
  /** Index into `rules`; -1 for a rule that is not described. */
  readonly rule: number;
  readonly ruleId: string;
  readonly severity: Severity;
  readonly gains: Gain;
  readonly layer: Layer;
  readonly message: string;
  readonly places: readonly {
    readonly file: string;
    readonly line: number;
    readonly column: number;
    readonly path: string;
  }[];
  readonly fix?: string;
  /** Why it does not count. */
  readonly ignored?: string;
}
