import { describe, expect, it } from 'vitest';
import { decodeContinueToken, encodeContinueToken } from './continue-token.js';

const token = (rv: unknown, start: unknown, v: unknown = 'meta.k8s.io/v1'): string =>
  Buffer.from(JSON.stringify({ v, rv, start })).toString('base64url');

describe('continue tokens', () => {
  it.each([
    ['of this server', encodeContinueToken({ revision: 7, start: 'ns/a\0' }), { revision: 7, start: 'ns/a\0' }],
    ['with a leading slash', token(7, '/a\0'), { revision: 7, start: 'a\0' }],
    ['for the newest', token(-1, 'a\0'), { revision: -1, start: 'a\0' }],
    ['with any negative revision', token(-2, 'a\0'), { revision: -1, start: 'a\0' }],
    ['with the smallest one', token(Number.MIN_SAFE_INTEGER, 'a'), { revision: -1, start: 'a' }],
  ])('%s are read', (_what, text, expected) => {
    expect(decodeContinueToken(text)).toEqual(expected);
  });

  it.each([
    ['no revision', token(0, 'a'), 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)'],
    ['half a revision', token(1.5, 'a'), 'json: cannot unmarshal number 1.5'],
    ['no start', token(1, ''), 'encoded start key empty (version meta.k8s.io/v1)'],
    ['another version', token(1, 'a', 'x'), 'server does not recognize this encoded version x'],
    ['a way up', token(-1, '../b/\0'), '../b/\0'],
    ['a way up inside', token(1, 'a/../../b\0'), 'a/../../b\0'],
    ['a dot', token(1, './a'), './a'],
    ['two slashes', token(1, 'a//b'), 'a//b'],
    ['two slashes first', token(1, '//a'), '//a'],
    ['a slash last', token(1, 'a/'), 'a/'],
  ])('with %s are refused', (_what, text, why) => {
    expect(() => decodeContinueToken(text)).toThrow(`invalid continue token: continue key is not valid: ${why}`);
  });
});
