/** One vulnerability as matching needs it, from any feed. Nothing in it is trusted: texts are bounded, kinds are known. */
import type { CveCheck } from './cve-check.js';
import type { VersionRange } from './version-range.js';

export interface CveComponent {
  /** `kube-apiserver`, `ingress-nginx`, `runc`, `linux-kernel`, ... */
  readonly name: string;
  /** In order and as they are meant; never empty. */
  readonly ranges: readonly VersionRange[];
}

/** What else must be so, besides the version. */
export interface CveCondition {
  readonly text: string;
  readonly check: CveCheck;
}

export interface CveMitigation {
  /** `userNamespaces`, `podSecurityRestricted`, `flag:--profiling=false`, ... */
  readonly name: string;
  /** `yes`, `partial`, `no`, `causes` (makes it worse), or words. */
  readonly effect: string;
}

export interface Cve {
  readonly id: string;
  readonly summary: string;
  /** The whole text of a record that says no versions may be long; only its beginning is kept. */
  readonly details: string;
  /** A page about it. */
  readonly url: string;
  /** `2026-04-10`; empty where it is not known. */
  readonly published: string;
  /** `fixed`, `open`, `unfixed`, `unknown`; empty for records without a state. */
  readonly status: string;
  /** CVSS base score; null where none was given. */
  readonly score: number | null;
  readonly vector: string;
  /** Whether the flaw leads from a container to its node. */
  readonly isEscape: boolean;
  /** Empty: the record says no versions, or none that are certain. */
  readonly components: readonly CveComponent[];
  readonly conditions: readonly CveCondition[];
  readonly mitigations: readonly CveMitigation[];
  /** What is not confirmed about the record; empty where all is. */
  readonly confidence: string;
}
