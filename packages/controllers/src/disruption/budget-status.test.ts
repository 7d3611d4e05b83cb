import type { Pod } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { budgetStatus, untilNextExpiry } from './budget-status.js';

const pod = (name: string, isReady = true, more: object = {}): Pod => ({
  metadata: { name, ...more },
  status: { conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }] },
});
const now = Date.parse('2026-01-01T00:10:00Z');
const at = { now, timestamp: 'now' };

describe('budgetStatus', () => {
  it.each([
    [{ minAvailable: 1 }, { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 3 }],
    [{ minAvailable: 5 }, { disruptionsAllowed: 0, desiredHealthy: 5 }],
    [{ minAvailable: '50%' }, { disruptionsAllowed: 0, desiredHealthy: 2, expectedPods: 4 }],
    [{ maxUnavailable: 1 }, { disruptionsAllowed: 0, desiredHealthy: 3, expectedPods: 4 }],
    [{ maxUnavailable: '60%' }, { disruptionsAllowed: 1, desiredHealthy: 1, expectedPods: 4 }],
  ])('%j', (spec, expected) => {
    const pods = [pod('a'), pod('b'), pod('c', false)];
    expect(budgetStatus({ metadata: { generation: 1 }, spec }, { pods, wanted: 4, ...at })).toMatchObject(expected);
  });

  it('does not count pods that are evicted or going, and says so', () => {
    const disruptedPods = { a: '2026-01-01T00:09:00Z', b: '2026-01-01T00:07:00Z', gone: '2026-01-01T00:09:00Z' };
    const pods = [pod('a'), pod('b'), pod('c', true, { deletionTimestamp: 'now' })];
    const budget = { spec: { minAvailable: 1 }, status: { disruptedPods } };
    const status = budgetStatus(budget, { pods, wanted: 0, ...at });
    expect(status).toMatchObject({ currentHealthy: 1, disruptionsAllowed: 0, disruptedPods: { a: disruptedPods.a } });
    expect(status.conditions).toMatchObject([
      { type: 'DisruptionAllowed', status: 'False', reason: 'InsufficientPods' },
    ]);
    expect(untilNextExpiry({ status }, now)).toBe(60_000);
    expect(untilNextExpiry({}, now)).toBeUndefined();
  });
});
