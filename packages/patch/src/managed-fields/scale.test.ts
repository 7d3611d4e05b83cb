import { describe, expect, it } from 'vitest';
import { parentManagedFields, scaleManagedFields } from './scale.js';

const PATHS = new Map([['apps/v1', ['f:spec', 'f:replicas']]]);
const entry = (
  manager: string,
  operation: string,
  apiVersion: string,
  fieldsV1: object,
  more: object = {},
): object => ({
  manager,
  operation,
  apiVersion,
  fieldsType: 'FieldsV1',
  fieldsV1,
  ...more,
});
const REPLICAS = { 'f:spec': { 'f:replicas': {} } };
const T = { time: '2026-01-01T00:00:00Z' };
const SCALE = { subresource: 'scale' };

describe('managedFields of a Scale', () => {
  const parent = [
    entry('m1', 'Apply', 'apps/v1', { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } }, T),
    entry('m2', 'Update', 'apps/v1', { 'f:status': {} }, T),
    entry('m3', 'Update', 'extensions/v1beta1', REPLICAS, T),
  ];

  it('are those of who owns the replicas', () => {
    expect(scaleManagedFields(parent, PATHS)).toEqual([entry('m1', 'Apply', 'autoscaling/v1', REPLICAS, T)]);
  });

  it('come back: who took the replicas has them, without a time', () => {
    const scale = [entry('hpa', 'Update', 'autoscaling/v1', REPLICAS, { ...T, ...SCALE })];
    expect(parentManagedFields(parent, scale, 'apps/v1', PATHS)).toEqual([
      entry('m1', 'Apply', 'apps/v1', { 'f:spec': { 'f:paused': {} } }, T),
      entry('hpa', 'Update', 'apps/v1', REPLICAS, SCALE),
      entry('m2', 'Update', 'apps/v1', { 'f:status': {} }, T),
    ]);
  });

  it('leave who applied them where nobody took them', () => {
    const scale = scaleManagedFields(parent, PATHS);
    expect(parentManagedFields(parent, scale, 'apps/v1', PATHS)?.[0]).toEqual(parent[0]);
  });

  it('drop who has nothing left', () => {
    const only = [entry('m1', 'Apply', 'apps/v1', REPLICAS, T)];
    expect(parentManagedFields(only, undefined, 'apps/v1', PATHS)).toBeUndefined();
  });
});
