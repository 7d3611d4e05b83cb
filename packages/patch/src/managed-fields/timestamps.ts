/**
 * Writes that would change nothing but the times in managedFields are none.
 * Source: k8s.io/apiserver/pkg/endpoints/handlers/fieldmanager/equality.go.
 */
import { equalJson, isList, isObject, type JsonObject, member } from '../json-value.js';

/**
 * The updated object, with the managedFields of the live one when the two differ in nothing but their times. To be
 * asked when the object is as it would be stored; then the very `live` when they are equal.
 */
export function keepTimestamps<Stored extends JsonObject>(live: Stored, updated: Stored): Stored {
  if (live === updated) return live;
  const [before, after] = [entriesOf(live), entriesOf(updated)];
  if (before.length !== after.length) return updated;
  const isSame = before.every((entry, index) => equalJson(withoutTime(entry), withoutTime(after[index])));
  return isSame && equalJson(withoutEntries(live), withoutEntries(updated)) ? live : updated;
}

function entriesOf(object: JsonObject): readonly unknown[] {
  const metadata = member(object, 'metadata');
  const entries = isObject(metadata) ? member(metadata, 'managedFields') : undefined;
  return isList(entries) ? entries : [];
}

function withoutTime(entry: unknown): unknown {
  if (!isObject(entry)) return entry;
  const { time: _, ...rest } = entry;
  return rest;
}

function withoutEntries(object: JsonObject): JsonObject {
  const metadata = member(object, 'metadata');
  if (!isObject(metadata)) return object;
  const { managedFields: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}
