/** What is written is read back the same, whatever the texts look like. */
import { readManifest } from '@bulkhead/manifest';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { yaml } from './yaml.js';

const texts = fc.oneof(
  fc.string(),
  fc.constantFrom(
    'yes',
    'null',
    '~',
    '1e3',
    '0x1',
    '10.0.0.0/8',
    '- a',
    'a: b',
    '# c',
    '',
    ' a ',
    '2001-01-01',
    '=',
    'a/b',
  ),
);
const scalars = fc.oneof(texts, fc.integer({ min: -65535, max: 65535 }), fc.boolean());
const { value: values } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalars, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.dictionary(texts, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));

describe('YAML', () => {
  it('is read back the same', () => {
    fc.assert(
      fc.property(values, (value) => {
        const object = { apiVersion: 'v1', kind: 'Thing', value };
        const [document] = readManifest(yaml(object)).documents;
        expect(document?.value).toEqual(object);
      }),
    );
  });

  it('is in block style', () => {
    expect(yaml({ to: [{ podSelector: {}, ports: [{ port: 53 }] }], cidr: '10.0.0.0/8' })).toBe(
      'to:\n- podSelector: {}\n  ports:\n  - port: 53\ncidr: "10.0.0.0/8"\n',
    );
  });
});
