/**
 * Warnings of changed objects: fewer than of new ones, for who changes a part of an object did not write the rest.
 *
 * Source: the WarningsOnUpdate methods of the strategies under pkg/registry.
 */
import { warningsFor } from '@bulkhead/apimachinery/warnings';
import type { ClusterProfile } from '@bulkhead/features';
import type { KubeObject } from './kube-object.js';

const NONE: readonly string[] = Object.freeze([]);

export function updateWarnings(
  next: KubeObject,
  current: KubeObject,
  subresource: string,
  profile: ClusterProfile,
): readonly string[] {
  if (subresource !== '' || isPod(next)) return NONE;
  if (hasTemplate(next) && next.metadata.generation === current.metadata.generation) return NONE;
  return warningsFor(next, profile);
}

/** Pods are changed by machines, and often. */
const isPod = ({ apiVersion, kind }: KubeObject): boolean => apiVersion === 'v1' && kind === 'Pod';

/** Workloads are looked at again when what they run has changed. */
const hasTemplate = ({ apiVersion, kind }: KubeObject): boolean =>
  apiVersion.startsWith('apps/') || apiVersion.startsWith('batch/') || kind === 'ReplicationController';
