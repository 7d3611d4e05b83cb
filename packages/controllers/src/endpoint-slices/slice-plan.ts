/**
 * What is to be done with the slices of a service so that they hold its endpoints. Endpoints stay in the slice in which
 * they are: a change of one pod changes one slice.
 *
 * Source: k8s.io/endpointslice/reconciler.go.
 */
import type { Endpoint, EndpointPort, EndpointSlice } from '@bulkhead/apimachinery/types/discovery-v1';
import { canonicalJson } from '../frame/canonical-json.js';
import type { EndpointGroup } from './service-endpoints.js';

const MOST_ENDPOINTS = 100;

export interface SliceContent {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

export interface SlicePlan<Slice extends EndpointSlice> {
  /** All that stay, changed or not. */
  readonly kept: readonly (SliceContent & { readonly slice: Slice })[];
  readonly created: readonly SliceContent[];
  readonly deleted: readonly Slice[];
}

export function planSlices<Slice extends EndpointSlice>(
  groups: readonly EndpointGroup[],
  slices: readonly Slice[],
): SlicePlan<Slice> {
  const kept: (SliceContent & { slice: Slice })[] = [];
  const created: SliceContent[] = [];
  // A service without endpoints has an empty slice, so that it can be told from one that was not looked at.
  const wanted = groups.length === 0 ? [{ ports: [], endpoints: [] }] : groups;
  const used = new Set<Slice>();
  for (const { ports, endpoints } of wanted) {
    const same = slices.filter((slice) => !used.has(slice) && portsKey(slice.ports ?? []) === portsKey(ports));
    for (const slice of same) used.add(slice);
    const placed = place(endpoints, same);
    for (const [index, slice] of same.entries()) {
      const content = placed.inSlices[index] ?? [];
      // The last one of its ports may be empty only when the service has no endpoints at all.
      if (content.length > 0 || (endpoints.length === 0 && index === 0))
        kept.push({ slice, ports, endpoints: content });
      else used.delete(slice);
    }
    for (let start = 0; start < placed.left.length; start += MOST_ENDPOINTS) {
      created.push({ ports, endpoints: placed.left.slice(start, start + MOST_ENDPOINTS) });
    }
    if (endpoints.length === 0 && same.length === 0) created.push({ ports, endpoints: [] });
  }
  return { kept, created, deleted: slices.filter((slice) => !used.has(slice)) };
}

/** Known endpoints where they are, new ones where there is room. */
function place(endpoints: readonly Endpoint[], slices: readonly EndpointSlice[]) {
  const waiting = new Map(endpoints.map((endpoint) => [endpointKey(endpoint), endpoint]));
  const inSlices = slices.map((slice) =>
    (slice.endpoints ?? []).flatMap((present) => {
      const key = endpointKey(present);
      const endpoint = waiting.get(key);
      waiting.delete(key);
      return endpoint === undefined ? [] : [endpoint];
    }),
  );
  const left = [...waiting.values()];
  for (const content of inSlices) {
    if (content.length > 0) content.push(...left.splice(0, Math.max(0, MOST_ENDPOINTS - content.length)));
  }
  // Emptied slices are used again before new ones are made.
  for (const content of inSlices) {
    if (content.length === 0) content.push(...left.splice(0, MOST_ENDPOINTS));
  }
  return { inSlices, left };
}

const endpointKey = ({ targetRef, addresses }: Endpoint): string =>
  `${targetRef?.uid ?? ''} ${(addresses ?? []).join(',')}`;

const portsKey = (ports: readonly EndpointPort[]): string =>
  canonicalJson(ports.map((port) => ({ ...port, name: port.name ?? '' })));
