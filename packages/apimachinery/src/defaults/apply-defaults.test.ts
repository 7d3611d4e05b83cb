/**
 * What holds for the defaults of every kind: the argument stays as it is, and defaults need no defaults.
 */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GoType } from '../model/go-type.js';
import { lookupKind } from '../model/kind-model.js';
import { typeModel } from '../model/type-model.js';
import { decodeObject } from '../schema/decode-object.js';
import { applyDefaults } from './apply-defaults.js';

const profile = { minor: 35, enabled: () => true };
const fieldGates = (): undefined => undefined;

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

type Random = () => number;

/** The same numbers of 0 to 1 for the same seed. */
function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
}

const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)] as T;

const TEXTS = ['', 'x', 'Container', 'ClientIP', 'LoadBalancer', 'RollingUpdate', 'nginx:latest', '__proto__'];
const MAX_DEPTH = 9;

/** A value of the type: sometimes a wrong one, fewer fields the deeper it is. */
function valueOf(type: GoType, random: Random, depth: number): unknown {
  if (random() < 0.02) return pick<unknown>(random, [null, 0, '', [], {}]);
  switch (type.kind) {
    case 'string':
      return pick(random, TEXTS);
    case 'bool':
      return random() < 0.5;
    case 'int32':
    case 'int64':
      return pick(random, [0, 1, 30, -1]);
    case 'quantity':
      return pick<unknown>(random, ['1', '1n', '0.0001', '1Gi', 2]);
    case 'intOrString':
      return pick<unknown>(random, [0, 80, '', '25%']);
    case 'list':
      return Array.from({ length: Math.floor(random() * 3) }, () => elementOf(type, random, depth));
    case 'map':
      return Object.fromEntries([[pick(random, ['cpu', 'hugepages-2Mi', 'a']), elementOf(type, random, depth)]]);
    case 'struct':
      return structOf(type.typeName ?? '', random, depth + 1);
    default:
      return undefined;
  }
}

const elementOf = (type: GoType, random: Random, depth: number): unknown =>
  type.element === undefined ? undefined : valueOf(type.element, random, depth);

function structOf(typeName: string, random: Random, depth: number): object {
  const fields = depth > MAX_DEPTH ? [] : [...(typeModel(typeName)?.fields.values() ?? [])];
  const share = depth < 3 ? 0.9 : Math.min(0.6, 8 / fields.length);
  const entries = fields
    .filter(() => random() < share)
    .map((field): [string, unknown] => [field.name, valueOf(field.type, random, depth)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

describe('any object', () => {
  const kinds = [
    'v1/Pod',
    'apps/v1/Deployment',
    'apps/v1/StatefulSet',
    'apps/v1/DaemonSet',
    'batch/v1/Job',
    'batch/v1/CronJob',
    'v1/ReplicationController',
    'v1/Service',
    'v1/LimitRange',
    'v1/Namespace',
    'v1/Node',
    'v1/PersistentVolume',
    'v1/Secret',
    'networking.k8s.io/v1/NetworkPolicy',
    'rbac.authorization.k8s.io/v1/RoleBinding',
    'autoscaling/v2/HorizontalPodAutoscaler',
    'admissionregistration.k8s.io/v1/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy',
    'storage.k8s.io/v1/CSIDriver',
  ].map((name) => {
    const slash = name.lastIndexOf('/');
    return { apiVersion: name.slice(0, slash), kind: name.slice(slash + 1) };
  });

  it.each(kinds)('$kind is not changed, and its defaults have no further defaults', ({ apiVersion, kind }) => {
    const typeName = lookupKind(apiVersion, kind)?.typeName ?? '';
    let changed = 0;
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const value = { ...structOf(typeName, randomOf(seed), 0), apiVersion, kind };
        const { object } = decodeObject(value, profile, { fieldGates });
        deepFreeze(object);
        const before = JSON.stringify(object);
        const defaulted = deepFreeze(applyDefaults(object, profile));
        expect(JSON.stringify(object)).toBe(before);
        expect(applyDefaults(defaulted, profile)).toEqual(defaulted);
        if (defaulted !== object) changed += 1;
      }),
      { numRuns: 50 },
    );
    expect(changed).toBeGreaterThan(0);
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(applyDefaults(value, profile)).toBe(value);
      }),
    );
  });
});

describe('kinds without defaults', () => {
  it.each([
    { apiVersion: 'v1', kind: 'ConfigMap' },
    { apiVersion: 'example.com/v1', kind: 'Pod' },
    { apiVersion: 'v1', kind: 'constructor' },
    { kind: 'Pod' },
    {},
  ])('%j is returned as it is', (object) => expect(applyDefaults(object, profile)).toBe(object));
});
