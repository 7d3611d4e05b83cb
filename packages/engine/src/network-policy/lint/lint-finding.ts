/** What a lint says, and what lints are given. */
import type { CompiledPolicy, CompiledRule, Direction, ObjectReference, PeerSet, PodSet } from '../compiled-policy.js';
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
    const candidates = set.namespace === undefined ? this.model.endpoints : this.model.endpointsIn(set.namespace);
    const found = candidates.filter((endpoint) => this.model.contains(set, endpoint));
    this.#members.set(set.key, found);
    return found;
  }

  /** The pods whose ports a rule is about. */
  destinations({ policy, direction, rule }: PlacedRule): readonly Endpoint[] {
    if (direction === 'ingress') return this.members(policy.subject);
    if (rule.peers === undefined) return this.model.endpoints;
    return rule.peers.filter(isPodSet).flatMap((peer) => this.members(peer));
  }
}

const isPodSet = (peer: PeerSet): peer is PodSet => peer.kind === 'pods';

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
