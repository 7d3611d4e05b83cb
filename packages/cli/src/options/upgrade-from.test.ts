import { describe, expect, it } from 'vitest';
import { upgradeFrom } from './upgrade-from.js';

describe('--from', () => {
  it.each([
    [undefined, 35, undefined],
    ['1.33', 35, 33],
    ['v1.27.4', 36, 27],
  ])('%s to 1.%i', (flag, to, minor) => {
    expect(upgradeFrom(flag, to)).toBe(minor);
  });

  it.each([
    ['1.35', 35, '--from 1.35 is not older than --kubernetes-version 1.35, which it is upgraded to'],
    ['1.36', 35, '--from 1.36 is not older than --kubernetes-version 1.35, which it is upgraded to'],
    ['1.26', 35, '--from "1.26": expected a version from 1.27 to 1.36, like 1.34'],
    ['latest', 35, '--from "latest": expected a version from 1.27 to 1.36, like 1.34'],
    ['', 35, '--from "": expected a version from 1.27 to 1.36, like 1.34'],
  ])('%s to 1.%i is refused', (flag, to, message) => {
    expect(() => upgradeFrom(flag, to)).toThrow(message);
  });
});
