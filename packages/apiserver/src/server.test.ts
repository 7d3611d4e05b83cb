import { generateKeyPairSync } from 'node:crypto';
import { defaultProfile } from '@bulkhead/features';
import { memoryStore } from '@bulkhead/storage';
import { describe, expect, it } from 'vitest';
import { runtimeConfig } from './registry/runtime-config.js';
import { createApiServer } from './server.js';
import { signingKey, tokenKeys } from './service-account-tokens/index.js';

const { privateKey } = generateKeyPairSync('ec', {
  namedCurve: 'prime256v1',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
});

async function statusOfAnonymous(authorizationMode: readonly string[], log: string[]): Promise<number> {
  const created = createApiServer({
    profile: defaultProfile(35),
    store: memoryStore(),
    isStoreShared: false,
    runtimeConfig: runtimeConfig(new Map()),
    identity: {
      clientCAs: () => [],
      bootstrapTokens: false,
      anonymous: { enabled: true, paths: [] },
      issuers: ['https://issuer.example'],
      keys: () => tokenKeys(signingKey(privateKey), []),
      apiAudiences: [],
    },
    authorization: { authorizationMode },
    admission: { enabled: [], disabled: [] },
    allowPrivileged: true,
    serviceCIDR: '10.0.0.0/24',
    serverAddress: () => '127.0.0.1:6443',
    log: (message) => log.push(message),
  });
  if ('errors' in created) throw new Error(created.errors.join('; '));
  await created.server.start();
  const response = await created.server.chain.handle({
    method: 'GET',
    target: '/api/v1/secrets',
    headers: new Map(),
    body: () => Promise.resolve(Buffer.alloc(0)),
    remoteAddress: '192.0.2.1',
    clientCertificates: [],
    signal: new AbortController().signal,
  });
  created.server.close();
  return response.status;
}

describe('createApiServer', () => {
  it.each([[[]], [['AlwaysAllow']], [['RBAC', 'AlwaysAllow']]])('allows nobody unknown by %j', async (modes) => {
    const log: string[] = [];
    expect(await statusOfAnonymous(modes, log)).toBe(401);
    expect(log.join()).toContain('anonymous requests are refused');
  });

  it('leaves unknown clients to RBAC', async () => {
    const log: string[] = [];
    expect(await statusOfAnonymous(['Node', 'RBAC'], log)).toBe(403);
    expect(log).toEqual([]);
  });
});
