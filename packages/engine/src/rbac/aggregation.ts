/**
 * Aggregated ClusterRoles, filled as the controller fills them: for each selector in order, the rules of the matching
 * roles sorted by name, each rule once, never its own. While no member has a rule, the rules written by hand stay.
 * A member may itself be aggregated (`edit` is part of `admin`); roles that aggregate each other in a circle are filled
 * a bounded number of times and named.
 *
 * Source: pkg/controller/clusterroleaggregation/clusterroleaggregation_controller.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import type { LabelSelector } from '@bulkhead/apimachinery/types/meta-v1';
import type { ClusterRole, PolicyRule } from '@bulkhead/apimachinery/types/rbac-v1';
import {
  type LabelOperator,
  type LabelRequirement,
  matchesLabels,
  newLabelRequirement,
} from '../authorization/label-selector.js';
import type { RbacProblem } from './rbac-object.js';

export interface AggregatedClusterRoles {
  /** The given roles in their order, the aggregated ones with their rules. */
  readonly clusterRoles: readonly ClusterRole[];
  readonly problems: readonly RbacProblem[];
}

/** Rounds for roles that aggregate each other: one a role would do, were it not for the order of rules. */
const MAX_ROUNDS_IN_A_CIRCLE = 4;

export function aggregateClusterRoles(clusterRoles: readonly ClusterRole[], minor: Minor): AggregatedClusterRoles {
  const problems: RbacProblem[] = [];
  const byName = new Map(clusterRoles.map((role) => [nameOf(role), role]));
  const members = new Map<string, readonly string[]>();
  for (const [name, role] of byName) {
    const selected = memberNames(role, byName, minor);
    if (selected.kind === 'members') members.set(name, selected.names);
    else if (selected.kind === 'error') problems.push(problem(name, selected.message));
  }
  const rules = new Map(clusterRoles.map((role) => [nameOf(role), listOf(role.rules)]));
  for (const component of components(members)) {
    const inCircle = component.length > 1;
    if (inCircle) {
      const sorted = [...component].sort();
      const names = sorted.join(', ');
      for (const name of sorted) problems.push(problem(name, `aggregates itself through others: ${names}`));
    }
    for (let round = 0; round < (inCircle ? MAX_ROUNDS_IN_A_CIRCLE : 1); round++) {
      for (const name of [...component].sort()) {
        const filled = rulesOf(members.get(name) ?? [], rules);
        if (filled.length > 0) rules.set(name, filled);
      }
    }
  }
  const filled = clusterRoles.map((role) => {
    const name = nameOf(role);
    return members.has(name) ? { ...role, rules: rules.get(name) ?? [] } : role;
  });
  return { clusterRoles: filled, problems };
}

/** The names of the roles whose rules fill the role, each once, by name; empty for a role that is not aggregated. */
export function aggregatedFrom(
  role: ClusterRole,
  clusterRoles: readonly ClusterRole[],
  minor: Minor,
): readonly string[] {
  const selected = memberNames(role, new Map(clusterRoles.map((each) => [nameOf(each), each])), minor);
  return selected.kind === 'members' ? [...new Set(selected.names)].sort() : [];
}

type Selected =
  | { readonly kind: 'none' }
  | { readonly kind: 'error'; readonly message: string }
  /** In the order in which their rules are added; a role that two selectors match comes twice. */
  | { readonly kind: 'members'; readonly names: readonly string[] };

function memberNames(role: ClusterRole, byName: ReadonlyMap<string, ClusterRole>, minor: Minor): Selected {
  const aggregation: unknown = role.aggregationRule;
  if (typeof aggregation !== 'object' || aggregation === null) return { kind: 'none' };
  const names: string[] = [];
  for (const selector of listOf(role.aggregationRule?.clusterRoleSelectors)) {
    const requirements = requirementsOf(selector, minor);
    if (requirements.kind === 'error') return requirements;
    for (const name of [...byName.keys()].sort()) {
      if (name === nameOf(role)) continue;
      if (matchesLabels(requirements.requirements, byName.get(name)?.metadata?.labels)) names.push(name);
    }
  }
  return { kind: 'members', names };
}

function rulesOf(names: readonly string[], rules: ReadonlyMap<string, readonly PolicyRule[]>): readonly PolicyRule[] {
  const distinct = new Map<string, PolicyRule>();
  for (const rule of names.flatMap((name) => rules.get(name) ?? [])) {
    const key = JSON.stringify(RULE_LISTS.map((list) => rule?.[list] ?? []));
    if (!distinct.has(key)) distinct.set(key, rule);
  }
  return [...distinct.values()];
}

const RULE_LISTS = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;

const OPERATORS: ReadonlyMap<string, LabelOperator> = new Map([
  ['In', 'in'],
  ['NotIn', 'notin'],
  ['Exists', 'exists'],
  ['DoesNotExist', '!'],
]);

type Requirements =
  | { readonly kind: 'requirements'; readonly requirements: readonly LabelRequirement[] }
  | { readonly kind: 'error'; readonly message: string };

/** The object form of a selector. An empty one matches every role. */
function requirementsOf(selector: LabelSelector | undefined, minor: Minor): Requirements {
  const requirements: LabelRequirement[] = [];
  const labels: unknown = selector?.matchLabels ?? {};
  const expressions: unknown = selector?.matchExpressions ?? [];
  if (typeof labels !== 'object' || !Array.isArray(expressions)) return { kind: 'error', message: 'no label selector' };
  const all: readonly unknown[] = [
    ...Object.entries(labels ?? {}).map(([key, value]) => ({ key, operator: 'In', values: [value] })),
    ...expressions,
  ];
  for (const expression of all) {
    const { key, operator, values } = (expression ?? {}) as Partial<Readonly<Record<string, unknown>>>;
    const known = typeof operator === 'string' ? OPERATORS.get(operator) : undefined;
    if (known === undefined) {
      return { kind: 'error', message: `${JSON.stringify(operator)} is not a valid label selector operator` };
    }
    const texts: readonly unknown[] = Array.isArray(values) ? values : [];
    if (typeof key !== 'string' || !texts.every((value) => typeof value === 'string')) {
      return { kind: 'error', message: 'keys and values of a label selector are strings' };
    }
    const created = newLabelRequirement(key, known, texts, minor);
    if (created.kind === 'error') return created;
    requirements.push(created.requirement);
  }
  return { kind: 'requirements', requirements };
}

/** Strongly connected groups of aggregated roles, those they depend on first (Tarjan). */
function components(members: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const visit = (root: string): void => {
    // An explicit stack: chains of roles may be as long as their author likes.
    const work: { readonly name: string; next: number }[] = [{ name: root, next: 0 }];
    while (work.length > 0) {
      const frame = work.at(-1);
      if (frame === undefined) break;
      const { name } = frame;
      if (frame.next === 0) {
        order.set(name, order.size);
        lowest.set(name, order.size - 1);
        stack.push(name);
        onStack.add(name);
      }
      const targets = members.get(name) ?? [];
      const target = targets[frame.next++];
      if (target !== undefined) {
        if (!members.has(target)) continue;
        if (!order.has(target)) work.push({ name: target, next: 0 });
        else if (onStack.has(target)) lower(lowest, name, order.get(target) ?? 0);
        continue;
      }
      work.pop();
      const parent = work.at(-1);
      if (parent !== undefined) lower(lowest, parent.name, lowest.get(name) ?? 0);
      if (lowest.get(name) === order.get(name)) found.push(takeDownTo(name, stack, onStack));
    }
  };
  for (const name of [...members.keys()].sort()) if (!order.has(name)) visit(name);
  return found;
}

function lower(lowest: Map<string, number>, name: string, value: number): void {
  lowest.set(name, Math.min(lowest.get(name) ?? value, value));
}

function takeDownTo(name: string, stack: string[], onStack: Set<string>): string[] {
  const component: string[] = [];
  for (;;) {
    const last = stack.pop();
    if (last === undefined) return component;
    onStack.delete(last);
    component.push(last);
    if (last === name) return component;
  }
}

function nameOf(role: ClusterRole): string {
  const name: unknown = role.metadata?.name;
  return typeof name === 'string' ? name : '';
}

const listOf = <Item>(value: readonly Item[] | undefined): readonly Item[] => (Array.isArray(value) ? value : []);

const problem = (name: string, message: string): RbacProblem => ({
  kind: 'ClusterRole',
  namespace: '',
  name,
  fieldPath: 'aggregationRule',
  message,
});
