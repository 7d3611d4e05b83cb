/**
 * A rule is one question, asked of every subject of its kind. A rule is one file; the `index.ts` of its family lists
 * it.
 */
import type { AuditObject } from './audit-object.js';
import type { Cluster } from './cluster.js';
import type { Fix, Gain, Layer, Location, Severity } from './finding.js';
import type { Workload } from './workload.js';

/** What one evaluation found: one cause on one object, with all its places. */
export interface Report {
  /** Paths from the root of the object as written; the first is the finding's own. Empty: the object as a whole. */
  readonly fields: readonly string[];
  readonly message: string;
  /** Where the evaluation knows better than the rule's usual severity. */
  readonly severity?: Severity;
  /** Where the evaluation knows better than the rule what an attacker gains. */
  readonly gains?: Gain;
  readonly fix?: Fix;
  /** The places, where they are not simply those of the fields. */
  readonly locations?: readonly Location[];
}

interface RuleDescription {
  /** `family/name`, never renumbered, never reused. */
  readonly id: string;
  /** One line without a final period. */
  readonly title: string;
  /** The usual severity; a report may have its own. */
  readonly severity: Severity;
  /** What an attacker has who uses what the rule finds; decides the order among findings of one severity. */
  readonly gains: Gain;
  /** Set where no report is more severe than usual: such a rule is not asked when nobody wants to know. */
  readonly isAlwaysUsual?: true;
  readonly layer: Layer;
  /**
   * Whether the input holds what the rule looks at, so that no finding is good news; where the rule's kinds do not say it.
   */
  readonly canClear?: (cluster: Cluster) => boolean;
  /** `PSS:baseline`, `CIS:5.2.2`, `NSA:non-root`, `MITRE:T1611`, ... */
  readonly standards: readonly string[];
  /** What is wrong: two or three sentences for `bulkhead explain` and SARIF help. */
  readonly description: string;
  /** Why it matters: what an attacker gets. */
  readonly risk: string;
  /** What to do. */
  readonly remediation: string;
}

/** Asked of every object that makes pods. */
export interface WorkloadRule extends RuleDescription {
  readonly subject: 'workload';
  readonly check: (workload: Workload, cluster: Cluster) => Report | readonly Report[] | undefined;
}

/** Asked of every object; `schema`: of every object in whose decoding something was found. */
export interface ObjectRule extends RuleDescription {
  readonly subject: 'object' | 'schema';
  /** Kinds that the rule looks at; all when absent. */
  readonly kinds?: ReadonlySet<string>;
  readonly check: (object: AuditObject, cluster: Cluster) => Report | readonly Report[] | undefined;
}

export type Rule = WorkloadRule | ObjectRule;
