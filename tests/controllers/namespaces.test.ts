/** What every namespace gets, and how namespaces go. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGone, isOk, type TestCluster, testCluster } from './cluster.test-support.js';

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await testCluster();
});
afterAll(async () => {
  await cluster.stop();
  expect(cluster.complaints).toEqual([]);
});

const namespace = (name: string) => cluster.create('/api/v1/namespaces', { metadata: { name } });
const configMap = (into: string, metadata: object) =>
  cluster.create(`/api/v1/namespaces/${into}/configmaps`, { metadata });

describe('a new namespace', () => {
  it('gets its account and the authority, again when they are deleted or changed', async () => {
    await namespace('fresh');
    const account = await cluster.until('/api/v1/namespaces/fresh/serviceaccounts/default', isOk);
    const ca = '/api/v1/namespaces/fresh/configmaps/kube-root-ca.crt';
    const published = await cluster.until(ca, isOk);
    expect(published.body.data).toEqual({ 'ca.crt': 'the authority' });
    await cluster.ask('DELETE', '/api/v1/namespaces/fresh/serviceaccounts/default');
    await cluster.until(
      '/api/v1/namespaces/fresh/serviceaccounts/default',
      (answer) => isOk(answer) && answer.body.metadata.uid !== account.body.metadata.uid,
    );
    await cluster.ask('PATCH', ca, {
      body: { data: { 'ca.crt': 'mine', other: 'x' } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    const again = await cluster.until(ca, (answer) => answer.body.data?.['ca.crt'] === 'the authority');
    expect(again.body.data).toEqual({ 'ca.crt': 'the authority' });
  });
});

describe('a deleted namespace', () => {
  it('goes with all that is in it', async () => {
    await namespace('doomed');
    await configMap('doomed', { name: 'a' });
    await cluster.until('/api/v1/namespaces/doomed/serviceaccounts/default', isOk);
    expect((await cluster.ask('DELETE', '/api/v1/namespaces/doomed')).body.status.phase).toBe('Terminating');
    await cluster.until('/api/v1/namespaces/doomed', isGone);
    expect((await cluster.ask('GET', '/api/v1/namespaces/doomed/configmaps')).body.items).toEqual([]);
    await namespace('doomed');
  });

  it('waits for finalizers and says for which', async () => {
    await namespace('held');
    await configMap('held', { name: 'stay', finalizers: ['x.io/stay'] });
    await cluster.ask('DELETE', '/api/v1/namespaces/held');
    const waiting = await cluster.until('/api/v1/namespaces/held', ({ body }) =>
      body.status.conditions?.some(
        ({ type, status }: { type: string; status: string }) =>
          type === 'NamespaceFinalizersRemaining' && status === 'True',
      ),
    );
    const texts = Object.fromEntries(
      waiting.body.status.conditions.map(({ type, message }: { type: string; message: string }) => [type, message]),
    );
    expect(texts).toMatchObject({
      NamespaceContentRemaining: 'Some resources are remaining: configmaps. has 1 resource instances',
      NamespaceFinalizersRemaining:
        'Some content in the namespace has finalizers remaining: x.io/stay in 1 resource instances',
    });
    await cluster.ask('PATCH', '/api/v1/namespaces/held/configmaps/stay', {
      body: { metadata: { finalizers: null } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    await cluster.until('/api/v1/namespaces/held', isGone);
  });

  it('keeps network policies while a pod runs', async () => {
    await namespace('guarded');
    await cluster.until('/api/v1/namespaces/guarded/serviceaccounts/default', isOk);
    await cluster.create('/api/v1/namespaces/guarded/pods', {
      metadata: { name: 'web', finalizers: ['x.io/stay'] },
      spec: { containers: [{ name: 'c', image: 'registry.example/app:1' }] },
    });
    await cluster.create('/apis/networking.k8s.io/v1/namespaces/guarded/networkpolicies', {
      metadata: { name: 'deny' },
      spec: { podSelector: {} },
    });
    await cluster.ask('DELETE', '/api/v1/namespaces/guarded');
    await cluster.until('/api/v1/namespaces/guarded', ({ body }) => body.status.conditions !== undefined);
    expect(
      (await cluster.ask('GET', '/apis/networking.k8s.io/v1/namespaces/guarded/networkpolicies/deny')).status,
    ).toBe(200);
    await cluster.ask('PATCH', '/api/v1/namespaces/guarded/pods/web', {
      body: { metadata: { finalizers: null } },
      headers: { 'Content-Type': 'application/merge-patch+json' },
    });
    await cluster.until('/api/v1/namespaces/guarded', isGone);
  });
});

describe('cluster roles', () => {
  it('are filled, at the start and when a member changes', async () => {
    const rbac = '/apis/rbac.authorization.k8s.io/v1/clusterroles';
    const view = await cluster.until(`${rbac}/view`, ({ body }) => body.rules?.length > 0);
    const admin = await cluster.until(`${rbac}/admin`, ({ body }) => body.rules?.length > view.body.rules.length);
    expect(admin.body.rules.length).toBeGreaterThan(view.body.rules.length);
    const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { 'x/agg': 'yes' } }] };
    await cluster.create(rbac, { metadata: { name: 'all' }, rules: [], aggregationRule });
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
    await cluster.create(rbac, { metadata: { name: 'part', labels: { 'x/agg': 'yes' } }, rules });
    const filled = await cluster.until(`${rbac}/all`, ({ body }) => body.rules?.length === 1);
    expect(filled.body).toMatchObject({ rules, aggregationRule });
  });
});
