import { describe, expect, it } from 'vitest';
import { runtimeProblem } from './runtime-version.js';
import { boundedTimeout } from './timer-limit.js';

describe('releases of Node', () => {
  it.each(['v20.20.2', '20.21.0', '22.22.2', '24.14.1', '24.15.0', '26.0.0'])('%s is fine', (version) => {
    expect(runtimeProblem(version)).toBeUndefined();
  });

  it.each(['v20.20.1', '22.21.9', '24.14.0', '23.11.0', '18.20.0'])('%s is not', (version) => {
    expect(runtimeProblem(version)).toMatch(/^Node\.js .* take 20\.20\.2, 22\.22\.2, 24\.14\.1 or newer$/);
  });
});

describe('timers', () => {
  it('never wait longer than they can', () => {
    expect([boundedTimeout(5), boundedTimeout(9_999_999_999_000), boundedTimeout(-1)]).toEqual([5, 2 ** 31 - 1, 0]);
  });
});
