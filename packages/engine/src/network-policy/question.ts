/**
 * The sides of a question resolved to what is there: pods, addresses, services, machines.
 * An address that a pod, a service or a machine of the model has is that pod, service or machine.
 */
import { type Address, addressOf } from './address.js';
import type { Endpoint } from './endpoint.js';
import type { NetworkModel } from './network-model.js';
import { field, textOf } from './plain-object.js';
import { type ServiceReference, serviceOfAddress } from './service-target.js';

/** One side as callers name it. */
export type Side =
  | { readonly kind: 'pod' | 'workload'; readonly namespace: string; readonly name: string; readonly ip?: string }
  | { readonly kind: 'ip'; readonly ip: string }
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node'; readonly name: string; readonly ip?: string };

/** A side that can be asked about. */
export type KnownSide = PartySide | ServiceSide;

export interface ServiceSide {
  readonly kind: 'service';
  readonly service: ServiceReference;
  readonly address: Address | undefined;
}

export type PartySide =
  | { readonly kind: 'endpoints'; readonly endpoints: readonly Endpoint[]; readonly address: Address | undefined }
  | { readonly kind: 'address'; readonly address: Address }
  | { readonly kind: 'machine'; readonly machine: string; readonly address: Address | undefined };

export type ResolvedSide = KnownSide | { readonly kind: 'problem'; readonly problem: string };

export function resolveSide(model: NetworkModel, side: Side): ResolvedSide {
  const kind = textOf(side, 'kind');
  const ip = field(side, 'ip');
  const address = typeof ip === 'string' ? addressOf(ip) : undefined;
  if (typeof ip === 'string' && address === undefined) return problem(`${JSON.stringify(ip)} is no IP address`);
  const namespace = textOf(side, 'namespace') || 'default';
  const name = textOf(side, 'name');
  switch (kind) {
    case 'pod':
    case 'workload': {
      const endpoints = endpointsOf(model, kind, namespace, name);
      if (endpoints.length === 0) return problem(`${kind} ${namespace}/${name} is not in the input`);
      return { kind: 'endpoints', endpoints, address };
    }
    case 'service':
      return { kind: 'service', service: { namespace, name }, address: undefined };
    case 'node':
      return { kind: 'machine', machine: name, address: address ?? model.machines.get(name)?.addresses[0] };
    case 'ip':
      return address === undefined ? problem('an ip is needed') : resolveAddress(model, address);
    default:
      return problem(`kind must be one of pod, workload, ip, service and node, not ${JSON.stringify(kind)}`);
  }
}

const problem = (text: string): ResolvedSide => ({ kind: 'problem', problem: text });

function endpointsOf(model: NetworkModel, kind: string, namespace: string, name: string): readonly Endpoint[] {
  const inNamespace = model.endpointsIn(namespace);
  const asNode = inNamespace.filter(({ node }) => node.name === name && node.kind === kind);
  if (kind === 'workload' && asNode.length > 0) return asNode;
  const asPod = inNamespace.filter(
    (endpoint) => endpoint.name === name && (kind === 'workload' || endpoint.kind === 'Pod'),
  );
  return asPod.length > 0 ? asPod : inNamespace.filter(({ node }) => node.name === name);
}

function resolveAddress(model: NetworkModel, address: Address): ResolvedSide {
  const isSame = (other: Address): boolean => other.family === address.family && other.value === address.value;
  const endpoint = model.endpoints.find(({ addresses, hostNetwork }) => !hostNetwork && addresses.some(isSame));
  if (endpoint !== undefined) return { kind: 'endpoints', endpoints: [endpoint], address };
  for (const machine of model.machines.values()) {
    if (machine.addresses.some(isSame)) return { kind: 'machine', machine: machine.name, address };
  }
  const service = serviceOfAddress(model, address);
  return service === undefined ? { kind: 'address', address } : { kind: 'service', service, address };
}
