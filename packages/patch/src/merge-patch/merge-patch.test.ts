import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { undecodablePatch } from '../failure.js';
import { mergePatch } from './merge-patch.js';

const value = (document: object, patch: unknown): unknown => {
  const result = mergePatch({ ...document }, patch);
  return result.ok ? result.value : result.failure;
};

describe('mergePatch', () => {
  it.each<[string, object, object, object]>([
    ['sets and adds', { a: 1 }, { a: 2, b: 3 }, { a: 2, b: 3 }],
    ['removes', { a: 1, b: 2 }, { a: null }, { b: 2 }],
    ['removes what is not there', { a: 1 }, { b: null }, { a: 1 }],
    ['merges objects', { a: { b: 1, c: 2 } }, { a: { b: null, d: 3 } }, { a: { c: 2, d: 3 } }],
    ['replaces lists', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['replaces an object by a list, nulls and all', { a: {} }, { a: [{ b: null }] }, { a: [{ b: null }] }],
    ['replaces a list by an object', { a: [1] }, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
    ['takes new objects without nulls', {}, { a: { b: null, c: [null, { d: null }] } }, { a: { c: [null, {}] } }],
    ['merges into null', { a: null }, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
  ])('%s', (_, document, patch, expected) => {
    expect(value(document, patch)).toEqual(expected);
  });

  it.each<[unknown, string, string | undefined]>([
    [null, 'Invalid JSON Patch', 'Invalid JSON Patch'],
    [
      [1],
      'error decoding patch: json: cannot unmarshal array into Go value of type map[string]interface {}',
      undefined,
    ],
    [
      'x',
      'error decoding patch: json: cannot unmarshal string into Go value of type map[string]interface {}',
      'Invalid JSON Patch',
    ],
  ])('refuses %j', (patch, text, ignoring) => {
    expect(mergePatch({}, patch)).toEqual({ ok: false, failure: { code: 400, reason: 'BadRequest', message: text } });
    const ignored = mergePatch({}, patch, 'Ignore');
    expect(ignored.ok ? undefined : ignored.failure.message).toBe(ignoring);
  });

  it('says of a body that is no JSON what each decoder says', () => {
    const text = 'unexpected end of JSON input';
    expect(undecodablePatch('merge', text, 'Warn').message).toBe(`error decoding patch: ${text}`);
    expect(undecodablePatch('merge', text, 'Ignore').message).toBe('Invalid JSON Patch');
    expect(undecodablePatch('json', text, 'Strict').message).toBe(`error decoding patch: ${text}`);
    expect(undecodablePatch('json', text, 'Ignore').message).toBe(text);
    expect(undecodablePatch('strategic', text, 'Warn')).toEqual({ code: 400, reason: 'BadRequest', message: text });
  });

  it('keeps every name as data', () => {
    const patch: unknown = JSON.parse('{"data":{"__proto__":{"a":null,"b":"p"},"constructor":"c"}}');
    expect(JSON.stringify(value({}, patch))).toBe('{"data":{"__proto__":{"b":"p"},"constructor":"c"}}');
  });

  it('shares what does not change and changes nothing in place', () => {
    const document = { kept: { a: 1 }, changed: { b: 1 } };
    const result = mergePatch(document, { changed: { b: 2 } });
    expect(document.changed.b).toBe(1);
    expect(result.ok && Object.is((result.value as typeof document).kept, document.kept)).toBe(true);
  });

  it('does nothing for an empty patch and throws on nothing', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue(), (document, patch) => {
        expect(value(document, {})).toEqual(document);
        mergePatch(document, patch);
      }),
    );
  });
});
