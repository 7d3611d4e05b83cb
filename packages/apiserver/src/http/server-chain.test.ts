import { ANONYMOUS } from '@bulkhead/engine/authorization';
import { describe, expect, it } from 'vitest';
import { loopbackClient } from './loopback-client.js';
import type { ApiRequest, ApiResponse, Handler, RequestContext, Stage } from './request.js';
import { OK, person, profileFor } from './request-context.test-support.js';
import { type ServerChainOptions, serverChain } from './server-chain.js';
import { StatusError } from './status-error.js';

const profile = profileFor(35);

function request(
  target: string,
  parts: Partial<ApiRequest> & { readonly head?: Record<string, string> } = {},
): ApiRequest {
  const { head = {}, ...rest } = parts;
  return {
    method: 'GET',
    target,
    headers: new Map(Object.entries(head).map(([name, value]) => [name, [value]])),
    body: () => Promise.resolve(Buffer.alloc(0)),
    remoteAddress: '127.0.0.1',
    clientCertificates: [],
    signal: new AbortController().signal,
    ...rest,
  };
}

const chainOf = (handler: Handler, more: Partial<ServerChainOptions> = {}) =>
  serverChain({ profile, stages: [], handler, ...more });

const throws =
  (error: unknown): Handler =>
  () =>
    Promise.reject(error);

const notFound = new StatusError({
  code: 404,
  reason: 'NotFound',
  message: 'pods "<a>" not found',
  details: { name: '<a>', kind: 'pods' },
});

describe('every answer', () => {
  it('has the audit id of the request or a new one, and says that it must not be cached', async () => {
    const { headers } = await chainOf(async () => OK).handle(request('/', { head: { 'audit-id': 'mine' } }));
    expect(headers).toMatchObject({ 'Audit-Id': 'mine', 'Cache-Control': 'no-cache, private' });
    const other = await chainOf(async () => OK).handle(request('/'));
    expect(other.headers['Audit-Id']).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}$/);
  });

  it('cuts an audit id that is too long, and drops what cannot be printed', async () => {
    const head = { 'audit-id': `\u0007${'x'.repeat(4096)}` };
    const { headers } = await chainOf(async () => OK).handle(request('/', { head }));
    expect(headers['Audit-Id']).toBe('x'.repeat(64));
  });

  it('has the warnings that were recorded, also those of a refusal', async () => {
    const chain = chainOf((context) => {
      context.warnings.add('old');
      return Promise.reject(notFound);
    });
    expect((await chain.handle(request('/'))).headers.Warning).toEqual(['299 - "old"']);
  });

  it('keeps what a handler says of caching', async () => {
    const handler: Handler = async () => ({ ...OK, headers: { 'Cache-Control': 'public' } });
    expect((await chainOf(handler).handle(request('/'))).headers['Cache-Control']).toBe('public');
  });
});

describe('refusals', () => {
  it('are a Status on one line, escaped as Go does', async () => {
    const { status, headers, body } = await chainOf(throws(notFound)).handle(request('/'));
    expect([status, headers['Content-Type']]).toEqual([404, 'application/json']);
    expect(body).toBe(
      '{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Failure","message":"pods \\"\\u003ca\\u003e\\" not found",' +
        '"reason":"NotFound","details":{"name":"\\u003ca\\u003e","kind":"pods"},"code":404}\n',
    );
  });

  it('are indented for people, and YAML for who asks', async () => {
    const chain = chainOf(throws(notFound));
    const curl = await chain.handle(request('/', { head: { 'user-agent': 'curl/8' } }));
    expect(curl.body).toMatch(/^\{\n {2}"kind": "Status",\n {2}"apiVersion": "v1",\n {2}"metadata": \{\},\n/);
    const yaml = await chain.handle(request('/', { head: { accept: 'application/yaml' } }));
    expect(yaml.headers['Content-Type']).toBe('application/yaml');
    expect(yaml.body).toContain('message: pods "<a>" not found\n');
  });

  it('say when to come again', async () => {
    const error = new StatusError({ code: 503, reason: '', message: 'm', details: { retryAfterSeconds: 5 } });
    expect((await chainOf(throws(error)).handle(request('/'))).headers['Retry-After']).toBe('5');
  });

  it('of 403 tell browsers not to guess', async () => {
    const error = new StatusError({ code: 403, reason: 'Forbidden', message: 'm' });
    expect((await chainOf(throws(error)).handle(request('/'))).headers['X-Content-Type-Options']).toBe('nosniff');
  });

  it('are protobuf when the client takes that and it can be written', async () => {
    const chain = chainOf(throws(notFound), { encodeProtobuf: () => Buffer.from('k8s\0') });
    const answer = await chain.handle(request('/', { head: { accept: 'application/vnd.kubernetes.protobuf' } }));
    expect(answer.headers['Content-Type']).toBe('application/vnd.kubernetes.protobuf');
    expect(answer.body).toEqual(Buffer.from('k8s\0'));
  });

  it('hide a mistake of ours from the client, and report it without what the client sent', async () => {
    const reports: unknown[] = [];
    const error = new TypeError('x is undefined');
    const chain = chainOf(throws(error), { onPanic: (report) => reports.push(report) });
    const answer = await chain.handle(
      request('/a?token=s3cret', { head: { 'audit-id': 'i', authorization: 'Bearer t' } }),
    );
    expect([answer.status, answer.body]).toEqual([
      500,
      'This request caused apiserver to panic. Look in the logs for details.',
    ]);
    expect(reports).toEqual([{ auditID: 'i', method: 'GET', path: '/a', error }]);
  });

  it('of a handler that throws at once are the same', async () => {
    const chain = chainOf(() => {
      throw notFound;
    });
    expect((await chain.handle(request('/'))).status).toBe(404);
  });
});

describe('targets', () => {
  it('that are no URL are 400, before anybody is authenticated', async () => {
    let asked = 0;
    const stage: Stage = (context, next) => {
      asked += 1;
      return next(context);
    };
    const answer = await chainOf(async () => OK, { stages: [stage] }).handle(request('/a%zz'));
    expect([answer.status, answer.body, asked]).toEqual([400, '400 Bad Request', 0]);
  });

  it('that name no resource where one must be are 500', async () => {
    const answer = await chainOf(async () => OK).handle(request('/api/v1/watch'));
    expect([answer.status, answer.body]).toEqual([
      500,
      'Internal Server Error: "/api/v1/watch": failed to create RequestInfo: ' +
        'unable to determine kind and namespace from url, /api/v1/watch\n',
    ]);
  });

  it('are read once, for stages and handlers alike', async () => {
    let seen: RequestContext | undefined;
    await chainOf(async (context) => {
      seen = context;
      return OK;
    }).handle(request('/api/v1/namespaces/a/pods?labelSelector=x%3Dy&limit=1'));
    expect(seen?.info).toMatchObject({ verb: 'list', resource: 'pods', namespace: 'a' });
    expect(seen?.query.get('labelSelector')).toEqual(['x=y']);
  });
});

describe('stages', () => {
  it('walk in their order', async () => {
    const order: string[] = [];
    const stage =
      (name: string): Stage =>
      async (context, next) => {
        order.push(name);
        const answer = await next(context);
        order.push(`-${name}`);
        return answer;
      };
    await chainOf(async () => OK, { stages: [stage('a'), stage('b')] }).handle(request('/'));
    expect(order).toEqual(['a', 'b', '-b', '-a']);
  });
});

describe('deadline', () => {
  const never: Handler = () => new Promise(() => {});

  it('answers 504 and tells the handler to stop', async () => {
    const aborted: Error[] = [];
    const connection = {
      protocol: 'HTTP/1.1',
      authenticated: () => {},
      abort: (e: Error) => void aborted.push(e),
    } as const;
    const { status, body } = await chainOf(never, { requestTimeoutMs: 20 }).handle(request('/', { connection }));
    expect(status).toBe(504);
    expect(body).toContain(
      '"message":"Timeout: request did not complete within the allotted timeout","reason":"Timeout","details":{},"code":504',
    );
    expect(aborted).toHaveLength(1);
  });

  it('is what the query says, at most the server\u2019s', async () => {
    expect((await chainOf(never).handle(request('/?timeout=15ms'))).status).toBe(504);
    expect((await chainOf(never, { requestTimeoutMs: 20 }).handle(request('/?timeout=1h'))).status).toBe(504);
  });

  it('does not hold for watches', async () => {
    const chain = chainOf(() => new Promise((resolve) => setTimeout(() => resolve(OK), 60)), { requestTimeoutMs: 5 });
    expect((await chain.handle(request('/api/v1/pods?watch=1'))).status).toBe(200);
  });

  it.each([
    ['abc', 'time: invalid duration "abc"'],
    ['10', 'time: missing unit in duration "10"'],
    ['1y', 'time: unknown unit "y" in duration "1y"'],
  ])('that is no duration is 400: %s', async (timeout, message) => {
    const { status, body } = await chainOf(async () => OK).handle(request(`/api/v1/pods?timeout=${timeout}`));
    expect([status, JSON.parse(String(body)).message]).toEqual([
      400,
      `invalid timeout specified in the request URL - ${message}`,
    ]);
  });
});

describe('connections of HTTP/2', () => {
  const over = (protocol: 'HTTP/1.1' | 'HTTP/2.0', name: string) => {
    let known = 0;
    const authenticate: Stage = (context, next) => {
      if (name === '') throw new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });
      context.user = person(name);
      return next(context);
    };
    const connection = { protocol, authenticated: () => void (known += 1), abort: () => {} };
    const chain = chainOf(async () => OK, { stages: [authenticate] });
    return chain.handle(request('/', { connection })).then(({ headers }) => [headers.Connection, known]);
  };

  it('serve one request of a client that is nobody', async () => {
    expect(await over('HTTP/2.0', ANONYMOUS)).toEqual(['close', 0]);
    expect(await over('HTTP/2.0', '')).toEqual(['close', 0]);
    expect(await over('HTTP/1.1', ANONYMOUS)).toEqual([undefined, 0]);
    expect(await over('HTTP/2.0', 'alice')).toEqual([undefined, 1]);
  });
});

describe('flags', () => {
  it('let clients of HTTP/2 connect anew now and then, and browsers insist on TLS', async () => {
    const authenticate: Stage = (context, next) => {
      context.user = person('alice');
      return next(context);
    };
    const connection = { protocol: 'HTTP/2.0', authenticated: () => {}, abort: () => {} } as const;
    const more = { stages: [authenticate], goawayChance: 1, strictTransportSecurity: ['max-age=9', 'preload'] };
    const { headers } = await chainOf(async () => OK, more).handle(request('/', { connection }));
    expect(headers).toMatchObject({ Connection: 'close', 'Strict-Transport-Security': 'max-age=9; preload' });
  });
});

describe('observers', () => {
  it('see a request until its stream has ended, and may refuse it', async () => {
    const seen: string[] = [];
    const response: ApiResponse = { status: 200, headers: {}, stream: async () => void seen.push('stream') };
    const observer = {
      begins: () => void seen.push('begins'),
      answered: () => void seen.push('answered'),
      ends: () => void seen.push('ends'),
    };
    const { stream } = await chainOf(async () => response, { observers: [observer] }).handle(request('/'));
    expect(seen).toEqual(['begins', 'answered']);
    await stream?.({
      write: () => true,
      drained: async () => {},
      signal: new AbortController().signal,
      pendingBytes: 0,
    });
    expect(seen).toEqual(['begins', 'answered', 'stream', 'ends']);
    const refusing = { begins: () => ({ status: 429, headers: {} }) };
    expect((await chainOf(never, { observers: [refusing] }).handle(request('/'))).status).toBe(429);
  });
  const never: Handler = () => Promise.reject(new Error('must not be asked'));
});

describe('loopback client', () => {
  it('sends JSON through the chain as its user and reads the answer', async () => {
    const chain = chainOf(async (context) => ({
      status: 201,
      headers: {},
      body: [
        `{"user":"${context.request.loopbackUser?.name}",`,
        Buffer.from(`"sent":${String(await context.request.body())}}`),
      ],
    }));
    const answer = await loopbackClient(chain, person('system:apiserver')).request({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: { metadata: { name: 'a' } },
    });
    expect(answer).toEqual({ status: 201, body: { user: 'system:apiserver', sent: { metadata: { name: 'a' } } } });
  });
});
