/**
 * Ingresses, network policies and endpoints.
 * Source: WarningsOnCreate of the strategies in pkg/registry/{networking,discovery,core/endpoint}.
 */
import type { EndpointSubset, Endpoints } from '../generated/types/core-v1.js';
import type { EndpointSlice } from '../generated/types/discovery-v1.js';
import type { Ingress, NetworkPolicy, NetworkPolicyPeer } from '../generated/types/networking-v1.js';
import { Path } from '../validation/field-path.js';
import { entry, isSet, list, textEntry } from '../validation/zero-value.js';
import { warnOfCIDR, warnOfCIDRs, warnOfIP, warnOfIPs } from './addresses.js';
import type { WarningList } from './warning-list.js';

const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';
/** Controllers write addresses in the standard form, so their objects are not looked through. */
const SLICE_CONTROLLER_LABEL = 'endpointslice.kubernetes.io/managed-by';
const SLICE_CONTROLLERS = ['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io'];
const ENDPOINTS_CONTROLLER_LABEL = 'endpoints.kubernetes.io/managed-by';
const ENDPOINTS_CONTROLLER = 'endpoint-controller';

export function warnOfIngress({ metadata, spec }: Ingress, warnings: WarningList): void {
  if (entry(metadata?.annotations, INGRESS_CLASS_ANNOTATION) === undefined || isSet(spec?.ingressClassName)) return;
  warnings.add(`annotation "${INGRESS_CLASS_ANNOTATION}" is deprecated, please use 'spec.ingressClassName' instead`);
}

export function warnOfNetworkPolicy({ spec }: NetworkPolicy, warnings: WarningList): void {
  const rulesOf = (name: string, index: number): Path => new Path('spec').child(name).index(index);
  list(spec?.ingress).forEach(({ from }, index) => {
    warnOfPeers(from, () => rulesOf('ingress', index).child('from'), warnings);
  });
  list(spec?.egress).forEach(({ to }, index) => {
    warnOfPeers(to, () => rulesOf('egress', index).child('to'), warnings);
  });
}

function warnOfPeers(peers: readonly NetworkPolicyPeer[] | undefined, path: () => Path, warnings: WarningList): void {
  list(peers).forEach(({ ipBlock }, index) => {
    if (!isSet(ipBlock)) return;
    const blockPath = (): Path => path().index(index).child('ipBlock');
    warnOfCIDR(ipBlock.cidr, () => blockPath().child('cidr'), warnings);
    warnOfCIDRs(ipBlock.except, () => blockPath().child('except'), warnings);
  });
}

export function warnOfEndpointSlice({ metadata, addressType, endpoints }: EndpointSlice, warnings: WarningList): void {
  // The path is upstream's: the field stands at the root.
  if (addressType === 'FQDN') warnings.add('spec.addressType: FQDN endpoints are deprecated');
  const controller = textEntry(metadata?.labels, SLICE_CONTROLLER_LABEL);
  if (controller !== undefined && SLICE_CONTROLLERS.includes(controller)) return;
  list(endpoints).forEach(({ addresses }, index) => {
    warnOfIPs(addresses, () => new Path('endpoints').index(index).child('addresses'), warnings);
  });
}

export function warnOfEndpoints({ metadata, subsets }: Endpoints, warnings: WarningList): void {
  if (textEntry(metadata?.labels, ENDPOINTS_CONTROLLER_LABEL) === ENDPOINTS_CONTROLLER) return;
  list<EndpointSubset>(subsets).forEach((subset, index) => {
    for (const field of ['addresses', 'notReadyAddresses'] as const) {
      const path = (): Path => new Path('subsets').index(index).child(field);
      list(subset[field]).forEach(({ ip }, addressIndex) => {
        warnOfIP(ip, () => path().index(addressIndex).child('ip'), warnings);
      });
    }
  });
}
