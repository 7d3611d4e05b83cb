/** Services and what leads to them. Source: pkg/printers/internalversion/printers.go. */
import { isIP } from 'node:net';
import type { EndpointSubset, Endpoints, Service, ServiceSpec } from '@bulkhead/apimachinery/types/core-v1';
import type { EndpointSlice } from '@bulkhead/apimachinery/types/discovery-v1';
import type {
  Ingress,
  IngressClass,
  IPAddress,
  NetworkPolicy,
  ServiceCIDR,
} from '@bulkhead/apimachinery/types/networking-v1';
import type { ClusterCIDR } from '@bulkhead/apimachinery/types/networking-v1alpha1';
import { labelsText, qualifiedKind, selectorText, shortened } from '../cell-text.js';
import { type Cells, NONE, type PrintContext, type Printers, UNSET } from '../table-types.js';

const MOST_LISTED = 3;

const printService = (service: Service): Cells => ({
  Type: service.spec?.type ?? '',
  'Cluster-IP': service.spec?.clusterIPs?.[0] ?? NONE,
  'External-IP': externalAddresses(service),
  'Port(s)': servicePorts(service.spec),
  Selector: labelsText(service.spec?.selector),
});

function servicePorts(spec: ServiceSpec | undefined): string {
  const ports = (spec?.ports ?? []).map(({ port = 0, nodePort = 0, protocol = '' }) =>
    nodePort > 0 ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
  );
  return ports.join(',') || NONE;
}

function externalAddresses({ spec, status }: Service): string {
  const external = spec?.externalIPs ?? [];
  switch (spec?.type) {
    case 'ClusterIP':
    case 'NodePort':
      return external.join(',') || NONE;
    case 'LoadBalancer':
      return [...balancerAddresses(status?.loadBalancer?.ingress), ...external].join(',') || '<pending>';
    case 'ExternalName':
      return spec.externalName ?? '';
    default:
      return '<unknown>';
  }
}

interface BalancerIngress {
  readonly ip?: string;
  readonly hostname?: string;
}

function balancerAddresses(ingress: readonly BalancerIngress[] | undefined): readonly string[] {
  const addresses = (ingress ?? []).map(({ ip, hostname }) => ip || (hostname ?? ''));
  return [...new Set(addresses.filter((address) => address !== ''))].sort();
}

const printIngress = ({ spec, status }: Ingress): Cells => ({
  Class: spec?.ingressClassName ?? NONE,
  Hosts: ingressHosts((spec?.rules ?? []).map(({ host = '' }) => host)),
  Address: balancerAddresses(status?.loadBalancer?.ingress).join(','),
  Ports: (spec?.tls ?? []).length > 0 ? '80, 443' : '80',
});

/** Rules without a host are not listed, and yet count among those that there are more of. */
function ingressHosts(hosts: readonly string[]): string {
  const named = hosts.filter((host) => host !== '');
  if (named.length === 0) return '*';
  return shortened(named, MOST_LISTED, ',', named.length >= MOST_LISTED ? hosts.length : named.length);
}

function printIngressClass({ spec }: IngressClass): Cells {
  const parameters = spec?.parameters;
  const { kind = '', apiGroup, name = '' } = parameters ?? {};
  return {
    Controller: spec?.controller ?? '',
    Parameters: parameters === undefined ? NONE : `${qualifiedKind(kind, apiGroup)}/${name}`,
  };
}

const printNetworkPolicy = ({ spec }: NetworkPolicy, { minor }: PrintContext): Cells => ({
  'Pod-Selector': selectorText(spec?.podSelector, minor),
});

const printEndpoints = ({ subsets }: Endpoints): Cells => ({
  Endpoints: shortened((subsets ?? []).flatMap(subsetTexts), MOST_LISTED, ',') || NONE,
});

function subsetTexts({ addresses, ports }: EndpointSubset): readonly string[] {
  const ips = (addresses ?? []).map(({ ip = '' }) => ip);
  if (ports === undefined || ports.length === 0) return ips;
  return ports.flatMap(({ port = 0 }) => ips.map((ip) => `${isIP(ip) === 6 ? `[${ip}]` : ip}:${port}`));
}

function printEndpointSlice({ addressType, ports, endpoints }: EndpointSlice): Cells {
  const portTexts = (ports ?? []).map(({ port, name }) => String(port ?? (name || '*')));
  const addresses = (endpoints ?? []).flatMap((endpoint) => endpoint.addresses ?? []);
  return {
    AddressType: addressType ?? '',
    Ports: shortened(portTexts, MOST_LISTED, ',') || UNSET,
    Endpoints: shortened(addresses, MOST_LISTED, ',') || UNSET,
  };
}

function printIPAddress({ spec }: IPAddress): Cells {
  const parent = spec?.parentRef;
  if (parent === undefined) return { ParentRef: NONE };
  const { group, resource = '', namespace = '', name = '' } = parent;
  const place = namespace === '' ? name : `${namespace}/${name}`;
  return { ParentRef: `${qualifiedKind(resource, group)}/${place}`.toLowerCase() };
}

const printServiceCIDR = ({ spec }: ServiceCIDR): Cells => ({ CIDRs: (spec?.cidrs ?? []).join(',') });

const printClusterCIDR = ({ spec }: ClusterCIDR): Cells => ({
  PerNodeHostBits: String(spec?.perNodeHostBits ?? 0),
  IPv4: spec?.ipv4 || NONE,
  IPv6: spec?.ipv6 || NONE,
  NodeSelector: NONE,
});

export const NETWORKING: Printers = [
  ['/endpoints', printEndpoints],
  ['/services', printService],
  ['discovery.k8s.io/endpointslices', printEndpointSlice],
  ['networking.k8s.io/clustercidrs', printClusterCIDR],
  ['networking.k8s.io/ingressclasses', printIngressClass],
  ['networking.k8s.io/ingresses', printIngress],
  ['networking.k8s.io/ipaddresses', printIPAddress],
  ['networking.k8s.io/networkpolicies', printNetworkPolicy],
  ['networking.k8s.io/servicecidrs', printServiceCIDR],
];
