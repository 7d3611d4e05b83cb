/**
 * Rules that change nothing: another rule for the same pods opens all that they open. And policies of administrators
 * whose order nobody knows.
 */
import type { CompiledRule, PodSet } from '../compiled-policy.js';
import { finding, type LintCluster, type LintFinding, type PlacedRule } from './lint-finding.js';
import { covers } from './ports.js';

/** Rules of one namespace and direction that are compared with each other; the work grows with the square. */
const MAX_COMPARED = 1500;

export function lintRules(cluster: LintCluster): readonly LintFinding[] {
  const found: LintFinding[] = [];
  const lists = new Map<string, PlacedRule[]>();
  for (const placed of cluster.rules) {
    if (placed.policy.kind !== 'NetworkPolicy') continue;
    const key = `${placed.direction} ${placed.policy.namespace}`;
    const list = lists.get(key);
    if (list === undefined) lists.set(key, [placed]);
    else list.push(placed);
  }
  for (const list of lists.values()) lintShadowed(list.slice(0, MAX_COMPARED), found);
  return [...found, ...lintPriorities(cluster)];
}

function lintShadowed(rules: readonly PlacedRule[], found: LintFinding[]): void {
  for (const [index, inner] of rules.entries()) {
    const outer = rules.find(
      (other, at) => at !== index && contains(other, inner) && (at < index || !contains(inner, other)),
    );
    if (outer === undefined) continue;
    const place = outer.policy === inner.policy ? outer.rule.path : `${outer.rule.path} of ${outer.policy.title}`;
    const message = `opens nothing that ${place} does not open`;
    found.push(finding('shadowed-rule', 'info', inner.policy, inner.rule.path, message));
  }
}

function contains(outer: PlacedRule, inner: PlacedRule): boolean {
  return (
    (isEverything(outer.policy.subject.pods) || outer.policy.subject.key === inner.policy.subject.key) &&
    containsPeers(outer.rule, inner.rule) &&
    containsPorts(outer.rule, inner.rule)
  );
}

function containsPeers({ peers: outer }: CompiledRule, { peers: inner }: CompiledRule): boolean {
  if (outer === undefined) return true;
  return inner?.every((peer) => outer.some(({ key }) => key === peer.key)) === true;
}

function containsPorts({ ports: outer }: CompiledRule, { ports: inner }: CompiledRule): boolean {
  if (outer === undefined) return true;
  return inner?.every((match) => outer.some((other) => covers(other, match))) === true;
}

const isEverything = (selector: PodSet['pods']): boolean =>
  selector.kind === 'requirements' && selector.requirements.length === 0;

/** Equal priorities in one tier: which policy comes first is undefined. */
function lintPriorities({ model }: LintCluster): readonly LintFinding[] {
  const found: LintFinding[] = [];
  const first = new Map<string, string>();
  for (const policy of model.policies) {
    if (policy.tier === 'NetworkPolicy' || policy.kind === 'BaselineAdminNetworkPolicy') continue;
    const key = `${policy.tier} ${policy.priority}`;
    const other = first.get(key);
    if (other === undefined) {
      first.set(key, policy.title);
      continue;
    }
    const message = `has the priority of ${other}: which of them comes first is undefined`;
    found.push(finding('same-priority', 'medium', policy, 'spec.priority', message));
  }
  return found;
}
