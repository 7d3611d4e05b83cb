import type { BoundObjectReference } from '@bulkhead/apimachinery/types/authentication-v1';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../http/request-context.test-support.js';
import { tokenKeys } from './token-key.js';
import { Cluster, ecKey, ISSUER, NOW, object, rsaKey } from './tokens.test-support.js';

const iat = NOW / 1000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const ref = (
  kind: string,
  name?: string,
  uid?: string,
  apiVersion = 'v1',
): { spec: { boundObjectRef: BoundObjectReference } } => ({
  spec: {
    boundObjectRef: {
      kind,
      apiVersion,
      ...(name === undefined ? {} : { name }),
      ...(uid === undefined ? {} : { uid }),
    },
  },
});

describe('TokenRequest', () => {
  it('answers the request with its defaults, and a token of exactly these claims', async () => {
    const { answer, claims, header, token } = await new Cluster().request();
    expect(answer).toEqual({
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name: 'bot', namespace: 'ns', uid: 'sa-uid', creationTimestamp: '2026-01-01T00:00:00Z' },
      spec: { audiences: [ISSUER], expirationSeconds: 3600 },
      status: { token, expirationTimestamp: '2026-01-01T01:00:00Z' },
    });
    expect(header).toEqual({ alg: 'RS256', kid: rsaKey.id });
    expect(claims).toEqual({
      aud: [ISSUER],
      exp: iat + 3600,
      iat,
      iss: ISSUER,
      jti: expect.stringMatching(UUID) as string,
      'kubernetes.io': { namespace: 'ns', serviceaccount: { name: 'bot', uid: 'sa-uid' } },
      nbf: iat,
      sub: 'system:serviceaccount:ns:bot',
    });
    expect(Object.keys(claims)).toEqual(Object.keys(claims).toSorted());
  });

  it('signs with ECDSA keys too', async () => {
    const cluster = new Cluster();
    cluster.keys = tokenKeys(ecKey, [rsaKey]);
    expect((await cluster.request()).header).toEqual({ alg: 'ES256', kid: ecKey.id });
  });

  it.each<[string, object, string, object]>([
    [
      'a pod on a node',
      ref('Pod', 'bp', 'pod-uid'),
      'pod',
      { pod: { name: 'bp', uid: 'pod-uid' }, node: { name: 'n1', uid: 'node-uid' } },
    ],
    ['a pod without UID', ref('Pod', 'up'), 'pod', { pod: { name: 'up', uid: 'up-uid' } }],
    [
      'a pod on a node that is gone',
      ref('Pod', 'lost'),
      'pod',
      { pod: { name: 'lost', uid: 'lost-uid' }, node: { name: 'gone' } },
    ],
    ['any version of Pod', ref('Pod', 'up', '', 'v2'), 'pod', { pod: { name: 'up', uid: 'up-uid' } }],
    ['a secret', ref('Secret', 'sec', 'sec-uid'), 'secret', { secret: { name: 'sec', uid: 'sec-uid' } }],
    ['a node', ref('Node', 'n1', 'node-uid'), 'node', { node: { name: 'n1', uid: 'node-uid' } }],
  ])('binds to %s', async (_, body, __, expected) => {
    const { claims } = await new Cluster().request(body);
    expect(claims['kubernetes.io']).toEqual({
      namespace: 'ns',
      serviceaccount: { name: 'bot', uid: 'sa-uid' },
      ...expected,
    });
  });

  const conflicting = 'does not match the UID in record. The object might have been deleted and then recreated';
  it.each<[object, number, string, string?]>([
    [ref('Pod', 'nope'), 404, 'pods "nope" not found'],
    [ref('Pod'), 404, 'pods "" not found'],
    [ref('Secret', 'nope'), 404, 'secrets "nope" not found'],
    [ref('Node', 'nope'), 404, 'nodes "nope" not found'],
    [
      ref('Pod', 'op'),
      400,
      'cannot bind token for serviceaccount "bot" to pod running with different serviceaccount name.',
    ],
    [ref('ConfigMap', 'x'), 400, 'cannot bind token to object of type /v1, Kind=ConfigMap'],
    [ref('Pod', 'bp', '', 'apps/v1'), 400, 'cannot bind token to object of type apps/v1, Kind=Pod'],
    [
      ref('Pod', 'bp', 'zzz'),
      409,
      `Operation cannot be fulfilled on Pod "bp": the UID in the bound object reference (zzz) ${conflicting}`,
    ],
    [
      ref('Secret', 'sec', 'zzz'),
      409,
      `Operation cannot be fulfilled on Secret "sec": the UID in the bound object reference (zzz) ${conflicting}`,
    ],
    [
      { spec: { expirationSeconds: 60 } },
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 60: may not specify a duration less than 10 minutes',
    ],
    [
      { spec: { expirationSeconds: -1 } },
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: -1: may not specify a duration less than 10 minutes',
    ],
    [
      { spec: { expirationSeconds: 4294967297 } },
      422,
      'TokenRequest.authentication.k8s.io "" is invalid: spec.expirationSeconds: Invalid value: 4294967297: may not specify a duration larger than 2^32 seconds',
    ],
    [
      { metadata: { name: 'foo' } },
      422,
      'TokenRequest.authentication.k8s.io "bot" is invalid: metadata.name: Invalid value: "foo": must match the service account name if specified',
    ],
    [
      { metadata: { uid: 'u1' } },
      409,
      'Operation cannot be fulfilled on TokenRequest.authentication.k8s.io "bot": the UID in the token request (u1) does not match the UID of the service account (sa-uid)',
    ],
  ])('%j is %i', async (body, code, message) => {
    expect(await refusalOf(() => new Cluster().request(body))).toMatchObject({ code, message });
  });

  it('gives details as upstream does', async () => {
    const cluster = new Cluster();
    expect(await refusalOf(() => cluster.request({}, {}, 'nope'))).toEqual({
      code: 404,
      reason: 'NotFound',
      message: 'serviceaccounts "nope" not found',
      details: { kind: 'serviceaccounts', name: 'nope' },
    });
    expect(await refusalOf(() => cluster.request(ref('Pod', 'bp', 'zzz')))).toMatchObject({
      reason: 'Conflict',
      details: { kind: 'Pod', name: 'bp' },
    });
    expect(await refusalOf(() => cluster.request({ spec: { expirationSeconds: 60 } }))).toMatchObject({
      details: {
        group: 'authentication.k8s.io',
        kind: 'TokenRequest',
        causes: [{ field: 'spec.expirationSeconds', reason: 'FieldValueInvalid' }],
      },
    });
    expect(await refusalOf(() => cluster.request(ref('ConfigMap', 'x')))).not.toHaveProperty('details');
  });

  it.each([600, 4294967296, 4294967296n])('allows %s seconds', async (expirationSeconds) => {
    const { claims, answer } = await new Cluster().request({ spec: { expirationSeconds } });
    expect(claims['exp']).toBe(iat + Number(expirationSeconds));
    expect(answer.spec?.expirationSeconds).toBe(Number(expirationSeconds));
  });

  it('takes any audiences', async () => {
    const audiences = ['', ...Array.from({ length: 1000 }, (_, index) => `a${index}`)];
    expect((await new Cluster().request({ spec: { audiences } })).claims['aud']).toEqual(audiences);
  });

  it.each<[string, object, object, number, boolean]>([
    ['3607 with a pod', ref('Pod', 'up'), {}, 3607, true],
    ['3607 without a pod', {}, {}, 3607, false],
    ['3607 with a secret', ref('Secret', 'sec'), {}, 3607, false],
    ['3606', ref('Pod', 'up'), {}, 3606, false],
    ['switched off', ref('Pod', 'up'), { extendExpiration: false }, 3607, false],
    ['another audience', { spec: { ...ref('Pod', 'up').spec, audiences: ['vault'] } }, {}, 3607, false],
  ])('extends for old clients: %s', async (_, body, issuing, seconds, extended) => {
    const spec = { ...('spec' in body ? (body.spec as object) : {}), expirationSeconds: seconds };
    const { claims, answer } = await new Cluster().request({ spec }, issuing);
    expect(claims['exp']).toBe(iat + (extended ? 31_536_000 : seconds));
    expect(claims['kubernetes.io']).toMatchObject(extended ? { warnafter: iat + 3607 } : {});
    expect(answer.status?.expirationTimestamp).toBe(new Date((iat + seconds) * 1000).toISOString().replace('.000', ''));
    expect(answer.spec?.expirationSeconds).toBe(seconds);
  });

  it('shortens to the longest that the server gives, with a warning', async () => {
    const { claims, answer, notes } = await new Cluster().request(
      { spec: { expirationSeconds: 7200 } },
      { maxExpirationSeconds: 3600 },
    );
    expect(claims['exp']).toBe(iat + 3600);
    expect(answer.spec?.expirationSeconds).toBe(3600);
    expect(notes).toMatchObject([['299 - "requested expiration of 7200 seconds shortened to 3600 seconds"'], {}]);
  });

  it('asks admission after validation and before it looks at the bound object', async () => {
    const cluster = new Cluster();
    const order: string[] = [];
    const get = cluster.get.bind(cluster);
    cluster.get = (resource, namespace, name) => {
      order.push(resource);
      return get(resource, namespace, name);
    };
    const { createTokenRequest } = await import('./token-request.js');
    const { WarningRecorder } = await import('../http/warning-recorder.js');
    await createTokenRequest(cluster.issuing, {
      namespace: 'ns',
      name: 'bot',
      body: ref('Secret', 'sec'),
      warnings: new WarningRecorder(),
      auditAnnotations: new Map(),
      validate: ({ spec }) => Promise.resolve(void order.push(`admission ${String(spec?.audiences)}`)),
    });
    expect(order).toEqual(['serviceaccounts', `admission ${ISSUER}`, 'secrets']);
  });

  it('notes which token was issued', async () => {
    const { claims, notes } = await new Cluster().request();
    expect(notes).toEqual([
      [],
      { 'authentication.kubernetes.io/issued-credential-id': `JTI=${String(claims['jti'])}` },
    ]);
  });

  it.each<[number, Record<string, boolean>, boolean, boolean, boolean]>([
    [28, {}, false, false, false],
    [29, {}, false, false, false],
    [29, { ServiceAccountTokenJTI: true, ServiceAccountTokenPodNodeInfo: true }, true, true, false],
    [30, {}, true, true, false],
    [31, {}, true, true, true],
    [31, { ServiceAccountTokenJTI: false, ServiceAccountTokenNodeBinding: false }, false, true, false],
    [33, {}, true, true, true],
  ])('1.%i with %j: jti %s, node of the pod %s, bound to nodes %s', async (minor, gates, jti, node, nodes) => {
    const cluster = new Cluster();
    Object.assign(cluster, { minor, gates });
    const { claims, answer, notes } = await cluster.request(ref('Pod', 'bp'));
    expect(Object.hasOwn(claims, 'jti')).toBe(jti);
    expect(Object.keys((notes as object[])[1] ?? {})).toHaveLength(jti ? 1 : 0);
    expect(Object.hasOwn(claims['kubernetes.io'] as object, 'node')).toBe(node);
    expect(answer.metadata).not.toHaveProperty('uid');
    const bound = cluster.request(ref('Node', 'n1'));
    if (nodes) await expect(bound).resolves.toBeDefined();
    else {
      await expect(bound).rejects.toThrow(
        'cannot bind token to a Node object as the "ServiceAccountTokenNodeBinding" feature-gate is disabled',
      );
    }
  });

  it('does not mind the UID of the service account in old versions, and warns with the gate off', async () => {
    const cluster = new Cluster();
    cluster.minor = 33;
    expect((await cluster.request({ metadata: { uid: 'u1' } })).notes).toMatchObject([[], {}]);
    Object.assign(cluster, { minor: 34, gates: { TokenRequestServiceAccountUIDValidation: false } });
    const { answer, notes } = await cluster.request({ metadata: { uid: 'u1' } });
    expect(answer.metadata.uid).toBe('u1');
    const text = 'the UID in the token request (u1) does not match the UID of the service account (sa-uid)';
    expect(notes).toMatchObject([
      [
        `299 - "${text} but TokenRequestServiceAccountUIDValidation is not enabled. In the future, this will return a conflict error"`,
      ],
      { 'authentication.k8s.io/token-request-uid-mismatch': text },
    ]);
  });

  it('says so when there is no key', async () => {
    const cluster = new Cluster();
    cluster.keys = tokenKeys(undefined, [rsaKey]);
    expect(await refusalOf(() => cluster.request())).toMatchObject({ code: 500 });
  });

  it('binds to a pod that is being deleted', async () => {
    const cluster = new Cluster();
    const deletionTimestamp = '2025-12-31T23:59:00Z';
    cluster.put('pods', object('Pod', 'up', 'up-uid', { spec: { serviceAccountName: 'bot' } }, { deletionTimestamp }));
    await expect(cluster.request(ref('Pod', 'up'))).resolves.toBeDefined();
  });
});
