import { goJSON } from '@bulkhead/apimachinery/wire';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { KubeObject } from '../registry/kube-object.js';
import { metadataBytes } from './metadata-bytes.js';

const cached = (object: KubeObject, text = goJSON(object)) => ({
  key: '',
  namespace: '',
  name: '',
  revision: 1,
  object,
  bytes: Buffer.from(text),
});

it('is what writing the metadata again would give, whatever stands in it', () => {
  const words = fc.oneof(fc.string(), fc.constantFrom('{', '}', '"', '\\', '},"spec":{', '\\"}', 'ä', '<'));
  const metadata = fc.record({
    name: words,
    labels: fc.dictionary(words, words),
    annotations: fc.dictionary(words, words),
  });
  fc.assert(
    fc.property(metadata, words, (written, spec) => {
      const object = { kind: 'Pod', apiVersion: 'v1', metadata: written, spec: { a: spec } };
      expect(metadataBytes(cached(object)).toString()).toBe(goJSON(written));
    }),
  );
});

it('is written where the bytes are in another order, or cut', () => {
  const object = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'x' } };
  expect(metadataBytes(cached(object, '{"metadata":{"name":"x"},"kind":"Pod"}')).toString()).toBe('{"name":"x"}');
  expect(metadataBytes(cached(object, '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"x')).toString()).toBe(
    '{"name":"x"}',
  );
  expect(metadataBytes(cached(object, '{"kind":"Pod","apiVersion":"v1","metadata":null}')).toString()).toBe(
    '{"name":"x"}',
  );
});
