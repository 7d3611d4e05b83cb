/** The object that a requested token is bound to, as its claims name it. */
import { goQuote } from '@bulkhead/apimachinery';
import type { BoundObjectReference } from '@bulkhead/apimachinery/types/authentication-v1';
import type { ClusterProfile } from '@bulkhead/features';
import { badRequest, conflict, notFound } from '../registry/failures.js';
import type { KubeObject } from '../registry/kube-object.js';
import { type BoundObjects, type BoundResource, uidOf } from './bound-objects.js';
import type { Reference } from './claims.js';

export interface BoundReferences {
  readonly pod: Reference | undefined;
  readonly secret: Reference | undefined;
  readonly node: Reference | undefined;
}

const UNBOUND: BoundReferences = { pod: undefined, secret: undefined, node: undefined };

export async function boundReferences(
  objects: BoundObjects,
  profile: ClusterProfile,
  namespace: string,
  account: string,
  reference: BoundObjectReference | undefined | null,
): Promise<BoundReferences> {
  if (reference === undefined || reference === null) return UNBOUND;
  const { group, version } = groupVersion(reference.apiVersion ?? '');
  const kind = reference.kind ?? '';
  const get = (resource: BoundResource, within: string): Promise<KubeObject> =>
    found(objects, resource, within, reference);
  if (group === '' && kind === 'Pod') {
    const pod = await get('pods', namespace);
    if (member(pod, 'serviceAccountName') !== account) {
      const text = `cannot bind token for serviceaccount ${goQuote(account)} to pod running with different serviceaccount name.`;
      throw badRequest(text);
    }
    const node = await nodeOf(pod, objects, profile);
    checkUID(kind, reference, pod);
    return { ...UNBOUND, pod: referenceTo(pod), node };
  }
  if (group === '' && kind === 'Secret') {
    const secret = await get('secrets', namespace);
    checkUID(kind, reference, secret);
    return { ...UNBOUND, secret: referenceTo(secret) };
  }
  if (group === '' && kind === 'Node') {
    if (!profile.enabled('ServiceAccountTokenNodeBinding')) throw badRequest(NODE_BINDING_OFF);
    const node = await get('nodes', '');
    checkUID(kind, reference, node);
    return { ...UNBOUND, node: referenceTo(node) };
  }
  throw badRequest(`cannot bind token to object of type ${group}/${version}, Kind=${kind}`);
}

const NODE_BINDING_OFF =
  'cannot bind token to a Node object as the "ServiceAccountTokenNodeBinding" feature-gate is disabled';

/** A pod's token names the node that it runs on, with its UID when the node is known. */
async function nodeOf(pod: KubeObject, objects: BoundObjects, profile: ClusterProfile): Promise<Reference | undefined> {
  const name = member(pod, 'nodeName');
  if (name === '' || !profile.enabled('ServiceAccountTokenPodNodeInfo')) return undefined;
  const node = await objects.get('nodes', '', name);
  return { name, uid: node === undefined ? '' : uidOf(node) };
}

async function found(
  objects: BoundObjects,
  resource: BoundResource,
  namespace: string,
  { name = '' }: BoundObjectReference,
): Promise<KubeObject> {
  const object = await objects.get(resource, namespace, name);
  if (object === undefined) throw notFound({ group: '', resource }, name);
  return object;
}

function checkUID(kind: string, { uid = '', name = '' }: BoundObjectReference, object: KubeObject): void {
  if (uid === '' || uid === uidOf(object)) return;
  const text = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
  throw conflict({ group: '', resource: kind }, name, text);
}

const referenceTo = (object: KubeObject): Reference => ({ name: object.metadata.name ?? '', uid: uidOf(object) });

/** A text of the pod's spec. */
function member({ spec }: KubeObject, name: string): string {
  const value: unknown = typeof spec === 'object' && spec !== null ? Reflect.get(spec, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function groupVersion(apiVersion: string): { readonly group: string; readonly version: string } {
  const slash = apiVersion.indexOf('/');
  return slash === -1
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) };
}
