/**
 * Steps into pods: making them, alone or through a controller; changing, entering or attaching to those that run; and
 * kubelets through nodes/proxy. `pods` does not hold its subresources: creating pods is no exec.
 *
 * Up to 1.34, or with AuthorizePodWebsocketUpgradeCreatePermission off, `get` is enough for exec and attach.
 */
import { serviceAccountUsername } from '@bulkhead/engine/authorization';
import type { Workload } from '../cluster-facts.js';
import { CLUSTER_ADMIN, EVERY_NAMESPACE, type Foothold, foothold, NODE_GROUPS, namespaceText } from '../foothold.js';
import type { Need } from '../need.js';
import { exemptUser, privilegedPods } from '../privileged-pods.js';
import type { Rights } from '../rights.js';
import { met, oneOf, type Requirement, unknown } from '../step.js';
import { SYSTEM_NAMESPACE } from '../system-namespace.js';
import type { TechniqueId } from '../technique.js';
import type { StepParts, StepSink } from './step-sink.js';

export function podSteps(rights: Rights, sink: StepSink): void {
  makePods(rights, sink);
  enterPods(rights, sink);
  relaxPodSecurity(rights, sink);
  mountPersistentVolume(rights, sink);
  makeExemptPods(rights, sink);
  if (rights.isClusterWide) proxyNodes(rights, sink);
}

function makePods(rights: Rights, sink: StepSink): void {
  if (!rights.has('createPods') && !rights.has('writeControllers')) return;
  const to = sink.places.of('podCreation', rights.scope);
  const isCritical = rights.isClusterWide || rights.scope === SYSTEM_NAMESPACE;
  const severity = isCritical ? { severity: 'critical' as const } : {};
  sink.addIn(rights, 'create-pods', to, { requirements: [rights.any('createPods')], ...severity });
  sink.addIn(rights, 'write-controllers', to, { requirements: [rights.any('writeControllers')], ...severity });
  writeNamedControllers(rights, sink, to, severity);
}

/** The pod template of a controller that exists can be changed; those that the input does not hold are assumed. */
function writeNamedControllers(rights: Rights, sink: StepSink, to: Foothold, severity: StepParts): void {
  const absent = new Set<string>();
  for (const name of rights.names('writeControllers')) {
    const workload = named(rights, sink, name).find(({ kind }) => kind !== 'Pod');
    if (workload === undefined) {
      absent.add(name);
      continue;
    }
    sink.addIn(rights, 'write-controllers', to, {
      requirements: [rights.named('writeControllers', name)],
      conditions: [met(`${workload.kind} ${name} is there, and its pod template can be changed`)],
      ...severity,
    });
  }
  if (absent.size === 0) return;
  sink.addIn(rights, 'write-controllers', to, {
    requirements: [rights.limitedTo('writeControllers', absent)],
    conditions: [unknown(`${[...absent].sort().slice(0, 3).join(', ')} is not in the input: it is taken to exist`)],
    ...severity,
  });
}

const named = (rights: Rights, { facts }: StepSink, name: string): readonly Workload[] =>
  (facts.workloadsByName.get(name) ?? []).filter(({ namespace }) => isInScope(namespace, rights));

const isInScope = (namespace: string, rights: Rights): boolean => rights.isClusterWide || namespace === rights.scope;

function enterPods(rights: Rights, sink: StepSink): void {
  const { profile } = sink.facts;
  enter(rights, sink, 'edit-pods', 'editPods');
  enter(rights, sink, 'ephemeral-container', 'addEphemeralContainers');
  enter(rights, sink, 'exec', 'exec');
  enter(rights, sink, 'attach', 'attach');
  if (profile.minor >= 35 && profile.enabled('AuthorizePodWebsocketUpgradeCreatePermission')) return;
  enter(rights, sink, 'exec', 'execByGet');
  enter(rights, sink, 'attach', 'attachByGet');
}

function enter(rights: Rights, sink: StepSink, technique: TechniqueId, need: Need): void {
  if (!rights.has(need)) return;
  sink.addIn(rights, technique, sink.places.of('runningPods', rights.scope), { requirements: [rights.any(need)] });
  for (const name of rights.names(need)) namedPods(rights, sink, technique, need, name);
}

/** Pods are named as in the input; those of controllers have names that nobody knows beforehand. */
function namedPods(rights: Rights, sink: StepSink, technique: TechniqueId, need: Need, name: string): void {
  for (const { kind, namespace } of named(rights, sink, name)) {
    if (kind !== 'Pod') continue;
    const to = foothold('workload', namespace, `Pod/${name}`);
    sink.addIn(rights, technique, to, { requirements: [rights.named(need, name)] });
  }
}

/** The right to make pods, however it is held. */
export const makesPods = (rights: Rights): Requirement | undefined =>
  oneOf(rights.any('createPods'), rights.any('writeControllers'));

export function relaxPodSecurity(rights: Rights, sink: StepSink): void {
  const { scope, isClusterWide } = rights;
  if (!rights.has('labelNamespaces') && !rights.has('createNamespaces')) return;
  // Where privileged pods are let in already, no label is needed.
  const privileged = privilegedPods(sink.facts, scope);
  if (isClusterWide ? privileged?.state === 'met' : privileged !== undefined) return;
  sink.addIn(rights, 'relax-pod-security', foothold('node', '', NODE_GROUPS.every), {
    requirements: [
      isClusterWide ? rights.any('labelNamespaces') : rights.named('labelNamespaces', scope),
      makesPods(rights),
    ],
    conditions: [met(`the labels of ${namespaceText(scope)} can be changed`)],
  });
  if (!isClusterWide) return;
  sink.add('privileged-namespace', foothold('node', '', NODE_GROUPS.every), {
    requirements: [rights.any('createNamespaces'), makesPods(rights)],
    conditions: [met('who makes a namespace labels it')],
  });
}

/** A user whom Pod Security exempts makes privileged pods where it refuses those of others; its controllers do not. */
function makeExemptPods(rights: Rights, sink: StepSink): void {
  const { kind, namespace, name } = sink.from;
  if (!rights.has('createPods') || (kind !== 'user' && kind !== 'serviceAccount')) return;
  const exempt = exemptUser(sink.facts, kind === 'user' ? name : serviceAccountUsername(namespace, name));
  if (exempt === undefined || privilegedPods(sink.facts, rights.scope)?.state === 'met') return;
  sink.addIn(rights, 'privileged-pod', foothold('node', '', NODE_GROUPS.every), {
    requirements: [rights.any('createPods')],
    conditions: [exempt],
  });
}

export function mountPersistentVolume(rights: Rights, sink: StepSink): void {
  if (!rights.has('createPersistentVolumes')) return;
  sink.addIn(rights, 'persistent-volume', foothold('node', '', NODE_GROUPS.every), {
    requirements: [
      rights.any('createPersistentVolumes'),
      rights.any('createPersistentVolumeClaims'),
      makesPods(rights),
    ],
  });
}

function proxyNodes(rights: Rights, sink: StepSink): void {
  const any = rights.any('proxyNodes');
  const { nodes } = sink.facts;
  const controlPlane = [...nodes].flatMap(([name, { isControlPlane }]) => (isControlPlane ? [name] : []));
  if (any !== undefined) {
    sink.add('nodes-proxy', foothold('runningPods', EVERY_NAMESPACE), { requirements: [any] });
    if (nodes.size === 0 || controlPlane.length > 0) {
      const text = 'the control plane runs as pods of a node';
      const conditions = [controlPlane.length > 0 ? met(`${text}: ${controlPlane[0]}`) : unknown(text)];
      sink.add('nodes-proxy', CLUSTER_ADMIN, { requirements: [any], conditions });
    }
  }
  for (const written of rights.names('proxyNodes')) {
    const name = nodeOfProxyName(written);
    const requirements = [rights.named('proxyNodes', written)];
    sink.add('nodes-proxy', foothold('runningPods', EVERY_NAMESPACE, name), { requirements });
    if (nodes.get(name)?.isControlPlane !== true) continue;
    sink.add('nodes-proxy', CLUSTER_ADMIN, { requirements, conditions: [met(`${name} is a control-plane node`)] });
  }
}

/** The proxy takes `https:name:port`, too. */
const nodeOfProxyName = (name: string): string => /^(?:https?:)?([^:]+)(?::.*)?$/.exec(name)?.[1] ?? name;
