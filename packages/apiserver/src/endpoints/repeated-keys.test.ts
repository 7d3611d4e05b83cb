import { lookupKind } from '@bulkhead/apimachinery';
import { readManifest } from '@bulkhead/manifest';
import { expect, it } from 'vitest';
import { joinRepeatedKeys } from './repeated-keys.js';

function read(text: string, apiVersion = 'v1', kindName = 'ConfigMap'): unknown {
  const [document] = readManifest(text, { format: 'json' }).documents;
  const kind = lookupKind(apiVersion, kindName);
  if (document === undefined || kind === undefined) throw new Error('no document');
  joinRepeatedKeys(document, kind, 35);
  return document.value;
}

it('keeps the parts of both maps, and of one key the last value', () => {
  expect(read('{"data":{"a":"1","b":"1"},"data":{"b":"2"}}')).toEqual({ data: { a: '1', b: '2' } });
  expect(read('{"data":{"a":"1"},"data":{"b":"2"},"data":{"c":"3"}}')).toEqual({ data: { a: '1', b: '2', c: '3' } });
});

it('keeps the parts of both structs, also deeper, and through lists', () => {
  const pod = read(
    '{"spec":{"hostPID":true,"securityContext":{"runAsUser":0}},"spec":{"securityContext":{"runAsGroup":1}}}',
    'v1',
    'Pod',
  );
  expect(pod).toEqual({ spec: { hostPID: true, securityContext: { runAsUser: 0, runAsGroup: 1 } } });
  expect(
    read('{"spec":{"containers":[{"securityContext":{"privileged":true},"securityContext":{}}]}}', 'v1', 'Pod'),
  ).toEqual({ spec: { containers: [{ securityContext: { privileged: true } }] } });
});

it('takes the last of lists and plain values; null takes pointers and maps away, but no structs', () => {
  expect(read('{"immutable":true,"immutable":false}')).toEqual({ immutable: false });
  expect(read('{"data":{"a":"1"},"data":null}')).toEqual({ data: null });
  expect(read('{"metadata":{"name":"a"},"metadata":null}')).toEqual({ metadata: { name: 'a' } });
  expect(read('{"spec":{"containers":[{"name":"a"}],"containers":[]}}', 'v1', 'Pod')).toEqual({
    spec: { containers: [] },
  });
});

it('survives names that every object has', () => {
  expect(read('{"data":{"__proto__":"1"},"data":{"__proto__":"2","constructor":"3"}}')).toEqual(
    JSON.parse('{"data":{"__proto__":"2","constructor":"3"}}'),
  );
});
