/**
 * One direction of one connection: what the policies that select the subject say of the other side.
 *
 * First the administrators' rules in order: Allow and Deny are final, Pass leaves the tier. Then NetworkPolicies: where
 * any governs this direction, the union of their rules is final. Then the baseline, as the first tier. What nobody
 * decided is allowed.
 */

import { matchesSelector } from '@bulkhead/apimachinery/selectors';
import { type Address, rangesContain } from './address.js';
import type { CompiledPolicy, CompiledRule, Direction, PeerSet, PortMatch } from './compiled-policy.js';
import { type Endpoint, namedPorts } from './endpoint.js';
import type { NetworkModel } from './network-model.js';
import { PROTOCOLS, type Protocol } from './protocol.js';

/** One side of a connection. */
export interface Party {
  /** The pod that selectors may match and policies may hold; undefined for everything else. */
  readonly endpoint: Endpoint | undefined;
  readonly address: Address | undefined;
  /** The machine whose own traffic this is. */
  readonly machine: string | undefined;
}

export interface DirectionVerdict {
  readonly allowed: boolean;
  /** Whether a NetworkPolicy isolates the subject in this direction. */
  readonly isolated: boolean;
  /** Titles of the policies whose rules allow it, in order. */
  readonly allowedBy: readonly string[];
  /** Titles of the policies that hold it back: one that denies, or all that isolate. */
  readonly deniedBy: readonly string[];
}

export interface DestinationPort {
  readonly port: number;
  readonly protocol: Protocol;
}

const OPEN: DirectionVerdict = { allowed: true, isolated: false, allowedBy: [], deniedBy: [] };

/** `destination` is whose named ports count: the other side for egress, the subject for ingress. */
export function decideDirection(
  model: NetworkModel,
  direction: Direction,
  subject: Party,
  other: Party,
  destination: DestinationPort,
): DirectionVerdict {
  if (subject.endpoint === undefined) return OPEN;
  const policies = model.policiesSelecting(subject.endpoint);
  if (policies.length === 0) return OPEN;
  const owner = direction === 'ingress' ? subject.endpoint : other.endpoint;
  const matches = (rule: CompiledRule): boolean =>
    matchesPorts(rule.ports, owner, destination) && matchesPeers(model, rule.peers, other);
  const isolating = policies.filter((policy) => policy.tier === 'NetworkPolicy' && policy[direction] !== undefined);
  const isolated = isolating.length > 0;
  const admin = firstDecision(policies, 'Admin', direction, matches);
  if (admin !== undefined) return decided(admin, isolated);
  if (isolated) {
    const allowing = isolating.filter((policy) => policy[direction]?.some(matches) === true);
    const allowed = allowing.length > 0;
    return {
      allowed,
      isolated,
      allowedBy: allowing.map(({ title }) => title),
      deniedBy: allowed ? [] : isolating.map(({ title }) => title),
    };
  }
  const baseline = firstDecision(policies, 'Baseline', direction, matches);
  return baseline === undefined ? OPEN : decided(baseline, isolated);
}

interface Decided {
  readonly policy: CompiledPolicy;
  readonly allowed: boolean;
}

/** The first rule of the tier that matches; undefined where none does or the rule passes. */
function firstDecision(
  policies: readonly CompiledPolicy[],
  tier: 'Admin' | 'Baseline',
  direction: Direction,
  matches: (rule: CompiledRule) => boolean,
): Decided | undefined {
  for (const policy of policies) {
    if (policy.tier !== tier) continue;
    const rule = policy[direction]?.find(matches);
    if (rule === undefined) continue;
    return rule.action === 'Pass' ? undefined : { policy, allowed: rule.action === 'Allow' };
  }
  return undefined;
}

function decided({ policy, allowed }: Decided, isolated: boolean): DirectionVerdict {
  const titles = [policy.title];
  return { allowed, isolated, allowedBy: allowed ? titles : [], deniedBy: allowed ? [] : titles };
}

/** Whether the other side is one of the peers; undefined is everybody. */
export function matchesPeers(model: NetworkModel, peers: readonly PeerSet[] | undefined, other: Party): boolean {
  if (peers === undefined) return true;
  for (const peer of peers) {
    if (matchesPeer(model, peer, other)) return true;
  }
  return false;
}

export function matchesPeer(model: NetworkModel, peer: PeerSet, other: Party): boolean {
  if (peer.kind === 'pods') return other.endpoint !== undefined && model.contains(peer, other.endpoint);
  if (peer.kind === 'addresses') {
    const mayMatch = other.endpoint === undefined || model.ipBlockMatchesPods || peer.alwaysMatchesPods;
    return mayMatch && other.address !== undefined && rangesContain(peer.ranges, other.address);
  }
  if (peer.kind === 'unknown') return peer.matches === 'everything';
  const machine = other.machine === undefined ? undefined : model.machines.get(other.machine);
  return machine !== undefined && matchesSelector(peer.selector, machine.labels);
}

/** Whether the port is one of the rule's; `owner` is whose named ports count. */
export function matchesPorts(
  ports: readonly PortMatch[] | undefined,
  owner: Endpoint | undefined,
  { port, protocol }: DestinationPort,
): boolean {
  if (ports === undefined) return true;
  for (const match of ports) {
    if (match.kind === 'range') {
      if (match.protocol === protocol && match.from <= port && port <= match.to) return true;
      continue;
    }
    if (owner === undefined || (match.protocol !== undefined && match.protocol !== protocol)) continue;
    if (namedPorts(owner, match.name, protocol).includes(port)) return true;
  }
  return false;
}

/** The protocols in which a named port may stand. */
export const protocolsOf = (match: PortMatch): readonly Protocol[] =>
  match.protocol === undefined ? PROTOCOLS : [match.protocol];
