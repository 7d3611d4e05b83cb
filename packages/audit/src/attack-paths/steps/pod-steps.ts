/**
 * Steps into pods: making them, alone or through a controller; changing, entering or attaching to those that run; and
 * kubelets through nodes/proxy. `pods` does not hold its subresources: creating pods is no exec.
 *
 * Up to 1.34, or with AuthorizePodWebsocketUpgradeCreatePermission off, `get` is enough for exec and attach.
 */

import { levelOf } from '../cluster-facts.js';
import { CLUSTER_ADMIN, EVERY_NAMESPACE, foothold, NODE_GROUPS, namespaceText } from '../foothold.js';
import type { Need } from '../need.js';
import type { Rights } from '../rights.js';
import { met, oneOf, type Requirement, unknown } from '../step.js';
import type { TechniqueId } from '../technique.js';
import { SYSTEM_NAMESPACE } from './identity-steps.js';
import type { StepSink } from './step-sink.js';

export function podSteps(rights: Rights, sink: StepSink): void {
  makePods(rights, sink);
  enterPods(rights, sink);
  relaxPodSecurity(rights, sink);
  mountPersistentVolume(rights, sink);
  if (rights.isClusterWide) proxyNodes(rights, sink);
}

function makePods(rights: Rights, sink: StepSink): void {
  const to = foothold('podCreation', rights.scope);
  const isCritical = rights.isClusterWide || rights.scope === SYSTEM_NAMESPACE;
  const severity = isCritical ? { severity: 'critical' as const } : {};
  sink.addIn(rights, 'create-pods', to, { requirements: [rights.any('createPods')], ...severity });
  sink.addIn(rights, 'write-controllers', to, { requirements: [rights.any('writeControllers')], ...severity });
  for (const name of rights.names('writeControllers')) {
    const conditions = [
      sink.facts.workloads.some((workload) => workload.name === name && isInScope(workload.namespace, rights))
        ? met(`${name} is there, and its pod template can be changed`)
        : unknown(`${name} is not in the input`),
    ];
    sink.addIn(rights, 'write-controllers', to, {
      requirements: [rights.named('writeControllers', name)],
      conditions,
      ...severity,
    });
  }
}

const isInScope = (namespace: string, rights: Rights): boolean => rights.isClusterWide || namespace === rights.scope;

function enterPods(rights: Rights, sink: StepSink): void {
  const { profile } = sink.facts;
  const byGet = profile.minor < 35 || !profile.enabled('AuthorizePodWebsocketUpgradeCreatePermission');
  const ways: readonly (readonly [TechniqueId, Need])[] = [
    ['edit-pods', 'editPods'],
    ['ephemeral-container', 'addEphemeralContainers'],
    ['exec', 'exec'],
    ['attach', 'attach'],
    ...(byGet
      ? ([
          ['exec', 'execByGet'],
          ['attach', 'attachByGet'],
        ] as const)
      : []),
  ];
  for (const [technique, need] of ways) {
    if (!rights.has(need)) continue;
    sink.addIn(rights, technique, foothold('runningPods', rights.scope), { requirements: [rights.any(need)] });
    for (const name of rights.names(need)) {
      namedPods(rights, sink, technique, need, name);
    }
  }
}

/** Pods are named as in the input; those of controllers have names that nobody knows beforehand. */
function namedPods(rights: Rights, sink: StepSink, technique: TechniqueId, need: Need, name: string): void {
  for (const workload of sink.facts.workloads) {
    if (workload.kind !== 'Pod' || workload.name !== name || !isInScope(workload.namespace, rights)) continue;
    const to = foothold('workload', workload.namespace, `Pod/${name}`);
    sink.addIn(rights, technique, to, { requirements: [rights.named(need, name)] });
  }
}

/** The right to make pods, however it is held. */
export const makesPods = (rights: Rights): Requirement | undefined =>
  oneOf(rights.any('createPods'), rights.any('writeControllers'));

function relaxPodSecurity(rights: Rights, sink: StepSink): void {
  const { scope, isClusterWide } = rights;
  if (!rights.has('labelNamespaces')) return;
  // Where privileged pods are let in already, no label is needed.
  if (!isClusterWide && levelOf(sink.facts, scope).level === 'privileged') return;
  sink.addIn(rights, 'relax-pod-security', foothold('node', '', NODE_GROUPS.every), {
    requirements: [
      isClusterWide ? rights.any('labelNamespaces') : rights.named('labelNamespaces', scope),
      makesPods(rights),
    ],
    conditions: [met(`the labels of ${namespaceText(scope)} can be changed`)],
  });
}

function mountPersistentVolume(rights: Rights, sink: StepSink): void {
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
