/** Field managers and objects for the tests beside. */
import { lookupKind } from '@bulkhead/apimachinery';
import { fieldsOfPaths } from '../fields-v1/fields.js';
import type { JsonObject } from '../json-value.js';
import { type ApplyOptions, FieldManager, type FieldManagerOptions } from './field-manager.js';

export const T1 = '2026-01-01T00:00:01Z';
export const T2 = '2026-01-01T00:00:02Z';
export const T3 = '2026-01-01T00:00:03Z';

export function managerOf(apiVersion: string, kind: string, options: FieldManagerOptions = {}): FieldManager {
  const model = lookupKind(apiVersion, kind);
  if (model === undefined) throw new Error(`no kind ${kind}`);
  return new FieldManager(model, 35, { resetFields: fieldsOfPaths(['f:status']), ...options });
}

export const configMaps = managerOf('v1', 'ConfigMap');
export const deployments = managerOf('apps/v1', 'Deployment');
export const services = managerOf('v1', 'Service');

export const configMap = (data: object, more: object = {}): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', ...more },
  data,
});

export const stored = (object: JsonObject): JsonObject => ({
  ...object,
  metadata: { ...(object['metadata'] as object), uid: 'u' },
});
export const managed = (object: JsonObject): JsonObject[] =>
  ((object['metadata'] as JsonObject)['managedFields'] ?? []) as JsonObject[];
/** `m1 Apply {...}` and the time, by entry. */
export const owners = (object: JsonObject): unknown[][] =>
  managed(object).map(({ manager, operation, fieldsV1, time }) => [manager, operation, JSON.stringify(fieldsV1), time]);

export function applied(fields: FieldManager, live: JsonObject | undefined, config: JsonObject, options: ApplyOptions) {
  const result = fields.apply(live, config, options);
  if (!result.ok) throw new Error(result.failure.message);
  return { ...result, object: stored(result.object) };
}

export const by = (manager: string, now = T1, force = false): ApplyOptions => ({ manager, now, force });
