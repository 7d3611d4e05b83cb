/**
 * NetworkPolicy (networking.k8s.io/v1) in the common form.
 *
 * - No policyTypes: Ingress, and Egress only where there is an egress rule; `egress: []` alone isolates nothing.
 * - `from`/`to` absent or empty: every peer. `ports` absent or empty: every port. `ingress` absent or empty: nothing.
 * - podSelector alone: pods of the policy's namespace; namespaceSelector alone: all pods there; both in one entry: both.
 * - A port without a protocol is TCP; with a protocol alone, all its ports; endPort is inclusive.
 * Source: k8s.io/api/networking/v1/types.go, pkg/apis/networking/v1/defaults.go.
 */
import type { Minor } from '@bulkhead/apimachinery';
import { MATCHES_EVERYTHING } from '@bulkhead/apimachinery/selectors';
import { blockRanges } from './address.js';
import type { AddressSet, CompiledPolicy, CompiledRule, PeerSet, PortMatch } from './compiled-policy.js';
import { field, isSet, objectAt, objectsOf, type PlainObject, textOf, textsOf } from './plain-object.js';
import { FIRST_PORT, isPort, isProtocol, LAST_PORT } from './protocol.js';
import { podsAcross, podsIn, selectorOf } from './selector-sets.js';

/** The policy types with their default. */
export function policyTypesOf(spec: PlainObject): readonly string[] {
  const written = textsOf(spec, 'policyTypes');
  if (written.length > 0) return written;
  return objectsOf(spec, 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
}

/** A policy that validation has let through. */
export function compileNetworkPolicy(object: PlainObject, minor: Minor): CompiledPolicy {
  const metadata = objectAt(object, 'metadata');
  const namespace = textOf(metadata, 'namespace') || 'default';
  const name = textOf(metadata, 'name') || textOf(metadata, 'generateName');
  const spec = objectAt(object, 'spec');
  const types = policyTypesOf(spec);
  const rules = (list: 'ingress' | 'egress', peers: 'from' | 'to'): readonly CompiledRule[] =>
    objectsOf(spec, list).map((rule, index) => ({
      action: 'Allow',
      peers: peersOf(objectsOf(rule, peers), namespace, minor),
      ports: portsOf(objectsOf(rule, 'ports')),
      path: `spec.${list}[${index}]`,
    }));
  return {
    kind: 'NetworkPolicy',
    namespace,
    name,
    title: `${namespace}/${name}`,
    tier: 'NetworkPolicy',
    priority: 0,
    subject: podsIn(namespace, selectorOf(field(spec, 'podSelector'), minor)),
    ingress: types.includes('Ingress') ? rules('ingress', 'from') : undefined,
    egress: types.includes('Egress') ? rules('egress', 'to') : undefined,
    object,
  };
}

function peersOf(peers: readonly PlainObject[], namespace: string, minor: Minor): readonly PeerSet[] | undefined {
  return peers.length === 0 ? undefined : peers.map((peer) => peerOf(peer, namespace, minor));
}

function peerOf(peer: PlainObject, namespace: string, minor: Minor): PeerSet {
  const ipBlock = field(peer, 'ipBlock');
  if (isSet(ipBlock)) return addressSet([textOf(ipBlock, 'cidr')], textsOf(ipBlock, 'except'), false);
  const podSelector = field(peer, 'podSelector');
  const namespaceSelector = field(peer, 'namespaceSelector');
  const pods = isSet(podSelector) ? selectorOf(podSelector, minor) : MATCHES_EVERYTHING;
  if (isSet(namespaceSelector)) return podsAcross(selectorOf(namespaceSelector, minor), pods);
  if (isSet(podSelector)) return podsIn(namespace, pods);
  return { kind: 'unknown', matches: 'nothing', key: 'nothing' };
}

/** The addresses of the blocks without those of `except`. */
export function addressSet(
  cidrs: readonly string[],
  except: readonly string[],
  alwaysMatchesPods: boolean,
): AddressSet {
  const ranges = cidrs.flatMap((cidr) => blockRanges(cidr, except));
  const key = `${alwaysMatchesPods ? 'networks' : 'block'} ${cidrs.join()} ${except.join()}`;
  return { kind: 'addresses', ranges, cidrs, alwaysMatchesPods, key };
}

function portsOf(ports: readonly PlainObject[]): readonly PortMatch[] | undefined {
  return ports.length === 0 ? undefined : ports.flatMap(portOf);
}

function portOf(entry: PlainObject): PortMatch[] {
  const protocol = field(entry, 'protocol') ?? 'TCP';
  if (!isProtocol(protocol)) return [];
  const port = field(entry, 'port');
  if (typeof port === 'string') return [{ kind: 'named', name: port, protocol }];
  if (!isSet(port)) return [{ kind: 'range', protocol, from: FIRST_PORT, to: LAST_PORT }];
  const endPort = field(entry, 'endPort');
  return isPort(port) ? [{ kind: 'range', protocol, from: port, to: isPort(endPort) ? endPort : port }] : [];
}
