import { describe, expect, it } from 'vitest';
import { compareSeverity, isAtLeast, SEVERITIES } from './finding.js';

describe('severities', () => {
  it('are listed worst first', () => {
    expect([...SEVERITIES].sort(compareSeverity)).toEqual(SEVERITIES);
  });

  it.each([
    ['critical', 'high', true],
    ['high', 'high', true],
    ['medium', 'high', false],
    ['info', 'low', false],
  ] as const)('%s is at least %s: %s', (severity, threshold, expected) => {
    expect(isAtLeast(severity, threshold)).toBe(expected);
  });
});
