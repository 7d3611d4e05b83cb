/**
 * Policies of cluster administrators in the common form: AdminNetworkPolicy and BaselineAdminNetworkPolicy
 * (policy.networking.k8s.io/v1alpha1) and ClusterNetworkPolicy (v1alpha2).
 *
 * - A subject is `namespaces` or `pods`; a lower priority number comes first within its tier, equal ones by name.
 * - A peer or port of an unknown kind fails closed: a rule that accepts matches nothing by it, any other everything.
 * - `networks` match pods with such addresses too; `nodes` match machines; domain names cannot be resolved here.
 * Source: sigs.k8s.io/network-policy-api/apis/{v1alpha1,v1alpha2}.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { MATCHES_EVERYTHING, MATCHES_NOTHING } from '@bulkhead/apimachinery/selectors';
import type { Action, CompiledPolicy, CompiledRule, PeerSet, PodSet, PortMatch, Tier } from './compiled-policy.js';
import { addressSet } from './network-policy.js';
import { field, isSet, objectAt, objectsOf, type PlainObject, textOf, textsOf } from './plain-object.js';
import { FIRST_PORT, isPort, isProtocol, LAST_PORT, type Protocol } from './protocol.js';
import { podsAcross, selectorOf } from './selector-sets.js';

/** The baseline of v1alpha1 has no priority: it comes after those of v1alpha2. */
const AFTER_ALL_PRIORITIES = 1001;

export const ADMIN_KINDS: ReadonlyMap<string, Tier | undefined> = new Map([
  ['AdminNetworkPolicy', 'Admin'],
  ['BaselineAdminNetworkPolicy', 'Baseline'],
  ['ClusterNetworkPolicy', undefined],
]);

const ACTIONS: ReadonlyMap<string, Action> = new Map([
  ['Accept', 'Allow'],
  ['Allow', 'Allow'],
  ['Deny', 'Deny'],
  ['Pass', 'Pass'],
]);

export function compileAdminPolicy(object: PlainObject, minor: Minor): CompiledPolicy {
  const kind = textOf(object, 'kind');
  const name = textOf(objectAt(object, 'metadata'), 'name');
  const spec = objectAt(object, 'spec');
  const priority = field(spec, 'priority');
  const rules = (list: 'ingress' | 'egress', peers: 'from' | 'to'): readonly CompiledRule[] =>
    objectsOf(spec, list).map((rule, index) => ruleOf(rule, peers, `spec.${list}[${index}]`, minor));
  return {
    kind,
    namespace: '',
    name,
    title: `${kind}/${name}`,
    tier: ADMIN_KINDS.get(kind) ?? (textOf(spec, 'tier') === 'Baseline' ? 'Baseline' : 'Admin'),
    priority: typeof priority === 'number' ? priority : AFTER_ALL_PRIORITIES,
    subject: subjectOf(objectAt(spec, 'subject'), minor),
    ingress: rules('ingress', 'from'),
    egress: rules('egress', 'to'),
    object,
  };
}

function subjectOf(subject: PlainObject, minor: Minor): PodSet {
  return podSetOf(subject, minor) ?? podsAcross(MATCHES_NOTHING, MATCHES_EVERYTHING);
}

/** The pods that `namespaces` or `pods` mean; undefined where neither is there. */
function podSetOf(peer: PlainObject, minor: Minor): PodSet | undefined {
  const namespaces = field(peer, 'namespaces');
  if (isSet(namespaces)) return podsAcross(namespaceSelectorOf(namespaces, minor), MATCHES_EVERYTHING);
  const pods = field(peer, 'pods');
  if (!isSet(pods)) return undefined;
  const across = field(pods, 'namespaceSelector') ?? field(pods, 'namespaces');
  return podsAcross(namespaceSelectorOf(across, minor), selectorOf(field(pods, 'podSelector'), minor));
}

/** The selector itself, or as early versions of v1alpha1 wrapped it. */
function namespaceSelectorOf(value: unknown, minor: Minor): PodSet['namespaces'] {
  if (isSet(field(value, 'sameLabels')) || isSet(field(value, 'notSameLabels'))) return MATCHES_NOTHING;
  return selectorOf(field(value, 'namespaceSelector') ?? value, minor);
}

function ruleOf(rule: PlainObject, peers: 'from' | 'to', path: string, minor: Minor): CompiledRule {
  const action = ACTIONS.get(textOf(rule, 'action')) ?? 'Deny';
  const unknown: PeerSet = action === 'Allow' ? NO_PEER : ANY_PEER;
  return {
    action,
    peers: objectsOf(rule, peers).map((peer) => peerOf(peer, minor) ?? unknown),
    ports: portsOf(rule, action),
    path,
  };
}

const NO_PEER: PeerSet = { kind: 'unknown', matches: 'nothing', key: 'nothing' };
const ANY_PEER: PeerSet = { kind: 'unknown', matches: 'everything', key: 'everything' };

function peerOf(peer: PlainObject, minor: Minor): PeerSet | undefined {
  const networks = field(peer, 'networks');
  if (isSet(networks)) return addressSet(textsOf(peer, 'networks'), [], true);
  const nodes = field(peer, 'nodes');
  if (isSet(nodes)) return { kind: 'nodes', selector: selectorOf(nodes, minor), key: `nodes ${JSON.stringify(nodes)}` };
  return podSetOf(peer, minor);
}

/** undefined is every port. */
function portsOf(rule: PlainObject, action: Action): readonly PortMatch[] | undefined {
  const written = [...objectsOf(rule, 'ports').map(portOf), ...objectsOf(rule, 'protocols').map(protocolOf)];
  if (written.length === 0) return undefined;
  const known = written.filter((port) => port !== undefined);
  return known.length < written.length && action !== 'Allow' ? undefined : known;
}

/** A port of v1alpha1. */
function portOf(entry: PlainObject): PortMatch | undefined {
  const named = textOf(entry, 'namedPort');
  if (named !== '') return { kind: 'named', name: named, protocol: undefined };
  const single = objectAt(entry, 'portNumber');
  const range = objectAt(entry, 'portRange');
  const holder = isSet(field(entry, 'portNumber')) ? single : range;
  const protocol = field(holder, 'protocol') ?? 'TCP';
  const [from, to] =
    holder === single ? [field(single, 'port'), field(single, 'port')] : [field(range, 'start'), field(range, 'end')];
  return isProtocol(protocol) && isPort(from) && isPort(to) ? { kind: 'range', protocol, from, to } : undefined;
}

const PROTOCOL_FIELDS: readonly (readonly [string, Protocol])[] = [
  ['tcp', 'TCP'],
  ['udp', 'UDP'],
  ['sctp', 'SCTP'],
];

/** A protocol of v1alpha2. */
function protocolOf(entry: PlainObject): PortMatch | undefined {
  const named = textOf(entry, 'destinationNamedPort');
  if (named !== '') return { kind: 'named', name: named, protocol: undefined };
  const found = PROTOCOL_FIELDS.find(([name]) => isSet(field(entry, name)));
  if (found === undefined) return undefined;
  const [name, protocol] = found;
  const destination = field(field(entry, name), 'destinationPort');
  if (!isSet(destination)) return { kind: 'range', protocol, from: FIRST_PORT, to: LAST_PORT };
  const number = field(destination, 'number');
  if (isPort(number)) return { kind: 'range', protocol, from: number, to: number };
  const from = field(field(destination, 'range'), 'start');
  const to = field(field(destination, 'range'), 'end');
  return isPort(from) && isPort(to) ? { kind: 'range', protocol, from, to } : undefined;
}
