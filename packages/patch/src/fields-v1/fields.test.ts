import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalFields } from './canonical.js';
import {
  difference,
  type Fields,
  fieldsOfPaths,
  hasPath,
  intersection,
  isEmpty,
  pathsOf,
  recursiveDifference,
  union,
} from './fields.js';
import { compareElements, printElement } from './path-element.js';

const element = fc.constantFrom('f:a', 'f:b', 'k:{"name":"x"}', 'v:1', 'v:"a"', 'i:0');
const set = fc
  .array(fc.array(element, { minLength: 1, maxLength: 4 }), { maxLength: 12 })
  .map((paths) => fieldsOfPaths(...paths));
const key = (path: readonly string[]): string => path.join('/');
const paths = (fields: Fields): string[] => [...pathsOf(fields)].map(key).sort();

describe('sets of fields', () => {
  it('are what their paths say', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const [inA, inB] = [paths(a), paths(b)];
        expect(paths(union(a, b))).toEqual([...new Set([...inA, ...inB])].sort());
        expect(paths(intersection(a, b))).toEqual(inA.filter((path) => inB.includes(path)));
        expect(paths(difference(a, b))).toEqual(inA.filter((path) => !inB.includes(path)));
        const isBelow = (path: string): boolean => inB.some((other) => path === other || path.startsWith(`${other}/`));
        expect(paths(recursiveDifference(a, b))).toEqual(inA.filter((path) => !isBelow(path)));
        for (const path of pathsOf(a)) expect(hasPath(a, path)).toBe(true);
      }),
    );
  });

  it('stay canonical', () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        for (const result of [union(a, b), intersection(a, b), difference(a, b), recursiveDifference(a, b)]) {
          expect(JSON.stringify(canonicalFields(structuredClone(result)))).toBe(JSON.stringify(result));
        }
      }),
    );
  });

  it('share what does not change', () => {
    const fields = fieldsOfPaths(['f:a', 'f:b'], ['f:c']);
    expect(union(fields, fieldsOfPaths(['f:c']))).toBe(fields);
    expect(difference(fields, fieldsOfPaths(['f:a'], ['f:x']))).toBe(fields);
    expect(union(fields, fieldsOfPaths(['f:d']))['f:a']).toBe(fields['f:a']);
  });
});

describe('sets from outside', () => {
  it.each<[string, object, object]>([
    ['are put in order', { 'v:1': {}, 'f:b': {}, 'f:a': {} }, { 'f:a': {}, 'f:b': {}, 'v:1': {} }],
    ['lose a needless mark', { 'f:a': { '.': {} } }, { 'f:a': {} }],
    ['keep marks first', { 'f:a': { 'f:b': {}, '.': {} } }, { 'f:a': { '.': {}, 'f:b': {} } }],
    ['have keys spelled', { 'k:{"b":1, "a":"<"}': {} }, { 'k:{"a":"\\u003c","b":1}': {} }],
    ['lose unknown forms', { 'x:a': { 'f:b': {} }, 'f:a': { 'x:b': {} } }, { 'f:a': {} }],
  ])('%s', (_, given, expected) => {
    expect(JSON.stringify(canonicalFields(given))).toBe(JSON.stringify(expected));
  });

  it.each<[unknown]>([
    [[]],
    ['a'],
    [{ a: {} }],
    [{ ab: {} }],
    [{ 'k:{': {} }],
    [{ 'i:x': {} }],
    [{ 'f:a': [] }],
    [{ 'f:a': 1 }],
  ])('refuses %j', (given) => {
    expect(() => canonicalFields(given)).toThrow();
  });

  it('take names like those of the prototype', () => {
    const fields = fieldsOfPaths(['f:__proto__'], ['f:constructor', 'f:toString']);
    expect(JSON.stringify(fields)).toBe('{"f:__proto__":{},"f:constructor":{"f:toString":{}}}');
    expect(hasPath(fields, ['f:hasOwnProperty'])).toBe(false);
  });

  it('are empty for nothing', () => {
    expect(isEmpty(canonicalFields(undefined)) && isEmpty(canonicalFields({}))).toBe(true);
  });
});

describe('path elements', () => {
  it('have an order', () => {
    const sorted = [
      'f:a',
      'f:b',
      'k:{"containerPort":80,"protocol":"TCP"}',
      'k:{"containerPort":80,"protocol":"UDP"}',
      'k:{"containerPort":443,"protocol":"TCP"}',
      'k:{"name":"a"}',
      'v:2',
      'v:10',
      'v:"a"',
      'v:true',
      'i:2',
      'i:10',
    ];
    expect([...sorted].reverse().sort(compareElements)).toEqual(sorted);
  });

  it.each([
    ['f:a.b', '.a.b'],
    ['k:{"containerPort":80,"protocol":"TCP"}', '[containerPort=80,protocol="TCP"]'],
    ['v:"a"', '[="a"]'],
    ['i:3', '[3]'],
  ])('%s is printed %s', (text, printed) => {
    expect(printElement(text)).toBe(printed);
  });
});
