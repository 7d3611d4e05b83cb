/** A role as it stands in its file, with other rules. */
import { apiPolicyRule, type PolicyRule } from '@bulkhead/engine/rbac';
import { member } from '../../authorization/untyped.js';

/** What kubectl writes there is about the old rules. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

/** Only what one writes oneself: what the server adds is left out. */
export function replacedRole(source: unknown, rules: readonly PolicyRule[]): object {
  const metadata = member(source, 'metadata');
  const kept = ['name', 'namespace', 'labels', 'annotations'].flatMap((field) => {
    const value = field === 'annotations' ? withoutLastApplied(member(metadata, field)) : member(metadata, field);
    return value === undefined || value === null ? [] : [[field, value] as const];
  });
  return {
    apiVersion: member(source, 'apiVersion'),
    kind: member(source, 'kind'),
    metadata: Object.fromEntries(kept),
    rules: rules.map(apiPolicyRule),
  };
}

function withoutLastApplied(annotations: unknown): unknown {
  if (typeof annotations !== 'object' || annotations === null) return undefined;
  const kept = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
