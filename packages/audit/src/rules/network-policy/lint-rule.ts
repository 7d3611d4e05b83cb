/** The frame of the rules that pass on what `@bulkhead/engine/network-policy` finds: a rule for each kind of finding. */
import type { AuditObject } from '../../audit-object.js';
import type { Cluster } from '../../cluster.js';
import type { Fix, Severity } from '../../finding.js';
import { POLICIES } from '../../network-policies.js';
import type { ObjectRule, Report } from '../../rule.js';

interface LintRule extends Omit<ObjectRule, 'subject' | 'kinds' | 'check' | 'layer'> {
  /** The kinds that the finding may be about; policies when not given. */
  readonly kinds?: ReadonlySet<string>;
  readonly fixOf?: (object: AuditObject, fieldPath: string) => Fix;
  /** Where the input is known to say less than the finding needs; undefined drops the finding. */
  readonly severityOf?: (severity: Severity, object: AuditObject, cluster: Cluster) => Severity | undefined;
}

export function lintRule({ kinds = POLICIES, severityOf, fixOf, ...rule }: LintRule): ObjectRule {
  return {
    ...rule,
    layer: 'cluster',
    subject: 'object',
    kinds,
    check: (object, cluster): readonly Report[] =>
      cluster.networkPolicies.lintsOf(object).flatMap(({ id, fieldPath, message, severity: usual }) => {
        if (id !== rule.id) return [];
        const severity = severityOf === undefined ? usual : severityOf(usual, object, cluster);
        if (severity === undefined) return [];
        const fix = fixOf?.(object, fieldPath);
        return [{ fields: [fieldPath], message, severity, ...(fix === undefined ? {} : { fix }) }];
      }),
  };
}

/** Operators make pods of their custom resources: an input that holds some does not show every pod. */
export function unlessOperated(severity: Severity, { identity }: AuditObject, { objects }: Cluster): Severity {
  return objects.hasCustomResourceIn(identity.namespace) ? 'info' : severity;
}
