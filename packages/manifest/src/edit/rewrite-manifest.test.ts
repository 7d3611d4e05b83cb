import { describe, expect, it } from 'vitest';
import { expandLists } from '../manifest-object.js';
import { readManifest } from '../read-manifest.js';
import { rewriteManifest } from './rewrite-manifest.js';

/** What a change may look into without asking for types. */
type Loose = Record<string, ReturnType<typeof JSON.parse>>;
type Change = (value: Loose) => unknown;

/** The text after a change of its first object, or why it was refused. */
function rewritten(text: string, change: Change, at = 0): string {
  const { documents } = readManifest(text);
  const object = documents.flatMap(expandLists)[at];
  if (object === undefined) throw new Error('no object');
  const value = structuredClone(object.value) as Record<string, unknown>;
  const after = change(value) ?? value;
  const result = rewriteManifest(documents, [{ object, value: after }]);
  const [reason] = result.refused.values();
  return reason === undefined ? result.text : `REFUSED: ${reason}`;
}
const drop = (value: Loose, key: string): void => void delete value[key];

const POD = `# who owns this
apiVersion: v1
kind: Pod # a pod
metadata: {name: web}
spec:
  containers:
  # the program
  - name: app   # two blanks
    image: "a:1"
    securityContext:
      privileged: true # for iptables

  # the other
  - name: side
    args: [
      "a", # first
      "b",
    ]
  hostPID: true
`;

describe('rewriteManifest', () => {
  it('adds, replaces and removes where it stands', () => {
    const result = rewritten(POD, ({ spec }) => {
      spec.containers[0].securityContext = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
      spec.containers[0].image = 'a:2';
      spec.containers[1].securityContext = { seccompProfile: { type: 'RuntimeDefault' } };
      spec.securityContext = { runAsNonRoot: true };
      drop(spec, 'hostPID');
    });
    expect(result).toBe(`# who owns this
apiVersion: v1
kind: Pod # a pod
metadata: {name: web}
spec:
  containers:
  # the program
  - name: app   # two blanks
    image: "a:2"
    securityContext:
      allowPrivilegeEscalation: false
      capabilities:
        drop:
        - ALL

  # the other
  - name: side
    args: [
      "a", # first
      "b",
    ]
    securityContext:
      seccompProfile:
        type: RuntimeDefault
  securityContext:
    runAsNonRoot: true
`);
  });

  it.each<[string, string, Change, string]>([
    ['flow maps', 'a: {b: 1}\n', (v) => void (v.a.c = 'x y'), 'a: {b: 1, c: x y}\n'],
    ['blanks in braces', 'a: { b: 1 }\n', (v) => void (v.a.c = { d: [true] }), 'a: { b: 1, c: {d: [true]} }\n'],
    ['first of a flow map', 'a: {b: 1, c: 2}\n', (v) => drop(v.a, 'b'), 'a: {c: 2}\n'],
    ['last of a flow map', 'a: {b: 1, c: 2}\n', (v) => drop(v.a, 'c'), 'a: {b: 1}\n'],
    ['the only one of a flow map', 'a: {b: 1}\n', (v) => drop(v.a, 'b'), 'a: {}\n'],
    ['a flow list', 'a: [NET_RAW, X] # c\n', (v) => void (v.a = ['ALL']), 'a: [ALL] # c\n'],
    ['an empty map', 'a: {} # c\nb: 1\n', (v) => void (v.a = { x: 1 }), 'a: # c\n  x: 1\nb: 1\n'],
    ['nothing written', 'a: # c\nb: 1\n', (v) => void (v.a = { x: 1 }), 'a: # c\n  x: 1\nb: 1\n'],
    ['null', 'a: ~\nb: 1\n', (v) => void (v.a = false), 'a: false\nb: 1\n'],
    ['nothing to a scalar', 'a:\nb: 1\n', (v) => void (v.a = 'x'), 'a: x\nb: 1\n'],
    ['the only entry', 'a:\n  b: 1 # c\nd: 1\n', (v) => drop(v.a, 'b'), 'a: {}\nd: 1\n'],
    ['a comment beside the key', 'a: # c\n  b: 1\nd: 1\n', (v) => void (v.a = 7), 'a: 7 # c\nd: 1\n'],
    ['beside a dash', '- x: 1\n  y: 2\n', (v) => drop(v[0], 'x'), '- y: 2\n'],
    ['beside a dash with a comment', '- x: 1 # c\n  y: 2\n', (v) => drop(v[0], 'x'), '- # c\n  y: 2\n'],
    ['an item', 'a:\n  - 1\n  - 2 # two\n  - 3\n', (v) => void v.a.splice(1, 1), 'a:\n  - 1\n  - 3\n'],
    ['items at the end', 'a:\n  - 1\nb: 1\n', (v) => void v.a.push({ c: [1] }), 'a:\n  - 1\n  - c:\n      - 1\nb: 1\n'],
    ['items in front', 'a:\n- 1\n', (v) => void v.a.unshift(0), 'a:\n- 0\n- 1\n'],
    ['all items', 'a:\n- 1\nb: 2\n', (v) => void (v.a = []), 'a: []\nb: 2\n'],
    ['a list by a map', 'a:\n- 1\nb: 2\n', (v) => void (v.a = { c: 1 }), 'a:\n  c: 1\nb: 2\n'],
    ['an item by a map', 'a:\n- 1\n- 2\n', (v) => void (v.a[0] = { c: 1, d: [2] }), 'a:\n- c: 1\n  d:\n  - 2\n- 2\n'],
    ['a key', 'a:\n  "x/y": b # c\n', (v) => void (v.a = { z: 'b' }), 'a:\n  "z": b # c\n'],
    ['single quotes', "a: 'it''s'\n", (v) => void (v.a = "it's so"), "a: 'it''s so'\n"],
    ['words that mean something', 'a: x\n', (v) => void (v.a = 'yes'), 'a: "yes"\n'],
    ['numbers as text', 'a: 8080\n', (v) => void (v.a = '8080'), 'a: "8080"\n'],
    ['keys that need quotes', 'a: {}\n', (v) => void (v.a['k: #'] = 'a\u2028b'), 'a:\n  "k: #": "a\\u2028b"\n'],
    ['a block scalar', 'a: |\n  x\n  y\nb: 1\n', (v) => void (v.a = 'z'), 'a: z\nb: 1\n'],
    ['behind a block scalar', 'a: |\n  x\n\n# c\n', (v) => void (v.b = 1), 'a: |\n  x\nb: 1\n\n# c\n'],
    ['no line break at the end', 'a: 1', (v) => void (v.b = { c: 1 }), 'a: 1\nb:\n  c: 1'],
    [
      'CRLF',
      'a:\r\n  b: 1\r\nc: 2\r\n',
      (v) => void (v.a.d = { e: 1 }),
      'a:\r\n  b: 1\r\n  d:\r\n    e: 1\r\nc: 2\r\n',
    ],
    [
      'four columns',
      'a:\n    b:\n        c: 1\n',
      (v) => void (v.d = { e: 1 }),
      'a:\n    b:\n        c: 1\nd:\n    e: 1\n',
    ],
    ['two documents', '---\na: 1\n--- # two\nb: 1\n', (v) => void (v.c = 1), '---\na: 1\nc: 1\n--- # two\nb: 1\n'],
    [
      'a merge key',
      'x: &x {a: 1}\nw:\n  <<: *x\n  b: 1\n',
      (v) => void (v.w.c = 1),
      'x: &x {a: 1}\nw:\n  <<: *x\n  b: 1\n  c: 1\n',
    ],
    ['an alias as a whole', 'x: &x {a: 1}\nw: *x\nz: 1\n', (v) => drop(v, 'w'), 'x: &x {a: 1}\nz: 1\n'],
    ['an anchor without alias', 'x: &x\n  a: 1\n', (v) => void (v.x.b = 1), 'x: &x\n  a: 1\n  b: 1\n'],
    ['two settings', 'x:\n  a: true\n  c: 1\n', (v) => void (v.x = { c: 1, b: true }), 'x:\n  c: 1\n  b: true\n'],
    ['JSON on one line', '{"a":{"b":1}}', (v) => void (v.a.c = 'x'), '{"a":{"b":1,"c":"x"}}'],
    [
      'JSON',
      '{\n\t"a": {\n\t\t"b": 1\n\t}\n}\n',
      (v) => void (v.a.c = { d: ['x'] }),
      '{\n\t"a": {\n\t\t"b": 1,\n\t\t"c": {\n\t\t\t"d": [\n\t\t\t\t"x"\n\t\t\t]\n\t\t}\n\t}\n}\n',
    ],
    [
      'an empty map of JSON',
      '{\n  "a": {},\n  "b": 1\n}\n',
      (v) => void (v.a = { c: 1 }),
      '{\n  "a": {\n    "c": 1\n  },\n  "b": 1\n}\n',
    ],
    [
      'an entry of JSON',
      '{\n  "a": 1,\n  "b": [\n    1,\n    2\n  ]\n}\n',
      (v) => (drop(v, 'a'), v.b.pop(), undefined),
      '{\n  "b": [\n    1\n  ]\n}\n',
    ],
    ['a number of JSON', '{"a": 1}', (v) => void (v.a = 'x'), '{"a": "x"}'],
  ])('%s', (_, text, change, expected) => {
    expect(rewritten(text, change)).toBe(expected);
  });

  it('edits items of lists, and leaves out what only the list says', () => {
    const text = 'apiVersion: v1\nkind: PodList\nitems:\n- metadata:\n    name: a\n- metadata:\n    name: b\n';
    const result = rewritten(text, (value) => void (value.metadata.labels = { x: 'y' }), 1);
    expect(result).toBe(`${text.slice(0, -1)}\n    labels:\n      x: "y"\n`);
  });

  it.each<[string, string, Change, RegExp]>([
    ['an aliased map', 'x: &x {a: 1}\nw: *x\n', (v) => void (v.x = { a: 2 }), /an alias elsewhere/],
    ['an alias', 'x: &x {a: 1}\nw: *x\n', (v) => void (v.w = { a: 2 }), /is an alias/],
    ['what holds an anchor', 'x: {z: &x 1}\nw: *x\n', (v) => drop(v, 'x'), /cannot be edited safely/],
    ['a merged key', 'x: &x {a: 1}\nw: {<<: *x, b: 1}\n', (v) => drop(v.w, 'a'), /comes from a merge key/],
    ['a key with a question mark', '? a\n: 1\nb: 1\n', (v) => void (v.c = 1), /unusual|cannot be edited/],
    ['a comment in braces', 'a: {\n  b: 1, # c\n  d: 2}\n', (v) => drop(v.a, 'b'), /a comment/],
    ['the whole object', 'a: 1\n', () => ({ b: 2 }), /nothing of the object/],
  ])('refuses to change %s', (_, text, change, reason) => {
    expect(rewritten(text, change)).toMatch(/^REFUSED/);
    expect(rewritten(text, change)).toMatch(reason);
  });

  it('refuses one object and changes the other', () => {
    const text = 'x: &x {a: 1}\nw: *x\n---\nb: 1\n';
    const { documents } = readManifest(text);
    const [one, two] = documents.flatMap(expandLists);
    if (one === undefined || two === undefined) throw new Error('two objects are there');
    const result = rewriteManifest(documents, [
      { object: one, value: { ...(one.value as object), x: { a: 2 } } },
      { object: two, value: { b: 2 } },
    ]);
    expect(result.text).toBe('x: &x {a: 1}\nw: *x\n---\nb: 2\n');
    expect([...result.refused.keys()]).toEqual([one]);
  });

  it('takes the earlier of two equal keys away', () => {
    const text = 'a:\n  b: 1 # first\n  c: 1\n  b: 2\nd: {e: 1, e: 2}\n';
    const { documents } = readManifest(text);
    const [object] = documents.flatMap(expandLists);
    if (object === undefined) throw new Error('no object');
    const earlierKeys = object.duplicates.map(({ path }) => path);
    const result = rewriteManifest(documents, [{ object, value: object.value, earlierKeys }]);
    expect(result.text).toBe('a:\n  c: 1\n  b: 2\nd: {e: 2}\n');
  });
});
