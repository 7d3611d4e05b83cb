import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonPatch, MAX_COPIED_BYTES } from './json-patch.js';

const document = { data: { x: '1', nil: null }, list: ['a', 'b', 'c'], deep: { er: [{ k: 'v' }] } };

const applied = (...operations: readonly object[]): unknown => {
  const before = JSON.stringify(document);
  const result = jsonPatch(document, operations);
  expect(JSON.stringify(document)).toBe(before);
  return result.ok ? result.value : result.failure.code;
};

describe('jsonPatch', () => {
  it.each<[string, object, unknown]>([
    ['adds a member', { op: 'add', path: '/data/y', value: '2' }, { data: { x: '1', nil: null, y: '2' } }],
    ['adds null without a value', { op: 'add', path: '/data/y' }, { data: { x: '1', nil: null, y: null } }],
    ['replaces a member', { op: 'replace', path: '/data/x', value: 2 }, { data: { x: 2, nil: null } }],
    ['replaces a missing member', { op: 'replace', path: '/data/y', value: 2 }, { data: { x: '1', nil: null, y: 2 } }],
    ['removes a member', { op: 'remove', path: '/data/x' }, { data: { nil: null } }],
    ['appends', { op: 'add', path: '/list/-', value: 'd' }, { list: ['a', 'b', 'c', 'd'] }],
    ['inserts', { op: 'add', path: '/list/1', value: 'd' }, { list: ['a', 'd', 'b', 'c'] }],
    ['inserts at the end', { op: 'add', path: '/list/3', value: 'd' }, { list: ['a', 'b', 'c', 'd'] }],
    ['inserts from the end', { op: 'add', path: '/list/-1', value: 'd' }, { list: ['a', 'b', 'c', 'd'] }],
    ['inserts from the end, first', { op: 'add', path: '/list/-4', value: 'd' }, { list: ['d', 'a', 'b', 'c'] }],
    ['removes an item', { op: 'remove', path: '/list/0' }, { list: ['b', 'c'] }],
    ['removes from the end', { op: 'remove', path: '/list/-1' }, { list: ['a', 'b'] }],
    ['replaces an item', { op: 'replace', path: '/list/01', value: 'd' }, { list: ['a', 'd', 'c'] }],
    ['goes through lists', { op: 'replace', path: '/deep/er/0/k', value: 1 }, { deep: { er: [{ k: 1 }] } }],
    ['copies', { op: 'copy', from: '/list/0', path: '/data/x' }, { data: { x: 'a', nil: null } }],
    ['copies a missing member', { op: 'copy', from: '/data/none', path: '/data/x' }, { data: { x: null, nil: null } }],
    ['moves', { op: 'move', from: '/list/0', path: '/list/-' }, { list: ['b', 'c', 'a'] }],
    ['ignores what precedes the slash', { op: 'add', path: 'any/list', value: 1 }, { list: 1 }],
    ['tests', { op: 'test', path: '/deep', value: { er: [{ k: 'v' }] } }, {}],
    ['tests a missing member against null', { op: 'test', path: '/data/none', value: null }, {}],
    ['tests null without a value', { op: 'test', path: '/data/nil' }, {}],
    ['tests all', { op: 'test', path: '', value: document }, {}],
  ])('%s', (_, operation, changed) => {
    expect(applied(operation)).toEqual({ ...document, ...(changed as object) });
  });

  it('unescapes steps', () => {
    expect(jsonPatch({ m: {} }, [{ op: 'add', path: '/m/x.io~1y~01', value: 1 }])).toMatchObject({
      value: { m: { 'x.io/y~1': 1 } },
    });
  });

  it('replaces the whole document', () => {
    expect(applied({ op: 'replace', path: '', value: { a: 1 } }, { op: 'add', path: '/b', value: 2 })).toEqual({
      a: 1,
      b: 2,
    });
    expect(applied({ op: 'replace', path: '', value: 'text' })).toBe(422);
  });

  it.each<[string, object]>([
    ['test of another value', { op: 'test', path: '/data/x', value: '2' }],
    ['test of null against a value', { op: 'test', path: '/data/x' }],
    ['test of an item outside', { op: 'test', path: '/list/3', value: 'c' }],
    ['remove of a missing member', { op: 'remove', path: '/data/none' }],
    ['remove of an item outside', { op: 'remove', path: '/list/3' }],
    ['remove of an item before the list', { op: 'remove', path: '/list/-4' }],
    ['remove of the append index', { op: 'remove', path: '/list/-' }],
    ['replace of an item outside', { op: 'replace', path: '/list/3', value: 1 }],
    ['add with a missing parent', { op: 'add', path: '/none/x', value: 1 }],
    ['add under null', { op: 'add', path: '/data/nil/x', value: 1 }],
    ['add under a text', { op: 'add', path: '/data/x/y', value: 1 }],
    ['add behind the end', { op: 'add', path: '/list/4', value: 1 }],
    ['add far behind the end', { op: 'add', path: '/list/999999999', value: 1 }],
    ['add with a name for an index', { op: 'add', path: '/list/x', value: 1 }],
    ['add without a slash', { op: 'add', path: 'data', value: 1 }],
    ['add of the whole', { op: 'add', path: '', value: {} }],
    ['add without a path', { op: 'add', value: 1 }],
    ['move of a missing member', { op: 'move', from: '/data/none', path: '/data/y' }],
    ['move into itself', { op: 'move', from: '/deep', path: '/deep/er/0' }],
    ['move without from', { op: 'move', path: '/data/y' }],
    ['copy to a missing parent', { op: 'copy', from: '/data/x', path: '/none/y' }],
    ['an unknown operation', { op: 'foo', path: '/data/x' }],
    ['no operation', {}],
    ['a member of the prototype', { op: 'add', path: '/constructor/prototype/x', value: 1 }],
    ['the prototype', { op: 'add', path: '/__proto__/x', value: 1 }],
  ])('refuses %s', (_, operation) => {
    expect(jsonPatch(document, [operation])).toEqual({
      ok: false,
      failure: {
        code: 422,
        reason: 'Invalid',
        message: 'the server rejected our request due to an error in our request',
        details: {},
      },
    });
  });

  it.each<[string, unknown, string, string]>([
    [
      'an object',
      {},
      'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
      'json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    ],
    [
      'a list of numbers',
      [1],
      'error decoding patch: json: cannot unmarshal number into Go value of type handlers.jsonPatchOp',
      'json: cannot unmarshal number into Go value of type jsonpatch.Operation',
    ],
  ])('refuses %s', (_, patch, text, ignoring) => {
    expect(jsonPatch({}, patch)).toMatchObject({ failure: { code: 400, reason: 'BadRequest', message: text } });
    expect(jsonPatch({}, patch, 'Ignore')).toMatchObject({ failure: { code: 400, message: ignoring } });
  });

  it('knows the types of members unless it ignores them', () => {
    const patch = [{ op: 'add', path: 5 }];
    expect(jsonPatch({}, patch)).toMatchObject({
      failure: {
        message:
          'error decoding patch: json: cannot unmarshal number into Go struct field jsonPatchOp.path of type string',
      },
    });
    expect(jsonPatch({}, patch, 'Ignore')).toMatchObject({ failure: { code: 422 } });
  });

  it('names unknown members', () => {
    const patch = [{ op: 'add', path: '/a', value: 1, bar: 1 }];
    expect(jsonPatch({}, patch)).toEqual({
      ok: true,
      value: { a: 1 },
      strictErrors: ['json patch unknown field "[0].bar"'],
    });
    expect(jsonPatch({}, patch, 'Ignore')).toMatchObject({ strictErrors: [] });
  });

  it('takes 10,000 operations and no more', () => {
    const operations = (count: number): object[] => Array.from({ length: count }, () => ({ op: 'test', path: '/a' }));
    expect(jsonPatch({}, operations(10_000)).ok).toBe(true);
    expect(jsonPatch({}, operations(10_001))).toEqual({
      ok: false,
      failure: {
        code: 413,
        reason: 'RequestEntityTooLarge',
        message: 'Request entity too large: The allowed maximum operations in a JSON patch is 10000, got 10001',
      },
    });
  });

  it('stops copies that double', () => {
    const operations = Array.from({ length: 40 }, (_, index) => ({
      op: 'copy',
      from: '/data',
      path: `/data/c${index}`,
    }));
    expect(jsonPatch({ data: { a: 'x'.repeat(1000) } }, operations)).toMatchObject({ failure: { code: 422 } });
    const size = MAX_COPIED_BYTES - 2;
    const copy = [{ op: 'copy', from: '/a', path: '/b' }];
    expect(jsonPatch({ a: 'x'.repeat(size) }, copy).ok).toBe(true);
    expect(jsonPatch({ a: 'x'.repeat(size + 1) }, copy).ok).toBe(false);
  });

  it('stops nesting without end', () => {
    const operations = Array.from({ length: 1100 }, (_, index) => ({
      op: 'add',
      path: '/a'.repeat(index + 1),
      value: {},
    }));
    expect(jsonPatch({}, operations)).toMatchObject({ failure: { code: 422 } });
    expect(jsonPatch({}, operations.slice(0, 900)).ok).toBe(true);
  });

  it('keeps the name __proto__ as a member and the prototype as it is', () => {
    const result = jsonPatch({ data: {} }, [{ op: 'add', path: '/data/__proto__', value: { polluted: 1 } }]);
    expect(JSON.stringify(result.ok && result.value)).toBe('{"data":{"__proto__":{"polluted":1}}}');
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('throws on nothing', () => {
    const path = fc.constantFrom('', '/a', '/a/b', '/a/0', '/a/-', '/-1', 'x', '/__proto__/a');
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
        path,
        from: path,
        value: fc.jsonValue(),
      },
      { requiredKeys: ['op'] },
    );
    fc.assert(
      fc.property(fc.jsonValue(), fc.oneof(fc.jsonValue(), fc.array(operation)), (any, patch) => {
        const before = JSON.stringify(any);
        jsonPatch(any, patch);
        expect(JSON.stringify(any)).toBe(before);
      }),
    );
  });
});
