/**
 * The fields of an object that may hold secrets, whether or not the report has findings on them: a report of other rules,
 * or of what is severe alone, must not show what the rules of the family `secret` would have named.
 */
import type { AuditObject } from '../audit-object.js';
import type { Cluster } from '../cluster.js';
import type { Report, Rule } from '../rule.js';
import { secretRules } from '../rules/secret/index.js';
import { workloadOf } from '../workload.js';

/** A copy of the whole object in one line, as kubectl keeps it. */
const COPY = 'metadata.annotations[kubectl.kubernetes.io/last-applied-configuration]';

export function secretPaths(object: AuditObject, cluster: Cluster | undefined): readonly string[] {
  if (cluster === undefined) return [COPY];
  const asked = secretRules.flatMap((rule) => listOf(ask(rule, object, cluster)));
  return [COPY, ...asked.flatMap(({ fields }) => fields)];
}

function ask(rule: Rule, object: AuditObject, cluster: Cluster): Report | readonly Report[] | undefined {
  if (rule.subject !== 'workload') {
    return rule.kinds?.has(object.identity.kind) === true ? rule.check(object, cluster) : undefined;
  }
  const workload = workloadOf(object, cluster);
  return workload === undefined ? undefined : rule.check(workload, cluster);
}

const listOf = (reports: Report | readonly Report[] | undefined): readonly Report[] => {
  if (reports === undefined) return [];
  return 'message' in reports ? [reports] : reports;
};
