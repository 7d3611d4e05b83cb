/** The cluster of an audit as the decisions about features and upgrades see it. */
import { ClusterInput } from '@bulkhead/engine/feature-adoption';
import type { Cluster } from './cluster.js';

/** With what kubeadm is told of components that no container of the input runs. */
export function clusterInputOf({ objects, components }: Cluster): ClusterInput {
  const { containers, flagged, kubelets } = components;
  const running = new Set(containers.map(({ flags }) => flags));
  const told = flagged
    .filter(({ component }) => !running.has(component.flags))
    .map(({ object, component: { name, flags } }) => ({ object, component: name, flags }));
  return new ClusterInput(objects.all, { containers: [...containers, ...told], kubelets });
}
