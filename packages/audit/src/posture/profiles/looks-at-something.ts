/** Whether a rule that found nothing had something to look at. */
import type { Cluster } from '../../cluster.js';
import type { Rule } from '../../rule.js';
import { WORKLOAD_KINDS } from '../layers.js';

export function looksAtSomething(rule: Rule, cluster: Cluster): boolean {
  if (rule.canClear !== undefined) return rule.canClear(cluster);
  if (rule.subject === 'workload') return holdsAny(cluster, WORKLOAD_KINDS);
  if (rule.subject === 'schema') return cluster.objects.all.length > 0;
  // A rule that does not say what it looks at clears nothing.
  return rule.kinds !== undefined && holdsAny(cluster, [...rule.kinds]);
}

/** Whether the input holds an object of one of the kinds. */
export const holdsAny = ({ objects }: Cluster, kinds: readonly string[]): boolean =>
  kinds.some((kind) => objects.ofKind(kind).length > 0);
