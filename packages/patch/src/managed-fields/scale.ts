/**
 * Owners of the replicas, between a resource and its `scale` subresource: there they own `spec.replicas` of a Scale.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/scalehandler.go.
 */
import { difference, fieldsOfPaths, hasPath, isEmpty } from '../fields-v1/fields.js';
import type { JsonObject } from '../json-value.js';
import { changedEntry, decodeManagedFields, encodeManagedFields, type ManagedFields } from './entry.js';

const SCALE_VERSION = 'autoscaling/v1';
const REPLICAS_IN_SCALE: readonly string[] = ['f:spec', 'f:replicas'];

/** Where each version of the resource has its replicas: `['f:spec', 'f:replicas']`; undefined = it has no scale. */
export type ReplicasPaths = ReadonlyMap<string, readonly string[] | undefined>;

/** The managedFields of the Scale that stands for an object with these. */
export function scaleManagedFields(parent: unknown, paths: ReplicasPaths): readonly JsonObject[] | undefined {
  const scale: ManagedFields = new Map();
  for (const [id, entry] of decodeManagedFields(parent) ?? []) {
    const path = paths.get(entry.apiVersion);
    if (path === undefined || !hasPath(entry.fields, path)) continue;
    const changed = changedEntry(entry, fieldsOfPaths(REPLICAS_IN_SCALE));
    scale.set(id, { ...changed, apiVersion: SCALE_VERSION, written: undefined });
  }
  return encodeManagedFields(scale);
}

/** The managedFields of the object after a write to its Scale; `apiVersion` is that of the object. */
export function parentManagedFields(
  parent: unknown,
  scale: unknown,
  apiVersion: string,
  paths: ReplicasPaths,
): readonly JsonObject[] | undefined {
  const before = decodeManagedFields(parent) ?? new Map();
  // Managers that update are known there by the Scale's version, and so never are the same as here.
  const inScale = decodeManagedFields(scale) ?? new Map();
  const after: ManagedFields = new Map();
  for (const [id, entry] of before) {
    if (!paths.has(entry.apiVersion)) continue;
    const path = paths.get(entry.apiVersion);
    if (path === undefined || !hasPath(entry.fields, path)) after.set(id, entry);
    else if (inScale.delete(id)) after.set(id, entry);
    else {
      // The write took the replicas from this manager.
      const fields = difference(entry.fields, fieldsOfPaths(path));
      if (!isEmpty(fields)) after.set(id, changedEntry(entry, fields));
    }
  }
  const path = paths.get(apiVersion);
  for (const [id, entry] of inScale) {
    if (path === undefined || !hasPath(entry.fields, REPLICAS_IN_SCALE)) continue;
    // Times stay behind; only a manager that was known before has one.
    const time = before.get(id)?.time;
    after.set(id, { ...entry, apiVersion, fields: fieldsOfPaths(path), time, written: undefined });
  }
  return encodeManagedFields(after);
}
