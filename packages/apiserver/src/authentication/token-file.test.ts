import { describe, expect, it } from 'vitest';
import type { AuthenticationResult } from './authenticator.js';
import { parseTokenFile, tokenFileAuthenticator } from './token-file.js';

function ask(
  text: string,
  token: string,
  audiences: readonly string[] = [],
  api: readonly string[] = ['api'],
): unknown {
  const file = parseTokenFile('f', text);
  if ('error' in file) return file.error;
  const result = tokenFileAuthenticator(file.users, api).authenticateToken(token, audiences) as AuthenticationResult;
  if (result.kind !== 'authenticated') return result.kind;
  const { name, uid, groups } = result.user;
  return [name, uid, groups, result.audiences];
}

describe('the token file', () => {
  it.each<[string, string, unknown]>([
    ['t,alice,1', 't', ['alice', '1', [], ['api']]],
    ['t,alice,1,dev', 't', ['alice', '1', ['dev'], ['api']]],
    ['t,alice,1,"dev,ops"\r\nu,bob,2\n', 't', ['alice', '1', ['dev', 'ops'], ['api']]],
    ['t,alice,1,"dev,ops"\r\nu,bob,2\n', 'u', ['bob', '2', [], ['api']]],
    ['t,"a ""b""",1,dev,more', 't', ['a "b"', '1', ['dev'], ['api']]],
    ['t,alice,1,', 't', ['alice', '1', [], ['api']]],
    ['\n\nt,alice,1\n\n', 't', ['alice', '1', [], ['api']]],
    ['t,alice,1\nt,bob,2', 't', ['bob', '2', [], ['api']]],
    [',alice,1\nt,bob,2', '', 'unknown'],
    ['t,alice,1', 'T', 'unknown'],
    ['t,alice,1', 't ', 'unknown'],
    ['t,alice', 't', "token file 'f' must have at least 3 columns (token, user name, user uid), found 2"],
    ['t,"alice,1', 't', "token file 'f' is not CSV: a quote is not closed or out of place"],
    ['t,al"ice,1', 't', "token file 'f' is not CSV: a quote is not closed or out of place"],
    ['', 't', 'unknown'],
  ])('%j asked for %j', (text, token, expected) => expect(ask(text, token)).toEqual(expected));

  it('is for the audiences of the API server', () => {
    expect(ask('t,alice,1', 't', ['vault'])).toBe('unknown');
    expect(ask('t,alice,1', 't', ['vault', 'api'])).toEqual(['alice', '1', [], ['api']]);
    expect(ask('t,alice,1', 't', [], [])).toEqual(['alice', '1', [], undefined]);
  });

  it('is warned of without its tokens', () => {
    expect(parseTokenFile('f', ',alice,1\nsecret,bob,2\nsecret,eve,3')).toMatchObject({
      warnings: [
        "empty token has been found in token file 'f', record number '1'",
        "duplicate token has been found in token file 'f', record number '3'",
      ],
    });
  });
});
