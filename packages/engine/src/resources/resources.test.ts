/** Requests and limits after defaulting, and what quotas refuse. */
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { effectiveResources, NO_DEFAULTS, quotaRefusal, resourceDefaults } from './index.js';

const profile = defaultProfile(36);
const range = (...limits: readonly object[]) => ({
  spec: { limits: limits.map((item) => ({ type: 'Container', ...item })) },
});

describe('effectiveResources', () => {
  it('takes a limit for the request that is not written', () => {
    const spec = { containers: [{ name: 'app', resources: { limits: { memory: '64Mi' } } }] };
    expect(effectiveResources(spec, NO_DEFAULTS)).toEqual([
      { name: 'app', path: 'spec.containers[0]', limits: { memory: '64Mi' }, requests: { memory: '64Mi' } },
    ]);
  });

  it('leaves out what runs once', () => {
    const spec = { initContainers: [{ name: 'once' }, { name: 'sidecar', restartPolicy: 'Always' }], containers: [] };
    expect(effectiveResources(spec, NO_DEFAULTS).map(({ path }) => path)).toEqual(['spec.initContainers[1]']);
  });

  it('lets a limit of the pod hold its containers', () => {
    const spec = { resources: { limits: { memory: '1Gi' } }, containers: [{ name: 'app' }] };
    expect(effectiveResources(spec, NO_DEFAULTS)[0]?.limits).toEqual({ memory: '1Gi' });
  });

  it('fills in what LimitRanges give', () => {
    const defaults = resourceDefaults([range({ max: { memory: '1Gi' } }), range({ default: { cpu: '1' } })], profile);
    expect(defaults).toEqual({
      limits: { memory: '1Gi', cpu: '1' },
      requests: { memory: '1Gi', cpu: '1' },
    });
  });
});

describe('quotaRefusal', () => {
  const quota = (hard: Record<string, string>, more: object = {}) => ({
    metadata: { name: 'q' },
    spec: { hard, ...more },
  });
  const spec = { containers: [{ name: 'b', resources: { requests: { cpu: '1' } } }, { name: 'a' }] };

  it('names what each container lacks', () => {
    const found = quotaRefusal(quota({ 'limits.memory': '1Gi', 'requests.cpu': '1', pods: '5' }), spec, NO_DEFAULTS);
    expect(found?.message).toBe('failed quota: q: must specify limits.memory for: a,b; requests.cpu for: a');
  });

  it('has nothing against pods that say it, or get it', () => {
    expect(quotaRefusal(quota({ pods: '5' }), spec, NO_DEFAULTS)).toBeUndefined();
    expect(quotaRefusal(quota({ cpu: '5' }), spec, { limits: {}, requests: { cpu: '1' } })).toBeUndefined();
  });

  it('does not judge quotas of some pods only', () => {
    expect(quotaRefusal(quota({ cpu: '5' }, { scopes: ['BestEffort'] }), spec, NO_DEFAULTS)).toBeUndefined();
  });
});
