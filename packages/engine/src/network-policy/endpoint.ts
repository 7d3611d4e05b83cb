/**
 * What sends and receives: a pod, or the pods that a workload would make.
 *
 * A pod belongs to the node of the answer that is its direct owner, by the name written there; mirror pods, which their
 * Node owns, and bare pods stand for themselves. Pods in phase Succeeded or Failed have no traffic and are left out;
 * pods being deleted count until they are gone. A workload's pods have no addresses yet.
 * Source: the NetworkPolicy page of the documentation, pod lifecycle.
 */

import type { Labels } from '@bulkhead/apimachinery/selectors';
import { extractPod } from '../pod-security/index.js';
import { type Address, addressOf } from './address.js';
import { field, isPlainObject, objectAt, objectsOf, type PlainObject, textMapOf, textOf } from './plain-object.js';
import { isPort, isProtocol, type Protocol } from './protocol.js';

/** One node of an answer that stands for pods. */
export interface WorkloadNode {
  readonly kind: 'pod' | 'workload';
  readonly namespace: string;
  readonly name: string;
}

export interface ContainerPort {
  readonly name: string;
  readonly port: number;
  readonly protocol: Protocol;
}

export interface Endpoint {
  /** The object that it was read from. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  readonly node: WorkloadNode;
  readonly labels: Labels;
  readonly ports: readonly ContainerPort[];
  readonly hostNetwork: boolean;
  /** The pod's addresses; empty for a workload's template. Those of its machine with hostNetwork. */
  readonly addresses: readonly Address[];
  /** The machine that the pod was bound to; empty while it has none. */
  readonly nodeName: string;
  /** Where the labels stand in the object: `metadata.labels`, `spec.template.metadata.labels`. */
  readonly labelsPath: string;
}

/** The endpoint in an object; undefined where it makes no pods or its pods are over. */
export function endpointOf(object: PlainObject): Endpoint | undefined {
  const extracted = extractPod(object);
  if (extracted === undefined || extracted.holder.kind === 'PodTemplate') return undefined;
  const { pod, path, holder } = extracted;
  const isPod = path === '';
  const phase = textOf(objectAt(pod, 'status'), 'phase');
  if (isPod && (phase === 'Succeeded' || phase === 'Failed')) return undefined;
  const metadata = objectAt(object, 'metadata');
  const namespace = textOf(metadata, 'namespace') || 'default';
  const name = textOf(metadata, 'name') || textOf(metadata, 'generateName');
  const spec = objectAt(pod, 'spec');
  const hostNetwork = field(spec, 'hostNetwork') === true;
  return {
    kind: holder.kind,
    namespace,
    name,
    node: isPod ? nodeOfPod(metadata, namespace, name) : { kind: 'workload', namespace, name },
    labels: textMapOf(objectAt(pod, 'metadata'), 'labels'),
    ports: containerPorts(spec),
    hostNetwork,
    addresses: isPod ? podAddresses(objectAt(pod, 'status'), hostNetwork) : [],
    nodeName: textOf(spec, 'nodeName'),
    labelsPath: isPod ? 'metadata.labels' : `${path}.metadata.labels`,
  };
}

function nodeOfPod(metadata: PlainObject, namespace: string, name: string): WorkloadNode {
  const owners = objectsOf(metadata, 'ownerReferences').filter((owner) => textOf(owner, 'name') !== '');
  const owner = owners.find((reference) => field(reference, 'controller') === true) ?? owners[0];
  if (owner === undefined || textOf(owner, 'kind') === 'Node') return { kind: 'pod', namespace, name };
  return { kind: 'workload', namespace, name: textOf(owner, 'name') };
}

/** Ports of the containers and of the sidecars: init containers that stay. */
function containerPorts(spec: PlainObject): readonly ContainerPort[] {
  const ports: ContainerPort[] = [];
  const sidecars = objectsOf(spec, 'initContainers').filter((init) => textOf(init, 'restartPolicy') === 'Always');
  for (const container of [...objectsOf(spec, 'containers'), ...sidecars]) {
    for (const declared of objectsOf(container, 'ports')) {
      const port = field(declared, 'containerPort');
      const protocol = field(declared, 'protocol') ?? 'TCP';
      if (isPort(port) && isProtocol(protocol)) ports.push({ name: textOf(declared, 'name'), port, protocol });
    }
  }
  return ports;
}

function podAddresses(status: PlainObject, hostNetwork: boolean): readonly Address[] {
  const texts = objectsOf(status, 'podIPs').map((item) => textOf(item, 'ip'));
  const first = textOf(status, 'podIP');
  if (texts.length === 0 && first !== '') texts.push(first);
  if (texts.length === 0 && hostNetwork) texts.push(...hostAddresses(status));
  return texts.flatMap((text) => addressOf(text) ?? []);
}

function hostAddresses(status: PlainObject): readonly string[] {
  const all = objectsOf(status, 'hostIPs').map((item) => textOf(item, 'ip'));
  return all.length > 0 ? all : [textOf(status, 'hostIP')];
}

/** The numbers of a named port in a pod; a name may stand for several. */
export function namedPorts(endpoint: Endpoint, name: string, protocol: Protocol): readonly number[] {
  const found = endpoint.ports.filter((port) => port.name === name && port.protocol === protocol);
  return found.map(({ port }) => port);
}

/** Whether an object is one that this folder reads at all. */
export function isObjectOfKind(object: unknown): object is PlainObject {
  return isPlainObject(object) && typeof object['kind'] === 'string' && typeof object['apiVersion'] === 'string';
}
