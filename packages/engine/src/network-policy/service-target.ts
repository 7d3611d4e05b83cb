/**
 * A Service's port translated to pods: policies see the pod and its target port, never the Service's address and port.
 *
 * - targetPort is the Service's own port unless written; a name is looked up in each pod with the port's protocol, and
 *   a pod without it is no endpoint.
 * - Without a selector the endpoints are those of its EndpointSlices, or of the Endpoints object of its name.
 * Source: pkg/controller/endpointslice, k8s.io/endpointslice/util FindPort.
 */
import { type Address, addressOf } from './address.js';
import { type Endpoint, namedPorts } from './endpoint.js';
import type { NetworkModel } from './network-model.js';
import { field, isSet, objectAt, objectsOf, type PlainObject, textMapOf, textOf, textsOf } from './plain-object.js';
import { isPort, type Protocol } from './protocol.js';

export interface ServiceReference {
  readonly namespace: string;
  readonly name: string;
}

/** Where the traffic to a service's port ends: a pod of the model, or an address that is none. */
export interface ServiceTarget {
  readonly endpoint: Endpoint | undefined;
  readonly address: Address | undefined;
  readonly port: number;
}

export interface ServiceTargets {
  readonly targets: readonly ServiceTarget[];
  /** Addresses of the Service itself. */
  readonly addresses: readonly Address[];
  /** Whether the way in may replace the client's address: NodePort and LoadBalancer of externalTrafficPolicy Cluster. */
  readonly mayHideClients: boolean;
  /** Why there are no targets; empty where there are. */
  readonly problem: string;
}

const SLICE_LABEL = 'kubernetes.io/service-name';

export function serviceTargets(
  model: NetworkModel,
  { namespace, name }: ServiceReference,
  port: number,
  protocol: Protocol,
): ServiceTargets {
  const service = model.serviceObjects.get(`Service ${namespace}/${name}`);
  if (service === undefined) return none(`service ${namespace}/${name} is not in the input`);
  const spec = objectAt(service, 'spec');
  const entry = objectsOf(spec, 'ports').find((item) => field(item, 'port') === port && protocolOf(item) === protocol);
  if (entry === undefined) return none(`service ${namespace}/${name} has no port ${protocol} ${port}`);
  const selector = Object.entries(textMapOf(spec, 'selector'));
  const targets =
    selector.length > 0
      ? selectedTargets(model, namespace, selector, entry, protocol)
      : listedTargets(model, namespace, name, entry, protocol);
  const type = textOf(spec, 'type');
  return {
    targets,
    addresses: serviceAddresses(service),
    mayHideClients:
      (type === 'NodePort' || type === 'LoadBalancer') && textOf(spec, 'externalTrafficPolicy') !== 'Local',
    problem: targets.length > 0 ? '' : `service ${namespace}/${name} has no endpoint for port ${protocol} ${port}`,
  };
}

const none = (problem: string): ServiceTargets => ({ targets: [], addresses: [], mayHideClients: false, problem });
const protocolOf = (entry: PlainObject): unknown => field(entry, 'protocol') ?? 'TCP';

/** The addresses under which clients know the service. */
export function serviceAddresses(service: PlainObject): readonly Address[] {
  const spec = objectAt(service, 'spec');
  const balancers = objectsOf(objectAt(service, 'status', 'loadBalancer'), 'ingress').map((item) => textOf(item, 'ip'));
  const texts = [
    textOf(spec, 'clusterIP'),
    ...textsOf(spec, 'clusterIPs'),
    ...textsOf(spec, 'externalIPs'),
    ...balancers,
  ];
  return [...new Set(texts)].flatMap((text) => addressOf(text) ?? []);
}

/** The service that has the address. */
export function serviceOfAddress(model: NetworkModel, address: Address): ServiceReference | undefined {
  for (const [key, service] of model.serviceObjects) {
    if (!key.startsWith('Service ')) continue;
    const isOwn = serviceAddresses(service).some(
      ({ family, value }) => family === address.family && value === address.value,
    );
    if (!isOwn) continue;
    const metadata = objectAt(service, 'metadata');
    return { namespace: textOf(metadata, 'namespace') || 'default', name: textOf(metadata, 'name') };
  }
  return undefined;
}

function selectedTargets(
  model: NetworkModel,
  namespace: string,
  selector: readonly (readonly [string, string])[],
  entry: PlainObject,
  protocol: Protocol,
): readonly ServiceTarget[] {
  const targets: ServiceTarget[] = [];
  for (const endpoint of model.endpointsIn(namespace)) {
    if (!hasLabels(endpoint, selector)) continue;
    const port = targetPort(entry, endpoint, protocol);
    if (port !== undefined) targets.push({ endpoint, address: undefined, port });
  }
  return targets;
}

const hasLabels = ({ labels }: Endpoint, selector: readonly (readonly [string, string])[]): boolean =>
  selector.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);

/** The port of the pod that the service's port leads to. */
export function targetPort(entry: PlainObject, endpoint: Endpoint, protocol: Protocol): number | undefined {
  const target = field(entry, 'targetPort');
  if (typeof target === 'string' && target !== '') return namedPorts(endpoint, target, protocol)[0];
  if (isSet(target) && target !== 0 && target !== '') return isPort(target) ? target : undefined;
  const port = field(entry, 'port');
  return isPort(port) ? port : undefined;
}

function listedTargets(
  model: NetworkModel,
  namespace: string,
  name: string,
  entry: PlainObject,
  protocol: Protocol,
): readonly ServiceTarget[] {
  const targets: ServiceTarget[] = [];
  const portName = textOf(entry, 'name');
  const portOf = (listed: PlainObject): unknown =>
    field(
      objectsOf(listed, 'ports').find((item) => textOf(item, 'name') === portName && protocolOf(item) === protocol),
      'port',
    );
  const add = (texts: readonly string[], port: unknown): void => {
    if (!isPort(port)) return;
    for (const address of texts.flatMap((text) => addressOf(text) ?? [])) {
      targets.push({ endpoint: undefined, address, port });
    }
  };
  for (const [key, object] of model.serviceObjects) {
    if (!key.startsWith(`EndpointSlice ${namespace}/`)) continue;
    if (textMapOf(objectAt(object, 'metadata'), 'labels')[SLICE_LABEL] !== name) continue;
    for (const item of objectsOf(object, 'endpoints')) add(textsOf(item, 'addresses'), portOf(object));
  }
  if (targets.length > 0) return targets;
  for (const subset of objectsOf(model.serviceObjects.get(`Endpoints ${namespace}/${name}`), 'subsets')) {
    add(
      objectsOf(subset, 'addresses').map((item) => textOf(item, 'ip')),
      portOf(subset),
    );
  }
  return targets;
}
