import { describe, expect, it } from 'vitest';
import { fingerprint } from './fingerprint.js';

describe('fingerprints', () => {
  it('are 16 hexadecimal digits and stay what they were', () => {
    expect(fingerprint(['pod-security/privileged', 'v1', 'Pod', 'a', 'b'])).toMatchInlineSnapshot(`"2d499205ebc1abfa"`);
  });

  it('tell parts from each other', () => {
    const all = [['ab', 'c'], ['a', 'bc'], ['abc'], ['abc', ''], ['', 'abc'], ['c', 'ab']].map(fingerprint);
    expect(new Set(all).size).toBe(all.length);
  });

  it('do not collide on a hundred thousand alike findings', () => {
    const all = new Set(
      Array.from({ length: 100_000 }, (_, index) => fingerprint(['r', 'v1', 'Pod', 'n', `web-${index}`])),
    );
    expect(all.size).toBe(100_000);
  });
});
