/**
 * What a pod asks for as a whole: its containers together, or its init containers where one of them asks for more.
 *
 * Source: plugin/pkg/admission/limitranger/admission.go (podRequests, podLimits), KEP-753, KEP-2837.
 */
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from '@bulkhead/apimachinery/quantity';
import type { Container, Pod } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';

/** Amounts by the name of the resource. */
export type Resources = ReadonlyMap<string, Quantity>;
type Side = 'requests' | 'limits';
type ResourceList = { readonly [key: string]: string | number } | undefined;

/** Whether a resource is of a domain that is not Kubernetes' own. */
export const isExtendedResource = (name: string): boolean =>
  name.includes('/') && !name.split('/')[0]?.endsWith('kubernetes.io') && !name.startsWith('requests.');

/** The sum of both. */
export function addResources(left: Resources, right: Resources): Resources {
  const sum = new Map(left);
  add(sum, right);
  return sum;
}

export function resourcesOf(list: ResourceList): Resources {
  const resources = new Map<string, Quantity>();
  for (const [name, text] of Object.entries(list ?? {})) {
    const quantity = parseQuantity(text);
    if (quantity !== undefined) resources.set(name, quantity);
  }
  return resources;
}

export function podResources({ spec }: Pod, side: Side, profile: ClusterProfile): Resources {
  const sum = new Map<string, Quantity>();
  for (const container of spec?.containers ?? []) add(sum, of(container, side));
  // Init containers that go on running count with those that come after them.
  const running = new Map<string, Quantity>();
  const most = new Map<string, Quantity>();
  for (const container of spec?.initContainers ?? []) {
    const own = of(container, side);
    if (container.restartPolicy === 'Always') {
      add(sum, own);
      add(running, own);
      raise(most, running);
    } else {
      const together = new Map(own);
      add(together, running);
      raise(most, together);
    }
  }
  raise(sum, most);
  if (profile.enabled('PodLevelResources')) {
    for (const [name, quantity] of resourcesOf(spec?.resources?.[side])) sum.set(name, quantity);
  }
  return sum;
}

const of = ({ resources }: Container, side: Side): Resources => resourcesOf(resources?.[side]);

function add(sum: Map<string, Quantity>, resources: Resources): void {
  for (const [name, quantity] of resources) {
    const before = sum.get(name);
    sum.set(name, before === undefined ? quantity : addQuantities(before, quantity));
  }
}

function raise(most: Map<string, Quantity>, resources: Resources): void {
  for (const [name, quantity] of resources) {
    const before = most.get(name);
    if (before === undefined || compareQuantities(quantity, before) > 0) most.set(name, quantity);
  }
}
