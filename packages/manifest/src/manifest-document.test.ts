import { describe, expect, it } from 'vitest';
import type { ManifestDocument } from './manifest-document.js';
import type { PathSegment } from './path.js';
import { readManifest } from './read-manifest.js';

function documentOf(text: string): ManifestDocument {
  const [document] = readManifest(text).documents;
  if (document === undefined) throw new Error(`no document in ${text}`);
  return document;
}

/** `key|value|end` as `line:column`. */
function place(text: string, path: readonly PathSegment[]): string | undefined {
  const found = documentOf(text).locate(path);
  if (found === undefined) return undefined;
  return [found.key, found.value, found.end]
    .map((position) => (position === undefined ? '-' : `${position.line}:${position.column}`))
    .join('|');
}

const POD = `# a pod
apiVersion: v1
kind: Pod
spec:
  containers:
  - name: app # the app
    image: "nginx:1"
    args: [--a, 'b c']
    env:
    - name: SCRIPT
      value: |
        one
        two

  - name: other
    securityContext:
  volumes: []
`;

describe('locate', () => {
  it.each([
    [[], '-|2:1|17:14'],
    [['kind'], '3:1|3:7|3:10'],
    [['spec'], '4:1|5:3|17:14'],
    [['spec', 'containers'], '5:3|6:3|16:21'],
    [['spec', 'containers', 0], '-|6:5|13:12'],
    [['spec', 'containers', '0', 'name'], '6:5|6:11|6:14'],
    [['spec', 'containers', 0, 'image'], '7:5|7:12|7:21'],
    [['spec', 'containers', 0, 'args', 1], '-|8:17|8:22'],
    [['spec', 'containers', 0, 'env', 0, 'value'], '11:7|11:14|13:12'],
    [['spec', 'containers', 1, 'securityContext'], '16:5|16:21|16:21'],
    [['spec', 'volumes'], '17:3|17:12|17:14'],
    [['spec', 'containers', 2], undefined],
    [['spec', 'containers', -1], undefined],
    [['spec', 'containers', 'x'], undefined],
    [['spec', 'nope'], undefined],
    [['kind', 'x'], undefined],
  ] as [PathSegment[], string | undefined][])('%j is %s', (path, expected) => {
    expect(place(POD, path)).toBe(expected);
  });

  it.each([
    ['{"a": {"b": [1, {"c": "d"}]}}', ['a', 'b', 1, 'c'], '1:18|1:23|1:26'],
    ['{\n  "a" : [ ] ,\n  "b\\n": {} }', ['b\n'], '3:3|3:10|3:12'],
    ['{"a": 1}\n{"a": 2}', ['a'], '1:2|1:7|1:8'],
    // The last of several equal keys counts.
    ['a: 1\nb: 2\na: 3\n', ['a'], '3:1|3:4|3:5'],
    ['{"a":1,"a":2}', ['a'], '1:8|1:12|1:13'],
    // Keys are strings, whatever they were written as.
    ['1: x\ntrue: y\n1.50: z\n', [1], '1:1|1:4|1:5'],
    ['1: x\ntrue: y\n1.50: z\n', ['true'], '2:1|2:7|2:8'],
    ['1: x\ntrue: y\n1.50: z\n', ['1.5'], '3:1|3:7|3:8'],
    // Objects of JavaScript put numbers first; positions do not.
    ['b: 1\n2: {x: 1}\n1: {x: 2}\n', ['2', 'x'], '2:5|2:8|2:9'],
    // Aliases lead to what they name, merge keys write where they stand.
    ['a: &x {b: 1}\nc: *x\n', ['c'], '2:1|2:4|2:6'],
    ['a: &x {b: 1}\nc: *x\n', ['c', 'b'], '1:8|1:11|1:12'],
    ['a: &x {b: 1}\nc:\n  <<: *x\n  d: 2\n', ['c', 'b'], '1:8|1:11|1:12'],
    ['a: &x {b: 1}\nc:\n  b: 0\n  <<: *x\n', ['c', 'b'], '1:8|1:11|1:12'],
    ['a: &x {b: 1}\nc:\n  <<: *x\n  b: 0\n', ['c', 'b'], '4:3|4:6|4:7'],
    ['x: &x {b: 1}\ny: &y {b: 2, c: 3}\nz: {<<: [*x, *y]}\n', ['z', 'b'], '1:8|1:11|1:12'],
    ['x: &x {b: 1}\ny: &y {b: 2, c: 3}\nz: {<<: [*x, *y]}\n', ['z', 'c'], '2:14|2:17|2:18'],
    ['z: {<<: {<<: {b: 1}}}\n', ['z', 'b'], '1:15|1:18|1:19'],
    ['a: !!str 1\nb: &b 2\n', ['a'], '1:1|1:4|1:11'],
    ['? a\n: b\n', ['a'], '1:3|2:3|2:4'],
    ['- - a\n  - b\n-\n', [0, 1], '-|2:5|2:6'],
    ['- - a\n  - b\n-\n', [1], '-|3:2|3:2'],
    ['a: "b\n  c"\nd: e\n', ['a'], '1:1|1:4|2:5'],
    ['a: [\n  b,\n  c\n] # d\n', ['a'], '1:1|1:4|4:2'],
    ['a:\r\n  b: c\r\n', ['a', 'b'], '2:3|2:6|2:7'],
    ['"é": [😀, x]\n', ['é', 1], '-|1:11|1:12'],
  ] as [string, PathSegment[], string][])('%j at %j is %s', (text, path, expected) => {
    expect(place(text, path)).toBe(expected);
  });

  it('finds items far down a long list', () => {
    const document = documentOf(`a:\n${'- x\n'.repeat(5000)}`);
    expect(document.locate(['a', 4999])?.value.line).toBe(5001);
    expect(document.locate(['a', 5000])).toBeUndefined();
  });

  it('does not mistake what is far from its key', () => {
    const document = documentOf(`a:\n${'# comment\n'.repeat(9000)}  b: 1\n`);
    expect(document.locate(['a'])?.value.line).toBe(9002);
    expect(document.locate(['a', 'b'])?.key?.line).toBe(9002);
  });

  it('keeps more keys apart than fit half an integer', () => {
    const count = 70_000;
    const keys = Array.from({ length: count }, (_, index) => `k${index}: {v: ${index}}\n`).join('');
    const document = documentOf(keys);
    for (const index of [0, 65_533, 65_534, 65_535, 65_536, count - 1]) {
      expect(document.locate([`k${index}`, 'v'])?.value).toMatchObject({ line: index + 1 });
    }
    expect((document.value as Record<string, unknown>)[`k${count - 1}`]).toEqual({ v: count - 1 });
  });
});

describe('nearest', () => {
  it('gives the deepest part that exists', () => {
    const document = documentOf(POD);
    const found = document.nearest(['spec', 'containers', 1, 'securityContext', 'privileged']);
    expect(found.path).toEqual(['spec', 'containers', 1, 'securityContext']);
    expect(found.key).toMatchObject({ line: 16, column: 5 });
    expect(document.nearest(['spec', 'containers', 7, 'x']).path).toEqual(['spec', 'containers']);
    expect(document.nearest(['nope']).path).toEqual([]);
    expect(document.nearest(['nope']).value).toEqual({ line: 2, column: 1, offset: 8 });
  });
});

describe('duplicates', () => {
  it.each([
    ['a: 1\nb:\n  c: 1\n  "c": 2\na: 3\n', ['b.c 3:3 4:3', 'a 1:1 5:1']],
    ['- {a: 1, a: 2, a: 3}\n', ['0.a 1:4 1:10', '0.a 1:4 1:16']],
    ['{"a": {"b": 1, "b": 2}, "a": {}}', ['a.b 1:8 1:16', 'a 1:2 1:25']],
    ['{"a": 1, "\\u0061": 2}', ['a 1:2 1:10']],
    ['1: a\n0x1: b\n', ['1 1:1 2:1']],
    ['a: &x {b: 1}\nc: {b: 0, <<: *x}\n', ['c.b 2:5 1:8']],
    ['a: &x {b: 1}\nc: {<<: [*x, {b: 2}]}\n', ['c.b 1:8 1:8']],
    ['a: {b: {c: 1}, b: {c: 1}}\n', ['a.b 1:5 1:16']],
    ['metadata: {name: a, labels: {name: x}, name: b}\n', ['metadata.name 1:12 1:40']],
    ['a: {name: 1}\nb: {name: 2}\n', []],
  ])('%j', (text, expected) => {
    const found = documentOf(text).duplicates.map(
      ({ path, first, last }) => `${path.join('.')} ${first.line}:${first.column} ${last.line}:${last.column}`,
    );
    expect(found).toEqual(expected);
  });

  it('are bounded', () => {
    expect(documentOf('a: 1\n'.repeat(5000)).duplicates).toHaveLength(100);
    expect(documentOf('a: 1\n'.repeat(5000)).value).toEqual({ a: 1 });
  });
});

describe('lineText', () => {
  it('gives lines without their breaks', () => {
    const document = documentOf('a: 1\r\nb: 2\n');
    expect([document.lineText(1), document.lineText(2), document.lineText(3), document.lineText(99)]).toEqual([
      'a: 1',
      'b: 2',
      '',
      '',
    ]);
  });
});
