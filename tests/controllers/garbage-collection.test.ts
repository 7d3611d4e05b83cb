/** What goes with its owner, what is left behind, and what waits. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isGone, isOk, type TestCluster, testCluster } from './cluster.test-support.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
let cluster: TestCluster;
beforeAll(async () => {
  cluster = await testCluster();
});
afterAll(async () => {
  await cluster.stop();
  expect(cluster.complaints).toEqual([]);
});

interface Owner {
  readonly metadata: { readonly name: string; readonly uid: string };
}

const reference = ({ metadata: { name, uid } }: Owner) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name,
  uid,
  blockOwnerDeletion: true,
});
const configMap = (name: string, owners: readonly Owner[] = [], finalizers: readonly string[] = []) =>
  cluster.create(MAPS, { metadata: { name, ownerReferences: owners.map(reference), finalizers } });
const remove = (name: string, propagationPolicy: string) =>
  cluster.ask('DELETE', `${MAPS}/${name}`, { body: { propagationPolicy } });
const merge = (name: string, metadata: object) =>
  cluster.ask('PATCH', `${MAPS}/${name}`, {
    body: { metadata },
    headers: { 'Content-Type': 'application/merge-patch+json' },
  });

describe('dependents', () => {
  it('go after their owner, and theirs after them', async () => {
    const top = await configMap('top');
    const middle = await configMap('middle', [top]);
    await configMap('bottom', [middle]);
    await remove('top', 'Background');
    await cluster.until(`${MAPS}/middle`, isGone);
    await cluster.until(`${MAPS}/bottom`, isGone);
  });

  it('go when their owner was never there, or is another one of the name', async () => {
    await configMap('stranger');
    await configMap('lost', [{ metadata: { name: 'stranger', uid: 'not-its-uid' } }]);
    await cluster.until(`${MAPS}/lost`, isGone);
    expect((await cluster.ask('GET', `${MAPS}/stranger`)).status).toBe(200);
  });

  it('stay with the owners that are left', async () => {
    const one = await configMap('one');
    const two = await configMap('two');
    await configMap('shared', [one, two]);
    await remove('one', 'Background');
    const shared = await cluster.until(`${MAPS}/shared`, ({ body }) => body.metadata.ownerReferences.length === 1);
    expect(shared.body.metadata.ownerReferences[0].name).toBe('two');
  });

  it('are left behind', async () => {
    const owner = await configMap('parent');
    await configMap('child', [owner]);
    await remove('parent', 'Orphan');
    await cluster.until(`${MAPS}/parent`, isGone);
    const child = await cluster.until(`${MAPS}/child`, isOk);
    expect(child.body.metadata.ownerReferences).toBeUndefined();
  });

  it('go before an owner that is deleted in the foreground', async () => {
    const owner = await configMap('first');
    await configMap('held', [owner], ['x.io/stay']);
    await configMap('free', [owner]);
    await remove('first', 'Foreground');
    await cluster.until(`${MAPS}/free`, isGone);
    await cluster.until(`${MAPS}/held`, ({ body }) => body.metadata.deletionTimestamp !== undefined);
    const waiting = await cluster.ask('GET', `${MAPS}/first`);
    expect(waiting.body.metadata.finalizers).toEqual(['foregroundDeletion']);
    await merge('held', { finalizers: null });
    await cluster.until(`${MAPS}/first`, isGone);
  });
});
