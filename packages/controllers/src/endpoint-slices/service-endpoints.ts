/**
 * Where a service leads: the addresses of its pods, grouped by the ports that they listen on.
 *
 * Source: k8s.io/endpointslice.
 */
import type { Container, Pod, Service, ServicePort } from '@bulkhead/apimachinery/types/core-v1';
import type { Endpoint, EndpointPort } from '@bulkhead/apimachinery/types/discovery-v1';
import { isPodOver, isPodReady, isTerminatingPod } from '../workloads/pod-state.js';

export type AddressType = 'IPv4' | 'IPv6';

export interface EndpointGroup {
  readonly ports: readonly EndpointPort[];
  readonly endpoints: readonly Endpoint[];
}

/** The families that a service has addresses of. */
export function addressTypesOf({ spec }: Service): readonly AddressType[] {
  const families = (spec?.ipFamilies ?? []).filter((family) => family === 'IPv4' || family === 'IPv6');
  return families.length === 0 ? ['IPv4'] : families;
}

export function endpointGroups(service: Service, pods: readonly Pod[], type: AddressType): readonly EndpointGroup[] {
  const groups = new Map<string, { readonly ports: readonly EndpointPort[]; readonly endpoints: Endpoint[] }>();
  for (const pod of pods) {
    const address = addressOf(pod, type);
    if (address === undefined || isPodOver(pod)) continue;
    const ports = (service.spec?.ports ?? []).flatMap((port) => endpointPort(port, pod));
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, endpoints: [] };
    groups.set(key, group);
    group.endpoints.push(endpointOf(service, pod, address));
  }
  return [...groups.values()];
}

function addressOf({ status }: Pod, type: AddressType): string | undefined {
  const addresses = [...(status?.podIPs ?? []).map(({ ip = '' }) => ip), status?.podIP ?? ''];
  return addresses.find((address) => address !== '' && address.includes(':') === (type === 'IPv6'));
}

/** Nothing for a named port that the pod does not have. */
function endpointPort(
  { name = '', protocol = 'TCP', port = 0, targetPort, appProtocol }: ServicePort,
  pod: Pod,
): readonly EndpointPort[] {
  const number = targetNumber(targetPort ?? port, port, protocol, pod);
  if (number === undefined) return [];
  return [{ name, protocol, port: number, ...(appProtocol === undefined ? {} : { appProtocol }) }];
}

function targetNumber(target: string | number, port: number, protocol: string, { spec }: Pod): number | undefined {
  if (typeof target === 'number') return target === 0 ? port : target;
  const containers: readonly Container[] = [
    ...(spec?.containers ?? []),
    ...(spec?.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ];
  return containers
    .flatMap(({ ports = [] }) => ports)
    .find((each) => each.name === target && (each.protocol ?? 'TCP') === protocol)?.containerPort;
}

function endpointOf({ spec, metadata: service }: Service, pod: Pod, address: string): Endpoint {
  const { name = '', namespace = '', uid = '' } = pod.metadata ?? {};
  const isServing = isPodReady(pod);
  const isTerminating = isTerminatingPod(pod);
  const { hostname = '', subdomain = '', nodeName = '' } = pod.spec ?? {};
  const hasHostname = hostname !== '' && subdomain === service?.name;
  return {
    addresses: [address],
    conditions: {
      ready: spec?.publishNotReadyAddresses === true || (isServing && !isTerminating),
      serving: isServing,
      terminating: isTerminating,
    },
    ...(hasHostname ? { hostname } : {}),
    targetRef: { kind: 'Pod', namespace, name, uid },
    ...(nodeName === '' ? {} : { nodeName }),
  };
}
