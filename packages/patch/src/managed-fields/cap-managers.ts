/**
 * At most ten managers that update are kept apart; the oldest are put together, for each version.
 * Source: k8s.io/apimachinery/pkg/util/managedfields/internal/capmanagers.go.
 */
import { compareGoStrings } from '@bulkhead/apimachinery/wire';
import { union } from '../fields-v1/fields.js';
import { type ManagedEntry, type ManagedFields, managerId, secondsOf } from './entry.js';

const MAX_UPDATE_MANAGERS = 10;
const ANCIENT = 'ancient-changes';

export function capUpdateManagers(managed: ManagedFields): void {
  if (managed.size <= MAX_UPDATE_MANAGERS) return;
  const updaters = [...managed].filter(([, { operation }]) => operation === 'Update');
  updaters.sort(([a, left], [b, right]) => secondsOf(left.time) - secondsOf(right.time) || compareGoStrings(a, b));
  const firstOfVersion = new Map<string, string>();
  let count = updaters.length;
  for (const [id, entry] of updaters) {
    if (count <= MAX_UPDATE_MANAGERS) return;
    const first = firstOfVersion.get(entry.apiVersion);
    if (first === undefined) {
      firstOfVersion.set(entry.apiVersion, id);
      continue;
    }
    const bucket = bucketOf(entry);
    const bucketId = managerId(bucket);
    const known = managed.get(bucketId) ?? managed.get(first);
    if (!managed.has(bucketId)) managed.delete(first);
    managed.delete(id);
    const fields = known === undefined ? entry.fields : union(entry.fields, known.fields);
    managed.set(bucketId, { ...bucket, fields });
    count--;
  }
}

/** The entry's time is the newer one. */
const bucketOf = (entry: ManagedEntry): ManagedEntry => ({
  ...entry,
  manager: ANCIENT,
  subresource: '',
  written: undefined,
});
