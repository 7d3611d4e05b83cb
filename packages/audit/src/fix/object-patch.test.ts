import { describe, expect, it } from 'vitest';
import { ObjectPatch } from './object-patch.js';

const POD = {
  spec: {
    containers: [
      { name: 'app', securityContext: { privileged: true } },
      { name: 'side', securityContext: null },
      { name: 'bare' },
    ],
  },
};

describe('ObjectPatch', () => {
  it('brings missing parents along, once', () => {
    const patch = new ObjectPatch(POD);
    patch.set('spec.containers[2].securityContext.allowPrivilegeEscalation', false);
    patch.set('spec.containers[2].securityContext.capabilities.drop', ['ALL']);
    expect(patch.operations).toEqual([
      { op: 'add', path: '/spec/containers/2/securityContext', value: { allowPrivilegeEscalation: false } },
      { op: 'add', path: '/spec/containers/2/securityContext/capabilities', value: { drop: ['ALL'] } },
    ]);
  });

  it('fills what is written without a value, and replaces what is there', () => {
    const patch = new ObjectPatch(POD);
    patch.set('spec.containers[1].securityContext.runAsNonRoot', true);
    patch.set('spec.containers[0].securityContext.privileged', false);
    expect(patch.operations).toEqual([
      { op: 'replace', path: '/spec/containers/1/securityContext', value: { runAsNonRoot: true } },
      { op: 'replace', path: '/spec/containers/0/securityContext/privileged', value: false },
    ]);
    expect(POD.spec.containers[0]?.securityContext?.privileged).toBe(true);
  });

  it('says nothing where nothing changes', () => {
    const patch = new ObjectPatch(POD);
    patch.set('spec.containers[0].securityContext.privileged', true).remove('spec.hostPID').prune('spec.nothing.there');
    patch.move('spec.no', 'spec.where');
    expect(patch.operations).toEqual([]);
  });

  it('removes empty maps around a field, but no list item', () => {
    const pruned = new ObjectPatch(POD).prune('spec.containers[0].securityContext.privileged');
    expect(pruned.operations).toEqual([{ op: 'remove', path: '/spec/containers/0/securityContext' }]);
    const inItem = new ObjectPatch({ list: [{ only: 1 }] }).prune('list[0].only');
    expect(inItem.operations).toEqual([{ op: 'remove', path: '/list/0/only' }]);
  });

  it('escapes keys', () => {
    const patch = new ObjectPatch({ metadata: { labels: { 'a/b': '1' } } });
    patch.move(['metadata', 'labels', 'a/b'], ['metadata', 'labels', 'a~b/__proto__']);
    expect(patch.operations).toEqual([
      { op: 'add', path: '/metadata/labels/a~0b~1__proto__', value: '1' },
      { op: 'remove', path: '/metadata/labels/a~1b' },
    ]);
    expect(new ObjectPatch({ a: {} }).set(['a', '__proto__'], 1).read(['a', '__proto__'])).toBe(1);
  });

  it('appends to lists, and makes them', () => {
    const patch = new ObjectPatch({ rules: [1] }).append('rules', 2).append('verbs', 'get');
    expect(patch.operations).toEqual([
      { op: 'add', path: '/rules/-', value: 2 },
      { op: 'add', path: '/verbs', value: ['get'] },
    ]);
    expect(patch.read('rules')).toEqual([1, 2]);
  });

  it.each(['spec.containers[7].image', 'spec.containers[0].name.first', 'spec.containers.first'])(
    'makes nothing at all where %s cannot stand',
    (path) => {
      expect(new ObjectPatch(POD).set('spec.hostPID', false).set(path, 'x').operations).toEqual([]);
    },
  );
});
