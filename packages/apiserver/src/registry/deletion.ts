/**
 * Deleting: graceful for pods, in two steps for namespaces, and held up by finalizers for all.
 *
 * Source: k8s.io/apiserver/pkg/registry/generic/registry/store.go, pkg/registry/rest/delete.go,
 * pkg/registry/core/{pod,namespace}.
 */

import type { PodSpec, PodStatus } from '@bulkhead/apimachinery/types/core-v1';
import type { DeleteOptions } from '../endpoints/options.js';
import { apiTime } from './api-time.js';
import type { CachedObject, KubeObject } from './kube-object.js';
import type { ResourceTraits } from './strategy.js';

const ORPHAN = 'orphan';
const FOREGROUND = 'foregroundDeletion';

export type DeletionStep =
  /** Nothing is left to wait for: the object goes. `object` is what the client gets to see. */
  | { readonly kind: 'remove'; readonly object: KubeObject }
  /** The object stays, in this state. */
  | { readonly kind: 'mark'; readonly object: KubeObject }
  /** It is being deleted already, and this request changes nothing. */
  | { readonly kind: 'pending' };

export interface DeletionContext {
  readonly traits: ResourceTraits;
  /** As in the request: the default policy depends on it. */
  readonly apiVersion: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What a delete makes of an object. */
export function deletionStep(stored: CachedObject, options: DeleteOptions, context: DeletionContext): DeletionStep {
  const { object } = stored;
  if (object.apiVersion === 'v1' && object.kind === 'Namespace') return namespaceStep(object, options, context);
  const grace = object.apiVersion === 'v1' && object.kind === 'Pod' ? podGrace(object, options) : undefined;
  if (grace === 'pending') return { kind: 'pending' };
  return commonStep(object, grace, options, context);
}

function commonStep(
  object: KubeObject,
  grace: number | undefined,
  options: DeleteOptions,
  context: DeletionContext,
): DeletionStep {
  const finalizers = finalizersAfter(object, options, context);
  const changed = withFinalizers(object, finalizers);
  if (grace !== undefined) {
    const marked = markedPod(changed, grace, context.now);
    return grace === 0 && finalizers.length === 0
      ? { kind: 'remove', object: marked }
      : { kind: 'mark', object: marked };
  }
  if (finalizers.length === 0) return { kind: 'remove', object: changed };
  if (isMarked(object) && changed === object) return { kind: 'pending' };
  return { kind: 'mark', object: marked(changed, 0, context.now) };
}

/** Namespaces wait for their content: the controller takes the finalizer of the spec away. */
function namespaceStep(object: KubeObject, options: DeleteOptions, context: DeletionContext): DeletionStep {
  const { finalizers = [] } = (object['spec'] ?? {}) as { readonly finalizers?: readonly string[] };
  if (finalizers.length === 0) return commonStep(object, undefined, options, context);
  if (isMarked(object)) return { kind: 'pending' };
  const status = { ...(object['status'] as object | undefined), phase: 'Terminating' };
  const changed = withFinalizers(object, finalizersAfter(object, options, context));
  return { kind: 'mark', object: { ...marked(changed, 0, context.now), status } };
}

const isMarked = ({ metadata }: KubeObject): boolean => Boolean(metadata.deletionTimestamp);

/** Seconds that a pod has left; a second delete may only shorten them. */
function podGrace(object: KubeObject, options: DeleteOptions): number | 'pending' {
  const asked = options.gracePeriodSeconds;
  if (isMarked(object)) {
    const left = Number(object.metadata.deletionGracePeriodSeconds ?? 0);
    if (left === 0) return 0;
    const wanted = asked === undefined ? left : asked < 0 ? 1 : asked;
    return wanted >= left ? 'pending' : wanted;
  }
  const spec = (object['spec'] ?? {}) as PodSpec;
  const { phase } = (object['status'] ?? {}) as PodStatus;
  const period = asked ?? Number(spec.terminationGracePeriodSeconds ?? DEFAULT_GRACE_SECONDS);
  const isRunningNowhere = (spec.nodeName ?? '') === '' || phase === 'Failed' || phase === 'Succeeded';
  if (isRunningNowhere) return 0;
  return period < 0 ? 1 : period;
}

const DEFAULT_GRACE_SECONDS = 30;

/** A shorter period counts from the first delete on. */
function markedPod(object: KubeObject, grace: number, now: number): KubeObject {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = object.metadata;
  const begun = deletionTimestamp ? Date.parse(deletionTimestamp) - Number(deletionGracePeriodSeconds) * 1000 : now;
  return marked(object, grace, begun + grace * 1000, true);
}

function marked(object: KubeObject, grace: number, at: number, again = false): KubeObject {
  const { metadata } = object;
  if (isMarked(object) && !again) return object;
  const generation = Number(metadata.generation ?? 0);
  return {
    ...object,
    metadata: {
      ...metadata,
      deletionTimestamp: apiTime(at),
      deletionGracePeriodSeconds: grace,
      ...(generation > 0 && !isMarked(object) ? { generation: generation + 1 } : {}),
    },
  };
}

function finalizersAfter(object: KubeObject, options: DeleteOptions, context: DeletionContext): readonly string[] {
  const present = object.metadata.finalizers ?? [];
  const isOrphaned = orphans(present, options, context);
  const isForeground = deletesInForeground(present, options);
  const kept = present.filter((name) => name !== ORPHAN && name !== FOREGROUND);
  return [...kept, ...(isOrphaned ? [ORPHAN] : []), ...(isForeground ? [FOREGROUND] : [])];
}

/** Explicit wishes, then finalizers that are there, then what the kind does. */
function orphans(
  present: readonly string[],
  { orphanDependents, propagationPolicy }: DeleteOptions,
  { traits, apiVersion }: DeletionContext,
): boolean {
  if (orphanDependents !== undefined) return orphanDependents;
  if (propagationPolicy !== undefined) return propagationPolicy === 'Orphan';
  if (present.includes(ORPHAN)) return true;
  if (present.includes(FOREGROUND)) return false;
  return traits.orphansByDefault(apiVersion);
}

function deletesInForeground(
  present: readonly string[],
  { orphanDependents, propagationPolicy }: DeleteOptions,
): boolean {
  if (orphanDependents !== undefined) return false;
  if (propagationPolicy !== undefined) return propagationPolicy === 'Foreground';
  return present.includes(FOREGROUND);
}

function withFinalizers(object: KubeObject, finalizers: readonly string[]): KubeObject {
  const { finalizers: present = [], ...metadata } = object.metadata;
  if (present.length === finalizers.length && present.every((name, index) => name === finalizers[index])) return object;
  return { ...object, metadata: finalizers.length === 0 ? metadata : { ...metadata, finalizers: [...finalizers] } };
}
