/** The Node authorizer over the pods, volumes and other objects of the input that lead a kubelet to an object. */
import { decodeObject } from '@bulkhead/apimachinery';
import type { PersistentVolume, Pod } from '@bulkhead/apimachinery/types/core-v1';
import { serverDecoding } from '@bulkhead/audit';
import { NodeAuthorizer, type NodeBoundType, NodeGraph } from '@bulkhead/engine/node-authorization';
import { type ClusterAccess, DEFAULT_NAMESPACE } from './cluster-access.js';
import { member, text } from './untyped.js';

export function nodeAuthorizerOf({ nodeSources, profile }: ClusterAccess): NodeAuthorizer {
  const graph = new NodeGraph(profile);
  const decoding = serverDecoding(profile);
  for (const { value } of nodeSources) {
    const { object } = decodeObject(value, profile, decoding);
    const metadata = { namespace: DEFAULT_NAMESPACE, ...recordOf(member(object, 'metadata')) };
    if (isOfKind<Pod>(object, 'v1', 'Pod')) graph.setPod({ ...object, metadata });
    else if (isOfKind<PersistentVolume>(object, 'v1', 'PersistentVolume')) graph.setPersistentVolume(object);
    else addBound(graph, object, metadata.namespace);
  }
  return new NodeAuthorizer(graph, profile);
}

/** Objects that name their node, and the field in which they do. */
const NODE_FIELDS: ReadonlyMap<string, readonly [type: NodeBoundType, isNamespaced: boolean]> = new Map([
  ['VolumeAttachment', ['volumeattachment', false]],
  ['ResourceSlice', ['resourceslice', false]],
  ['PodCertificateRequest', ['podcertificaterequest', true]],
]);

function addBound(graph: NodeGraph, object: object, namespace: string): void {
  const [type, isNamespaced] = NODE_FIELDS.get(text(member(object, 'kind'))) ?? [];
  if (type === undefined) return;
  const name = text(member(member(object, 'metadata'), 'name'));
  graph.setBound(type, isNamespaced === true ? namespace : '', name, text(member(member(object, 'spec'), 'nodeName')));
}

/** Decoding made it well typed; only the kind is to be told apart. */
const isOfKind = <Kind extends object>(object: object, apiVersion: string, kind: string): object is Kind =>
  member(object, 'apiVersion') === apiVersion && member(object, 'kind') === kind;

const recordOf = (value: unknown): object => (typeof value === 'object' && value !== null ? value : {});
