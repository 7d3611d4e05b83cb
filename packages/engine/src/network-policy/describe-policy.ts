/**
 * What a policy does, in one sentence: whom it isolates, and what it lets through. For people who read a manifest, and
 * for whom the lists of a policy do not say what is not in them.
 * Source: k8s.io/api/networking/v1/types.go for what empty and absent lists mean.
 */
import { type CompiledSelector, formatRequirements } from '@bulkhead/apimachinery/selectors';
import type { CompiledPolicy, CompiledRule, Direction, PeerSet, PortMatch } from './compiled-policy.js';
import { field, objectAt, objectsOf, textOf, textsOf } from './plain-object.js';
import { FIRST_PORT, LAST_PORT } from './protocol.js';

/** How many rules, peers and ports are spelt out; the rest is counted. */
const MAX_NAMED = 4;

/** A NetworkPolicy in words; policies of administrators are ordered lists of their own kind and are not described. */
export function describePolicy(policy: CompiledPolicy): string {
  const { ingress, egress } = policy;
  const subject = subjectText(policy);
  if (ingress?.length === 0 && egress?.length === 0) {
    return `isolates ${subject} in both directions: nothing gets in or out, DNS included`;
  }
  const parts = [directionText(policy, 'ingress'), directionText(policy, 'egress'), ...exceptTexts(policy)];
  return `${subject}: ${parts.join('; ')}`;
}

function subjectText({ subject: { pods }, namespace }: CompiledPolicy): string {
  const where = `of namespace ${namespace}`;
  return isEverything(pods) ? `every pod ${where}` : `pods ${selectorText(pods)} ${where}`;
}

function directionText(policy: CompiledPolicy, direction: Direction): string {
  const rules = policy[direction];
  if (rules === undefined) return `${direction} stays open, unless another policy isolates it`;
  if (rules.length === 0) return direction === 'ingress' ? 'nothing gets in' : 'nothing gets out, DNS included';
  const words = direction === 'ingress' ? ' from ' : ' to ';
  const texts = rules.map((rule) => `${portsText(rule)}${words}${peersText(rule, direction)}`);
  const dns = direction === 'egress' && !rules.some(opensDns) ? ', DNS not among it' : '';
  return `${direction} only ${some(texts, ' and ')}${dns}`;
}

const DNS_PORT = 53;

const opensDns = ({ ports }: CompiledRule): boolean =>
  ports === undefined ||
  ports.some(
    (match) => match.kind === 'range' && match.protocol === 'UDP' && match.from <= DNS_PORT && DNS_PORT <= match.to,
  );

function portsText({ ports }: CompiledRule): string {
  return ports === undefined ? 'every port' : some(ports.map(portText), ', ');
}

function portText(match: PortMatch): string {
  const protocol = match.protocol === undefined ? '' : `${match.protocol} `;
  if (match.kind === 'named') return `${protocol}${match.name}`;
  if (match.from === FIRST_PORT && match.to === LAST_PORT) return `every ${protocol}port`;
  return `${protocol}${match.from}${match.to === match.from ? '' : `-${match.to}`}`;
}

function peersText({ peers }: CompiledRule, direction: Direction): string {
  if (peers === undefined) return direction === 'ingress' ? 'everybody' : 'anywhere';
  return some(peers.map(peerText), ', ');
}

function peerText(peer: PeerSet): string {
  if (peer.kind === 'addresses') return peer.cidrs.join(', ');
  if (peer.kind !== 'pods') return peer.kind === 'nodes' ? 'machines' : 'a peer of an unknown kind';
  const pods = isEverything(peer.pods) ? 'every pod' : `pods ${selectorText(peer.pods)}`;
  if (peer.namespace !== undefined) return `${pods} of the same namespace`;
  return isEverything(peer.namespaces)
    ? `${pods} of every namespace`
    : `${pods} of namespaces ${selectorText(peer.namespaces)}`;
}

/** Addresses inside an open block that stay closed: what is easily overlooked. */
function exceptTexts({ object }: CompiledPolicy): readonly string[] {
  const spec = objectAt(object, 'spec');
  const blocks = [
    ...objectsOf(spec, 'ingress').flatMap((rule) => objectsOf(rule, 'from')),
    ...objectsOf(spec, 'egress').flatMap((rule) => objectsOf(rule, 'to')),
  ].map((peer) => field(peer, 'ipBlock'));
  return blocks.slice(0, MAX_NAMED).flatMap((block) => {
    const except = textsOf(block, 'except');
    if (except.length === 0) return [];
    return [
      `what has an address in ${some([...except], ', ')} stays closed, pods too, although ${textOf(block, 'cidr')} is open`,
    ];
  });
}

function selectorText(selector: CompiledSelector): string {
  return selector.kind === 'nothing' ? 'that do not exist' : formatRequirements(selector.requirements);
}

const isEverything = (selector: CompiledSelector): boolean =>
  selector.kind === 'requirements' && selector.requirements.length === 0;

function some(texts: readonly string[], separator: string): string {
  const rest = texts.length - MAX_NAMED;
  return rest > 0 ? `${texts.slice(0, MAX_NAMED).join(separator)} and ${rest} more` : texts.join(separator);
}
