/**
 * What becomes of an object, given how its owners are.
 *
 * Source: pkg/controller/garbagecollector/garbagecollector.go.
 */
import type { OwnerReference } from '@bulkhead/apimachinery/types/meta-v1';
import type { KubeObject } from '../cluster-access.js';
import type { DeleteChoice } from '../frame/loop-client.js';
import { ownersOf } from './owner-graph.js';

export const FOREGROUND = 'foregroundDeletion';
export const ORPHAN = 'orphan';

/** `waiting` owners are being deleted and wait for this object; of `unknown` ones nobody can say whether they exist. */
export type OwnerState = 'solid' | 'absent' | 'waiting' | 'unknown';

export type Verdict =
  | { readonly kind: 'keep' }
  /** Owners remain; the others are to be forgotten. */
  | { readonly kind: 'disown'; readonly ownerReferences: readonly OwnerReference[] }
  | { readonly kind: 'delete'; readonly propagationPolicy: NonNullable<DeleteChoice['propagationPolicy']> };

export const isDeleted = ({ metadata }: KubeObject): boolean => (metadata.deletionTimestamp ?? '') !== '';

const hasFinalizer = ({ metadata }: KubeObject, finalizer: string): boolean =>
  metadata.finalizers?.includes(finalizer) === true;

export const waitsForDependents = (object: KubeObject): boolean =>
  isDeleted(object) && hasFinalizer(object, FOREGROUND);

export const orphansDependents = (object: KubeObject): boolean => isDeleted(object) && hasFinalizer(object, ORPHAN);

/** How an owner that a reference names is, given what is found in its place. */
export function ownerState({ uid }: OwnerReference, found: KubeObject | undefined): OwnerState {
  if (found === undefined || found.metadata.uid !== uid) return 'absent';
  return waitsForDependents(found) ? 'waiting' : 'solid';
}

export function verdictOn(object: KubeObject, states: readonly OwnerState[], hasDependents: boolean): Verdict {
  const owners = ownersOf(object);
  if (owners.length === 0 || isDeleted(object)) return { kind: 'keep' };
  const staying = owners.filter((_, index) => states[index] === 'solid' || states[index] === 'unknown');
  if (staying.length === owners.length) return { kind: 'keep' };
  if (staying.length > 0) return { kind: 'disown', ownerReferences: staying };
  // Its owner waits until it is gone, so that its own dependents must go before.
  if (states.includes('waiting') && hasDependents) return { kind: 'delete', propagationPolicy: 'Foreground' };
  if (hasFinalizer(object, ORPHAN)) return { kind: 'delete', propagationPolicy: 'Orphan' };
  return { kind: 'delete', propagationPolicy: hasFinalizer(object, FOREGROUND) ? 'Foreground' : 'Background' };
}
