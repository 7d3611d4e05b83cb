/**
 * Namespaces, and which of their pods nothing holds: no NetworkPolicy isolates them, no policy of administrators denies.
 */
import { DIRECTIONS, type Direction } from '../compiled-policy.js';
import type { Endpoint } from '../endpoint.js';
import type { NetworkModel } from '../network-model.js';

export interface OpenDirection {
  readonly direction: Direction;
  /** Whether a policy selects every pod of the namespace, those to come included. */
  readonly isDenied: boolean;
  readonly open: readonly Endpoint[];
}

export interface NamespaceOpenness {
  readonly namespace: string;
  /** Its workloads and pods, those with hostNetwork left out: policies cannot hold them. */
  readonly endpoints: readonly Endpoint[];
  readonly directions: readonly OpenDirection[];
}

/** One entry for each namespace that the input holds pods of. */
export function namespaceOpenness(model: NetworkModel): readonly NamespaceOpenness[] {
  const denied = new Set<string>();
  for (const policy of model.policies) {
    const { pods } = policy.subject;
    if (policy.kind !== 'NetworkPolicy' || pods.kind !== 'requirements' || pods.requirements.length > 0) continue;
    for (const direction of DIRECTIONS)
      if (policy[direction] !== undefined) denied.add(`${direction} ${policy.namespace}`);
  }
  return [...model.namespaces.keys()].flatMap((namespace) => {
    const endpoints = model.endpointsIn(namespace).filter(({ hostNetwork }) => !hostNetwork);
    if (endpoints.length === 0) return [];
    const directions = DIRECTIONS.map((direction) => ({
      direction,
      isDenied: denied.has(`${direction} ${namespace}`),
      open: endpoints.filter((endpoint) => isOpen(model, endpoint, direction)),
    }));
    return [{ namespace, endpoints, directions }];
  });
}

const isOpen = (model: NetworkModel, endpoint: Endpoint, direction: Direction): boolean =>
  !model
    .policiesSelecting(endpoint)
    .some((policy) =>
      policy.tier === 'NetworkPolicy'
        ? policy[direction] !== undefined
        : policy[direction]?.some(({ action }) => action === 'Deny'),
    );
