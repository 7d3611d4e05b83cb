/** Tokens, quotas and disruption budgets, as loops fill them in. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGone, type TestCluster, testCluster } from './cluster.test-support.js';

const NAMESPACE = '/api/v1/namespaces/default';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await testCluster(35, { simulatedNodes: { count: 1, stopMs: 20 } });
});
afterAll(async () => {
  await cluster.stop();
  expect(cluster.complaints).toEqual([]);
});

const spec = { containers: [{ name: 'c', image: 'registry.example/app:1' }] };

describe('a secret for a token', () => {
  const secret = (name: string, account: string) => ({
    type: 'kubernetes.io/service-account-token',
    metadata: { name, annotations: { 'kubernetes.io/service-account.name': account } },
  });

  it('is filled, and goes with the account', async () => {
    const bot = await cluster.create(`${NAMESPACE}/serviceaccounts`, { metadata: { name: 'bot' } });
    await cluster.create(`${NAMESPACE}/secrets`, secret('lt', 'bot'));
    const filled = await cluster.until(`${NAMESPACE}/secrets/lt`, ({ body }) => body.data?.token !== undefined);
    expect(Buffer.from(filled.body.data.token, 'base64').toString()).toBe('token of bot in lt');
    expect(filled.body.metadata.annotations['kubernetes.io/service-account.uid']).toBe(bot.metadata.uid);
    await cluster.ask('DELETE', `${NAMESPACE}/serviceaccounts/bot`);
    await cluster.until(`${NAMESPACE}/secrets/lt`, isGone);
  });

  it('goes when its account was never there', async () => {
    await cluster.create(`${NAMESPACE}/secrets`, secret('stray', 'nobody'));
    await cluster.until(`${NAMESPACE}/secrets/stray`, isGone);
  });
});

it('a quota says what is used of it', async () => {
  await cluster.create('/api/v1/namespaces', { metadata: { name: 'small' } });
  const quotas = '/api/v1/namespaces/small/resourcequotas';
  await cluster.create(quotas, { metadata: { name: 'q' }, spec: { hard: { pods: '1', 'count/configmaps': '5' } } });
  await cluster.until('/api/v1/namespaces/small/serviceaccounts/default', ({ status }) => status === 200);
  await cluster.create('/api/v1/namespaces/small/pods', { metadata: { name: 'p' }, spec });
  const told = await cluster.until(`${quotas}/q`, ({ body }) => body.status?.used?.pods === '1');
  expect(told.body.status).toEqual({
    hard: { pods: '1', 'count/configmaps': '5' },
    used: { pods: '1', 'count/configmaps': '1' },
  });
});

it('a budget says how many pods may go', async () => {
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';
  const selector = { matchLabels: { app: 'guarded' } };
  await cluster.create(budgets, { metadata: { name: 'b' }, spec: { minAvailable: 1, selector } });
  const none = await cluster.until(`${budgets}/b`, ({ body }) => body.status?.observedGeneration === 1);
  expect(none.body.status.disruptionsAllowed).toBe(0);
  for (const name of ['one', 'two']) {
    await cluster.create(`${NAMESPACE}/pods`, { metadata: { name, labels: { app: 'guarded' } }, spec });
  }
  const told = await cluster.until(`${budgets}/b`, ({ body }) => body.status.currentHealthy === 2);
  expect(told.body.status).toMatchObject({
    disruptionsAllowed: 1,
    expectedPods: 2,
    conditions: [{ type: 'DisruptionAllowed', status: 'True', reason: 'SufficientPods' }],
  });
});
