import { invalid } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import type { Attributes } from './attributes.js';
import { aggregate, aggregateTexts, allow, deny, forbiddenStatus, internalErrorStatus } from './response.js';

const attributes: Attributes = {
  operation: 'CREATE',
  group: 'apps',
  resource: 'deployments',
  subresource: '',
  name: 'd',
  namespace: 'ns',
  user: {},
  object: { value: {} },
};

describe('responses', () => {
  it('allow with nothing, or with what there is to say', () => {
    expect(allow()).toEqual({ allowed: true, warnings: [], auditAnnotations: {}, metrics: [] });
    expect(allow({ warnings: ['w'], audit: { exempt: 'user' } })).toEqual({
      allowed: true,
      warnings: ['w'],
      auditAnnotations: { 'pod-security.kubernetes.io/exempt': 'user' },
      metrics: [],
    });
  });

  it('deny with a status', () => {
    const status = internalErrorStatus('broken');
    expect(deny(status)).toEqual({ allowed: false, status, warnings: [], auditAnnotations: {}, metrics: [] });
  });

  it('name the resource with its group', () => {
    expect(forbiddenStatus(attributes, 'x')).toMatchObject({
      message: 'deployments.apps "d" is forbidden: x',
      details: { name: 'd', group: 'apps', kind: 'deployments' },
    });
  });
});

describe('aggregates', () => {
  const one = invalid('a', 'x', 'bad');
  const two = invalid('b', 'y', 'bad');

  it('are bare for one error and in brackets for several, each once', () => {
    expect(aggregate([one], 35)).toBe('a: Invalid value: "x": bad');
    expect(aggregate([one, two, one], 35)).toBe('[a: Invalid value: "x": bad, b: Invalid value: "y": bad]');
    expect(aggregate([one, one], 35)).toBe('a: Invalid value: "x": bad');
    expect(aggregateTexts(['a', 'b'])).toBe('[a, b]');
  });
});
