/**
 * Changes that the server makes of its own: straight into the store, without admission, validation or field managers,
 * for endpoints that change an object by taking another one.
 *
 * Source: GuaranteedUpdate in k8s.io/apiserver/pkg/storage.
 */
import { conflict, MODIFIED, notFound, wrongUID } from './failures.js';
import type { KubeObject } from './kube-object.js';
import type { ObjectRegistry } from './object-registry.js';

export interface DirectUpdate {
  readonly namespace: string;
  readonly name: string;
  /** Of the newest state, in the storage version; throws the refusal. Called again when somebody was faster. */
  readonly change: (current: KubeObject) => KubeObject;
  readonly dryRun: boolean;
  /** The object must have it. */
  readonly uid?: string;
}

const MAX_CONFLICTS = 100;

/** The object as it was stored. */
export async function directUpdate(
  { objects, resource }: Pick<ObjectRegistry, 'objects' | 'resource'>,
  { namespace, name, change, dryRun, uid = '' }: DirectUpdate,
): Promise<KubeObject> {
  const key = objects.key(namespace, name);
  for (let attempt = 0; attempt < MAX_CONFLICTS; attempt++) {
    const stored = await objects.read(key);
    if (stored === undefined) throw notFound(resource, name);
    const storedUID = stored.object.metadata.uid ?? '';
    if (uid !== '' && uid !== storedUID) throw wrongUID(resource, name, { key, wanted: uid, stored: storedUID });
    const encoded = objects.encode(change(stored.object));
    if (dryRun) return encoded.object;
    const result = await objects.put(key, encoded, stored.revision);
    if (result.succeeded) return objects.decode(key, encoded, result.revision, resource.storageVersion);
  }
  throw conflict(resource, name, MODIFIED);
}
