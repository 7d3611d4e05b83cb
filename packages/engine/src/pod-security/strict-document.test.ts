import { describe, expect, it } from 'vitest';
import { decodeStrictly, type KnownKind, STRING, strings } from './strict-document.js';

const KIND: KnownKind = {
  kind: 'Thing',
  apiVersions: ['example.com/v1'],
  fields: {
    name: STRING,
    names: strings(),
    anything: { type: 'any' },
    parts: {
      type: 'list',
      items: {
        type: 'struct',
        name: 'Part',
        fields: { inner: { type: 'struct', name: 'Inner', fields: { a: STRING } } },
      },
    },
  },
};
const decode = (members: object, text?: string) =>
  decodeStrictly(
    { apiVersion: 'example.com/v1', kind: 'Thing', ...members },
    KIND,
    text === undefined ? { minor: 36 } : { minor: 36, text },
  );

describe('decodeStrictly', () => {
  it('returns a good document as it is', () => {
    const members = { name: 'x', names: ['a', null], anything: [{ b: 1 }], parts: [null, { inner: { a: 'x' } }] };
    expect(decode(members)).toEqual({ value: { apiVersion: 'example.com/v1', kind: 'Thing', ...members } });
  });

  it.each<[object, string]>([
    [
      { z: 1, parts: [{}, { inner: { b: 1 }, c: 2 }], b: 1 },
      'strict decoding error: unknown field "b", unknown field "parts[1].c", unknown field "parts[1].inner.b", unknown field "z"',
    ],
    [
      { parts: [{ inner: { a: 1 } }] },
      'json: cannot unmarshal number into Go struct field Inner.parts.inner.a of type string',
    ],
    [
      { parts: [{ inner: 'x' }] },
      'json: cannot unmarshal string into Go struct field Part.parts.inner of type v1.Inner',
    ],
    [{ parts: {} }, 'json: cannot unmarshal object into Go struct field Thing.parts of type []v1.Part'],
    [{ names: [true] }, 'json: cannot unmarshal bool into Go struct field Thing.names of type string'],
    // The first wrong type counts, and hides what is unknown.
    [{ unknown: 1, name: 1, names: 1 }, 'json: cannot unmarshal number into Go struct field Thing.name of type string'],
  ])('refuses %j', (members, error) => {
    expect(decode(members)).toEqual({ error });
  });

  it('goes through JSON in its own order', () => {
    expect(decode({ z: 1, b: 1 }, ' {"z": 1, "b": 1}')).toEqual({
      error: 'strict decoding error: unknown field "z", unknown field "b"',
    });
  });
});
