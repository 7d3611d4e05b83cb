import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../json-value.js';
import {
  applied,
  by,
  configMap,
  configMaps,
  deployments,
  managed,
  owners,
  stored,
  T1,
  T2,
  T3,
} from './field-manager.test-support.js';

describe('apply', () => {
  it('creates', () => {
    const { object, changed } = applied(configMaps, undefined, configMap({ a: '1', b: '1' }), by('m1'));
    expect(changed).toBe(true);
    expect(owners(object)).toEqual([['m1', 'Apply', '{"f:data":{"f:a":{},"f:b":{}}}', T1]]);
  });

  const live = applied(configMaps, undefined, configMap({ a: '1', b: '1' }), by('m1')).object;

  it('changes nothing when nothing is new', () => {
    const again = applied(configMaps, live, configMap({ a: '1', b: '1' }), by('m1', T2));
    expect([again.changed, again.object]).toEqual([false, live]);
  });

  it('shares, without a time', () => {
    const { object } = applied(configMaps, live, configMap({ a: '1' }), by('m2', T2));
    expect(owners(object)[0]).toEqual(['m2', 'Apply', '{"f:data":{"f:a":{}}}', undefined]);
  });

  it('says who stands against it', () => {
    expect(configMaps.apply(live, configMap({ a: '2' }), by('m2'))).toEqual({
      ok: false,
      failure: {
        code: 409,
        reason: 'Conflict',
        message: 'Apply failed with 1 conflict: conflict with "m1": .data.a',
        details: { causes: [{ reason: 'FieldManagerConflict', message: 'conflict with "m1"', field: '.data.a' }] },
      },
    });
    const updated = configMaps.update(live, { ...live, data: { a: '2', b: '1' } }, 'upd', T2);
    expect(configMaps.apply(updated, configMap({ a: '3', b: '2' }), by('m2'))).toMatchObject({
      failure: {
        message:
          'Apply failed with 2 conflicts: conflicts with "m1":\n- .data.b\nconflicts with "upd" using v1:\n- .data.a',
      },
    });
  });

  it('takes by force', () => {
    const { object } = applied(configMaps, live, configMap({ a: '2' }), by('m2', T2, true));
    expect(object['data']).toEqual({ a: '2', b: '1' });
    expect(owners(object)).toEqual([
      ['m1', 'Apply', '{"f:data":{"f:b":{}}}', T1],
      ['m2', 'Apply', '{"f:data":{"f:a":{}}}', T2],
    ]);
  });

  it('takes away what it applied before', () => {
    const { object } = applied(configMaps, live, configMap({ b: '1' }), by('m1', T2));
    expect(object['data']).toEqual({ b: '1' });
    const shared = applied(configMaps, live, configMap({ a: '1' }), by('m2', T2)).object;
    const less = applied(configMaps, shared, configMap({ b: '1' }), by('m1', T3));
    // Another manager still has it.
    expect(less.object['data']).toEqual({ a: '1', b: '1' });
    const { data: _, ...nothing } = configMap({});
    expect(applied(configMaps, live, nothing, by('m1', T2)).object['data']).toBeUndefined();
  });

  it('books what was not tracked for an earlier manager', () => {
    const untracked = stored(configMap({ x: '1' }));
    const { object } = applied(configMaps, untracked, configMap({ y: '1' }), by('m1', T2));
    expect(owners(object)).toEqual([
      ['m1', 'Apply', '{"f:data":{"f:y":{}}}', T2],
      ['before-first-apply', 'Update', '{"f:data":{".":{},"f:x":{}}}', T2],
    ]);
  });

  const deployment = (podSpec: object, spec: object = {}): JsonObject => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd' },
    spec: { ...spec, template: { spec: podSpec } },
  });
  const containersOf = (object: JsonObject): unknown => {
    const { template } = object['spec'] as { template: { spec: { containers: unknown } } };
    return template.spec.containers;
  };

  it('merges lists in the order of the configuration', () => {
    const named = (...names: string[]): object[] => names.map((name) => ({ name }));
    const before = applied(deployments, undefined, deployment({ containers: named('a', 'b', 'c') }), by('m1')).object;
    const { object } = applied(deployments, before, deployment({ containers: named('x', 'c', 'a') }), by('m2', T2));
    expect(containersOf(object)).toEqual(named('b', 'x', 'c', 'a'));
  });

  it('takes items away with what hangs on them, but not what others own', () => {
    const c = { name: 'c', image: 'x' };
    const before = applied(
      deployments,
      undefined,
      deployment({ containers: [c, { name: 's', image: 'y' }] }),
      by('m1'),
    ).object;
    const shared = applied(
      deployments,
      before,
      deployment({ containers: [{ name: 's', tty: true }] }),
      by('m2', T2),
    ).object;
    const { object } = applied(deployments, shared, deployment({ containers: [c] }), by('m1', T3));
    expect(containersOf(object)).toEqual([c, { name: 's', tty: true }]);
  });

  it('leaves what nobody owns with an item that stays', () => {
    const before = applied(
      deployments,
      undefined,
      deployment({ containers: [{ name: 'c', image: 'x' }] }),
      by('m1'),
    ).object;
    const defaulted = {
      ...before,
      spec: deployment({ containers: [{ name: 'c', image: 'x', imagePullPolicy: 'Always' }] })['spec'],
    };
    const { object } = applied(
      deployments,
      defaulted,
      deployment({ containers: [{ name: 'c', image: 'y' }] }),
      by('m1', T2),
    );
    expect(containersOf(object)).toEqual([{ name: 'c', image: 'y', imagePullPolicy: 'Always' }]);
  });

  it('merges sets', () => {
    const withFinalizers = (...finalizers: string[]): JsonObject => configMap({ a: '' }, { finalizers });
    const before = applied(configMaps, undefined, withFinalizers('x.io/a'), by('m1')).object;
    const both = applied(configMaps, before, withFinalizers('x.io/b'), by('m2', T2)).object;
    expect(both['metadata']).toMatchObject({ finalizers: ['x.io/a', 'x.io/b'] });
    expect(JSON.stringify(managed(both)[1])).toContain('"f:metadata":{"f:finalizers":{"v:\\"x.io/b\\"":{}}}');
  });

  it('does not own what the endpoint resets', () => {
    const { object } = applied(deployments, undefined, { ...deployment({}), status: { replicas: 5 } }, by('m1'));
    expect(JSON.stringify(managed(object))).not.toContain('status');
  });

  it.each<[string, JsonObject, number, string]>([
    ['another kind', { ...configMap({}), kind: 'Secret' }, 400, 'invalid object type: /v1, Kind=Secret'],
    ['no kind', { metadata: {} }, 400, 'invalid object type: /, Kind='],
    [
      'another version',
      { ...configMap({}), apiVersion: 'apps/v2' },
      400,
      'invalid object type: apps/v2, Kind=ConfigMap',
    ],
    ['managedFields', configMap({}, { managedFields: [] }), 400, 'metadata.managedFields must be nil'],
    [
      'an unknown field',
      { ...configMap({}), foo: 1 },
      500,
      'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .foo: field not declared in schema',
    ],
    [
      'a number for a text',
      configMap({ a: 5 }, { namespace: 'n' }),
      500,
      'failed to create typed patch object (n/a; /v1, Kind=ConfigMap): .data.a: expected string, got &value.valueUnstructured{Value:5}',
    ],
    [
      'more than one',
      { ...configMap({ a: 5, b: ['x'] }), immutable: 'x' },
      500,
      'failed to create typed patch object (/a; /v1, Kind=ConfigMap): errors:\n' +
        '  .data.a: expected string, got &value.valueUnstructured{Value:5}\n' +
        '  .data.b: expected string, got &value.valueUnstructured{Value:[]interface {}{"x"}}\n' +
        '  .immutable: expected boolean, got &{x}',
    ],
    [
      'a list for a map',
      { ...configMap({}), data: ['x'] },
      500,
      'failed to create typed patch object (/a; /v1, Kind=ConfigMap): .data: expected map, got &{[x]}',
    ],
  ])('refuses %s', (_, config, code, message) => {
    expect(configMaps.apply(live, config, by('m'))).toMatchObject({ failure: { code, message } });
  });

  it.each<[string, object, string]>([
    [
      'items with one key',
      { containers: [{ name: 'c' }, { name: 'c' }] },
      '.spec.template.spec.containers: duplicate entries for key [name="c"]',
    ],
    [
      'items that are no objects',
      { containers: ['c'] },
      '.spec.template.spec.containers: element 0: associative list with keys may not have non-map elements',
    ],
    [
      'items that are null',
      { containers: [null] },
      '.spec.template.spec.containers: element 0: associative list with keys may not have a null element',
    ],
    [
      'unknown fields of items',
      { containers: [{ name: 'c', x: 1 }] },
      '.spec.template.spec.containers[name="c"].x: field not declared in schema',
    ],
    [
      'a text for a number',
      { terminationGracePeriodSeconds: '5' },
      '.spec.template.spec.terminationGracePeriodSeconds: expected numeric (int or float), got string',
    ],
    [
      'an object for a quantity',
      { overhead: { cpu: {} } },
      '.spec.template.spec.overhead.cpu: expected any scalar, got &{map[]}',
    ],
  ])('refuses %s', (_, podSpec, problem) => {
    expect(deployments.apply(undefined, deployment(podSpec), by('m'))).toMatchObject({
      failure: { code: 500, message: `failed to create typed patch object (/d; apps/v1, Kind=Deployment): ${problem}` },
    });
  });

  it('takes over what kubectl applied on the client side', () => {
    const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
    const text = `${JSON.stringify(configMap({ a: '1', b: '1' }))}\n`;
    const before = stored(
      configMaps.update(
        undefined,
        configMap({ a: '1', b: '2' }, { annotations: { [annotation]: text } }),
        'kubectl-client-side-apply',
        T1,
      ),
    );
    const result = applied(configMaps, before, configMap({ a: '2' }), by('kubectl', T2));
    expect(result.object['data']).toEqual({ a: '2', b: '2' });
    expect((result.object['metadata'] as { annotations: object }).annotations).toEqual({
      [annotation]: '{"apiVersion":"v1","data":{"a":"2"},"kind":"ConfigMap","metadata":{"name":"a"}}\n',
    });
    expect(configMaps.apply(before, configMap({ a: '2', b: '3' }), by('kubectl', T2))).toMatchObject({
      failure: { message: 'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.b' },
    });
    expect(configMaps.apply(before, configMap({ a: '2' }), by('other', T2)).ok).toBe(false);
  });

  it('applies the same twice as once', () => {
    const name = fc.constantFrom('a', 'b', 'c');
    // Go keeps no empty maps and lists, so that applying one changes the object each time.
    const data = fc.dictionary(name, fc.constantFrom('1', '2'), { minKeys: 1 });
    const container = fc.record({ name, image: fc.constantFrom('x', 'y') }, { requiredKeys: ['name'] });
    const podSpec = fc.record({
      containers: fc.uniqueArray(container, { selector: (item) => item.name, minLength: 1 }),
    });
    fc.assert(
      fc.property(data, fc.array(data, { maxLength: 4 }), podSpec, podSpec, (first, others, left, right) => {
        let object = applied(configMaps, undefined, configMap(first), by('m0')).object;
        for (const [index, other] of others.entries()) {
          object = applied(configMaps, object, configMap(other), by(`m${index % 2}`, T2, true)).object;
          expect(applied(configMaps, object, configMap(other), by(`m${index % 2}`, T3, true)).object).toEqual(object);
          expect(object['data'] ?? {}).toMatchObject(other);
        }
        const one = applied(deployments, undefined, deployment(left), by('m1')).object;
        const two = applied(deployments, one, deployment(right), by('m2', T2, true)).object;
        expect(applied(deployments, two, deployment(right), by('m2', T3)).object).toEqual(two);
      }),
    );
  });

  it('throws on nothing', () => {
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom(null, 1, 'a', true, 1.5),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom('name', 'containers', 'spec', 'template', 'finalizers', 'managedFields'),
          tie('tree'),
        ),
      ),
    }));
    const object = fc.dictionary(fc.constantFrom('metadata', 'spec', 'status'), tree);
    const kind = { apiVersion: 'apps/v1', kind: 'Deployment' };
    fc.assert(
      fc.property(object, object, (left, right) => {
        deployments.update({ ...left, ...kind }, { ...right, ...kind }, 'm', T1);
        deployments.apply({ ...left, ...kind }, { ...right, ...kind }, by('m'));
      }),
      { numRuns: 300 },
    );
  });
});
