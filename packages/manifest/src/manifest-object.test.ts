import { describe, expect, it } from 'vitest';
import { expandLists, type ManifestObject } from './manifest-object.js';
import { readManifest } from './read-manifest.js';

const objectsOf = (text: string): ManifestObject[] => readManifest(text).documents.flatMap(expandLists);

describe('expandLists', () => {
  it('leaves a single object alone', () => {
    const [object, ...others] = objectsOf('kind: Pod\nmetadata: {name: a}\n');
    expect(others).toEqual([]);
    expect(object?.path).toEqual([]);
    expect(object?.value).toEqual({ kind: 'Pod', metadata: { name: 'a' } });
  });

  it('gives the items of a List with their own places', () => {
    const objects = objectsOf(`apiVersion: v1
kind: List
items:
- kind: Pod
  metadata: {name: a, name: b}
- kind: Service
  metadata: {name: c}
`);
    expect(objects.map(({ path, value }) => [path, (value as { kind: string }).kind])).toEqual([
      [['items', 0], 'Pod'],
      [['items', 1], 'Service'],
    ]);
    expect(objects[1]?.locate(['metadata', 'name'])?.value).toMatchObject({ line: 7, column: 20 });
    expect(objects[1]?.nearest(['spec', 'x'])).toMatchObject({ path: [], value: { line: 6, column: 3 } });
    expect(objects[0]?.duplicates).toMatchObject([{ path: ['metadata', 'name'], key: 'name' }]);
    expect(objects[1]?.duplicates).toEqual([]);
  });

  it('gives items of a typed list the kind of their list, unless they have one', () => {
    const objects = objectsOf(
      '{"apiVersion":"v1","kind":"PodList","items":[{"metadata":{"name":"a"}},{"kind":"X"},{"apiVersion":"y"},7]}',
    );
    expect(objects.map(({ value }) => value)).toEqual([
      { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
      { kind: 'X' },
      { apiVersion: 'y' },
      7,
    ]);
  });

  it('takes lists within lists apart', () => {
    const objects = objectsOf('kind: List\nitems:\n- kind: PodList\n  apiVersion: v1\n  items: [{a: 1}]\n- kind: B\n');
    expect(objects.map(({ path, value }) => [path, value])).toEqual([
      [['items', 0, 'items', 0], { apiVersion: 'v1', kind: 'Pod', a: 1 }],
      [['items', 1], { kind: 'B' }],
    ]);
    expect(objects[0]?.locate(['a'])?.key).toMatchObject({ line: 5, column: 12 });
  });

  it('returns what has items and is called no list as both', () => {
    const objects = objectsOf('kind: Pod\nitems:\n- kind: Secret\n');
    expect(objects.map(({ path }) => path)).toEqual([[], ['items', 0]]);
  });

  it.each([
    ['kind: List\nitems: []\n', 0],
    ['kind: List\nitems: null\n', 1],
    ['kind: List\n', 1],
    ['kind: List\nitems: {a: b}\n', 1],
    ['just a string\n', 1],
    ['[1, 2]\n', 1],
  ])('%j has %d objects', (text, count) => {
    expect(objectsOf(text)).toHaveLength(count);
  });

  it('follows aliases and merge keys', () => {
    const objects = objectsOf('x: &x [{kind: A}]\nkind: List\nitems: *x\n');
    expect(objects[0]?.locate(['kind'])?.value).toMatchObject({ line: 1, column: 15 });
    const merged = objectsOf('<<: {items: [{kind: A}]}\nkind: List\n');
    expect(merged[0]?.locate(['kind'])?.value).toMatchObject({ line: 1, column: 21 });
  });
});
