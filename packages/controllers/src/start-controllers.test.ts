import { expect, it } from 'vitest';
import { fakeCluster } from './frame/fake-cluster.test-support.js';
import { startControllers } from './start-controllers.js';

it('runs the loops that are named', async () => {
  const all = startControllers({ ...fakeCluster(), rootCA: 'ca' });
  expect(all.names).toContain('root-ca-certificate-publisher-controller');
  await all.stop();
  const some = startControllers({ ...fakeCluster(), names: ['namespace-controller'] });
  expect(some.names).toEqual(['namespace-controller']);
  await some.stop();
});
