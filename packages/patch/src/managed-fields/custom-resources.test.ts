import { describe, expect, it } from 'vitest';
import { literalField } from '../apply-type/apply-type.js';
import type { JsonObject } from '../json-value.js';
import { FieldManager } from './field-manager.js';
import { applied, by, managed, owners, stored, T1, T2, T3 } from './field-manager.test-support.js';

describe('custom resources', () => {
  const foo = (spec: object): JsonObject => ({ apiVersion: 't.io/v1', kind: 'Foo', metadata: { name: 'f' }, spec });

  it('are deduced: maps are walked, lists are leaves', () => {
    const fields = new FieldManager({ apiVersion: 't.io/v1', kind: 'Foo' }, 35);
    const created = fields.update(undefined, foo({ a: { b: 1 }, list: [{ c: 1 }] }), 'm', T1);
    expect(JSON.stringify(managed(created)[0]?.['fieldsV1'])).toBe(
      '{"f:spec":{".":{},"f:a":{".":{},"f:b":{}},"f:list":{}}}',
    );
    const { object } = applied(fields, stored(created), foo({ a: { c: 2 } }), by('n', T2));
    expect(object['spec']).toEqual({ a: { b: 1, c: 2 }, list: [{ c: 1 }] });
    // Values that are not declared are owned beside what is in them.
    expect(JSON.stringify(managed(object)[0]?.['fieldsV1'])).toBe('{"f:spec":{".":{},"f:a":{".":{},"f:c":{}}}}');
  });

  it('see a change of form', () => {
    const fields = new FieldManager({ apiVersion: 't.io/v1', kind: 'Foo' }, 35);
    const live = stored(fields.update(undefined, foo({ a: { b: 1 } }), 'm', T1));
    const scalar = fields.update(live, { ...live, spec: { a: 1 } }, 'n', T2);
    expect(owners(scalar)).toEqual([
      ['m', 'Update', '{"f:spec":{".":{}}}'.replace('{".":{}}', '{}'), T1],
      ['n', 'Update', '{"f:spec":{"f:a":{}}}', T2],
    ]);
    const back = fields.update(scalar, { ...scalar, spec: { a: { b: 1 } } }, 'o', T3);
    expect(owners(back)[1]).toEqual(['o', 'Update', '{"f:spec":{"f:a":{".":{},"f:b":{}}}}', T3]);
  });

  it('have fields of their schema', () => {
    const list = {
      element: { map: { fields: { get: () => undefined, always: [] }, element: { scalar: 'untyped' }, atomic: false } },
      atomic: false,
      keys: [{ name: 'k', default: undefined }],
    } as const;
    const spec = literalField('spec', {
      map: {
        fields: { get: (name) => (name === 'list' ? literalField('list', { list }) : undefined), always: [] },
        atomic: false,
      },
    });
    const fields = new FieldManager({ apiVersion: 't.io/v1', kind: 'Foo', fields: [spec] }, 35);
    const { object } = applied(fields, undefined, foo({ list: [{ k: 'a', v: 1 }] }), by('m'));
    expect(JSON.stringify(managed(object)[0]?.['fieldsV1'])).toBe(
      '{"f:spec":{"f:list":{"k:{\\"k\\":\\"a\\"}":{".":{},"f:k":{},"f:v":{}}}}}',
    );
    expect(fields.apply(undefined, foo({ zzz: 1 }), by('m'))).toMatchObject({
      failure: {
        message: 'failed to create typed patch object (/f; t.io/v1, Kind=Foo): .spec.zzz: field not declared in schema',
      },
    });
    expect(fields.apply(undefined, foo({ list: [{ v: 1 }] }), by('m'))).toMatchObject({
      failure: {
        message:
          'failed to create typed patch object (/f; t.io/v1, Kind=Foo): .spec.list: element 0: associative list with keys ' +
          'has an element that omits all key fields ["k"] (and doesn\'t have default values for any key fields)',
      },
    });
  });
});
