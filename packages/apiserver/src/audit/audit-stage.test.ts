import { describe, expect, it } from 'vitest';
import type { ApiResponse, Handler, ResponseSink } from '../http/request.js';
import { OK, person, profileFor, requestContext, type TestRequest } from '../http/request-context.test-support.js';
import { StatusError } from '../http/status-error.js';
import type { AuditBackend } from './audit-backend.js';
import { auditStages } from './audit-stage.js';
import { parseAuditPolicy } from './policy-file.js';

type Event = Readonly<Record<string, unknown>>;

function stages(rules: string, isStrict = false, fails = false) {
  const parsed = parseAuditPolicy(`apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: ${rules}`, 35);
  if ('error' in parsed) throw new Error(parsed.error);
  const events: Event[] = [];
  const backend: AuditBackend = {
    isStrict,
    process: (event) => {
      if (fails) return Promise.reject(new Error('disk full'));
      events.push(JSON.parse(JSON.stringify(event)) as Event);
      return Promise.resolve();
    },
    close: () => Promise.resolve(),
  };
  return { events, ...auditStages({ policy: parsed.policy, backend, profile: profileFor(35) }) };
}

async function run(
  rules: string,
  next: Handler,
  method = 'GET',
  target = '/api/v1/namespaces/a/pods/x',
  parts: TestRequest = {},
) {
  const { events, audit } = stages(rules);
  const context = requestContext(method, target, parts);
  let error: unknown;
  const response = await audit(context, next).catch((thrown: unknown) => void (error = thrown));
  return { events, context, response, error };
}

const answer = (status: number, body: object): ApiResponse => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(body),
});

describe('audit stage', () => {
  it('notes a request when it comes and when it is answered', async () => {
    const { events } = await run(
      '[{level: Metadata}]',
      (context) => {
        context.auditAnnotations.set('b', '2');
        context.auditAnnotations.set('a', '1');
        return Promise.resolve(OK);
      },
      'GET',
      '/api/v1/namespaces/a/pods/x/log?token=secret&follow=true',
      {
        user: { name: 'alice', uid: 'u', groups: ['g'], extra: new Map([['k', ['v']]]) },
        headers: [
          ['user-agent', 'x'.repeat(1030)],
          ['x-forwarded-for', '1.1.1.1, bad, 2.2.2.2'],
          ['x-real-ip', '3.3.3.3'],
        ],
        remoteAddress: '::ffff:10.0.0.1',
      },
    );
    const common = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: '11111111-1111-4111-8111-111111111111',
      requestURI: '/api/v1/namespaces/a/pods/x/log?token=REDACTED&follow=true',
      verb: 'get',
      user: { username: 'alice', uid: 'u', groups: ['g'], extra: { k: ['v'] } },
      sourceIPs: ['1.1.1.1', '2.2.2.2', '3.3.3.3', '10.0.0.1'],
      userAgent: `${'x'.repeat(1024)}...TRUNCATED`,
      objectRef: { resource: 'pods', namespace: 'a', name: 'x', apiVersion: 'v1', subresource: 'log' },
      requestReceivedTimestamp: '2023-11-14T22:13:20.000000Z',
    };
    expect(events).toEqual([
      { ...common, stage: 'RequestReceived', stageTimestamp: '2023-11-14T22:13:20.000000Z' },
      {
        ...common,
        stage: 'ResponseComplete',
        responseStatus: { metadata: {}, code: 200 },
        stageTimestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}000Z$/),
        annotations: { a: '1', b: '2' },
      },
    ]);
  });

  it('keeps the requester beside the user that is impersonated', async () => {
    const { events } = await run('[{level: Metadata, omitStages: [RequestReceived]}]', (context) => {
      context.impersonator = context.user;
      context.user = person('bob', 'system:authenticated');
      context.impersonationConstraint = 'impersonate:user-info';
      return Promise.resolve(OK);
    });
    expect(events).toMatchObject([
      {
        user: { username: 'alice' },
        impersonatedUser: { username: 'bob', groups: ['system:authenticated'] },
        authenticationMetadata: { impersonationConstraint: 'impersonate:user-info' },
      },
    ]);
  });

  it('notes refusals and lets them pass', async () => {
    const failure = { code: 403, reason: 'Forbidden' as const, message: 'no', details: { name: 'x', kind: 'pods' } };
    const { events, error } = await run('[{level: Metadata}]', () => Promise.reject(new StatusError(failure)));
    expect(error).toBeInstanceOf(StatusError);
    expect(events[1]).toMatchObject({
      stage: 'ResponseComplete',
      responseStatus: {
        metadata: {},
        status: 'Failure',
        message: 'no',
        reason: 'Forbidden',
        details: { name: 'x', kind: 'pods' },
        code: 403,
      },
    });
  });

  it('notes a mistake of the server as a panic', async () => {
    const { events, error } = await run('[{level: Metadata}]', () => Promise.reject(new TypeError('oops')));
    expect(error).toBeInstanceOf(TypeError);
    expect(events[1]).toMatchObject({
      stage: 'Panic',
      responseStatus: { status: 'Failure', message: "APIServer panic'd: oops", reason: 'InternalError', code: 500 },
    });
  });

  it('takes objects by level', async () => {
    const object = { metadata: { name: 'new', uid: 'u', resourceVersion: '7', managedFields: [{}] }, data: { k: 'v' } };
    const next: Handler = (context) => {
      context.audit?.setRequestObject(object);
      return Promise.resolve(answer(201, object));
    };
    const at = async (level: string) =>
      (await run(`[{level: ${level}, omitManagedFields: true}]`, next, 'POST', '/api/v1/namespaces/a/secrets'))
        .events[1];
    const shown = { metadata: { name: 'new', uid: 'u', resourceVersion: '7' }, data: { k: 'v' } };
    const metadata = await at('Metadata');
    expect(metadata).not.toHaveProperty('requestObject');
    expect(JSON.stringify(metadata)).not.toContain('"k"');
    expect(metadata?.['objectRef']).toEqual({
      resource: 'secrets',
      namespace: 'a',
      name: 'new',
      uid: 'u',
      apiVersion: 'v1',
      resourceVersion: '7',
    });
    expect(await at('Request')).toMatchObject({ requestObject: shown });
    expect(await at('Request')).not.toHaveProperty('responseObject');
    const both = await at('RequestResponse');
    expect(both?.['requestObject']).toEqual(shown);
    expect(both?.['responseObject']).toEqual(shown);
  });

  it('reads JSON bodies where no endpoint tells', async () => {
    const headers: TestRequest['headers'] = [['content-type', 'application/merge-patch+json']];
    const parts = { headers, body: '{"a":1}' };
    const { events } = await run(
      '[{level: RequestResponse}]',
      () => Promise.resolve(answer(200, { b: 2 })),
      'PATCH',
      '/x',
      parts,
    );
    expect(events[1]).toMatchObject({ requestObject: { a: 1 }, responseObject: { b: 2 } });
    const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details: { name: 'x' } };
    const deleted = await run('[{level: Metadata}]', () => Promise.resolve(answer(200, status)), 'DELETE');
    expect(deleted.events[1]).toMatchObject({
      responseStatus: { metadata: {}, status: 'Success', details: { name: 'x' }, code: 200 },
    });
  });

  it('does not quote secrets in a log of metadata', async () => {
    const failure = { code: 422, reason: 'Invalid' as const, message: 'Invalid value: "c2VjcmV0"', details: {} };
    const fail: Handler = () => Promise.reject(new StatusError(failure));
    const { events } = await run('[{level: Metadata}]', fail, 'PATCH', '/api/v1/namespaces/a/secrets/s');
    expect(JSON.stringify(events)).not.toContain('c2VjcmV0');
    const other = await run('[{level: Metadata}]', fail, 'PATCH', '/api/v1/namespaces/a/configmaps/s');
    expect(JSON.stringify(other.events)).toContain('c2VjcmV0');
  });

  it('notes when a watch begins and ends', async () => {
    const stream = (sink: ResponseSink) => Promise.resolve(void sink.write('x'));
    const { events, response } = await run(
      '[{level: Metadata}]',
      () => Promise.resolve({ status: 200, headers: {}, stream }),
      'GET',
      '/api/v1/pods?watch=true',
    );
    expect(events.map(({ stage }) => stage)).toEqual(['RequestReceived']);
    const drained = () => Promise.resolve();
    const sink = { write: () => true, drained, signal: new AbortController().signal, pendingBytes: 0 };
    await response?.stream?.(sink);
    expect(events.map(({ stage }) => stage)).toEqual(['RequestReceived', 'ResponseStarted', 'ResponseComplete']);
  });

  it('keeps quiet about what no rule matches', async () => {
    const { events, context } = await run('[{level: Metadata, users: [bob]}]', () => Promise.resolve(OK));
    expect(events).toEqual([]);
    expect(context.audit).toBeUndefined();
  });

  it('refuses a request that it cannot note, when it must', async () => {
    let handled = 0;
    const next: Handler = () => {
      handled += 1;
      return Promise.resolve(OK);
    };
    const strict = await stages('[{level: Metadata}]', true, true).audit(requestContext('GET', '/x'), next);
    expect(strict).toMatchObject({ status: 500, body: 'Internal Server Error: "/x": failed to store audit event\n' });
    expect(handled).toBe(0);
    expect(await stages('[{level: Metadata}]', false, true).audit(requestContext('GET', '/x'), next)).toBe(OK);
    expect(handled).toBe(1);
  });
});

describe('failed authentication', () => {
  const unauthorized = new StatusError({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' });

  it('is noted once, with what was tried', async () => {
    const { events, failedAuthentication } = stages('[{level: Metadata}]');
    const context = requestContext('GET', '/api/v1/pods', { headers: [['authorization', 'Bearer secret']] });
    await expect(failedAuthentication(context, () => Promise.reject(unauthorized))).rejects.toBe(unauthorized);
    expect(events).toMatchObject([
      {
        stage: 'ResponseStarted',
        user: {},
        responseStatus: { status: 'Failure', message: 'Authentication failed, attempted: bearer', code: 401 },
      },
    ]);
    expect(JSON.stringify(events)).not.toContain('secret');
    const other = requestContext('GET', '/api/v1/pods');
    await failedAuthentication(other, () => Promise.reject(unauthorized)).catch(() => undefined);
    expect(events[1]).toMatchObject({
      responseStatus: { message: 'Authentication failed, no credentials provided' },
    });
  });

  it('is not what comes after authentication', async () => {
    const { events, failedAuthentication, audit } = stages('[{level: Metadata}]');
    const context = requestContext('GET', '/api/v1/pods');
    const inner: Handler = (each) => audit(each, () => Promise.reject(unauthorized));
    await failedAuthentication(context, inner).catch(() => undefined);
    expect(events.map(({ stage }) => stage)).toEqual(['RequestReceived', 'ResponseComplete']);
  });
});
