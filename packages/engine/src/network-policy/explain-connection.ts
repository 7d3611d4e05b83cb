/**
 * The answer rule by rule: for each direction the policies that select the subject, in the order in which they are asked,
 * and of every rule whether its peers and its ports match.
 *
 * A workload or a service stands for several pods; the explanation is about the pair that the answer's reason is about.
 */
import type { CompiledPolicy, CompiledRule, Direction, ObjectReference, Tier } from './compiled-policy.js';
import { usualParty } from './connection-verdict.js';
import {
  type ConnectionAnswer,
  type ConnectionQuestion,
  type DecidingPair,
  decideWithPair,
} from './decide-connection.js';
import { type DestinationPort, matchesPeers, matchesPorts, type Party } from './direction-verdict.js';
import type { NetworkModel } from './network-model.js';

export interface ExplainedRule {
  /** `spec.ingress[0]` */
  readonly path: string;
  readonly action: CompiledRule['action'];
  readonly peersMatch: boolean;
  readonly portsMatch: boolean;
}

export interface ExplainedPolicy {
  readonly title: string;
  readonly object: ObjectReference;
  readonly tier: Tier;
  readonly rules: readonly ExplainedRule[];
}

export interface ExplainedDirection {
  readonly direction: Direction;
  /** The pod whose policies are asked, `namespace/name`; empty for what no policy holds. */
  readonly subject: string;
  /** Why no policy is asked; empty where policies are. */
  readonly exempt: string;
  readonly policies: readonly ExplainedPolicy[];
}

export interface ExplainedConnection {
  readonly answer: ConnectionAnswer;
  /** The port of the pod, after the service's translation. */
  readonly port: number;
  /** Egress of the source, then ingress of the destination; empty where the question has no answer. */
  readonly directions: readonly ExplainedDirection[];
}

export function explainConnection(model: NetworkModel, question: ConnectionQuestion): ExplainedConnection {
  const { answer, pair } = decideWithPair(model, question);
  if (pair === undefined) return { answer, port: question.port, directions: [] };
  const [from, to] = [usualParty(pair.from), usualParty(pair.to)];
  const directions = [
    explainDirection(model, 'egress', from, to, pair),
    explainDirection(model, 'ingress', to, from, pair),
  ];
  return { answer, port: pair.port, directions };
}

function explainDirection(
  model: NetworkModel,
  direction: Direction,
  subject: Party,
  other: Party,
  pair: DecidingPair,
): ExplainedDirection {
  const { endpoint } = subject;
  const title = endpoint === undefined ? '' : `${endpoint.namespace}/${endpoint.name}`;
  if (pair.exemption !== '') return { direction, subject: title, exempt: pair.exemption, policies: [] };
  if (endpoint === undefined) {
    return { direction, subject: '', exempt: 'no policy holds addresses and machines', policies: [] };
  }
  const owner = direction === 'ingress' ? endpoint : other.endpoint;
  const policies = model
    .policiesSelecting(endpoint)
    .flatMap((policy) => explainPolicy(model, policy, direction, other, owner, pair));
  return { direction, subject: title, exempt: '', policies };
}

function explainPolicy(
  model: NetworkModel,
  policy: CompiledPolicy,
  direction: Direction,
  other: Party,
  owner: Party['endpoint'],
  destination: DestinationPort,
): readonly ExplainedPolicy[] {
  const rules = policy[direction];
  // Without rules a NetworkPolicy isolates, and a policy of an administrator says nothing.
  if (rules === undefined || (rules.length === 0 && policy.tier !== 'NetworkPolicy')) return [];
  const { title, tier, kind, namespace, name } = policy;
  const explained = rules.map(({ path, action, peers, ports }) => ({
    path,
    action,
    peersMatch: matchesPeers(model, peers, other),
    portsMatch: matchesPorts(ports, owner, destination),
  }));
  return [{ title, object: { kind, namespace, name }, tier, rules: explained }];
}
