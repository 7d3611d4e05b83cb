import { describe, expect, it } from 'vitest';
import { readManifest } from '../read-manifest.js';
import { toYaml } from './yaml-writer.js';

describe('YAML', () => {
  it('is in blocks, with keys in natural order and lists below their key', () => {
    const object = {
      kind: 'ConfigMap',
      apiVersion: 'v1',
      metadata: {
        name: 'c1',
        creationTimestamp: '2026-11-22T05:27:03Z',
        managedFields: [{ f: { '.': {}, 'f:a': {} } }],
      },
      data: { v: '1', a10: 'x', a2: 'y' },
      matrix: [[1, 2], [], [{ a: null }]],
    };
    expect(toYaml(object)).toBe(`apiVersion: v1
data:
  a2: "y"
  a10: x
  v: "1"
kind: ConfigMap
matrix:
- - 1
  - 2
- []
- - a: null
metadata:
  creationTimestamp: "2026-11-22T05:27:03Z"
  managedFields:
  - f:
      .: {}
      f:a: {}
  name: c1
`);
  });

  it.each([
    ['', '""'],
    ['a: b', "'a: b'"],
    ['# no', "'# no'"],
    [' lead', "' lead'"],
    ["it's", "it's"],
    ['yes', '"yes"'],
    ['1.5', '"1.5"'],
    ['0x1f', '"0x1f"'],
    ['~', '"~"'],
    ['10:20', '"10:20"'],
    ['a\tb', '"a\\tb"'],
    ['\u001b[31m', '"\\e[31m"'],
    ['-', "'-'"],
    ['{a}', "'{a}'"],
    ['line\nnext', '|-\n  line\n  next'],
    ['line\nnext\n', '|\n  line\n  next'],
    ['é', 'é'],
  ])('writes %j so that it is read back', (text, written) => {
    expect(toYaml({ k: text })).toBe(`k: ${written}\n`);
  });

  it('folds long texts at 80 columns', () => {
    const text = 'Contains a CA bundle that can be used to verify the kube-apiserver when using internal endpoints';
    expect(toYaml({ metadata: { annotations: { 'kubernetes.io/description': text } } })).toBe(`metadata:
  annotations:
    kubernetes.io/description: Contains a CA bundle that can be used to verify the
      kube-apiserver when using internal endpoints
`);
  });

  it('is what a reader of YAML takes for the same', () => {
    const nasty = [
      '"',
      "'",
      '\\',
      '\n',
      'a\n\n',
      ' \n x',
      'x: \n',
      '\u2028',
      '\u0000',
      '%',
      '@',
      '`',
      '!a',
      '&a',
      '*a',
      '? ',
      '---',
    ];
    const object = {
      kind: 'X',
      texts: [...nasty, 'on', 'null', '1e3', '.5', '2001-01-01'],
      deep: { 'a b': { '': '' } },
    };
    const { documents, errors } = readManifest(toYaml(object), { format: 'yaml' });
    expect(errors).toEqual([]);
    expect(documents[0]?.value).toEqual(object);
  });
});
