import { describe, expect, it } from 'vitest';
import { person } from '../http/request-context.test-support.js';
import { type AuthenticationResult, failed, type TokenAuthenticator } from './authenticator.js';
import { cachedTokenAuthenticator, type TokenCacheOptions } from './token-cache.js';

function counted(answer: (token: string) => AuthenticationResult, options: TokenCacheOptions = {}) {
  const asked: string[] = [];
  let now = 0;
  const inner: TokenAuthenticator = {
    async authenticateToken(token, audiences) {
      asked.push([token, ...audiences].join('|'));
      await Promise.resolve();
      return answer(token);
    },
  };
  const cache = cachedTokenAuthenticator(inner, { now: () => now, ...options });
  return { asked, cache, wait: (milliseconds: number) => void (now += milliseconds) };
}
const known = (token: string): AuthenticationResult => ({
  kind: 'authenticated',
  user: person(token),
  warnings: ['kept'],
});

describe('the cache of tokens', () => {
  it('remembers a success for ten seconds, with what was said', async () => {
    const { asked, cache, wait } = counted(known);
    const first = await cache.authenticateToken('a', []);
    wait(9_999);
    expect(await cache.authenticateToken('a', [])).toBe(first);
    expect(first.warnings).toEqual(['kept']);
    wait(1);
    await cache.authenticateToken('a', []);
    expect(asked).toEqual(['a', 'a']);
  });

  it('remembers no failure', async () => {
    const { asked, cache } = counted(() => failed('no'));
    await cache.authenticateToken('a', []);
    await cache.authenticateToken('a', []);
    expect(asked).toHaveLength(2);
  });

  it('asks once for many at the same time, and again after an error', async () => {
    let isBroken = true;
    const { asked, cache } = counted((token) => {
      if (isBroken) throw new Error('store');
      return known(token);
    });
    const many = await Promise.allSettled(
      Array.from({ length: 50 }, async () => await cache.authenticateToken('a', [])),
    );
    expect(many.every(({ status }) => status === 'rejected')).toBe(true);
    expect(asked).toHaveLength(1);
    isBroken = false;
    expect(await cache.authenticateToken('a', [])).toMatchObject({ kind: 'authenticated' });
  });

  it('keeps tokens and audiences apart', async () => {
    const { asked, cache } = counted(known);
    for (const [token = '', ...audiences] of [['a', 'b', 'c'], ['a', 'bc'], ['ab', 'c'], ['a'], ['a', '']]) {
      await cache.authenticateToken(token, audiences);
    }
    expect(asked).toHaveLength(5);
  });

  it('forgets the oldest when it is full', async () => {
    const { asked, cache } = counted(known, { maxEntries: 3 });
    for (const token of ['a', 'b', 'c', 'd']) await cache.authenticateToken(token, []);
    asked.length = 0;
    for (const token of ['d', 'c', 'b', 'a']) await cache.authenticateToken(token, []);
    expect(asked).toEqual(['a']);
  });
});
