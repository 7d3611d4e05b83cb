/** Source: pkg/registry/core/endpoint/strategy.go, pkg/api/v1/endpoints/util.go. */
import type { EndpointAddress, EndpointSubset } from '@bulkhead/apimachinery/types/core-v1';
import type { KindStrategy } from '../strategy.js';

export const endpointsStrategy: KindStrategy = {
  canonicalize(object) {
    const subsets = object['subsets'] as readonly EndpointSubset[] | undefined;
    return subsets === undefined || subsets === null ? object : { ...object, subsets: repacked(subsets) };
  },
};

interface Group {
  readonly ports: EndpointSubset['ports'];
  readonly ready: EndpointAddress[];
  readonly notReady: EndpointAddress[];
}

/** One subset for each set of ports; an address that is ready anywhere in it is ready, and stands there once. */
function repacked(subsets: readonly EndpointSubset[]): readonly EndpointSubset[] {
  const groups = new Map<string, Group>();
  for (const { ports = [], addresses = [], notReadyAddresses = [] } of subsets) {
    const key = JSON.stringify(ports.map((port) => JSON.stringify(port)).toSorted());
    let group = groups.get(key);
    if (group === undefined) {
      group = { ports, ready: [], notReady: [] };
      groups.set(key, group);
    }
    group.ready.push(...addresses);
    group.notReady.push(...notReadyAddresses);
  }
  return [...groups.values()].map(({ ports, ready, notReady }) => {
    const addresses = unique(ready, []);
    const others = unique(notReady, addresses);
    return {
      ...(addresses.length === 0 ? {} : { addresses }),
      ...(others.length === 0 ? {} : { notReadyAddresses: others }),
      ...(ports === undefined || ports.length === 0 ? {} : { ports }),
    };
  });
}

const identity = ({ ip = '', targetRef }: EndpointAddress): string => `${ip}\n${targetRef?.uid ?? ''}`;

function unique(addresses: readonly EndpointAddress[], others: readonly EndpointAddress[]): EndpointAddress[] {
  const seen = new Set(others.map(identity));
  const kept: EndpointAddress[] = [];
  for (const address of addresses) {
    const key = identity(address);
    if (seen.has(key)) continue;
    seen.add(key);
    kept.push(address);
  }
  return kept.toSorted((a, b) => (identity(a) < identity(b) ? -1 : 1));
}
