import { userInfo } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import type { RequestContext } from '../http/request.js';
import { OK, person, requestContext, type TestRequest } from '../http/request-context.test-support.js';
import { StatusError } from '../http/status-error.js';
import { anonymousAccess } from './anonymous.js';
import { type AuthenticationStageOptions, authenticationStage } from './authentication-stage.js';
import { type AuthenticationResult, failed, type TokenAuthenticator, UNKNOWN } from './authenticator.js';
import { bearerTokenAuthenticator, MAX_TOKEN_LENGTH } from './bearer-token.js';
import { websocketTokenAuthenticator } from './websocket-token.js';

const asked: string[] = [];
const tokens: TokenAuthenticator = {
  authenticateToken(token): AuthenticationResult {
    asked.push(token);
    if (token === 'good') return { kind: 'authenticated', user: person('zoe', 'team') };
    if (token === 'foreign') return { kind: 'authenticated', user: person('zoe'), audiences: ['vault'] };
    if (token === 'noted') return { ...failed('no'), auditAnnotations: new Map([['a', 'b']]), warnings: ['w'] };
    return UNKNOWN;
  },
};
const EVERYWHERE = anonymousAccess({ enabled: true, paths: [] });

async function run(
  target: string,
  parts: TestRequest,
  options: Partial<AuthenticationStageOptions> = {},
  change: (context: RequestContext) => void = () => undefined,
): Promise<{ answer: unknown; context: RequestContext; logged: string[] }> {
  const logged: string[] = [];
  const context = requestContext('GET', target, { user: userInfo({}), ...parts });
  change(context);
  const stage = authenticationStage({
    authenticators: [bearerTokenAuthenticator(tokens), websocketTokenAuthenticator(tokens)],
    anonymous: EVERYWHERE,
    log: (message) => logged.push(message),
    ...options,
  });
  const answer = await stage(context, () => Promise.resolve(OK)).then(
    () => [context.user.name, ...context.user.groups].join(' '),
    (error: unknown) => (error instanceof StatusError ? error.failure : error),
  );
  return { answer, context, logged };
}

const UNAUTHORIZED = { code: 401, reason: 'Unauthorized', message: 'Unauthorized' };
const ANONYMOUS = 'system:anonymous system:unauthenticated';

describe('the Authorization header', () => {
  it.each<[string, string[], unknown]>([
    ['a token', ['Bearer good'], 'zoe team system:authenticated'],
    ['lower case', ['bearer good'], 'zoe team system:authenticated'],
    ['blanks around', ['  Bearer good  '], 'zoe team system:authenticated'],
    ['trailing words', ['Bearer good and more'], 'zoe team system:authenticated'],
    ['two headers: the first', ['Bearer good', 'Bearer bad'], 'zoe team system:authenticated'],
    ['two headers: the first', ['Bearer bad', 'Bearer good'], UNAUTHORIZED],
    ['a bad token', ['Bearer bad'], UNAUTHORIZED],
    ['a comma', [', Bearer good'], ANONYMOUS],
    ['a comma behind', ['Bearer good, Bearer good'], UNAUTHORIZED],
    ['another scheme', ['Basic good'], ANONYMOUS],
    ['no token', ['Bearer'], ANONYMOUS],
    ['no token', ['Bearer '], ANONYMOUS],
    ['a tab', ['Bearer\tgood'], ANONYMOUS],
    ['two blanks', ['Bearer  good'], ANONYMOUS],
    ['no scheme', ['good'], ANONYMOUS],
    ['empty', [''], ANONYMOUS],
    ['too long', [`Bearer ${'g'.repeat(MAX_TOKEN_LENGTH + 1)}`], UNAUTHORIZED],
  ])('%s: %j', async (_, [first = '', ...rest], expected) => {
    const { answer } = await run('/api', { headers: [['authorization', first, ...rest]] });
    expect(answer).toEqual(expected);
  });

  it('does not look at tokens that are too long', async () => {
    asked.length = 0;
    await run('/api', { headers: [['authorization', `Bearer ${'g'.repeat(500_000)}`]] });
    expect(asked).toEqual([]);
  });

  it('warns of two blanks', async () => {
    const { context } = await run('/api', { headers: [['authorization', 'Bearer  good']] });
    expect(context.warnings.headers()).toEqual([
      '299 - "the provided Authorization header contains extra space before the bearer token, and is ignored"',
    ]);
  });

  it.each(['/api?access_token=good', '/api?token=good&bearer=good'])(
    'is the only place of tokens: %s',
    async (target) => {
      const headers = ['cookie', 'proxy-authorization', 'x-auth-token'].map((name) => [name, 'Bearer good'] as const);
      expect((await run(target, { headers })).answer).toBe(ANONYMOUS);
    },
  );
});

describe('the stage', () => {
  it('takes credentials away from later stages', async () => {
    const names = ['X-Remote-User', 'X-Remote-Group', 'X-Remote-Uid', 'X-Remote-Extra-Scopes'];
    const headers = [...names.map((name) => [name.toLowerCase(), 'root'] as const), ['accept', 'x'] as const];
    for (const more of [[['authorization', 'Bearer good'] as const], []]) {
      const { context } = await run('/api', { headers: [...headers, ...more], body: 'text' });
      expect([...context.request.headers]).toEqual([['accept', ['x']]]);
      expect((await context.request.body()).toString()).toBe('text');
      expect(context.request.signal).toBeInstanceOf(AbortSignal);
    }
  });

  it('ignores what says to be a front proxy', async () => {
    const { answer } = await run('/api', {
      headers: [
        ['x-remote-user', 'root'],
        ['authorization', 'Bearer good'],
      ],
    });
    expect(answer).toBe('zoe team system:authenticated');
  });

  it('says why in the log, without the credential', async () => {
    const { logged } = await run('/api', { headers: [['authorization', 'Bearer secret-canary']] });
    expect(logged).toEqual(['Unable to authenticate the request: invalid bearer token']);
  });

  it('hands on warnings and annotations of authenticators, also of those that refuse', async () => {
    const { context } = await run('/api', { headers: [['authorization', 'Bearer noted']] });
    expect([...context.auditAnnotations]).toEqual([['a', 'b']]);
    expect(context.warnings.headers()).toEqual(['299 - "w"']);
  });

  it('refuses a token of another audience', async () => {
    const headers: TestRequest['headers'] = [['authorization', 'Bearer foreign']];
    expect((await run('/api', { headers }, { apiAudiences: ['api'] })).answer).toEqual(UNAUTHORIZED);
    expect((await run('/api', { headers }, { apiAudiences: ['api', 'vault'] })).answer).toBe(
      'zoe system:authenticated',
    );
  });

  it('takes the word of a client in the same process, whatever the headers', async () => {
    const { answer } = await run('/api', { headers: [['authorization', 'Bearer bad']] }, {}, (context) => {
      context.request = { ...context.request, loopbackUser: person('system:apiserver', 'system:masters') };
    });
    expect(answer).toBe('system:apiserver system:masters');
  });

  it.each<[readonly string[], string]>([
    [['system:authenticated'], 'u system:authenticated'],
    [['a', 'system:unauthenticated'], 'u a system:unauthenticated'],
    [['a'], 'u a system:authenticated'],
  ])('adds the group of the authenticated to %j once', async (groups, expected) => {
    const authenticator = {
      authenticate: (): AuthenticationResult => ({ kind: 'authenticated', user: person('u', ...groups) }),
    };
    expect((await run('/api', {}, { authenticators: [authenticator] })).answer).toBe(expected);
  });

  it('asks on after a refusal, and refuses when nobody knows', async () => {
    const refusing = { authenticate: (): AuthenticationResult => failed('bad certificate') };
    const headers: TestRequest['headers'] = [['authorization', 'Bearer good']];
    const authenticators = [refusing, bearerTokenAuthenticator(tokens)];
    expect((await run('/api', { headers }, { authenticators })).answer).toBe('zoe team system:authenticated');
    const { answer, logged } = await run('/livez', {}, { authenticators });
    expect(answer).toEqual(UNAUTHORIZED);
    expect(logged).toEqual(['Unable to authenticate the request: bad certificate']);
  });
});

describe('anonymous requests', () => {
  const paths = ['/livez', '/readyz', '/healthz'];
  it.each<[string, boolean, readonly string[], boolean]>([
    ['/api', true, [], true],
    ['/api', false, [], false],
    ['/livez', false, ['/livez'], false],
    ['/livez', true, paths, true],
    ['/livez?verbose', true, paths, true],
    ['/livez/', true, paths, false],
    ['/livez/ping', true, paths, false],
    ['/LIVEZ', true, paths, false],
    ['/livez/../api', true, paths, false],
    ['/api', true, paths, false],
    ['/%6civez', true, paths, true],
  ])('%s with enabled %s, paths %j: %s', async (target, enabled, listed, allowed) => {
    const { answer } = await run(target, {}, { anonymous: anonymousAccess({ enabled, paths: listed }) });
    expect(answer).toEqual(allowed ? ANONYMOUS : UNAUTHORIZED);
  });

  it('are not those whose credential is refused', async () => {
    const { answer } = await run('/livez', { headers: [['authorization', 'Bearer garbage']] });
    expect(answer).toEqual(UNAUTHORIZED);
  });
});

describe('the token of a WebSocket', () => {
  const protocol = (token: string | Buffer): string =>
    `base64url.bearer.authorization.k8s.io.${Buffer.from(token).toString('base64url')}`;
  const upgrade = [
    ['connection', 'keep-alive, Upgrade'],
    ['upgrade', 'websocket'],
  ] as const;
  it.each<[string, string[], boolean, unknown]>([
    ['ok', [`v4.channel.k8s.io, ${protocol('good')}`], true, 'zoe team system:authenticated'],
    ['in two headers', ['v4.channel.k8s.io', protocol('good')], true, 'zoe team system:authenticated'],
    ['alone', [protocol('good')], true, 'missing additional subprotocol'],
    [
      'two',
      [`a, ${protocol('good')},${protocol('good')}`],
      true,
      'multiple base64.bearer.authorization tokens specified',
    ],
    ['bad base64', [`a, ${protocol('')}%%%`], true, 'invalid base64.bearer.authorization token encoding'],
    ['padded', [`a, ${protocol('good')}=`], true, 'invalid base64.bearer.authorization token encoding'],
    ['bad UTF-8', [`a, ${protocol(Buffer.from([0xff]))}`], true, 'invalid base64.bearer.authorization token'],
    ['bad token', [`a, ${protocol('bad')}`], true, 'invalid bearer token'],
    ['no upgrade', [`a, ${protocol('good')}`], false, ANONYMOUS],
    ['no token', ['a, b'], true, ANONYMOUS],
  ])('%s', async (_, [first = '', ...rest], isUpgrade, expected) => {
    const headers = [...(isUpgrade ? upgrade : []), ['sec-websocket-protocol', first, ...rest] as const];
    const { answer, context, logged } = await run('/api', { headers });
    if (logged.length > 0) expect(logged[0]).toBe(`Unable to authenticate the request: ${String(expected)}`);
    else expect(answer).toBe(expected);
    if (context.user.name === 'zoe') {
      expect(context.request.headers.get('sec-websocket-protocol')).toEqual(['v4.channel.k8s.io']);
    }
  });
});
