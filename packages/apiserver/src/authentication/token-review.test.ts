import { userInfo } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import { person, refusalOf } from '../http/request-context.test-support.js';
import { failed, type TokenAuthenticator, UNKNOWN } from './authenticator.js';
import { reviewToken, selfSubjectReview } from './token-review.js';
import { unionTokenAuthenticator } from './union.js';

const tokens: TokenAuthenticator = unionTokenAuthenticator([
  {
    authenticateToken(token, audiences) {
      if (token === 'vault') {
        return audiences.includes('vault')
          ? { kind: 'authenticated', user: person('zoe', 'team'), audiences: ['vault'] }
          : failed(`token audiences ["vault"] is invalid for the target audiences ["${audiences.join('" "')}"]`);
      }
      return token === 'wrong' ? { kind: 'authenticated', user: person('zoe'), audiences: ['x'] } : UNKNOWN;
    },
  },
  { authenticateToken: (token) => (token === 'bad' ? failed('bad signature') : UNKNOWN) },
]);
const review = (token: string | undefined, audiences?: string[]) =>
  reviewToken(
    { tokens, apiAudiences: ['api'] },
    { spec: { ...(token === undefined ? {} : { token }), ...(audiences === undefined ? {} : { audiences }) } },
  );

describe('TokenReview', () => {
  it('answers who it is, with the group of all', async () => {
    expect(await review('vault', ['y', 'vault'])).toEqual({
      authenticated: true,
      user: { username: 'zoe', groups: ['team', 'system:authenticated'] },
      audiences: ['vault'],
    });
  });

  it.each<[string, string[] | undefined, string]>([
    [
      'vault',
      undefined,
      '[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["api"]]',
    ],
    [
      'vault',
      ['other'],
      '[invalid bearer token, token audiences ["vault"] is invalid for the target audiences ["other"]]',
    ],
    ['garbage', undefined, 'invalid bearer token'],
    ['bad', undefined, '[invalid bearer token, bad signature]'],
    [' vault', ['vault'], 'invalid bearer token'],
    ['x'.repeat(500_000), undefined, 'invalid bearer token'],
  ])('%s for %j: %s', async (token, audiences, error) => {
    expect(await review(token, audiences)).toEqual({ user: {}, error });
  });

  it('needs a token, and audiences that fit', async () => {
    for (const token of ['', undefined]) {
      expect(await refusalOf(() => review(token))).toMatchObject({
        code: 400,
        message: 'token is required for TokenReview in authentication',
      });
    }
    expect(await refusalOf(() => review('wrong'))).toMatchObject({
      code: 500,
      message: 'Internal error occurred: error validating audiences',
    });
  });
});

describe('SelfSubjectReview', () => {
  it('answers the user', () => {
    const user = userInfo({
      name: 'u',
      uid: 'u-1',
      groups: ['g'],
      extra: new Map([
        ['b', ['1']],
        ['a', ['2', '3']],
      ]),
    });
    expect(JSON.stringify(selfSubjectReview('authentication.k8s.io/v1', user, 0))).toBe(
      '{"kind":"SelfSubjectReview","apiVersion":"authentication.k8s.io/v1","metadata":{"creationTimestamp":"1970-01-01T00:00:00Z"},' +
        '"status":{"userInfo":{"username":"u","uid":"u-1","groups":["g"],"extra":{"a":["2","3"],"b":["1"]}}}}',
    );
    expect(selfSubjectReview('v', person('u'), 0)).toMatchObject({ status: { userInfo: { username: 'u' } } });
  });
});
