import { describe, expect, it } from 'vitest';
import { effectiveSELinux, lostSELinuxParts } from './se-linux.js';

describe('SELinux options', () => {
  it('of the container replace those of the pod as a whole', () => {
    const own = { type: 'spc_t' };
    const shared = { level: 's0:c1,c2', user: 'system_u', type: 'container_t' };
    expect(effectiveSELinux(own, shared, false)).toEqual({ options: { type: 'spc_t' }, source: 'container' });
    expect(lostSELinuxParts(own, shared)).toEqual(['user', 'level']);
  });

  it('of the pod hold where the container has none', () => {
    const shared = { level: 's0:c1,c2', role: '' };
    expect(effectiveSELinux(undefined, shared, false)).toEqual({ options: { level: 's0:c1,c2' }, source: 'pod' });
    expect(lostSELinuxParts(undefined, shared)).toEqual([]);
  });

  it('are null without any, and for a privileged container', () => {
    expect(effectiveSELinux(undefined, undefined, false)).toEqual({ options: null, source: 'default' });
    expect(effectiveSELinux({ type: 'spc_t' }, undefined, true)).toEqual({ options: null, source: 'container' });
  });

  it('an empty object of the container hides those of the pod', () => {
    expect(effectiveSELinux({}, { level: 's0' }, false)).toEqual({ options: {}, source: 'container' });
  });
});
