/**
 * Keeps the graph of the Node authorizer in step with the objects that lead to nodes.
 *
 * Source: plugin/pkg/auth/authorizer/node/graph_populator.go.
 */
import type { NodeBoundType, NodeGraph } from '@bulkhead/engine/node-authorization';
import type { KubeObject, ObjectCaches } from '../registry/kube-object.js';
import { followObjects, type ObjectFollower } from './object-follower.js';

const NODE_BOUND: readonly (readonly [group: string, resource: string, type: NodeBoundType])[] = [
  ['storage.k8s.io', 'volumeattachments', 'volumeattachment'],
  ['resource.k8s.io', 'resourceslices', 'resourceslice'],
  ['certificates.k8s.io', 'podcertificaterequests', 'podcertificaterequest'],
];

/** Takes in what is there and follows every change; returns the way to stop. */
export function followNodeGraph(caches: ObjectCaches, graph: NodeGraph): () => void {
  const stops = [
    followObjects(caches, '', 'pods', {
      set: ({ object }) => graph.setPod(object),
      delete: ({ namespace, name }) => graph.deletePod(namespace, name),
    }),
    followObjects(caches, '', 'persistentvolumes', {
      set: ({ object }) => graph.setPersistentVolume(object),
      delete: ({ name }) => graph.deletePersistentVolume(name),
    }),
    ...NODE_BOUND.map(([group, resource, type]) => followObjects(caches, group, resource, nodeBound(graph, type))),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function nodeBound(graph: NodeGraph, type: NodeBoundType): ObjectFollower {
  return {
    set: ({ namespace, name, object }) => graph.setBound(type, namespace, name, nodeNameOf(object)),
    delete: ({ namespace, name }) => graph.deleteBound(type, namespace, name),
  };
}

/** `spec.nodeName`, which all of these kinds have. */
function nodeNameOf({ spec }: KubeObject): string {
  if (typeof spec !== 'object' || spec === null || !('nodeName' in spec)) return '';
  return typeof spec.nodeName === 'string' ? spec.nodeName : '';
}
