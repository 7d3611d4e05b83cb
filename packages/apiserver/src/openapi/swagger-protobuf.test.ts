import { describe, expect, it } from 'vitest';
import { swaggerProtobuf } from './swagger-protobuf.js';

/** Fields by number, messages as bytes. */
function fieldsOf(bytes: Buffer): { readonly number: number; readonly content: Buffer }[] {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const fields: { number: number; content: Buffer }[] = [];
  while (at < bytes.length) {
    const number = varint() >>> 3;
    const length = varint();
    fields.push({ number, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return fields;
}

const at = (bytes: Buffer, ...path: readonly number[]): Buffer =>
  path.reduce(
    (message, number) => fieldsOf(message).find((field) => field.number === number)?.content ?? Buffer.of(),
    bytes,
  );

const document = (schema: object): string =>
  JSON.stringify({ swagger: '2.0', info: { title: 'T', version: 'V' }, definitions: { 'a.B': schema } });

describe('the protobuf form of a Swagger document', () => {
  it('has what it is, no paths, and the definitions', () => {
    const bytes = swaggerProtobuf(document({ type: 'object', description: 'x'.repeat(300) }));
    expect(fieldsOf(bytes).map(({ number }) => number)).toEqual([1, 2, 8, 9]);
    expect(String(at(bytes, 2, 2))).toBe('V');
    expect(String(at(bytes, 9, 1, 1))).toBe('a.B');
    expect(String(at(bytes, 9, 1, 2, 22, 1))).toBe('object');
    expect(at(bytes, 9, 1, 2, 4)).toHaveLength(300);
  });

  it('has properties, items, references and extensions', () => {
    const schema = {
      properties: { list: { type: 'array', items: { $ref: '#/definitions/c' } }, map: { additionalProperties: {} } },
      required: ['list'],
      'x-kubernetes-group-version-kind': [{ group: '', kind: 'B', version: 'v1' }],
    };
    const bytes = at(swaggerProtobuf(document(schema)), 9, 1, 2);
    expect(String(at(bytes, 25, 1, 1))).toBe('list');
    expect(String(at(bytes, 25, 1, 2, 23, 1, 1))).toBe('#/definitions/c');
    expect(String(at(bytes, 19))).toBe('list');
    expect(String(at(bytes, 31, 1))).toBe('x-kubernetes-group-version-kind');
    expect(JSON.parse(String(at(bytes, 31, 2, 2)))).toEqual([{ group: '', kind: 'B', version: 'v1' }]);
  });

  it('knows every member or says so', () => {
    expect(() => swaggerProtobuf(document({ maximum: 3 }))).toThrow('maximum');
  });
});
