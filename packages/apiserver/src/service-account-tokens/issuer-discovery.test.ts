import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { createLocalJWKSet, type JSONWebKeySet, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { CONFIGURATION_PATH, issuerDiscovery, JWKS_PATH } from './issuer-discovery.js';
import { serviceAccountOptions } from './service-account-options.js';
import { tokenKeys, verificationKeys } from './token-key.js';
import { Cluster, ecKey, ISSUER, NOW, pemOf, rsaKey, rsaPEM } from './tokens.test-support.js';

const discovery = (issuer: string) =>
  issuerDiscovery({ issuer, externalAddress: '192.0.2.1:6443', keys: () => tokenKeys(rsaKey, [ecKey]) });

describe('the documents of the issuer', () => {
  it('are those of upstream', async () => {
    const found = discovery(ISSUER);
    if ('problem' in found) throw new Error(found.problem);
    expect(await found.respond(CONFIGURATION_PATH, new Map())).toEqual({
      status: 200,
      headers: { 'Content-Type': 'application/json', 'Cache-Control': 'public, max-age=3600' },
      body: `{"issuer":"${ISSUER}","jwks_uri":"https://192.0.2.1:6443/openid/v1/jwks","response_types_supported":["id_token"],"subject_types_supported":["public"],"id_token_signing_alg_values_supported":["ES256","RS256"]}`,
    });
    const { headers, body } = await found.respond(JWKS_PATH, new Map());
    expect(headers['Content-Type']).toBe('application/jwk-set+json');
    const { n } = rsaKey.key.export({ format: 'jwk' });
    const { x, y } = ecKey.key.export({ format: 'jwk' });
    expect(body).toBe(
      JSON.stringify({
        keys: [
          { use: 'sig', kty: 'RSA', kid: rsaKey.id, alg: 'RS256', n, e: 'AQAB' },
          { use: 'sig', kty: 'EC', kid: ecKey.id, crv: 'P-256', alg: 'ES256', x, y },
        ],
      }),
    );
  });

  it('are refused to clients that do not take their form', async () => {
    const found = discovery(ISSUER);
    if ('problem' in found) throw new Error(found.problem);
    const accept = (value: string) => new Map([['accept', [value]]]);
    await expect(found.respond(JWKS_PATH, accept('application/json'))).rejects.toMatchObject({
      failure: {
        code: 406,
        message: '406: Not Acceptable\n\nAvailable representations: application/jwk-set+json',
      },
    });
    for (const value of ['*/*', 'application/json, application/jwk-set+json;q=0.5']) {
      expect((await found.respond(JWKS_PATH, accept(value))).status).toBe(200);
    }
  });

  it.each([rsaKey, ecKey])('let others verify tokens ($algorithm)', async (key) => {
    const cluster = new Cluster();
    cluster.keys = tokenKeys(key, []);
    const found = discovery(ISSUER);
    if ('problem' in found) throw new Error(found.problem);
    const set = JSON.parse(String((await found.respond(JWKS_PATH, new Map())).body)) as JSONWebKeySet;
    const options = { issuer: ISSUER, audience: ISSUER, currentDate: new Date(NOW) };
    const { payload } = await jwtVerify((await cluster.request()).token, createLocalJWKSet(set), options);
    expect(payload.sub).toBe('system:serviceaccount:ns:bot');
  });

  it.each([
    ['http://x', 'must use https scheme'],
    ['kubernetes', 'not a valid URL'],
    ['https://x?a', 'may not include a query'],
    ['https://x#a', 'may not include a fragment'],
  ])('are not there for %s', (issuer, problem) => {
    expect(discovery(issuer)).toEqual({ problem: expect.stringContaining(problem) as string });
  });
});

describe('key files', () => {
  const ec = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  const publicPEM = ec.publicKey.export({ type: 'spki', format: 'pem' }).toString();

  it('hold public and private keys of every form, several in one file', () => {
    const pkcs1 = rsaKey.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString();
    const sec1 = ec.privateKey.export({ type: 'sec1', format: 'pem' }).toString();
    const texts = [rsaPEM, pkcs1, rsaKey.key.export({ type: 'pkcs1', format: 'pem' }), `comment\n${publicPEM}\n`, sec1];
    const keys = verificationKeys(texts.join('\n'));
    expect(keys.map(({ algorithm }) => algorithm)).toEqual(['RS256', 'RS256', 'RS256', 'ES384', 'ES384']);
    expect(new Set(keys.map(({ id }) => id)).size).toBe(2);
    expect(tokenKeys(undefined, keys).verification).toHaveLength(2);
  });

  it('have the ids that openssl and others compute', () => {
    const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'der'], { input: publicPEM });
    const digest = execFileSync('openssl', ['dgst', '-sha256', '-binary'], { input: der });
    expect(verificationKeys(publicPEM)[0]?.id).toBe(digest.toString('base64url'));
  });

  it.each([
    '',
    'junk',
    pemOf(generateKeyPairSync('ed25519').privateKey),
    pemOf(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey),
    '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----',
  ])('refuses %#', (text) => expect(() => verificationKeys(text)).toThrow());
});

describe('flags', () => {
  const keyFiles = new Map([['sa.pub', rsaPEM]]);
  const good = { issuers: [ISSUER], keyFiles };
  it.each<[object, readonly string[]]>([
    [{ issuers: [] }, ['service-account-issuer is a required flag']],
    [{ issuers: [''] }, ['service-account-issuer should not be an empty string']],
    [{ issuers: ['a', 'a'] }, ['service-account-issuer "a" is already specified']],
    [{ issuers: ['a:// b'] }, [expect.stringContaining(`"a:// b" contained a ':' but was not a valid URL`) as string]],
    [
      { keyFiles: new Map() },
      ['either `--service-account-key-file` or `--service-account-signing-endpoint` must be set'],
    ],
    [
      { maxExpirationSeconds: 60 },
      ['the service-account-max-token-expiration must be between 1 hour and 2^32 seconds'],
    ],
    [{ jwksURI: 'http://x' }, ['service-account-jwks-uri requires https scheme, parsed as: http://x']],
    [{ keyFiles: new Map([['f', 'junk']]) }, [expect.stringContaining('error reading public key file f') as string]],
  ])('%j: %j', (change, errors) => {
    expect(serviceAccountOptions({ ...good, ...change })).toEqual({ errors });
  });

  it('are taken when they are right', () => {
    const options = serviceAccountOptions({ ...good, signingKeyFile: { name: 'sa.key', text: rsaPEM } });
    expect('keys' in options && options.keys.signing?.id).toBe(rsaKey.id);
  });
});
