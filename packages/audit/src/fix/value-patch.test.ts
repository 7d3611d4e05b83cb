import { describe, expect, it } from 'vitest';
import { valuePatch } from './value-patch.js';

describe('valuePatch', () => {
  it('says what is different, and names the items on the way', () => {
    const before = { kind: 'Pod', spec: { hostPID: true, containers: [{ name: 'a' }, { name: 'b', image: 'x:1' }] } };
    const after = { kind: 'Pod', spec: { containers: [{ name: 'a' }, { name: 'b', image: 'x:2', tty: true }] } };
    expect(valuePatch(before, after)).toEqual([
      { op: 'test', path: '/spec/containers/1/name', value: 'b' },
      { op: 'remove', path: '/spec/hostPID' },
      { op: 'replace', path: '/spec/containers/1/image', value: 'x:2' },
      { op: 'add', path: '/spec/containers/1/tty', value: true },
    ]);
    expect(valuePatch(before, before)).toEqual([]);
  });

  it('appends to lists, and replaces those that have lost items', () => {
    expect(valuePatch({ a: [1], b: [1, 2, 3] }, { a: [1, 2], b: [3] })).toEqual([
      { op: 'add', path: '/a/-', value: 2 },
      { op: 'replace', path: '/b', value: [3] },
    ]);
  });
});
