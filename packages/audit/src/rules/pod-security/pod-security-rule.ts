/**
 * A rule over one check of the Pod Security Standards: the check decides, and its own words are the message.
 */
import type { CheckResult } from '@bulkhead/engine/pod-security';
import type { Fix, Severity } from '../../finding.js';
import { manualFix, safeFix, unsafeFix } from '../../fix/fix.js';
import type { WorkloadRule } from '../../rule.js';
import type { Workload } from '../../workload.js';
import type { PodRepair } from './pod-repair.js';

export interface PodSecurityRuleOptions extends Omit<WorkloadRule, 'subject' | 'check' | 'layer'> {
  /** The id of the check, as upstream names it. */
  readonly checkId: string;
  /** Where the usual severity is not right for every pod. */
  readonly severityOf?: (workload: Workload, result: CheckResult) => Severity;
  /** What an attacker gets, appended to the check's own words. */
  readonly gain?: (workload: Workload, result: CheckResult) => string;
  /** The check's detail, where only a part of it is about the fields of the result. */
  readonly detailOf?: (result: CheckResult) => string;
  readonly fix: string;
  /** The change that does what `fix` says, where a program can make it. */
  readonly repair?: PodRepair;
}

export function podSecurityRule(options: PodSecurityRuleOptions): WorkloadRule {
  const { checkId, severityOf, gain, detailOf, fix: description, repair, ...rest } = options;
  return {
    ...rest,
    subject: 'workload',
    layer: 'container',
    check: (workload) => {
      const result = workload.failedChecks.get(checkId);
      if (result === undefined) return undefined;
      const detail = detailOf?.(result) ?? result.detail;
      const said = detail === '' ? result.reason : `${result.reason}: ${detail}`;
      const gained = gain?.(workload, result) ?? '';
      const fields = workload.paths(result.fields);
      return {
        fields,
        message: gained === '' ? said : `${said}; ${gained}`,
        severity: severityOf?.(workload, result) ?? options.severity,
        fix: repair === undefined ? manualFix(description) : fixOf(description, repair, fields, workload, result),
      };
    },
  };
}

function fixOf(
  description: string,
  { risk, edit }: PodRepair,
  fields: readonly string[],
  workload: Workload,
  result: CheckResult,
): Fix {
  const danger = typeof risk === 'function' ? risk(workload, result) : risk;
  return danger === undefined
    ? safeFix(description, workload.source, (patch) => edit(patch, fields, workload))
    : unsafeFix(description, danger, workload.source, (patch) => edit(patch, fields, workload));
}
