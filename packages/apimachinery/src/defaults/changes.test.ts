import { describe, expect, it } from 'vitest';
import { mapField, mapItems, mapStruct, numberDefault, pointerDefault, textDefault, withChanges } from './changes.js';

describe('withChanges', () => {
  it('returns the object itself when nothing changes', () => {
    const object: { a?: number; b?: number } = { a: 1 };
    expect(withChanges(object, { a: 1, b: undefined })).toBe(object);
  });

  it('changes a copy', () => {
    const object: { a?: number; b?: number } = { a: 1 };
    expect(withChanges(object, { b: 2 })).toEqual({ a: 1, b: 2 });
    expect(object).toEqual({ a: 1 });
  });
});

describe('lists and fields', () => {
  const same = <T extends object>(value: T): T => value;

  it('mapItems shares the list when no item changes, and leaves what is no object', () => {
    const items = [{ a: 1 }, { a: 2 }];
    expect(mapItems(items, same)).toBe(items);
    expect(mapItems(items, (item) => (item.a === 2 ? { a: 3 } : item))).toEqual([{ a: 1 }, { a: 3 }]);
    expect(items[1]).toEqual({ a: 2 });
    const odd = [null, 'x', [1]] as unknown as readonly object[];
    expect(mapItems(odd, () => ({}))).toBe(odd);
    expect(mapItems(undefined, same)).toBeUndefined();
  });

  it('mapField leaves absent fields absent, mapStruct makes them', () => {
    expect(mapField<object>(undefined, () => ({ a: 1 }))).toBeUndefined();
    expect(mapStruct<object>(undefined, () => ({ a: 1 }))).toEqual({ a: 1 });
    expect(mapStruct<object>({}, () => ({ a: 1 }))).toEqual({ a: 1 });
    expect(mapStruct<object>('x' as unknown as object, () => ({ a: 1 }))).toBe('x');
  });
});

describe('what counts as unset', () => {
  it('is the empty text, zero, or absence alone', () => {
    expect([textDefault(undefined, 'd'), textDefault('', 'd'), textDefault('v', 'd')]).toEqual(['d', 'd', undefined]);
    expect([numberDefault(undefined, 1), numberDefault(0, 1), numberDefault(2, 1)]).toEqual([1, 1, undefined]);
    expect([pointerDefault<number>(undefined, 1), pointerDefault(0, 1)]).toEqual([1, undefined]);
    expect(pointerDefault('', 'd')).toBeUndefined();
  });
});
