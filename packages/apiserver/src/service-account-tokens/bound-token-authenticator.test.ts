import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AuthenticationResult } from '../authentication/authenticator.js';
import { profileFor } from '../http/request-context.test-support.js';
import { boundTokenAuthenticator } from './bound-token-authenticator.js';
import { signToken } from './jwt.js';
import { signingKey, tokenKeys } from './token-key.js';
import { Cluster, ecKey, ISSUER, NOW, object, pemOf, rsaKey, rsaPEM } from './tokens.test-support.js';

const iat = NOW / 1000;
const BAD_SIGNATURE = 'go-jose/go-jose: error in cryptographic primitive';
const ask = (cluster: Cluster, token: string, audiences: readonly string[] = []): Promise<AuthenticationResult> =>
  Promise.resolve(
    boundTokenAuthenticator({
      ...cluster.issuing,
      issuers: [ISSUER, 'https://old'],
      profile: profileFor(cluster.minor, cluster.gates),
    }).authenticateToken(token, audiences),
  );
const brief = (result: AuthenticationResult): string => {
  if (result.kind === 'authenticated') return result.user.name;
  return result.kind === 'failed' ? result.reason : 'unknown';
};
const BOT = 'system:serviceaccount:ns:bot';
const base = {
  aud: [ISSUER],
  exp: iat + 3600,
  iat,
  iss: ISSUER,
  'kubernetes.io': { namespace: 'ns', serviceaccount: { name: 'bot', uid: 'sa-uid' } },
  nbf: iat,
  sub: BOT,
};
const signed = (claims: object): Promise<string> => signToken(claims, rsaKey);
const b64 = (value: string | Buffer): string => Buffer.from(value).toString('base64url');

describe('bound tokens', () => {
  it.each([rsaKey, ecKey])('of TokenRequest are accepted ($algorithm)', async (key) => {
    const cluster = new Cluster();
    cluster.keys = tokenKeys(key, []);
    const { token } = await cluster.request();
    const result = await ask(cluster, token);
    expect(result).toMatchObject({ kind: 'authenticated', audiences: [ISSUER] });
    if (result.kind !== 'authenticated') return;
    expect(result.user).toMatchObject({
      name: BOT,
      uid: 'sa-uid',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:ns'],
    });
    expect([...result.user.extra.keys()]).toEqual(['authentication.kubernetes.io/credential-id']);
  });

  it.each<[string, string, Record<string, string>]>([
    ['Pod', 'bp', { 'pod-name': 'bp', 'pod-uid': 'pod-uid', 'node-name': 'n1', 'node-uid': 'node-uid' }],
    ['Pod', 'lost', { 'pod-name': 'lost', 'pod-uid': 'lost-uid', 'node-name': 'gone' }],
    ['Node', 'n1', { 'node-name': 'n1', 'node-uid': 'node-uid' }],
    ['Secret', 'sec', {}],
  ])('say that they are bound to %s %s', async (kind, name, expected) => {
    const cluster = new Cluster();
    const { token, claims } = await cluster.request({ spec: { boundObjectRef: { kind, apiVersion: 'v1', name } } });
    const result = await ask(cluster, token);
    const all = { ...expected, 'credential-id': `JTI=${String(claims['jti'])}` };
    const extra = Object.fromEntries(
      Object.entries(all).map(([key, value]) => [`authentication.kubernetes.io/${key}`, [value]]),
    );
    expect(result.kind === 'authenticated' && Object.fromEntries(result.user.extra)).toEqual(extra);
  });

  const audienceError = (offered: string, target = `["${ISSUER}"]`): string =>
    `token audiences ${offered} is invalid for the target audiences ${target}`;
  it.each<[string, object, readonly string[], string]>([
    ['ours', {}, [], BOT],
    ['ours, asked for', {}, [ISSUER], BOT],
    ['others', { aud: ['vault', 'x'] }, [], audienceError('["vault" "x"]')],
    ['others, asked for', { aud: ['vault', 'x'] }, ['y', 'vault'], BOT],
    ['others, not asked for', { aud: ['vault'] }, ['other'], audienceError('["vault"]', '["other"]')],
    ['mixed', { aud: ['x', ISSUER] }, [], BOT],
    ['a text', { aud: ISSUER }, [], BOT],
    ['none', { aud: [] }, [], BOT],
    ['missing', { aud: undefined }, [], BOT],
    ['null', { aud: null }, [], BOT],
    ['a number', { aud: 1 }, [], 'service account token claims could not be read'],
    ['null in a list', { aud: [null] }, [], 'service account token claims could not be read'],
  ])('audience %s', async (_, claims, audiences, expected) => {
    expect(brief(await ask(new Cluster(), await signed({ ...base, ...claims }), audiences))).toBe(expected);
  });

  it('answers the audiences in the order of the question', async () => {
    const result = await ask(new Cluster(), await signed({ ...base, aud: ['a', 'b', 'c'] }), ['c', 'x', 'a']);
    expect(result).toMatchObject({ audiences: ['c', 'a'] });
  });

  const unreadable = 'service account token claims could not be read';
  it.each<[string, object, string]>([
    ['expired a second ago', { exp: iat - 1 }, BOT],
    ['expired a minute ago', { exp: iat - 60 }, BOT],
    ['expired two minutes ago', { exp: iat - 120 }, 'service account token has expired'],
    ['without end', { exp: undefined }, BOT],
    ['end null', { exp: null }, BOT],
    ['end as text', { exp: String(iat + 3600) }, unreadable],
    ['end 1e300', { exp: 1e300 }, unreadable],
    ['end 0', { exp: 0 }, 'service account token has expired'],
    ['not before an hour', { nbf: iat + 3600 }, 'service account token is not valid yet'],
    ['not before 5 s', { nbf: iat + 5 }, BOT],
    ['issued in an hour', { iat: iat + 3600 }, 'service account token is issued in the future'],
    ['issued in 5 s', { iat: iat + 5 }, BOT],
    ['fractions', { exp: iat + 0.5 }, BOT],
    ['another issuer', { iss: 'https://evil' }, 'unknown'],
    ['an issuer with a slash', { iss: `${ISSUER}/` }, 'unknown'],
    ['no issuer', { iss: undefined }, 'unknown'],
    ['issuers as a list', { iss: [ISSUER] }, 'unknown'],
    ['an older issuer', { iss: 'https://old' }, BOT],
    ['the subject of another', { sub: 'system:serviceaccount:kube-system:admin' }, BOT],
    ['no subject', { sub: undefined }, BOT],
    ['__proto__', JSON.parse('{"__proto__":{"exp":1}}') as object, BOT],
  ])('time and issuer: %s', async (_, claims, expected) => {
    expect(brief(await ask(new Cluster(), await signed({ ...base, ...claims })))).toBe(expected);
  });

  const account = { name: 'bot', uid: 'sa-uid' };
  it.each<[string, object, string]>([
    ['another namespace', { namespace: 'kube-system' }, 'serviceaccounts "bot" not found'],
    [
      'another UID',
      { serviceaccount: { name: 'bot', uid: 'x' } },
      'service account UID (sa-uid) does not match claim (x)',
    ],
    ['no UID', { serviceaccount: { name: 'bot' } }, 'service account UID (sa-uid) does not match claim ()'],
    ['no account', { serviceaccount: undefined }, 'serviceaccounts "" not found'],
    ['account as text', { serviceaccount: 'bot' }, unreadable],
    ['account as list', { serviceaccount: [account] }, unreadable],
    [
      'names with dots',
      { namespace: '..', serviceaccount: { name: '../x', uid: 'sa-uid' } },
      'serviceaccounts "../x" not found',
    ],
    ['no pod', { pod: { name: 'nope', uid: 'x' } }, 'service account token has been invalidated'],
    ['no secret', { secret: { name: 'nope', uid: 'x' } }, 'service account token has been invalidated'],
    ['no node', { node: { name: 'nope', uid: 'x' } }, 'service account token has been invalidated'],
    [
      'another pod',
      { pod: { name: 'bp', uid: 'x' } },
      'pod UID (pod-uid) does not match service account pod ref claim (x)',
    ],
    [
      'another secret',
      { secret: { name: 'sec', uid: 'x' } },
      'secret UID (sec-uid) does not match service account secret ref claim (x)',
    ],
    [
      'another node',
      { node: { name: 'n1', uid: 'x' } },
      'node UID (node-uid) does not match service account node ref claim (x)',
    ],
    ['a pod on a node that is gone', { pod: { name: 'bp', uid: 'pod-uid' }, node: { name: 'nope', uid: 'x' } }, BOT],
  ])('bound to %s', async (_, bound, expected) => {
    const kubernetes = { ...base['kubernetes.io'], ...bound };
    expect(brief(await ask(new Cluster(), await signed({ ...base, 'kubernetes.io': kubernetes })))).toBe(expected);
  });

  it.each(['serviceaccounts', 'pods', 'secrets'])('live a minute longer than the %s they need', async (resource) => {
    const cluster = new Cluster();
    const kubernetes = {
      ...base['kubernetes.io'],
      pod: { name: 'up', uid: 'up-uid' },
      secret: { name: 'sec', uid: 'sec-uid' },
    };
    const token = await signed({ ...base, 'kubernetes.io': kubernetes });
    const name = { serviceaccounts: 'bot', pods: 'up', secrets: 'sec' }[resource] ?? '';
    const kept = await cluster.get(resource, 'ns', name);
    const deleted = (seconds: number): void => {
      const deletionTimestamp = new Date(NOW - seconds * 1000).toISOString().replace('.000', '');
      cluster.put(resource, object(kept?.kind ?? '', name, kept?.metadata.uid ?? '', {}, { deletionTimestamp }));
    };
    deleted(59);
    expect(brief(await ask(cluster, token))).toBe(BOT);
    deleted(61);
    expect(brief(await ask(cluster, token))).toMatch(/has been (invalidated|deleted)$/);
  });

  it('need the gate when they are bound to a node', async () => {
    const cluster = new Cluster();
    const token = await signed({
      ...base,
      'kubernetes.io': { ...base['kubernetes.io'], node: { name: 'n1', uid: 'node-uid' } },
    });
    cluster.minor = 29;
    expect(brief(await ask(cluster, token))).toBe(
      'token is bound to a Node object but the ServiceAccountTokenNodeBindingValidation feature gate is disabled',
    );
    cluster.minor = 30;
    expect(brief(await ask(cluster, token))).toBe(BOT);
  });

  it('say when they are stale or come without audience', async () => {
    const stale = { ...base, 'kubernetes.io': { ...base['kubernetes.io'], warnafter: iat - 10 } };
    const notes = async (claims: object): Promise<unknown> =>
      Object.fromEntries((await ask(new Cluster(), await signed(claims))).auditAnnotations ?? []);
    expect(await notes(stale)).toEqual({
      'authentication.k8s.io/stale-token': `subject: ${BOT}, seconds after warning threshold: 10`,
    });
    expect(await notes({ ...base, aud: [] })).toEqual({ 'authentication.k8s.io/legacy-token': BOT });
    expect(await notes(base)).toEqual({});
  });
});

describe('forged tokens', async () => {
  const [header = '', payload = '', signature = ''] = (await signed(base)).split('.');
  const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const publicPEM = rsaKey.key.export({ type: 'spki', format: 'pem' });
  const withHeader = (fields: object | string, key = rsaKey.privateKey, digest = 'sha256'): string => {
    const head = b64(typeof fields === 'string' ? fields : JSON.stringify(fields));
    return `${head}.${payload}.${b64(sign(digest, Buffer.from(`${head}.${payload}`), key))}`;
  };
  const hmac = (fields: object): string => {
    const head = b64(JSON.stringify(fields));
    return `${head}.${payload}.${createHmac('sha256', publicPEM).update(`${head}.${payload}`).digest('base64url')}`;
  };
  const withPayload = (text: string): string => {
    const body = b64(text);
    return `${header}.${body}.${b64(sign('sha256', Buffer.from(`${header}.${body}`), rsaKey.privateKey))}`;
  };
  const kid = rsaKey.id;
  const jwk = rsaKey.key.export({ format: 'jwk' });
  const noKey = 'invalid signature, no keys found';
  const rows: [string, string, string][] = [
    ['alg none', `${b64('{"alg":"none"}')}.${payload}.`, BAD_SIGNATURE],
    ['alg None with the signature', withHeader({ alg: 'None', kid }), BAD_SIGNATURE],
    ['no alg', withHeader({ kid }), 'unknown'],
    ['empty signature', `${header}.${payload}.`, BAD_SIGNATURE],
    ['HS256 with the public key', hmac({ alg: 'HS256', kid }), BAD_SIGNATURE],
    ['RS256 in the header, HMAC in truth', hmac({ alg: 'RS256', kid }), BAD_SIGNATURE],
    [
      'RS256 in the header, RS512 in truth',
      withHeader({ alg: 'RS256', kid }, rsaKey.privateKey, 'sha512'),
      BAD_SIGNATURE,
    ],
    ['ES256 for an RSA key', withHeader({ alg: 'ES256', kid }), BAD_SIGNATURE],
    ['another key', withHeader({ alg: 'RS256', kid }, otherKey), BAD_SIGNATURE],
    ['another key, brought along', withHeader({ alg: 'RS256', kid, jwk }, otherKey), BAD_SIGNATURE],
    [
      'another key, pointed to',
      withHeader({ alg: 'RS256', jku: 'http://127.0.0.1:1/', x5u: 'http://127.0.0.1:1/' }, otherKey),
      BAD_SIGNATURE,
    ],
    ['another kid', withHeader({ alg: 'RS256', kid: 'x' }), noKey],
    ['kid as a path', withHeader({ alg: 'RS256', kid: '../../dev/null' }), noKey],
    ['kid __proto__', withHeader({ alg: 'RS256', kid: '__proto__' }), noKey],
    ['kid as a number', withHeader({ alg: 'RS256', kid: 1 }), 'unknown'],
    ['crit', withHeader({ alg: 'RS256', kid, crit: ['x'], x: 1 }), 'unknown'],
    ['b64 false', withHeader({ alg: 'RS256', kid, b64: false }), 'unknown'],
    ['alg twice', withHeader(`{"alg":"RS256","alg":"RS256","kid":"${kid}"}`), 'unknown'],
    ['alg twice, once escaped', withHeader(`{"alg":"none","\\u0061lg":"RS256","kid":"${kid}"}`), 'unknown'],
    ['four parts', `${header}.${payload}.${signature}.x`, 'unknown'],
    ['two parts', `${header}.${payload}`, 'unknown'],
    ['JSON serialization', JSON.stringify({ protected: header, payload, signature }), 'unknown'],
    ['a shorter signature', `${header}.${payload}.${signature.slice(0, -8)}`, BAD_SIGNATURE],
    ['a longer signature', `${header}.${payload}.${signature}AAAA`, BAD_SIGNATURE],
    ['a padded signature', `${header}.${payload}.${signature}==`, 'unknown'],
    ['another payload', `${header}.${b64(JSON.stringify({ ...base, sub: 'x' }))}.${signature}`, BAD_SIGNATURE],
    ['sub twice', withPayload(JSON.stringify(base).replace('{', `{"sub":"x",`)), unreadable()],
    ['iss twice', withPayload(JSON.stringify(base).replace('{', `{"iss":"${ISSUER}",`)), unreadable()],
    ['a list', withPayload(JSON.stringify([base])), 'unknown'],
    ['null', withPayload('null'), 'unknown'],
    [
      'deep',
      withPayload(`{"iss":"${ISSUER}","x":${'['.repeat(5000)}${']'.repeat(5000)}}`),
      'serviceaccounts "" not found',
    ],
    ['no JSON', withPayload('x'), 'unknown'],
    ['no UTF-8', withPayload(Buffer.from([0xff, 0xfe]).toString('latin1')), 'unknown'],
    ['garbage', 'garbage', 'unknown'],
    ['dots', '..', 'unknown'],
    ['empty', '', 'unknown'],
  ];
  it.each(rows)('%s', async (_, token, expected) => {
    expect(brief(await ask(new Cluster(), token))).toBe(expected);
  });

  it.each([
    ['no kid', withHeader({ alg: 'RS256' })],
    ['an empty kid', withHeader({ alg: 'RS256', kid: '' })],
    ['a typ', withHeader({ alg: 'RS256', kid, typ: 'JWT' })],
    ['RS512 by the same key', withHeader({ alg: 'RS512', kid }, rsaKey.privateKey, 'sha512')],
    ['a tab in the signature', `${header}.${payload}.${signature.slice(0, 9)}\t${signature.slice(9)}`],
  ])('accepted as upstream does: %s', async (_, token) => {
    expect(brief(await ask(new Cluster(), token))).toBe(BOT);
  });

  it('a changed character anywhere is no token', async () => {
    const whole = `${header}.${payload}.${signature}`;
    const cluster = new Cluster();
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 2), fc.constantFrom(...'AQgw_-.'), async (place, character) => {
        const changed = whole.slice(0, place) + character + whole.slice(place + 1);
        expect(changed === whole || brief(await ask(cluster, changed)) !== BOT).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('after a rotation: old tokens while the old key is listed', async () => {
    const cluster = new Cluster();
    const old = (await cluster.request()).token;
    cluster.keys = tokenKeys(ecKey, [rsaKey]);
    expect(brief(await ask(cluster, old))).toBe(BOT);
    expect(brief(await ask(cluster, (await cluster.request()).token))).toBe(BOT);
    cluster.keys = tokenKeys(ecKey, []);
    expect(brief(await ask(cluster, old))).toBe(noKey);
    cluster.keys = tokenKeys(signingKey(pemOf(otherKey)), [signingKey(rsaPEM)]);
    expect(brief(await ask(cluster, old))).toBe(BOT);
  });
});

function unreadable(): string {
  return 'service account token claims could not be read';
}
