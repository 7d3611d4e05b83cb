import { userInfo } from '@bulkhead/engine/authorization';
import { expect, it } from 'vitest';
import { testServer } from '../../api-server.test-support.js';

const TOKEN = '/api/v1/namespaces/default/serviceaccounts/default/token';

it('tokens are admitted: nodes get them for their own pods, by uid, and for audiences of those', async () => {
  const { ask } = await testServer();
  await ask('POST', '/api/v1/nodes', { body: { metadata: { name: 'n1' } } });
  const pod = await ask('POST', '/api/v1/namespaces/default/pods', {
    body: { metadata: { name: 'mine' }, spec: { nodeName: 'n1', containers: [{ name: 'c', image: 'i' }] } },
  });
  expect(pod.status).toBe(201);
  const node = userInfo({ name: 'system:node:n1', groups: ['system:nodes'] });
  const request = async (spec: object): Promise<unknown> => {
    const { status, body } = await ask('POST', TOKEN, { as: node, body: { spec } });
    return status === 201 ? status : body.message;
  };
  const { uid } = pod.body.metadata;
  const boundObjectRef = { kind: 'Pod', apiVersion: 'v1', name: 'mine', uid };
  expect(await request({ boundObjectRef: { ...boundObjectRef, uid: '' } })).toBe(
    'serviceaccounts "default" is forbidden: node requested token with a pod binding without a uid',
  );
  expect(await request({ boundObjectRef, audiences: ['foreign'] })).toContain(
    'audience "foreign" not found in pod spec volume',
  );
  expect(await request({})).toContain('node requested token not bound to a pod');
  expect(await request({ boundObjectRef })).toBe(201);
});

it('who asks owns the fields of the question', async () => {
  const { ask } = await testServer();
  const { body } = await ask('POST', '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews', {
    headers: { 'User-Agent': 'test/1.0' },
    body: { spec: { resourceAttributes: { verb: 'get', resource: 'pods' } } },
  });
  expect(body.metadata.managedFields).toMatchObject([
    { manager: 'test', operation: 'Update', fieldsV1: { 'f:spec': { 'f:resourceAttributes': { 'f:verb': {} } } } },
  ]);
  expect(body.status.allowed).toBe(true);
});
