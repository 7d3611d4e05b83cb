import { describe, expect, it } from 'vitest';
import { type ApplyType, DEDUCED, fieldTable, literalField } from '../apply-type/apply-type.js';
import { fieldsOfPaths, LEAF } from '../fields-v1/fields.js';
import { compareTyped } from './compare.js';
import { equalTyped } from './equal.js';
import { fieldSetOf } from './field-set.js';
import { mergeTyped } from './merge.js';
import { removePaths } from './remove.js';
import { reconciledFields, withNamedFields } from './schema-fields.js';
import { typingProblem } from './validate.js';

const TEXT: ApplyType = { scalar: 'string' };
const struct = (fields: Readonly<Record<string, ApplyType>>, atomic = false): ApplyType => ({
  map: { fields: fieldTable(Object.entries(fields).map(([name, type]) => literalField(name, type))), atomic },
});
const ITEM = struct({ name: TEXT, value: TEXT });
const ROOT = struct({
  text: TEXT,
  labels: { map: { fields: fieldTable([]), element: TEXT, atomic: false } },
  struct: struct({ a: TEXT, b: TEXT }),
  whole: struct({ a: TEXT }, true),
  items: { list: { element: ITEM, atomic: false, keys: [{ name: 'name', default: undefined }] } },
  set: { list: { element: TEXT, atomic: false, keys: [] } },
  list: { list: { element: TEXT, atomic: true, keys: [] } },
  any: DEDUCED,
});

const json = JSON.stringify;
const items = (...names: string[]): object => ({ items: names.map((name) => ({ name })) });

describe('compareTyped', () => {
  it.each<[string, object, object, object, object]>([
    ['a leaf', { text: 'a' }, { text: 'b' }, { 'f:text': {} }, {}],
    ['a new leaf', {}, { text: 'b' }, { 'f:text': {} }, {}],
    ['a leaf that goes', { text: 'b' }, {}, {}, { 'f:text': {} }],
    ['null', { text: null }, { text: 'a' }, { 'f:text': {} }, {}],
    [
      'a map',
      { labels: { a: '1', b: '1' } },
      { labels: { a: '2', c: '1' } },
      { 'f:labels': { 'f:a': {}, 'f:c': {} } },
      { 'f:labels': { 'f:b': {} } },
    ],
    ['a new map', {}, { labels: { a: '1' } }, { 'f:labels': { '.': {}, 'f:a': {} } }, {}],
    ['an empty map', {}, { labels: {} }, { 'f:labels': {} }, {}],
    ['a map that is emptied', { labels: { a: '1' } }, { labels: {} }, {}, { 'f:labels': { 'f:a': {} } }],
    ['a map for null', { labels: null }, { labels: {} }, { 'f:labels': {} }, {}],
    ['an atomic struct', { whole: { a: '1' } }, { whole: { a: '2' } }, { 'f:whole': {} }, {}],
    ['an atomic list', { list: ['a'] }, { list: ['b'] }, { 'f:list': {} }, {}],
    ['a set', { set: ['a', 'b'] }, { set: ['b', 'c'] }, { 'f:set': { 'v:"c"': {} } }, { 'f:set': { 'v:"a"': {} } }],
    ['the order of items', items('a', 'b'), items('b', 'a'), {}, {}],
    [
      'an item',
      items('a'),
      { items: [{ name: 'a', value: '1' }] },
      { 'f:items': { 'k:{"name":"a"}': { 'f:value': {} } } },
      {},
    ],
    [
      'items',
      items('a'),
      items('b'),
      { 'f:items': { 'k:{"name":"b"}': { '.': {}, 'f:name': {} } } },
      { 'f:items': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } },
    ],
    [
      'an item that comes twice',
      items('a'),
      items('a', 'a'),
      { 'f:items': { 'k:{"name":"a"}': {} } },
      { 'f:items': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } },
    ],
    [
      'an item that came twice',
      items('a', 'a'),
      items('a'),
      { 'f:items': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } },
      { 'f:items': { 'k:{"name":"a"}': {} } },
    ],
    ['a deduced map', { any: { a: 1 } }, { any: { a: 2 } }, { 'f:any': { 'f:a': {} } }, {}],
    ['a deduced list', { any: [1] }, { any: [2] }, { 'f:any': {} }, {}],
    ['another form', { any: 1 }, { any: { a: 1 } }, { 'f:any': { '.': {}, 'f:a': {} } }, {}],
    ['another form back', { any: { a: 1 } }, { any: 1 }, { 'f:any': {} }, { 'f:any': { 'f:a': {} } }],
  ])('sees %s', (_, left, right, changed, removed) => {
    const found = compareTyped(left, right, ROOT);
    expect(json([found.changed, found.removed])).toBe(json([changed, removed]));
  });
});

describe('fieldSetOf', () => {
  it.each<[string, object, object]>([
    ['leaves', { text: 'a', list: ['a'], whole: { a: '1' } }, { 'f:list': {}, 'f:text': {}, 'f:whole': {} }],
    ['what is in structs', { struct: { a: '1' } }, { 'f:struct': { 'f:a': {} } }],
    ['empty maps and null', { struct: {}, labels: null, items: [] }, { 'f:labels': {}, 'f:struct': {} }],
    ['keys of maps', { labels: { a: '1' } }, { 'f:labels': { 'f:a': {} } }],
    ['items and what is in them', items('a'), { 'f:items': { 'k:{"name":"a"}': { '.': {}, 'f:name': {} } } }],
    ['items that stand twice', items('a', 'a'), { 'f:items': { 'k:{"name":"a"}': {} } }],
    [
      'undeclared maps beside what is in them',
      { any: { a: { b: 1 } } },
      { 'f:any': { 'f:a': { '.': {}, 'f:b': {} } } },
    ],
  ])('has %s', (_, value, expected) => {
    expect(json(fieldSetOf(value, ROOT))).toBe(json(expected));
  });
});

describe('mergeTyped', () => {
  it.each<[string, object, object, object]>([
    ['takes leaves', { text: 'a', list: ['a'] }, { text: 'b', list: ['b'] }, { text: 'b', list: ['b'] }],
    ['merges maps', { labels: { a: '1' } }, { labels: { b: '2' } }, { labels: { a: '1', b: '2' } }],
    [
      'keeps what null or empty says nothing about',
      { labels: { a: '1' }, ...items('a') },
      { labels: null, items: [] },
      { labels: { a: '1' }, ...items('a') },
    ],
    ['takes null for a leaf', { text: 'a' }, { text: null }, { text: null }],
    ['takes null for what is empty', { labels: {} }, { labels: null }, { labels: null }],
    ['replaces atomic structs', { whole: { a: '1' } }, { whole: {} }, { whole: {} }],
    ['takes another form', { any: { a: 1 } }, { any: 1 }, { any: 1 }],
    ['unites sets', { set: ['a', 'b'] }, { set: ['c', 'a'] }, { set: ['c', 'a', 'b'] }],
    ['keeps items between', items('a', 'x', 'b'), items('a', 'b'), items('a', 'x', 'b')],
    ['moves items', items('a', 'x', 'b'), items('b', 'a'), items('x', 'b', 'a')],
    ['merges no items that stand twice', { items: [{ name: 'a', value: '1' }, { name: 'a' }] }, items('a'), items('a')],
  ])('%s', (_, object, applied, expected) => {
    expect(mergeTyped(object, applied, ROOT)).toEqual(expected);
  });

  it('gives the very object when nothing is new', () => {
    const object = { labels: { a: '1' }, ...items('a', 'b'), set: ['x'] };
    expect(mergeTyped(object, structuredClone(object), ROOT)).toBe(object);
  });
});

describe('removePaths', () => {
  it.each<[string, object, readonly (readonly string[])[], object]>([
    ['fields', { text: 'a', list: [] }, [['f:text']], { list: [] }],
    ['keys of maps', { labels: { a: '1', b: '2' } }, [['f:labels', 'f:a']], { labels: { b: '2' } }],
    ['all of a map', { labels: { a: '1' }, text: '' }, [['f:labels', 'f:a']], { labels: null, text: '' }],
    ['items', items('a', 'b'), [['f:items', 'k:{"name":"a"}']], items('b')],
    ['all items', { ...items('a'), text: '' }, [['f:items', 'k:{"name":"a"}']], { items: null, text: '' }],
    [
      'what is in items',
      { items: [{ name: 'a', value: '1' }] },
      [['f:items', 'k:{"name":"a"}', 'f:value']],
      items('a'),
    ],
    ['values of sets', { set: ['a', 'b'] }, [['f:set', 'v:"a"']], { set: ['b'] }],
  ])('takes %s', (_, value, paths, expected) => {
    expect(removePaths(value, fieldsOfPaths(...paths), ROOT)).toEqual(expected);
  });
});

describe('sets and their type', () => {
  it('have the structs on the way, but no items nor keys', () => {
    const set = fieldsOfPaths(['f:struct', 'f:a'], ['f:items', 'k:{"name":"a"}', 'f:name'], ['f:any', 'f:a', 'f:b']);
    expect(json(withNamedFields(set, ROOT))).toBe(
      '{"f:any":{".":{},"f:a":{"f:b":{}}},"f:items":{".":{},"k:{\\"name\\":\\"a\\"}":{"f:name":{}}},"f:struct":{".":{},"f:a":{}}}',
    );
  });

  it('are reconciled where something became a leaf', () => {
    const set = fieldsOfPaths(['f:whole', 'f:a'], ['f:list', 'v:"a"'], ['f:struct', 'f:a'], ['f:unknown', 'f:a']);
    expect(json(reconciledFields(set, ROOT))).toBe(
      '{"f:list":{},"f:struct":{"f:a":{}},"f:unknown":{"f:a":{}},"f:whole":{}}',
    );
    const same = fieldsOfPaths(['f:struct', 'f:a'], ['f:whole']);
    expect(reconciledFields(same, ROOT)).toBe(same);
    expect(reconciledFields(LEAF, ROOT)).toBe(LEAF);
  });
});

describe('equalTyped and typingProblem', () => {
  it('count the order of items', () => {
    expect(equalTyped(items('a', 'b'), items('b', 'a'), ROOT, false)).toBe(false);
    expect(equalTyped(items('a', 'b'), items('a', 'b'), ROOT, false)).toBe(true);
    expect(equalTyped({ any: { a: 1 } }, { any: { a: 1n } }, ROOT, false)).toBe(false);
  });

  it.each<[object, string]>([
    [{ set: ['a', 'a'] }, '.set: duplicate entries for key [="a"]'],
    [{ set: [null] }, ".set: element 0: associative list without keys has an element that's an explicit null"],
    [{ set: [{}] }, ".set: element 0: associative list without keys has an element that's a map type"],
    [{ set: [[]] }, '.set: element 0: not supported: associative list with lists as elements'],
    [{ list: [1] }, '.list[0]: expected string, got &value.valueUnstructured{Value:1}'],
    [{ list: {} }, '.list: expected list, got &{map[]}'],
  ])('%j', (value, problem) => {
    expect(typingProblem(value, ROOT)).toBe(problem);
  });
});
