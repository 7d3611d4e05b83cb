import { lookupKind } from '@bulkhead/apimachinery';
import { expect, it } from 'vitest';
import { FieldTracker } from './managed-fields.js';

const apiVersion = 'rbac.authorization.k8s.io/v1';

it.each([
  ['an empty list is a field that somebody wrote', { rules: [] }, '{"f:rules":{}}'],
  ['null is what a role has without its writer', { rules: null }, undefined],
])('%s', (_what, written, fields) => {
  const kind = lookupKind(apiVersion, 'Role');
  if (kind === undefined) throw new Error('no kind Role');
  const object = { apiVersion, kind: 'Role', metadata: { name: 'r' }, ...written };
  const tracker = new FieldTracker(35);
  const now = '2026-01-01T00:00:00Z';
  const { metadata } = tracker.update(kind, { live: undefined, object, manager: 'm', subresource: '', now });
  expect(JSON.stringify(metadata.managedFields?.[0]?.fieldsV1)).toBe(fields);
});
