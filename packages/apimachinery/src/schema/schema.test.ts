/**
 * Whatever is decoded as whatever kind of whatever minor: nothing is thrown, and the result is well typed and stays as
 * it is when it is decoded again.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoType } from '../model/go-type.js';
import { apiVersions, type KindModel, kindsOf } from '../model/kind-model.js';
import { fieldIn, typeModel } from '../model/type-model.js';
import { MINORS, type Minor } from '../version.js';
import { decodeObject } from './decode-object.js';
import { isPlainObject } from './json-type.js';

const KINDS: readonly KindModel[] = apiVersions().flatMap((apiVersion) => [...kindsOf(apiVersion).values()]);
const fieldGates = (): undefined => undefined;

const isInteger = (value: unknown): boolean => Number.isInteger(value) || typeof value === 'bigint';

/** What is wrong with a decoded value; undefined when it is as its TypeScript interface says. */
function wrongIn(value: unknown, type: GoType, minor: Minor): string | undefined {
  switch (type.kind) {
    case 'list':
      return Array.isArray(value) ? firstWrong(value, type, minor) : 'no list';
    case 'map':
      return isPlainObject(value) ? firstWrong(Object.values(value), type, minor) : 'no map';
    case 'struct':
      return isPlainObject(value) ? wrongInStruct(value, type.typeName ?? '', minor) : 'no struct';
    case 'any':
      return undefined;
    case 'bool':
      return typeof value === 'boolean' ? undefined : 'no bool';
    case 'int32':
    case 'int64':
      return isInteger(value) ? undefined : 'no integer';
    case 'float64':
      return typeof value === 'number' ? undefined : 'no number';
    case 'intOrString':
    case 'quantity':
      return typeof value === 'string' || typeof value === 'number' ? undefined : 'neither string nor number';
    case 'schemaOrArray':
    case 'schemaOrBool':
    case 'schemaOrStringArray':
      return typeof value === 'object' || typeof value === 'boolean' ? undefined : 'no schema';
    case 'string':
    case 'bytes':
    case 'time':
    case 'microTime':
      break;
  }
  return typeof value === 'string' ? undefined : `no string for ${type.kind}`;
}

function firstWrong(values: readonly unknown[], { element }: GoType, minor: Minor): string | undefined {
  for (const value of values) {
    const wrong = element === undefined ? 'no element' : wrongIn(value, element, minor);
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function wrongInStruct(value: object, typeName: string, minor: Minor): string | undefined {
  const type = typeModel(typeName);
  for (const [name, item] of Object.entries(value)) {
    const field = type && fieldIn(type, name, minor);
    const wrong = field === undefined ? 'unknown' : wrongIn(item, field.type, minor);
    if (wrong !== undefined) return `${name}: ${wrong}`;
  }
  return undefined;
}

/** Names that lead somewhere, and hostile ones. */
const NAMES = ['metadata', 'spec', 'template', 'containers', 'labels', 'items', 'securityContext', 'hostUsers', 'data'];
const name = fc.oneof(fc.constantFrom(...NAMES, '__proto__', 'constructor'), fc.string({ maxLength: 8 }));
const leaf = fc.oneof(
  fc.constantFrom(null, undefined, true, 0, -1, 1.5, 2 ** 40, 2n ** 64n, '', 'a', '1Gi', 'YWI='),
  fc.string({ maxLength: 8 }),
  // JSON has neither NaN nor infinity.
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const anything = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(name, tie('value'), { maxKeys: 6, noNullPrototype: true }),
  ),
})).value;

describe('decoding anything', () => {
  it('throws nothing and gives what the types say', () => {
    const kind = fc.constantFrom(...KINDS);
    fc.assert(
      fc.property(kind, fc.constantFrom(...MINORS), fc.dictionary(name, anything), (model, minor, fields) => {
        const value = { ...fields, apiVersion: model.apiVersion, kind: model.kind };
        const profile = { minor, enabled: () => false };
        const { object } = decodeObject(value, profile, { fieldGates });
        const known = Math.min(Math.max(minor, model.since ?? minor), model.last ?? Number.POSITIVE_INFINITY);
        expect(wrongInStruct(object, model.typeName, known)).toBeUndefined();
        const again = decodeObject(object, profile, { fieldGates });
        expect(again.object).toBe(object);
        expect(again.findings.filter((finding) => finding.path !== 'apiVersion' && finding.path !== 'kind')).toEqual(
          [],
        );
      }),
      { numRuns: 500, seed: 35 },
    );
  });

  it('takes what is no object', () => {
    fc.assert(
      fc.property(anything, (value) => {
        const { object } = decodeObject(value, { minor: 35, enabled: () => true }, { fieldGates });
        expect(typeof object).toBe('object');
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});
