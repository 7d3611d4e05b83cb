import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strategicMergePatch } from './strategic-merge-patch.js';

const DEPLOYMENT = 'apps.v1.Deployment';

function patched(original: object, patch: unknown, typeName = DEPLOYMENT): unknown {
  const before = JSON.stringify([original, patch]);
  const result = strategicMergePatch({ ...original }, patch, typeName, 35);
  expect(JSON.stringify([original, patch])).toBe(before);
  return result.ok ? result.value : result.failure;
}

const inPodSpec = (podSpec: object): object => ({ spec: { template: { spec: podSpec } } });
const containers = (...names: string[]): object =>
  inPodSpec({ containers: names.map((name) => ({ name, image: '1' })) });
const named = (name: string): object => ({ name, image: '1' });

describe('lists of objects', () => {
  it.each<[string, object, object, object]>([
    [
      'are merged by their key, new items in the order of the patch',
      inPodSpec({ containers: [{ name: 'c', image: '1', tty: true }] }),
      inPodSpec({ containers: [{ name: 'c', image: '2' }, named('d')] }),
      inPodSpec({ containers: [{ name: 'c', image: '2', tty: true }, named('d')] }),
    ],
    [
      'put new items before those that only the server has',
      containers('a'),
      inPodSpec({ containers: [named('b')] }),
      containers('b', 'a'),
    ],
    [
      'keep the server order around items of the patch',
      containers('a', 'b', 'c'),
      inPodSpec({ containers: [{ name: 'b' }, named('x')] }),
      containers('a', 'b', 'x', 'c'),
    ],
    ['lose items', containers('a', 'b'), inPodSpec({ containers: [{ $patch: 'delete', name: 'a' }] }), containers('b')],
    [
      'are replaced',
      containers('a', 'b'),
      inPodSpec({ containers: [{ $patch: 'replace' }, named('c')] }),
      containers('c'),
    ],
    [
      'follow $setElementOrder',
      containers('a', 'b'),
      inPodSpec({ '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }], containers: [named('c')] }),
      // Of the items that only the server has, those that stood before an item of the patch come first.
      containers('c', 'a', 'b'),
    ],
    [
      'are put in order without a change',
      containers('a', 'b', 'c'),
      inPodSpec({ '$setElementOrder/containers': [{ name: 'c' }, { name: 'a' }] }),
      containers('b', 'c', 'a'),
    ],
    [
      'are put in order where the original has none',
      inPodSpec({}),
      inPodSpec({
        '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
        containers: [named('b'), named('a')],
      }),
      containers('b', 'a'),
    ],
    [
      'without a strategy are replaced',
      inPodSpec({ tolerations: [{ key: 'a' }] }),
      inPodSpec({ tolerations: [{ key: 'b' }] }),
      inPodSpec({ tolerations: [{ key: 'b' }] }),
    ],
    [
      'have keys of other names',
      { ...inPodSpec({ containers: [{ name: 'c', ports: [{ containerPort: 80 }, { containerPort: 81 }] }] }) },
      inPodSpec({ containers: [{ name: 'c', ports: [{ containerPort: 80, name: 'web' }] }] }),
      inPodSpec({ containers: [{ name: 'c', ports: [{ containerPort: 80, name: 'web' }, { containerPort: 81 }] }] }),
    ],
  ])('%s', (_, original, patch, expected) => {
    expect(patched(original, patch)).toEqual(expected);
  });
});

describe('maps and structs', () => {
  it.each<[string, object, object, object]>([
    [
      'are merged',
      { spec: { replicas: 1, paused: true } },
      { spec: { replicas: 2 } },
      { spec: { replicas: 2, paused: true } },
    ],
    [
      'lose members that are null',
      { spec: { replicas: 1, paused: true } },
      { spec: { paused: null } },
      { spec: { replicas: 1 } },
    ],
    [
      'are taken anew without nulls and directives',
      {},
      { spec: { replicas: null, strategy: { $patch: 'delete' }, selector: { matchLabels: { a: 'b' } } } },
      { spec: { selector: { matchLabels: { a: 'b' } } } },
    ],
    [
      'are replaced',
      { metadata: { labels: { a: '1' } } },
      { metadata: { labels: { $patch: 'replace', b: '2' } } },
      { metadata: { labels: { b: '2' } } },
    ],
    [
      'are emptied',
      { metadata: { labels: { a: '1' } } },
      { metadata: { labels: { $patch: 'delete' } } },
      { metadata: { labels: {} } },
    ],
    ['are emptied as a whole', { metadata: { name: 'a' } }, { $patch: 'delete' }, {}],
    [
      'keep what $retainKeys says',
      { spec: { strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1 } } } },
      { spec: { strategy: { $retainKeys: ['type'], type: 'Recreate' } } },
      { spec: { strategy: { type: 'Recreate' } } },
    ],
    ['take another JSON type', { spec: { replicas: 1 } }, { spec: 'x' }, { spec: 'x' }],
  ])('%s', (_, original, patch, expected) => {
    expect(patched(original, patch)).toEqual(expected);
  });
});

describe('lists of primitives', () => {
  const finalizers = (...names: string[]): object => ({ metadata: { finalizers: names } });
  it.each<[string, object, object, object]>([
    ['are united, the patch first', finalizers('a', 'b'), finalizers('c', 'b'), finalizers('c', 'a', 'b')],
    [
      'lose values',
      finalizers('a', 'b'),
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
      finalizers('b'),
    ],
    [
      'that are not there stay so',
      { metadata: {} },
      { metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] } },
      { metadata: {} },
    ],
    [
      'follow $setElementOrder',
      finalizers('a', 'b'),
      { metadata: { '$setElementOrder/finalizers': ['b', 'a'] } },
      finalizers('b', 'a'),
    ],
  ])('%s', (_, original, patch, expected) => {
    expect(patched(original, patch)).toEqual(expected);
  });
});

describe('refusals', () => {
  const one = containers('c');
  it.each<[string, object, unknown, number, string]>([
    ['a list', {}, [], 400, 'json: cannot unmarshal array into Go value of type map[string]interface {}'],
    ['a directive', {}, { $patch: 'foo' }, 500, 'unknown patch type: foo in map: map[$patch:foo]'],
    ['a directive of another type', {}, { $patch: 5 }, 500, 'unknown patch type: %!s(int64=5) in map: map[$patch:5]'],
    [
      'a directive in a list',
      one,
      inPodSpec({ containers: [{ name: 'e', $patch: 'foo' }] }),
      500,
      'unknown patch type: foo in map: map[$patch:foo name:e]',
    ],
    [
      '$patch: merge',
      one,
      inPodSpec({ containers: [{ $patch: 'merge' }] }),
      500,
      'merging lists cannot yet be specified in the patch',
    ],
    [
      'an item without its key',
      one,
      inPodSpec({ containers: [{ image: 'y' }] }),
      500,
      'map: map[image:y] does not contain declared merge key: name',
    ],
    [
      'keys that are not retained',
      { spec: { strategy: {} } },
      { spec: { strategy: { $retainKeys: ['type'], type: 'x', rollingUpdate: { maxSurge: 1 } } } },
      400,
      'invalid patch format of retainKeys',
    ],
    ['$retainKeys that is no list', {}, { $retainKeys: 'a' }, 400, 'invalid patch format of retainKeys'],
    [
      'another order',
      one,
      inPodSpec({ '$setElementOrder/containers': [{ name: 'c' }], containers: [{ name: 'zz', image: 'y' }] }),
      500,
      "The order in patch list:\n[map[image:y name:zz]]\n doesn't match $setElementOrder list:\n[map[name:c]]\n",
    ],
    ['an order of nothing', {}, { metadata: { '$setElementOrder/finalizers': 5 } }, 422, ''],
    [
      'an order of no list',
      { metadata: {} },
      { metadata: { '$setElementOrder/finalizers': 5 } },
      500,
      'expected a []interface {}, but received a int64',
    ],
    [
      'an order without a field',
      { metadata: {} },
      { metadata: { $setElementOrder: [] } },
      400,
      'invalid patch format of setElementOrder list',
    ],
    [
      'a deletion without a field',
      { metadata: {} },
      { metadata: { $deleteFromPrimitiveList: [] } },
      400,
      'invalid patch format of primitive list',
    ],
    [
      'items of other types',
      { metadata: { finalizers: ['a'] } },
      { metadata: { finalizers: [1] } },
      500,
      'list element types are not identical: [[a] [1]]',
    ],
    [
      'lists of lists',
      { metadata: { finalizers: ['a'] } },
      { metadata: { finalizers: [['a']] } },
      500,
      'list element types are not identical: [[a] [[a]]]',
    ],
    [
      'an unknown field of an order',
      { spec: {} },
      { spec: { '$setElementOrder/foo': [] } },
      500,
      'unable to find api field in struct DeploymentSpec for the json field "foo"',
    ],
    [
      'an order of a struct',
      { spec: {} },
      { spec: { '$setElementOrder/template': [] } },
      500,
      'expected slice or array type, but got: struct',
    ],
  ])('of %s', (_, original, patch, code, message) => {
    // An object that the original lacks is taken as it is: the server refuses its unknown members afterwards.
    if (code === 422) expect(patched(original, patch)).toEqual(patch);
    else expect(patched(original, patch)).toEqual({ code, reason: code === 400 ? 'BadRequest' : '', message });
  });

  it('merges no objects that stand in maps', () => {
    const schema = (type: string): object => ({ properties: { a: { type } } });
    expect(patched(schema('x'), schema('y'), 'apiextensions.v1.JSONSchemaProps')).toMatchObject({
      message: 'merging an object in json but data type is not struct, instead is: map',
    });
  });
});

it('prints the patch as Go does once its directives are gone', () => {
  const patch = { spec: { foo: 1, strategy: { $retainKeys: ['type'], type: 'x' } }, $setElementOrder: undefined };
  const { $setElementOrder: _, ...clean } = patch;
  const result = strategicMergePatch({ spec: { strategy: {} } }, clean, DEPLOYMENT, 35);
  expect(result.ok && result.patchText()).toBe('map[spec:map[foo:1 strategy:map[type:x]]]');
});

it('does nothing for an empty patch, and throws on nothing', () => {
  const key = fc.constantFrom(
    'spec',
    'metadata',
    'template',
    'containers',
    'finalizers',
    '$patch',
    '$retainKeys',
    'name',
  );
  const directive = fc.constantFrom(
    '$setElementOrder/containers',
    '$deleteFromPrimitiveList/finalizers',
    'ports',
    'env',
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6 },
      fc.constantFrom(null, 1, 'replace', 'delete', 'a', true),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(key, directive), tie('tree'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(key, tree), tree, (original, patch) => {
      expect(patched(original, {})).toEqual(original);
      patched(original, patch);
    }),
    { numRuns: 500 },
  );
});
