import { describe, expect, it } from 'vitest';
import { flagOf, idOf, listOf, memberOf, objectOf, textOf } from './plain-values.js';

const STRANGE: readonly unknown[] = [undefined, null, true, false, 0, 1.5, 7, 7n, '', 'x', [], ['a'], {}, { a: 1 }];

describe('values of the wrong kind count as absent', () => {
  const cases: readonly [string, (value: never) => unknown, readonly unknown[]][] = [
    ['flagOf', flagOf, [true, false]],
    ['idOf', idOf, [0, 7, 7]],
    ['textOf', textOf, ['', 'x']],
    ['objectOf', objectOf, [{}, { a: 1 }]],
  ];
  it.each(cases)('%s', (_name, read, expected) => {
    const found = STRANGE.map((value) => read(value as never)).filter((value) => value !== undefined);
    expect(found).toEqual(expected);
  });

  it('listOf', () => {
    const found = STRANGE.map((value) => listOf(value as readonly unknown[])).filter((list) => list.length > 0);
    expect(found).toEqual([['a']]);
  });
});

it('members are those of the map itself', () => {
  const map = JSON.parse('{"a":"1","__proto__":"2","n":3}') as { [key: string]: string };
  expect(['a', '__proto__', 'n', 'constructor', 'toString', 'b'].map((key) => memberOf(map, key))).toEqual([
    '1',
    '2',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  expect(memberOf(undefined, 'a')).toBeUndefined();
});
