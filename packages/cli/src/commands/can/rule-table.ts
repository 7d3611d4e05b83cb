/**
 * Rights as `kubectl auth can-i --list` shows them: taken apart, those that differ by verb only joined again, sorted by
 * the text in which Go prints a rule.
 *
 * Source: k8s.io/kubectl/pkg/cmd/auth/cani.go, pkg/util/rbac/rbac.go.
 */
import type { SubjectRulesReviewStatus } from '@bulkhead/apimachinery/types/authorization-v1';
import { printable } from '@bulkhead/audit';
import { atomsOf, compactRules, type PolicyRule, policyRule } from '@bulkhead/engine/rbac';
import { compareText } from '../../compare-text.js';

const HEADINGS = ['Resources', 'Non-Resource URLs', 'Resource Names', 'Verbs'] as const;
/** Between columns, as kubectl's tables have it. */
const GAP = 3;

export function* printRules(status: SubjectRulesReviewStatus): Iterable<string> {
  const rules = [...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])].map(policyRule);
  const compact = compactRules(rules.flatMap(atomsOf)).map((rule) => ({ ...rule, verbs: [...new Set(rule.verbs)] }));
  const sorted = [...compact].sort((a, b) => compareText(goString(a), goString(b)));
  const rows = [HEADINGS, ...sorted.map(rowOf)];
  const widths = HEADINGS.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)) + GAP);
  for (const row of rows) {
    yield `${row.map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0))).join('')}\n`;
  }
}

const rowOf = (rule: PolicyRule): readonly string[] =>
  [resourceOf(rule), listOf(rule.nonResourceURLs), listOf(rule.resourceNames), listOf(rule.verbs)].map(printable);

/** `deployments.apps/scale` */
function resourceOf({ resources, apiGroups }: PolicyRule): string {
  const [resource = ''] = resources;
  const [group = ''] = apiGroups;
  if (resource === '' || group === '') return resource;
  const slash = resource.indexOf('/');
  return slash < 0 ? `${resource}.${group}` : `${resource.slice(0, slash)}.${group}${resource.slice(slash)}`;
}

const listOf = (items: readonly string[]): string => `[${items.join(' ')}]`;

const goString = ({ verbs, apiGroups, resources, resourceNames, nonResourceURLs }: PolicyRule): string =>
  `&PolicyRule{Verbs:${listOf(verbs)},APIGroups:${listOf(apiGroups)},Resources:${listOf(resources)},ResourceNames:${listOf(resourceNames)},NonResourceURLs:${listOf(nonResourceURLs)},}`;
