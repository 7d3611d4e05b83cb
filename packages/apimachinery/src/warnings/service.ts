/**
 * Services: annotations and fields that are deprecated or have no effect, and addresses in odd forms.
 * Source: pkg/api/service/warnings.go.
 */
import type { Service, ServiceSpec } from '../generated/types/core-v1.js';
import { Path } from '../validation/field-path.js';
import { entry, struct, text, texts } from '../validation/zero-value.js';
import type { Minor } from '../version.js';
import { warnOfCIDRs, warnOfIP, warnOfIPs } from './addresses.js';
import { oldCIDRWarning, oldIPWarning } from './service-address.js';
import type { WarningList } from './warning-list.js';

const TOPOLOGY_HINTS = 'service.kubernetes.io/topology-aware-hints';
const TOPOLOGY_MODE = 'service.kubernetes.io/topology-mode';

const TYPE_MISMATCH_SINCE: Minor = 28;
const STANDARD_ADDRESSES_SINCE: Minor = 33;
const HEADLESS_SINCE: Minor = 34;
const PREFER_CLOSE_SINCE: Minor = 35;
const EXTERNAL_IPS_SINCE: Minor = 36;

export function warnOfService(service: Service, warnings: WarningList): void {
  const { minor } = warnings;
  const spec: ServiceSpec = struct(service.spec);
  if (entry(service.metadata?.annotations, TOPOLOGY_HINTS) !== undefined) {
    warnings.add(`annotation ${TOPOLOGY_HINTS} is deprecated, please use ${TOPOLOGY_MODE} instead`);
  }
  const type = text(spec.type) || 'ClusterIP';
  const isHeadless = type === 'ClusterIP' && spec.clusterIP === 'None';
  const externalIPs = texts(spec.externalIPs);
  warnOfAddresses(clusterIPs(spec), 'clusterIPs', warnings);
  if (isHeadless && minor >= HEADLESS_SINCE) warnOfHeadless(spec, warnings);
  warnOfAddresses(externalIPs, 'externalIPs', warnings);
  if (externalIPs.length > 0 && minor >= EXTERNAL_IPS_SINCE && !isHeadless && type !== 'ExternalName') {
    warnings.add('spec.externalIPs is deprecated and may no longer be implemented in some clusters');
  }
  warnOfLoadBalancerIP(text(spec.loadBalancerIP), warnings);
  warnOfSourceRanges(spec.loadBalancerSourceRanges, warnings);
  if (minor >= TYPE_MISMATCH_SINCE) {
    if (type === 'ExternalName' && externalIPs.length > 0) {
      warnings.add('spec.externalIPs is ignored when spec.type is "ExternalName"');
    }
    if (type !== 'ExternalName' && text(spec.externalName) !== '') {
      warnings.add('spec.externalName is ignored when spec.type is not "ExternalName"');
    }
  }
  if (spec.trafficDistribution === 'PreferClose' && minor >= PREFER_CLOSE_SINCE) {
    warnings.add('spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"');
  }
}

/** The addresses asked for; the list is made of the one address where only that was given. */
function clusterIPs({ clusterIP, clusterIPs: addresses }: ServiceSpec): readonly string[] {
  const address = text(clusterIP);
  if (address === '' || address === 'None') return [];
  const given = texts(addresses);
  return given.length > 0 ? given : [address];
}

function warnOfHeadless(spec: ServiceSpec, warnings: WarningList): void {
  if (text(spec.loadBalancerIP) !== '') warnings.add('spec.loadBalancerIP is ignored for headless services');
  if (texts(spec.externalIPs).length > 0) warnings.add('spec.externalIPs is ignored for headless services');
  if ((text(spec.sessionAffinity) || 'None') !== 'None') {
    warnings.add('spec.SessionAffinity is ignored for headless services');
  }
}

function warnOfAddresses(addresses: readonly string[], field: string, warnings: WarningList): void {
  const path = (): Path => new Path('spec').child(field);
  if (warnings.minor >= STANDARD_ADDRESSES_SINCE) return warnOfIPs(addresses, path, warnings);
  addresses.forEach((address, index) => {
    const warning = oldIPWarning(path().index(index).toString(), address);
    if (warning !== undefined) warnings.add(warning);
  });
}

function warnOfLoadBalancerIP(address: string, warnings: WarningList): void {
  if (address === '') return;
  const path = new Path('spec').child('loadBalancerIP');
  if (warnings.minor >= STANDARD_ADDRESSES_SINCE) return warnOfIP(address, () => path, warnings);
  const warning = oldIPWarning(path.toString(), address);
  if (warning !== undefined) warnings.add(warning);
}

function warnOfSourceRanges(ranges: readonly string[] | undefined, warnings: WarningList): void {
  const path = (): Path => new Path('spec').child('loadBalancerSourceRanges');
  if (warnings.minor >= STANDARD_ADDRESSES_SINCE) return warnOfCIDRs(ranges, path, warnings);
  texts(ranges).forEach((range, index) => {
    const warning = oldCIDRWarning(path().index(index).toString(), range);
    if (warning !== undefined) warnings.add(warning);
  });
}
