import { userInfo } from '@bulkhead/engine/authorization';
import { beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../../api-server.test-support.js';

const REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const MERGE = { 'content-type': 'application/merge-patch+json' };
const PEM = [
  '-----BEGIN CERTIFICATE REQUEST-----',
  'MIHXMH8CAQAwHTEMMAoGA1UECgwDZGV2MQ0wCwYDVQQDDARqYW5lMFkwEwYHKoZI',
  'zj0CAQYIKoZIzj0DAQcDQgAErLSL6PyOri9GDvXnNuyedglDXuO5sb4DEmF5nxDh',
  'im/ToQVxDyLNMKILrdJ8TkKexmUmeGrkNV+UZedqCCE9kqAAMAoGCCqGSM49BAMC',
  'A0gAMEUCICqydevuNOrM7vcPd638YAHcktP9YW7foI6Y0GByUE9fAiEAi33TuJgk',
  'kTMIu6+W6fUsy5JCuoO3CKHShNDB6AdFdHA=',
  '-----END CERTIFICATE REQUEST-----',
].join('\n');
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const usages = ['client auth', 'digital signature'];
const spec = { signerName: 'example.com/s', request: base64(`${PEM}\n`), usages };
let server: TestServer;

beforeAll(async () => {
  server = await testServer();
});

describe('certificate signing requests', () => {
  it('are from who sent them, and stay as they were sent', async () => {
    const jane = userInfo({ name: 'jane', groups: ['system:masters'], extra: new Map([['k', ['v']]]) });
    const body = { metadata: { name: 'a' }, spec: { ...spec, username: 'root', groups: ['g'], uid: 'u' } };
    const made = await server.ask('POST', REQUESTS, { body, as: jane });
    expect(made.body.spec).toEqual({ ...spec, username: 'jane', groups: ['system:masters'], extra: { k: ['v'] } });
    const changed = { spec: { username: 'root' }, status: { conditions: [{ type: 'Approved', status: 'True' }] } };
    const patched = await server.ask('PATCH', `${REQUESTS}/a`, { body: changed, headers: MERGE });
    expect(patched.body.spec.username).toBe('jane');
    expect(patched.body.status).toEqual({});
  });

  it('are decided at one endpoint and certified at another', async () => {
    await server.ask('POST', REQUESTS, { body: { metadata: { name: 'b' }, spec } });
    const conditions = [{ type: 'Approved', status: 'True', reason: 'r' }];
    const body = { status: { conditions, certificate: base64(PEM) } };
    const approved = await server.ask('PATCH', `${REQUESTS}/b/approval`, { body, headers: MERGE });
    expect(approved.status).toBe(200);
    expect(approved.body.status.certificate).toBeUndefined();
    expect(approved.body.status.conditions[0].lastTransitionTime).toMatch(/Z$/);
    const certificate = base64('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const signed = await server.ask('PATCH', `${REQUESTS}/b/status`, {
      body: { status: { certificate } },
      headers: MERGE,
    });
    expect(signed.body.status.conditions).toHaveLength(1);
    expect(signed.body.status.certificate).toBe(certificate);
  });

  it.each([
    ['what is none', base64('nope'), 'PEM block type must be CERTIFICATE REQUEST'],
    ['what cannot be read', base64(PEM.replace(/MIHX/, 'MIHY')), 'asn1: structure error: truncated'],
    [
      'a signature of another key',
      base64(PEM.replace('AdFdHA=', 'AdFdHB=').replace('uoO3', 'uoO4')),
      'x509: certificate request signature does not match its public key',
    ],
  ])('are refused for %s', async (_, request, why) => {
    const body = { metadata: { name: 'bad' }, spec: { ...spec, request } };
    const answer = await server.ask('POST', REQUESTS, { body });
    expect(answer.status).toBe(422);
    expect(answer.body.details.causes[0]).toMatchObject({ field: 'spec.request' });
    expect(answer.body.message).toContain(why);
  });
});

describe('fields that say one thing in two ways', () => {
  it('folds plain text into a secret', async () => {
    const body = { metadata: { name: 's' }, data: { a: base64('1'), b: base64('2') }, stringData: { a: '3' } };
    const { body: secret } = await server.ask('POST', '/api/v1/namespaces/default/secrets', { body });
    expect(secret.data).toEqual({ a: base64('3'), b: base64('2') });
    expect(secret).not.toHaveProperty('stringData');
  });

  it("keeps a node's first block of addresses and all of them the same", async () => {
    const body = { metadata: { name: 'n' }, spec: { podCIDRs: ['10.1.0.0/24'] } };
    const { body: node } = await server.ask('POST', '/api/v1/nodes', { body });
    expect(node.spec).toMatchObject({ podCIDR: '10.1.0.0/24', podCIDRs: ['10.1.0.0/24'] });
  });

  it('orders the addresses of endpoints, each once', async () => {
    const subsets = [
      { addresses: [{ ip: '10.0.0.3' }, { ip: '10.0.0.2' }], ports: [{ port: 80 }] },
      {
        addresses: [{ ip: '10.0.0.2' }],
        notReadyAddresses: [{ ip: '10.0.0.3' }, { ip: '10.0.0.9' }],
        ports: [{ port: 80 }],
      },
    ];
    const body = { metadata: { name: 'e' }, subsets };
    const { body: endpoints } = await server.ask('POST', '/api/v1/namespaces/default/endpoints', { body });
    expect(endpoints.subsets).toEqual([
      {
        addresses: [{ ip: '10.0.0.2' }, { ip: '10.0.0.3' }],
        notReadyAddresses: [{ ip: '10.0.0.9' }],
        ports: [{ port: 80, protocol: 'TCP' }],
      },
    ]);
  });
});

const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } };

describe('generations', () => {
  it('counts the templates of a daemon set in an annotation', async () => {
    const sets = '/apis/apps/v1/namespaces/default/daemonsets';
    const body = { metadata: { name: 'd' }, spec: { selector: { matchLabels: { a: 'b' } }, template } };
    const name = 'deprecated.daemonset.template.generation';
    const made = await server.ask('POST', sets, { body });
    expect(made.body.metadata.annotations).toEqual({ [name]: '1' });
    const other = { spec: { template: { spec: { terminationGracePeriodSeconds: 5 } } } };
    const changed = await server.ask('PATCH', `${sets}/d`, { body: other, headers: MERGE });
    expect(changed.body.metadata).toMatchObject({ generation: 2, annotations: { [name]: '2' } });
  });

  it("gives a job's pods the uid of the job", async () => {
    const body = {
      metadata: { name: 'j' },
      spec: { template: { spec: { ...template.spec, restartPolicy: 'Never' } } },
    };
    const { body: job } = await server.ask('POST', '/apis/batch/v1/namespaces/default/jobs', { body });
    const uid = job.metadata.uid;
    expect(job.spec.selector.matchLabels).toEqual({ 'batch.kubernetes.io/controller-uid': uid });
    expect(job.spec.template.metadata.labels['controller-uid']).toBe(uid);
  });

  it.each([
    ['/apis/storage.k8s.io/v1/csidrivers', { metadata: { name: 'c' }, spec: {} }, undefined],
    ['/apis/scheduling.k8s.io/v1/priorityclasses', { metadata: { name: 'p', generation: 7 }, value: 1 }, 1],
    ['/api/v1/namespaces/default/configmaps', { metadata: { name: 'c', generation: 7 } }, 7],
    ['/apis/networking.k8s.io/v1/ingressclasses', { metadata: { name: 'i' }, spec: { controller: 'a.b/c' } }, 1],
  ])('of a new object at %s', async (path, body, generation) => {
    const made = await server.ask('POST', path, { body });
    expect(made.status).toBe(201);
    expect(made.body.metadata.generation).toBe(generation);
  });
});
