import { expect, it } from 'vitest';
import { testServer } from '../api-server.test-support.js';

it('are there since their gates are on, for people', async () => {
  const { ask } = await testServer({ minor: 36 });
  const status = await ask('GET', '/statusz', { headers: { accept: 'text/plain' } });
  expect(status.text).toMatch(/^\nkube-apiserver statusz\nWarning: .*\n\nStarted: .*\nUp: 0 hr 00 min \d\d sec\n/);
  expect((await ask('GET', '/flagz')).text).toContain('authorization-mode=Node,RBAC');
  const refused = await ask('GET', '/flagz', { headers: { accept: 'application/json' } });
  expect([refused.status, refused.body.message]).toEqual([
    406,
    'only the following media types are accepted: application/json, application/yaml, text/plain',
  ]);
});

it('are not there before', async () => {
  const { ask } = await testServer({ minor: 35 });
  expect((await ask('GET', '/statusz')).status).toBe(404);
});
