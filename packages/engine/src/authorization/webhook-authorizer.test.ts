import { describe, expect, it } from 'vitest';
import { nonResourceAttributes, resourceAttributes } from './attributes.js';
import { NO_OPINION } from './decision.js';
import { person, profileFor } from './profile.test-support.js';
import { userInfo } from './user-info.js';
import {
  isCacheableByWebhook,
  webhookCacheKey,
  webhookDecision,
  webhookFailure,
  webhookReviewSpec,
  webhookSkipped,
} from './webhook-authorizer.js';

const attributes = resourceAttributes({
  user: userInfo({ name: 'ann', uid: 'u', groups: ['g'], extra: new Map([['k', ['v']]]) }),
  verb: 'list',
  apiGroup: 'apps',
  apiVersion: 'v1',
  resource: 'deployments',
  namespace: 'a',
  fieldSelectorRequirements: [
    { field: 'metadata.name', operator: '=', value: 'x' },
    { field: 'a', operator: '!=', value: 'y' },
  ],
  labelSelectorRequirements: [
    { key: 'l', operator: 'notin', values: ['b', 'a'] },
    { key: 'm', operator: 'exists', values: [] },
    { key: 'n', operator: 'gt', values: ['1'] },
  ],
});

describe('webhookReviewSpec', () => {
  it('tells everything that is not empty', () => {
    expect(webhookCacheKey(webhookReviewSpec(attributes, profileFor(35)))).toBe(
      JSON.stringify({
        resourceAttributes: {
          namespace: 'a',
          verb: 'list',
          group: 'apps',
          version: 'v1',
          resource: 'deployments',
          fieldSelector: {
            requirements: [
              { key: 'metadata.name', operator: 'In', values: ['x'] },
              { key: 'a', operator: 'NotIn', values: ['y'] },
            ],
          },
          labelSelector: {
            requirements: [
              { key: 'l', operator: 'NotIn', values: ['a', 'b'] },
              { key: 'm', operator: 'Exists' },
            ],
          },
        },
        user: 'ann',
        groups: ['g'],
        extra: { k: ['v'] },
        uid: 'u',
      }),
    );
  });

  it('keeps selectors to itself while they are not authorized', () => {
    expect(Object.keys(webhookReviewSpec(attributes, profileFor(31)).resourceAttributes ?? {})).toEqual([
      'namespace',
      'verb',
      'group',
      'version',
      'resource',
    ]);
  });

  it('leaves out a selector of which nothing is left', () => {
    const onlyGreater = {
      ...attributes,
      labelSelectorRequirements: [{ key: 'n', operator: 'gt', values: ['1'] }],
    } as const;
    expect(webhookReviewSpec(onlyGreater, profileFor(35)).resourceAttributes).not.toHaveProperty('labelSelector');
  });

  it('tells a path', () => {
    expect(webhookReviewSpec(nonResourceAttributes(person('ann'), 'get', '/x'), profileFor(35))).toEqual({
      nonResourceAttributes: { path: '/x', verb: 'get' },
      user: 'ann',
    });
  });
});

describe('answers of a webhook', () => {
  it.each([
    [
      { allowed: true, reason: 'r' },
      { decision: 'allow', reason: 'r', errors: [] },
    ],
    [
      { denied: true, reason: 'r' },
      { decision: 'deny', reason: 'r', errors: [] },
    ],
    [{}, NO_OPINION],
    [
      { allowed: true, denied: true },
      {
        decision: 'deny',
        reason: '',
        errors: ['webhook subject access review returned both allow and deny response'],
      },
    ],
  ])('%o', (status, result) => {
    expect(webhookDecision(status as Parameters<typeof webhookDecision>[0])).toEqual(result);
  });

  it('fails as its policy says', () => {
    expect(webhookFailure('Deny', 'down')).toEqual({ decision: 'deny', reason: '', errors: ['down'] });
    expect(webhookFailure('NoOpinion', 'down')).toEqual({ decision: 'noOpinion', reason: '', errors: ['down'] });
  });

  it('remembers no long questions', () => {
    expect(isCacheableByWebhook(attributes)).toBe(true);
    expect(isCacheableByWebhook({ ...attributes, name: 'x'.repeat(9970) })).toBe(true);
    expect(isCacheableByWebhook({ ...attributes, name: 'x'.repeat(9980) })).toBe(false);
    expect(isCacheableByWebhook({ ...attributes, name: 'ü'.repeat(4990) })).toBe(false);
  });
});

describe('match conditions', () => {
  const condition = (outcome: boolean | string) => ({
    expression: 'e',
    outcome: typeof outcome === 'string' ? { error: outcome } : outcome,
  });

  it('calls when all hold', () => {
    expect(webhookSkipped([], 'Deny')).toBeUndefined();
    expect(webhookSkipped([condition(true), condition(true)], 'Deny')).toBeUndefined();
  });

  it('skips on one that does not, whatever failed before', () => {
    expect(webhookSkipped([condition('broken'), condition(false)], 'Deny')).toBe(NO_OPINION);
  });

  it('fails on an error', () => {
    expect(webhookSkipped([condition(true), condition('broken')], 'Deny')).toEqual({
      decision: 'deny',
      reason: '',
      errors: ["cel evaluation error: expression 'e' resulted in error: broken"],
    });
  });
});
