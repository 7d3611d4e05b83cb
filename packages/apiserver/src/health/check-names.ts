/**
 * The checks that clients and monitoring know by name, in their order, with the minors that have them. What Bulkhead
 * does at start stands behind those that it does; the others are reached when the start is.
 *
 * Source: recorded from a server of 1.35; k8s.io/kubernetes/pkg/controlplane, k8s.io/apiserver/pkg/server,
 * k8s.io/kube-aggregator/pkg/apiserver for the minors before.
 */
import type { Minor } from '@bulkhead/apimachinery';

export const POST_START_HOOK = 'poststarthook/';

/** Names of post-start hooks; with the first minor where that is later than the oldest known. */
const HOOKS: readonly (readonly [name: string, since?: Minor])[] = [
  ['start-apiserver-admission-initializer'],
  ['generic-apiserver-start-informers'],
  ['priority-and-fairness-config-consumer'],
  ['priority-and-fairness-filter'],
  ['storage-object-count-tracker-hook'],
  ['start-apiextensions-informers'],
  ['start-apiextensions-controllers'],
  ['crd-informer-synced'],
  ['start-system-namespaces-controller', 29],
  ['start-cluster-authentication-info-controller'],
  ['start-kube-apiserver-identity-lease-controller'],
  ['start-kube-apiserver-identity-lease-garbage-collector'],
  ['start-legacy-token-tracking-controller'],
  ['start-service-ip-repair-controllers', 28],
  ['rbac/bootstrap-roles'],
  ['scheduling/bootstrap-system-priority-classes'],
  ['priority-and-fairness-config-producer'],
  ['bootstrap-controller'],
  ['start-kubernetes-service-cidr-controller', 33],
  ['aggregator-reload-proxy-client-cert'],
  ['start-kube-aggregator-informers'],
  ['apiservice-status-local-available-controller', 32],
  ['apiservice-status-remote-available-controller', 32],
  ['apiservice-registration-controller'],
  ['apiservice-discovery-controller', 28],
  ['kube-apiserver-autoregistration'],
];
const HOOKS_AT_THE_END: readonly string[] = ['apiservice-openapi-controller', 'apiservice-openapiv3-controller'];

const asHook = (name: string): string => `${POST_START_HOOK}${name}`;

/** Milestones of the start, in the order in which the health endpoints name them. */
export function startMilestones(minor: Minor): readonly string[] {
  const hooks = HOOKS.filter(([, since]) => since === undefined || minor >= since).map(([name]) => asHook(name));
  return [...hooks, 'autoregister-completion', ...HOOKS_AT_THE_END.map(asHook)];
}
