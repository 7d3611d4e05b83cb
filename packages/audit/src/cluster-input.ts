/** The cluster of an audit as the decisions about features see it. */
import { ClusterInput } from '@bulkhead/engine/feature-adoption';
import type { Cluster } from './cluster.js';

export const clusterInputOf = ({ objects, components }: Cluster): ClusterInput =>
  new ClusterInput(objects.all, components);
