/**
 * The objects that one controls: those it made, those that nobody controls and its selector matches (adopted), without
 * those that it made but no longer selects (released).
 *
 * Source: pkg/controller/controller_ref_manager.go.
 */
import { type CompiledSelector, matchesSelector } from '@bulkhead/apimachinery/selectors';
import type { CachedObject, KubeObject } from '../cluster-access.js';
import type { ApiResource } from '../frame/api-resource.js';
import { at, type LoopClient } from '../frame/loop-client.js';
import { isConflict, isInvalid, isNotFound } from '../frame/request-error.js';
import { controllerOf, controllerReference } from './controller-reference.js';

export interface Claim {
  readonly owner: KubeObject;
  readonly selector: CompiledSelector;
  readonly resource: ApiResource;
  readonly client: LoopClient;
}

export async function claimObjects(claim: Claim, candidates: readonly CachedObject[]): Promise<readonly KubeObject[]> {
  const claimed = await Promise.all(candidates.map(({ object }) => claimOne(claim, object)));
  return claimed.filter((object) => object !== undefined);
}

async function claimOne({ owner, selector, resource, client }: Claim, object: KubeObject) {
  const controller = controllerOf(object.metadata);
  const isSelected = matchesSelector(selector, object.metadata.labels);
  const isOwn = controller?.uid === owner.metadata.uid;
  if (controller !== undefined && !isOwn) return undefined;
  if (isOwn && isSelected) return object;
  const isGoing = [owner, object].some(({ metadata }) => (metadata.deletionTimestamp ?? '') !== '');
  if (isOwn && isGoing) return undefined;
  if (!isOwn && (!isSelected || isGoing)) return undefined;
  const { namespace = '', name = '', uid, resourceVersion, ownerReferences = [] } = object.metadata;
  const owners = isOwn
    ? ownerReferences.filter((reference) => reference.uid !== owner.metadata.uid)
    : [...ownerReferences, controllerReference(owner)];
  try {
    const body = { metadata: { uid, resourceVersion, ownerReferences: owners } };
    const changed = await client.patch(at(resource, namespace, name), 'application/merge-patch+json', body);
    return isOwn ? undefined : changed;
  } catch (error) {
    // Gone, or somebody else's by now; if it is neither, the next event tells.
    if (isNotFound(error) || isConflict(error) || isInvalid(error)) return undefined;
    throw error;
  }
}
