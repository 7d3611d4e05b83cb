/** Which requests rules of webhooks and policies mean. */
import { describe, expect, it } from 'vitest';
import { type AdmissionTarget, meansRequest, unmatchedVersions } from './index.js';

const rule = (resources: readonly string[], more: object = {}) => ({
  operations: ['CREATE'],
  apiGroups: ['*'],
  apiVersions: ['*'],
  resources,
  ...more,
});
const target = (resource: string, more: Partial<AdmissionTarget> = {}): AdmissionTarget => ({
  operation: 'CREATE',
  group: '',
  version: 'v1',
  resource,
  subresource: '',
  namespaced: true,
  ...more,
});
const HPA = target('horizontalpodautoscalers', { group: 'autoscaling', version: 'v2' });

describe('meansRequest', () => {
  it.each([
    ['a resource', rule(['pods']), target('pods'), true],
    ['no subresource', rule(['pods']), target('pods', { subresource: 'log' }), false],
    ['a subresource', rule(['pods/log']), target('pods', { subresource: 'log' }), true],
    ['every resource without subresources', rule(['*']), target('pods', { subresource: 'log' }), false],
    ['everything', rule(['*/*']), target('pods', { subresource: 'log' }), true],
    ['a subresource of all', rule(['*/scale']), target('deployments', { subresource: 'scale' }), true],
    ['a resource and its subresources', rule(['pods/*']), target('pods'), true],
    ['another operation', rule(['pods']), target('pods', { operation: 'UPDATE' }), false],
    ['another scope', rule(['pods'], { scope: 'Cluster' }), target('pods'), false],
    ['another version of the same', rule(['horizontalpodautoscalers'], { apiVersions: ['v1'] }), HPA, true],
  ])('%s', (_, one, asked, expected) => {
    expect(meansRequest({ rules: [one], excluded: [], exact: false }, asked, 35)).toBe(expected);
  });

  it('takes out what is excluded, unless by name', () => {
    const rules = [rule(['*'])];
    expect(meansRequest({ rules, excluded: [rule(['pods'])], exact: false }, target('pods'), 35)).toBe(false);
    const named = [rule(['pods'], { resourceNames: ['a'] })];
    expect(meansRequest({ rules, excluded: named, exact: false }, target('pods'), 35)).toBe(true);
  });
});

describe('unmatchedVersions', () => {
  const rules = [rule(['horizontalpodautoscalers'], { apiGroups: ['autoscaling'], apiVersions: ['v1'] })];

  it('are those that Exact leaves out', () => {
    const found = unmatchedVersions({ rules, excluded: [], exact: true }, 35);
    expect(found.map(({ group, version }) => `${group}/${version}`)).toEqual(['autoscaling/v2']);
  });

  it('are none with Equivalent', () => {
    expect(unmatchedVersions({ rules, excluded: [], exact: false }, 35)).toEqual([]);
  });
});
