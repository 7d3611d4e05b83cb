/** What a lint says, and what lints are given. */
import { matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { CompiledPolicy, CompiledRule, Direction, ObjectReference, PodSet } from '../compiled-policy.js';
import { DIRECTIONS } from '../compiled-policy.js';
import type { Endpoint } from '../endpoint.js';
import type { NetworkModel } from '../network-model.js';

export type LintSeverity = 'medium' | 'low' | 'info';

export interface LintFinding {
  readonly id: string;
  readonly severity: LintSeverity;
  readonly object: ObjectReference;
  /** Empty for a finding about the object as a whole. */
  readonly fieldPath: string;
  readonly message: string;
}

/** One rule with its place. */
export interface PlacedRule {
  readonly policy: CompiledPolicy;
  readonly direction: Direction;
  readonly rule: CompiledRule;
}

export class LintCluster {
  readonly model: NetworkModel;
  readonly rules: readonly PlacedRule[];
  readonly #members = new Map<string, readonly Endpoint[]>();

  constructor(model: NetworkModel) {
    this.model = model;
    this.rules = model.policies.flatMap((policy) =>
      DIRECTIONS.flatMap((direction) => (policy[direction] ?? []).map((rule) => ({ policy, direction, rule }))),
    );
  }

  /** The endpoints that the set means by namespace and labels, those with hostNetwork among them. */
  members(set: PodSet): readonly Endpoint[] {
    const known = this.#members.get(set.key);
    if (known !== undefined) return known;
    const namespaces =
      set.namespace === undefined
        ? [...this.model.namespaces.keys()].filter((name) => this.model.matchesNamespace(set.namespaces, name))
        : [set.namespace];
    const found = namespaces.flatMap((name) =>
      this.model.endpointsIn(name).filter(({ labels }) => matchesSelector(set.pods, labels)),
    );
    this.#members.set(set.key, found);
    return found;
  }

  /** Whether some pod whose ports the rule is about is like that. */
  someDestination({ policy, direction, rule }: PlacedRule, test: (endpoint: Endpoint) => boolean): boolean {
    if (direction === 'ingress') return this.members(policy.subject).some(test);
    if (rule.peers === undefined) return this.model.endpoints.some(test);
    return rule.peers.some((peer) => peer.kind === 'pods' && this.members(peer).some(test));
  }
}

export const referenceOf = ({ kind, namespace, name }: CompiledPolicy): ObjectReference => ({ kind, namespace, name });

export function finding(
  id: string,
  severity: LintSeverity,
  policy: CompiledPolicy,
  fieldPath: string,
  message: string,
): LintFinding {
  return { id: `network-policy/${id}`, severity, object: referenceOf(policy), fieldPath, message };
}

/** `from` or `to`. */
export const peersField = (direction: Direction): string => (direction === 'ingress' ? 'from' : 'to');

/** Some names, the rest counted. */
export function someNames(endpoints: readonly Endpoint[]): string {
  const names = [...new Set(endpoints.map(({ node }) => node.name))];
  const rest = names.length - 3;
  return rest > 0 ? `${names.slice(0, 3).join(', ')} and ${rest} more` : names.join(', ');
}
