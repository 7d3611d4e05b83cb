import { defaultProfile } from '@bulkhead/features';
import { expandLists, readManifest } from '@bulkhead/manifest';
import { expect, it } from 'vitest';
import { AuditObject } from './audit-object.js';
import { ObjectIndex } from './object-index.js';
import { serverDecoding } from './server-decoding.js';

const YAML = `apiVersion: v1
kind: Secret
metadata: {name: a}
---
apiVersion: v1
kind: Secret
metadata: {name: a, namespace: shop}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
`;

const profile = defaultProfile(35);
const objects = readManifest(YAML)
  .documents.flatMap(expandLists)
  .map((document) => new AuditObject('a.yaml', document, profile, serverDecoding(profile)));
const index = new ObjectIndex(objects);

it('finds objects by kind and by name', () => {
  expect(index.ofKind('Secret')).toEqual([objects[0], objects[1]]);
  expect(index.ofKind('Pod')).toEqual([]);
  expect(index.find('Secret', 'shop', 'a')).toBe(objects[1]);
  expect(index.find('Secret', '', 'a')).toBe(objects[0]);
  expect(index.find('Secret', 'default', 'a')).toBe(objects[0]);
  expect(index.find('Secret', 'other', 'a')).toBeUndefined();
  expect(index.find('Namespace', '', 'shop')).toBe(objects[2]);
});
