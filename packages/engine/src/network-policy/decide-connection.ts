/**
 * Answers whether one side may open a connection to another, and because of which policies.
 *
 * A workload or a service stands for several pods: the connection is allowed when one pair of them may connect, and
 * `partial` says that not all may. What cannot be asked (an unknown pod, a service without endpoints) is not allowed,
 * and `error` says why.
 */
import {
  type ConnectionVerdict,
  decideSides,
  type Side as Party,
  type ServiceView,
  sideOfEndpoint,
} from './connection-verdict.js';
import type { DirectionVerdict } from './direction-verdict.js';
import type { NetworkModel } from './network-model.js';
import { isPort, isProtocol, type Protocol } from './protocol.js';
import { type KnownSide, type PartySide, resolveSide, type Side } from './question.js';
import { type ServiceTargets, serviceTargets } from './service-target.js';

export interface ConnectionQuestion {
  readonly from: Side;
  readonly to: Side;
  readonly port: number;
  readonly protocol?: string;
}

export interface DirectionAnswer {
  readonly isolated: boolean;
  readonly allowedBy: readonly string[];
  readonly deniedBy: readonly string[];
}

export interface ConnectionAnswer {
  readonly allowed: boolean;
  readonly partial: boolean;
  /** The documentation leaves the outcome to the network plugin; `allowed` is the usual plugin's. */
  readonly implementationDefined: boolean;
  readonly reason: string;
  readonly ingress: DirectionAnswer;
  readonly egress: DirectionAnswer;
  /** Why the question has no answer; absent where it has one. */
  readonly error?: string;
}

/** One end and its port after the service's translation. */
export interface Target {
  readonly party: Party;
  readonly port: number;
}

interface Targets {
  readonly targets: readonly Target[];
  readonly service: ServiceView | undefined;
  readonly problem: string;
}

/** Pairs that are looked at for one answer: enough for any service, and a bound for hostile input. */
const MAX_PAIRS = 100_000;

export function decideConnection(model: NetworkModel, question: ConnectionQuestion): ConnectionAnswer {
  return decideWithPair(model, question).answer;
}

/** The pair of pods that the answer's reason is about. */
export interface DecidingPair {
  readonly from: Party;
  readonly to: Party;
  readonly port: number;
  readonly protocol: Protocol;
  readonly exemption: ConnectionVerdict['exemption'];
}

export interface DecidedConnection {
  readonly answer: ConnectionAnswer;
  /** Absent where the question has no answer. */
  readonly pair?: DecidingPair;
}

/** The answer with the pair that it is about. */
export function decideWithPair(model: NetworkModel, question: ConnectionQuestion): DecidedConnection {
  const parties = partiesOfQuestion(model, question);
  if ('problem' in parties) return unanswered(parties.problem);
  return summarize(model, parties.sources, parties.targets, parties.service, parties.protocol);
}

/** Everything that a question is about: each source may meet each target. */
export interface QuestionParties {
  readonly sources: readonly Party[];
  readonly targets: readonly Target[];
  readonly service: ServiceView | undefined;
  readonly protocol: Protocol;
}

/** The parties, or why there are none. */
export function partiesOfQuestion(
  model: NetworkModel,
  question: ConnectionQuestion,
): QuestionParties | { readonly problem: string } {
  const protocol = question.protocol ?? 'TCP';
  if (!isProtocol(protocol)) return { problem: `protocol must be TCP, UDP or SCTP, not ${JSON.stringify(protocol)}` };
  if (!isPort(question.port)) return { problem: 'port must be a number between 1 and 65535' };
  const from = resolveSide(model, question.from);
  if (from.kind === 'problem') return from;
  const to = resolveSide(model, question.to);
  if (to.kind === 'problem') return to;
  const sources = sourcesOf(model, from, question.port, protocol);
  const { targets, service, problem } = targetsOf(model, to, question.port, protocol);
  if (problem !== '') return { problem };
  return sources.length === 0 ? { problem: 'the source has no pods' } : { sources, targets, service, protocol };
}

function summarize(
  model: NetworkModel,
  sources: readonly Party[],
  targets: readonly Target[],
  service: ServiceView | undefined,
  protocol: Protocol,
): DecidedConnection {
  let first: { readonly verdict: ConnectionVerdict; readonly pair: DecidingPair } | undefined;
  let pairs = 0;
  let allowedPairs = 0;
  let implementationDefined = false;
  for (const source of sources) {
    for (const { party, port } of targets) {
      if (pairs >= MAX_PAIRS) break;
      pairs += 1;
      const verdict = decideSides(model, source, party, { port, protocol }, service);
      if (first === undefined || (verdict.allowed && !first.verdict.allowed)) {
        first = { verdict, pair: { from: source, to: party, port, protocol, exemption: verdict.exemption } };
      }
      if (verdict.allowed) allowedPairs += 1;
      if (verdict.implementationDefined) implementationDefined = true;
    }
  }
  if (first === undefined) return unanswered('there is nothing to connect to');
  const allowed = allowedPairs > 0;
  const answer = {
    allowed,
    partial: allowed && allowedPairs < pairs,
    implementationDefined,
    reason: reasonOf(first.verdict),
    ingress: answerOf(first.verdict.ingress),
    egress: answerOf(first.verdict.egress),
  };
  return { answer, pair: first.pair };
}

function sourcesOf(model: NetworkModel, from: KnownSide, port: number, protocol: Protocol): readonly Party[] {
  if (from.kind === 'service') {
    // A service sends nothing itself: its pods do.
    return targetsOf(model, from, port, protocol).targets.map(({ party }) => party);
  }
  return partiesOf(from);
}

function partiesOf(side: PartySide): readonly Party[] {
  if (side.kind === 'endpoints') return side.endpoints.map((endpoint) => sideOfEndpoint(endpoint, side.address));
  const machine = side.kind === 'machine' ? side.machine : undefined;
  return [{ endpoint: undefined, address: side.address, machine }];
}

function targetsOf(model: NetworkModel, to: KnownSide, port: number, protocol: Protocol): Targets {
  if (to.kind !== 'service') {
    return { targets: partiesOf(to).map((party) => ({ party, port })), service: undefined, problem: '' };
  }
  const found = serviceTargets(model, to.service, port, protocol);
  if (found.problem !== '' && to.address !== undefined) {
    // Asked as an address: policies have an answer even where the service has none.
    return targetsOf(model, { kind: 'address', address: to.address }, port, protocol);
  }
  const addresses = to.address === undefined ? found.addresses : [to.address];
  return {
    targets: found.targets.map((target) => ({ party: partyOfTarget(model, target), port: target.port })),
    service: { addresses, port, mayHideClients: found.mayHideClients },
    problem: found.problem,
  };
}

function partyOfTarget(model: NetworkModel, { endpoint, address }: ServiceTargets['targets'][number]): Party {
  if (endpoint !== undefined) return sideOfEndpoint(endpoint, undefined);
  const owner = model.endpoints.find(
    ({ addresses, hostNetwork }) => !hostNetwork && addresses.some(({ value }) => value === address?.value),
  );
  return owner === undefined ? { endpoint: undefined, address, machine: undefined } : sideOfEndpoint(owner, address);
}

function reasonOf({ allowed, exemption, egress, ingress }: ConnectionVerdict): string {
  if (exemption === 'same pod') return 'a pod always reaches itself';
  if (exemption === 'own node') return 'traffic between a pod and its own node is always allowed';
  if (allowed) return `${allowedText('egress', egress)}; ${allowedText('ingress', ingress)}`;
  const denied = [
    egress.allowed ? '' : deniedText('egress', egress),
    ingress.allowed ? '' : deniedText('ingress', ingress),
  ];
  return denied.filter((text) => text !== '').join('; ');
}

function allowedText(direction: string, { allowedBy }: DirectionVerdict): string {
  return allowedBy.length === 0
    ? `${direction} is not restricted`
    : `${direction} is allowed by ${allowedBy.join(', ')}`;
}

function deniedText(direction: string, { isolated, deniedBy }: DirectionVerdict): string {
  const titles = deniedBy.join(', ');
  return isolated && !titles.includes('NetworkPolicy/')
    ? `${direction} is isolated by ${titles}, of which no rule allows it`
    : `${direction} is denied by ${titles}`;
}

const answerOf = ({ isolated, allowedBy, deniedBy }: DirectionVerdict): DirectionAnswer => ({
  isolated,
  allowedBy,
  deniedBy,
});

const NO_ANSWER: DirectionAnswer = { isolated: false, allowedBy: [], deniedBy: [] };

function unanswered(error: string): DecidedConnection {
  return {
    answer: {
      allowed: false,
      partial: false,
      implementationDefined: false,
      reason: error,
      ingress: NO_ANSWER,
      egress: NO_ANSWER,
      error,
    },
  };
}
