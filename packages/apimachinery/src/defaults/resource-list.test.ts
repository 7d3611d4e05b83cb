import { describe, expect, it } from 'vitest';
import { defaultRequirements, defaultResourceList, type ResourceList, requestsFromLimits } from './resource-list.js';

describe('defaultResourceList', () => {
  it.each<[ResourceList, ResourceList]>([
    [{ cpu: '100m' }, { cpu: '100m' }],
    [{ cpu: '0.5' }, { cpu: '0.5' }],
    [{ cpu: '1n' }, { cpu: '1m' }],
    [
      { cpu: '0.0001', memory: '1Gi' },
      { cpu: '1m', memory: '1Gi' },
    ],
    [{ cpu: '1500u' }, { cpu: '2m' }],
    [{ cpu: 0.0001 }, { cpu: '1m' }],
    [{ cpu: 'nonsense' }, { cpu: 'nonsense' }],
  ])('%j is %j', (written, rounded) => expect(defaultResourceList(written)).toEqual(rounded));

  it('shares a list that needs nothing', () => {
    const list = { cpu: '1', memory: '1.5Gi' };
    expect(defaultResourceList(list)).toBe(list);
    expect(defaultResourceList(undefined)).toBeUndefined();
  });

  it('takes hostile names for names', () => {
    const list: ResourceList = JSON.parse('{"__proto__":"1n","constructor":"1"}');
    const rounded = defaultResourceList(list);
    expect(JSON.stringify(rounded)).toBe('{"__proto__":"1m","constructor":"1"}');
  });
});

describe('requestsFromLimits', () => {
  it('fills in what has no request', () => {
    expect(requestsFromLimits({ limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m' } })).toEqual({
      limits: { cpu: '1', memory: '1Gi' },
      requests: { cpu: '500m', memory: '1Gi' },
    });
    expect(requestsFromLimits({ limits: { cpu: '1' } })).toEqual({ limits: { cpu: '1' }, requests: { cpu: '1' } });
  });

  it('keeps a request of zero, and requests without limits', () => {
    const requirements = { limits: { cpu: '1' }, requests: { cpu: '0' } };
    expect(requestsFromLimits(requirements)).toBe(requirements);
    const withoutLimits = { requests: { cpu: '1' } };
    expect(requestsFromLimits(withoutLimits)).toBe(withoutLimits);
  });
});

describe('defaultRequirements', () => {
  it('rounds both lists', () => {
    expect(defaultRequirements({ limits: { cpu: '1n' }, requests: { cpu: '1u' } })).toEqual({
      limits: { cpu: '1m' },
      requests: { cpu: '1m' },
    });
  });
});
