/**
 * The EndpointSlices of every service that selects pods.
 *
 * Source: pkg/controller/endpointslice.
 */
import { matchesSelector, type Requirement } from '@bulkhead/apimachinery/selectors';
import type { Pod, Service } from '@bulkhead/apimachinery/types/core-v1';
import type { EndpointSlice } from '@bulkhead/apimachinery/types/discovery-v1';
import type { CachedObject, ClusterAccess, KubeObject } from '../cluster-access.js';
import { ENDPOINT_SLICES, PODS, SERVICES } from '../frame/api-resource.js';
import { canonicalJson } from '../frame/canonical-json.js';
import { keyOf, type Loop, splitKey } from '../frame/loop.js';
import { at, LoopClient } from '../frame/loop-client.js';
import { isNamespaceTerminating } from '../frame/request-error.js';
import { controllerReference } from '../workloads/controller-reference.js';
import { type AddressType, addressTypesOf, endpointGroups } from './service-endpoints.js';
import { planSlices, type SliceContent } from './slice-plan.js';

const SERVICE_NAME = 'kubernetes.io/service-name';
const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
const MANAGER = 'endpointslice-controller.k8s.io';
const HEADLESS = 'service.kubernetes.io/headless';

type SliceObject = KubeObject & EndpointSlice;
type ServiceObject = KubeObject & Service;

export function endpointSliceLoop(access: ClusterAccess): Loop {
  const slices = new ServiceSlices(access);
  return {
    name: 'endpointslice-controller',
    watches: [
      { ...SERVICES, keysOf: (service) => [keyOf(service)] },
      { ...PODS, keysOf: (pod, previous) => slices.servicesOf(pod, previous) },
      { ...ENDPOINT_SLICES, keysOf: serviceOf },
    ],
    reconcile: (key) => slices.reconcile(key),
  };
}

/** Slices that others made are not looked at. */
function serviceOf({ object, namespace }: CachedObject): readonly string[] {
  const { [SERVICE_NAME]: service, [MANAGED_BY]: manager } = object.metadata.labels ?? {};
  return service === undefined || manager !== MANAGER ? [] : [`${namespace}/${service}`];
}

class ServiceSlices {
  readonly #access: ClusterAccess;
  readonly #client: LoopClient;

  constructor(access: ClusterAccess) {
    this.#access = access;
    this.#client = LoopClient.as('endpointslice-controller', access);
  }

  servicesOf({ object, namespace }: CachedObject, previous: CachedObject | undefined): readonly string[] {
    return (this.#access.caches.cache('', 'services')?.list(namespace) ?? [])
      .filter((service) => selects(service.object, object) || (previous && selects(service.object, previous.object)))
      .map(keyOf);
  }

  async reconcile(key: string): Promise<undefined> {
    const { caches } = this.#access;
    const [namespace, name] = splitKey(key);
    const service: ServiceObject | undefined = caches.cache('', 'services')?.get(namespace, name)?.object;
    if (service === undefined || (service.metadata.deletionTimestamp ?? '') !== '') return;
    if (!hasSelector(service) || service.spec?.type === 'ExternalName') return;
    const pods: readonly Pod[] = (caches.cache('', 'pods')?.list(namespace) ?? [])
      .map(({ object }) => object)
      .filter((pod) => selects(service, pod));
    const own: readonly SliceObject[] = (caches.cache('discovery.k8s.io', 'endpointslices')?.list(namespace) ?? [])
      .filter((slice) => serviceOf(slice).includes(key))
      .map(({ object }) => object);
    const types = addressTypesOf(service);
    try {
      for (const type of types) {
        const present = own.filter((slice) => slice.addressType === type);
        await this.#carryOut(service, type, pods, present);
      }
      await this.#delete(own.filter(({ addressType }) => !types.some((type) => type === addressType)));
    } catch (error) {
      if (!isNamespaceTerminating(error)) throw error;
    }
  }

  async #carryOut(service: ServiceObject, type: AddressType, pods: readonly Pod[], present: readonly SliceObject[]) {
    const namespace = service.metadata.namespace ?? '';
    const plan = planSlices(endpointGroups(service, pods, type), present);
    await Promise.all([
      ...plan.created.map((content) =>
        this.#client.create(at(ENDPOINT_SLICES, namespace), sliceOf(service, type, content)),
      ),
      ...plan.kept.map(async ({ slice, ports, endpoints }) => {
        const labels = labelsOf(service);
        const next = { ...slice, metadata: { ...slice.metadata, labels }, endpoints, ports };
        if (isSame(slice, next)) return;
        await this.#client.update(at(ENDPOINT_SLICES, namespace, slice.metadata.name), next);
      }),
    ]);
    await this.#delete(plan.deleted);
  }

  async #delete(slices: readonly SliceObject[]): Promise<void> {
    await Promise.all(
      slices.map(({ metadata: { namespace = '', name, uid = '' } }) =>
        this.#client.delete(at(ENDPOINT_SLICES, namespace, name), { uid }),
      ),
    );
  }
}

const hasSelector = ({ spec }: Service): boolean => Object.keys(spec?.selector ?? {}).length > 0;

function selects({ spec }: Service, { metadata }: Pod): boolean {
  const requirements = Object.entries(spec?.selector ?? {}).map(
    ([key, value]): Requirement => ({ key, operator: '=', values: [value] }),
  );
  return requirements.length > 0 && matchesSelector({ kind: 'requirements', requirements }, metadata?.labels);
}

/** Absent lists and empty ones are the same. */
function isSame(one: EndpointSlice, other: EndpointSlice): boolean {
  const compared = ({ metadata, endpoints, ports }: EndpointSlice): string =>
    canonicalJson([metadata?.labels ?? {}, endpoints ?? [], ports ?? []]);
  return compared(one) === compared(other);
}

const labelsOf = ({ metadata, spec }: ServiceObject): Readonly<Record<string, string>> => ({
  ...metadata.labels,
  [SERVICE_NAME]: metadata.name ?? '',
  [MANAGED_BY]: MANAGER,
  ...(spec?.clusterIP === 'None' ? { [HEADLESS]: '' } : {}),
});

const sliceOf = (service: ServiceObject, addressType: AddressType, { ports, endpoints }: SliceContent): object => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    generateName: `${service.metadata.name ?? ''}-`,
    namespace: service.metadata.namespace ?? '',
    labels: labelsOf(service),
    ownerReferences: [controllerReference(service)],
  },
  addressType,
  endpoints,
  ports,
});
