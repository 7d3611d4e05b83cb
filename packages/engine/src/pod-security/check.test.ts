import { describe, expect, it } from 'vitest';
import { ALLOWED, forbidden } from './check.js';

describe('results of checks', () => {
  it('say nothing when they allow, and cannot be changed', () => {
    expect(ALLOWED).toEqual({ allowed: true, reason: '', detail: '', fields: [] });
    expect(Object.isFrozen(ALLOWED)).toBe(true);
    expect(Object.isFrozen(ALLOWED.fields)).toBe(true);
  });

  it('say why, what and where when they forbid', () => {
    expect(forbidden('r', 'd', ['spec'])).toEqual({ allowed: false, reason: 'r', detail: 'd', fields: ['spec'] });
  });
});
