import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../registry/kube-object.js';
import { bootstrapTokenAuthenticator } from './bootstrap-token.js';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const SECRET = '0123456789abcdef';
const good = {
  'token-id': 'abcdef',
  'token-secret': SECRET,
  'usage-bootstrap-authentication': 'true',
};

async function ask(
  data: Record<string, string | undefined>,
  options: { token?: string; metadata?: object; type?: string; audiences?: string[] } = {},
): Promise<unknown> {
  const { token = `abcdef.${SECRET}`, metadata = {}, type = 'bootstrap.kubernetes.io/token', audiences = [] } = options;
  const encoded = Object.entries(data).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, Buffer.from(value).toString('base64')]],
  );
  const secret: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'bootstrap-token-abcdef', namespace: 'kube-system', ...metadata },
    type,
    data: Object.fromEntries(encoded) as object,
  };
  const objects = {
    get: (_: string, namespace: string, name: string) =>
      Promise.resolve(namespace === 'kube-system' && name === 'bootstrap-token-abcdef' ? secret : undefined),
  };
  const authenticator = bootstrapTokenAuthenticator({ objects, apiAudiences: ['api'], now: () => NOW });
  const result = await authenticator.authenticateToken(token, audiences);
  return result.kind === 'authenticated' ? [result.user.name, ...result.user.groups].join(' ') : result.kind;
}

const ACCEPTED = 'system:bootstrap:abcdef system:bootstrappers';

describe('bootstrap tokens', () => {
  it.each<[string, Record<string, string | undefined>, string]>([
    ['ok', {}, ACCEPTED],
    ['not expired', { expiration: '2026-01-01T00:00:01Z' }, ACCEPTED],
    ['not expired, elsewhere', { expiration: '2026-01-01T02:00:01+02:00' }, ACCEPTED],
    ['expired now', { expiration: '2026-01-01T00:00:00Z' }, 'unknown'],
    ['expired', { expiration: '2025-01-01T00:00:00Z' }, 'unknown'],
    ['end that is no time', { expiration: 'tomorrow' }, 'unknown'],
    ['end that is no RFC 3339', { expiration: '2027' }, 'unknown'],
    ['another secret', { 'token-secret': `x${SECRET.slice(1)}` }, 'unknown'],
    ['no secret', { 'token-secret': undefined }, 'unknown'],
    ['another id', { 'token-id': 'abcdeg' }, 'unknown'],
    ['not for authentication', { 'usage-bootstrap-authentication': undefined }, 'unknown'],
    ['nearly for authentication', { 'usage-bootstrap-authentication': 'True' }, 'unknown'],
    [
      'groups',
      { 'auth-extra-groups': 'system:bootstrappers:z,system:bootstrappers:a:b,system:bootstrappers:z' },
      `${ACCEPTED} system:bootstrappers:a:b system:bootstrappers:z`,
    ],
    ['a group of others', { 'auth-extra-groups': 'system:bootstrappers:a,system:masters' }, 'unknown'],
    ['a group with a line break', { 'auth-extra-groups': 'system:bootstrappers:a\n' }, 'unknown'],
    ['an empty group', { 'auth-extra-groups': 'system:bootstrappers:a,' }, 'unknown'],
  ])('%s', async (_, change, expected) => expect(await ask({ ...good, ...change })).toBe(expected));

  it.each([
    '',
    'abcdef',
    `abcdef.${SECRET}x`,
    `ABCDEF.${SECRET}`,
    `abcdeg.${SECRET}`,
    `abcdef.${SECRET}\n`,
    `../../x.${SECRET}`,
  ])('not %j', async (token) => expect(await ask(good, { token })).toBe('unknown'));

  it('of secrets that live and are of the type', async () => {
    expect(await ask(good, { type: 'Opaque' })).toBe('unknown');
    expect(await ask(good, { metadata: { deletionTimestamp: '2026-01-01T00:01:00Z' } })).toBe('unknown');
    expect(await ask(good, { audiences: ['vault'] })).toBe('unknown');
  });
});
