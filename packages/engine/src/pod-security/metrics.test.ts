import { describe, expect, it } from 'vitest';
import type { Attributes } from './attributes.js';
import type { LevelVersion } from './level-version.js';
import { errorEvent, evaluationEvent, exemptionEvent, METRICS } from './metrics.js';

const attributes: Attributes = {
  operation: 'UPDATE',
  group: '',
  resource: 'pods',
  subresource: 'ephemeralcontainers',
  name: 'p',
  namespace: 'ns',
  user: {},
  object: { value: {} },
};
const request = { request_operation: 'update', resource: 'pod', subresource: 'ephemeralcontainers' };

describe('events', () => {
  it('have exactly the labels of their counter', () => {
    const events = [
      evaluationEvent('deny', { level: 'baseline', version: 'v1.30' }, 'warn', attributes, 35),
      exemptionEvent(attributes),
      errorEvent(true, attributes),
    ];
    expect(events.map(({ name, labels }) => [name, Object.keys(labels)])).toEqual(
      METRICS.map(({ name, labels }) => [name, labels]),
    );
    expect(events.map(({ labels }) => labels)).toEqual([
      { decision: 'deny', policy_level: 'baseline', policy_version: 'v1.30', mode: 'warn', ...request },
      request,
      { fatal: 'true', ...request },
    ]);
  });

  it.each<[LevelVersion, string]>([
    [{ level: 'baseline', version: 'latest' }, 'latest'],
    [{ level: 'baseline', version: 'v1.35' }, 'v1.35'],
    [{ level: 'baseline', version: 'v1.36' }, 'future'],
    [{ level: 'privileged', version: 'v1.20' }, 'latest'],
    [{ level: 'privileged', version: 'v1.99' }, 'latest'],
  ])('count %j as %s', (levelVersion, expected) => {
    const { labels } = evaluationEvent('allow', levelVersion, 'enforce', attributes, 35);
    expect(labels['policy_version']).toBe(expected);
  });

  it.each([
    ['', 'pods', 'pod'],
    ['', 'namespaces', 'namespace'],
    ['apps', 'deployments', 'controller'],
    ['example.com', 'pods', 'controller'],
  ])('are about %s/%s as %s', (group, resource, expected) => {
    expect(exemptionEvent({ ...attributes, group, resource }).labels['resource']).toBe(expected);
  });
});
