/** Answers that a real server gave, of requests that are easily answered otherwise. */
import { beforeAll, expect, it } from 'vitest';
import { type TestServer, testServer } from '../api-server.test-support.js';

const NAMESPACE = '/api/v1/namespaces/default';
const MAPS = `${NAMESPACE}/configmaps`;
const SCALERS = 'namespaces/default/horizontalpodautoscalers';
const METRICS = 'autoscaling.alpha.kubernetes.io/metrics';
let server: TestServer;

beforeAll(async () => {
  server = await testServer();
  await server.ask('POST', MAPS, { body: { metadata: { name: 'a' } } });
  await server.ask('POST', `${NAMESPACE}/services`, {
    body: { metadata: { name: 'lb' }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } },
  });
  await server.ask('POST', `/apis/autoscaling/v2/${SCALERS}`, {
    body: {
      metadata: { name: 'h' },
      spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } },
    },
  });
});

const patch = (path: string, body: object) =>
  server.ask('PATCH', path, { body, headers: { 'Content-Type': 'application/merge-patch+json' } });

it('a patch does not delete', async () => {
  const metadata = { deletionTimestamp: '2020-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 };
  const { status, body } = await patch(`${MAPS}/a`, { metadata });
  expect([status, body.message, body.details.causes.length]).toEqual([
    422,
    'ConfigMap "a" is invalid: [metadata.deletionTimestamp: Invalid value: "2020-01-01T00:00:00Z": field is immutable, metadata.deletionGracePeriodSeconds: Invalid value: 0: field is immutable]',
    4,
  ]);
  const kept = await server.ask('GET', `${MAPS}/a`);
  expect(kept.body.metadata.deletionTimestamp).toBeUndefined();
});

it.each([
  ['?dryRun=All', 201],
  ['', 500],
])('a new object with a resource version: %s', async (query, code) => {
  const body = { metadata: { name: 'x', resourceVersion: '5' } };
  expect((await server.ask('POST', `${MAPS}${query}`, { body })).status).toBe(code);
});

it.each([
  ['GET', '/api/V1/namespaces/default/configmaps'],
  ['POST', '/api/V1/namespaces/default/configmaps'],
  ['GET', '/api/v2'],
])('%s %s is a resource that is not there', async (method, path) => {
  const { status, body } = await server.ask(method, path);
  expect([status, body.message]).toEqual([404, 'the server could not find the requested resource']);
});

it('an address of a load balancer has a mode', async () => {
  const path = `${NAMESPACE}/services/lb/status`;
  const { status, body } = await patch(path, { status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } } });
  expect([status, body.status.loadBalancer.ingress]).toEqual([200, [{ ip: '192.0.2.1', ipMode: 'VIP' }]]);
});

it.each([
  ['[{"type":"Object","object":null}]', 422],
  ['{{{', 200],
])('metrics of an annotation are validated: %s', async (text, code) => {
  const { status, body } = await patch(`/apis/autoscaling/v1/${SCALERS}/h`, {
    metadata: { annotations: { [METRICS]: text } },
  });
  expect(status).toBe(code);
  if (code === 422) expect(body.message).toContain('spec.metrics[0].object: Required value: must populate');
});
