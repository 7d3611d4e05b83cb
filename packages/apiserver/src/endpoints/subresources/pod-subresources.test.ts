import { beforeAll, describe, expect, it } from 'vitest';
import { type TestServer, testServer } from '../../api-server.test-support.js';

const PODS = '/api/v1/namespaces/default/pods';
const MERGE = { 'content-type': 'application/merge-patch+json' };
let server: TestServer;

async function pod(name: string, more: { labels?: object; spec?: object; containers?: readonly string[] } = {}) {
  const { labels = {}, containers = ['c'] } = more;
  const spec = { containers: containers.map((each) => ({ name: each, image: 'i' })), ...more.spec };
  const made = await server.ask('POST', PODS, { body: { metadata: { name, labels }, spec } });
  expect(made.status).toBe(201);
}

const post = (path: string, body: object) => server.ask('POST', path, { body });
const bind = (name: string, metadata: object, target: object) =>
  post(`${PODS}/${name}/binding`, { apiVersion: 'v1', kind: 'Binding', metadata, target });
const evict = (name: string, more: object = {}, query = '') =>
  post(`${PODS}/${name}/eviction${query}`, { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, ...more });
const run = (name: string, ready: string) =>
  server.ask('PATCH', `${PODS}/${name}/status`, {
    body: { status: { phase: 'Running', conditions: [{ type: 'Ready', status: ready }] } },
    headers: MERGE,
  });

beforeAll(async () => {
  server = await testServer();
});

describe('binding', () => {
  it.each([
    [35, { app: 'binding', zone: 'a' }],
    [34, { app: 'pod' }],
  ])('labels of a binding in 1.%s', async (minor, labels) => {
    const { ask } = await testServer({ minor });
    const spec = { containers: [{ name: 'c', image: 'i' }] };
    await ask('POST', PODS, { body: { metadata: { name: 'p', labels: { app: 'pod' } }, spec } });
    const metadata = { name: 'p', labels: { app: 'binding', zone: 'a' } };
    const body = { apiVersion: 'v1', kind: 'Binding', metadata, target: { name: 'n' } };
    expect((await ask('POST', `${PODS}/p/binding`, { body })).status).toBe(201);
    expect((await ask('GET', `${PODS}/p`)).body.metadata.labels).toEqual(labels);
  });

  it('gives the pod its node, and changes nothing of what was wanted', async () => {
    await pod('bound');
    const metadata = { name: 'bound', annotations: { x: 'y' } };
    const { status, body } = await bind('bound', metadata, { kind: 'Node', name: 'n1' });
    expect([status, body.status, body.code]).toEqual([201, 'Success', 201]);
    const { body: read } = await server.ask('GET', `${PODS}/bound`);
    expect(read.metadata).toMatchObject({ generation: 1, annotations: { x: 'y' } });
    expect(read.spec.nodeName).toBe('n1');
    expect(read.status.conditions[0]).toMatchObject({ type: 'PodScheduled', status: 'True' });
    const again = await bind('bound', metadata, { name: 'n2' });
    expect(again.body.message).toBe(
      'Operation cannot be fulfilled on pods/binding "bound": pod bound is already assigned to node "n1"',
    );
  });

  it.each([
    [
      'a pod as the target',
      'free',
      { name: 'free' },
      { kind: 'Pod', name: 'n' },
      500,
      'target.kind: Unsupported value',
    ],
    ['no target', 'free', { name: 'free' }, {}, 500, 'target.name: Required value'],
    [
      'another name',
      'free',
      { name: 'other' },
      { name: 'n' },
      400,
      'name in URL does not match name in Binding object',
    ],
    ['another pod of the name', 'free', { name: 'free', uid: 'u' }, { name: 'n' }, 409, 'UID in precondition: u'],
    ['no pod', 'none', { name: 'none' }, { name: 'n' }, 404, 'pods "none" not found'],
    ['a gated pod', 'gated', { name: 'gated' }, { name: 'n' }, 409, 'pod gated has non-empty .spec.schedulingGates'],
  ])('refuses %s', async (_, name, metadata, target, status, message) => {
    if (name !== 'none') {
      const spec = name === 'gated' ? { schedulingGates: [{ name: 'x.io/g' }] } : {};
      await server.ask('POST', PODS, {
        body: { metadata: { name }, spec: { containers: [{ name: 'c', image: 'i' }], ...spec } },
      });
    }
    const answer = await bind(name, metadata, target);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(message);
  });

  it('works without a name in the path', async () => {
    await pod('legacy');
    const binding = { metadata: { name: 'legacy' }, target: { name: 'n1' } };
    expect((await post('/api/v1/namespaces/default/bindings', binding)).status).toBe(201);
    expect((await server.ask('GET', `${PODS}/legacy`)).body.spec.nodeName).toBe('n1');
  });
});

describe('eviction', () => {
  const budgets = '/apis/policy/v1/namespaces/default/poddisruptionbudgets';

  async function budget(name: string, status: object): Promise<void> {
    const spec = { minAvailable: 1, selector: { matchLabels: { app: name } } };
    await post(budgets, { metadata: { name }, spec });
    const answer = await server.ask('PATCH', `${budgets}/${name}/status`, { body: { status }, headers: MERGE });
    expect(answer.status).toBe(200);
  }

  it('deletes a pod that runs nowhere', async () => {
    await pod('idle');
    expect((await evict('idle', {}, '?dryRun=All')).status).toBe(201);
    expect((await server.ask('GET', `${PODS}/idle`)).status).toBe(200);
    expect((await evict('idle')).body).toMatchObject({ status: 'Success', code: 201 });
    expect((await server.ask('GET', `${PODS}/idle`)).status).toBe(404);
  });

  it('says why a running pod goes', async () => {
    await pod('busy', { spec: { nodeName: 'n1' } });
    await run('busy', 'True');
    await evict('busy');
    const { body } = await server.ask('GET', `${PODS}/busy`);
    expect(body.metadata.deletionTimestamp).toBeDefined();
    expect(body.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI' }),
    );
  });

  it('takes from the budget, until nothing is left', async () => {
    const status = {
      observedGeneration: 1,
      disruptionsAllowed: 1,
      currentHealthy: 2,
      desiredHealthy: 1,
      expectedPods: 2,
    };
    await budget('web', status);
    for (const name of ['web-1', 'web-2']) {
      await pod(name, { labels: { app: 'web' }, spec: { nodeName: 'n1' } });
      await run(name, 'True');
    }
    expect((await evict('web-1')).status).toBe(201);
    const { body } = await server.ask('GET', `${budgets}/web`);
    expect(body.status.disruptionsAllowed).toBe(0);
    expect(Object.keys(body.status.disruptedPods)).toEqual(['web-1']);
    const refused = await evict('web-2');
    expect(refused.status).toBe(429);
    expect(refused.body.message).toBe("Cannot evict pod as it would violate the pod's disruption budget.");
    expect(refused.body.details).toEqual({
      causes: [
        { reason: 'DisruptionBudget', message: 'The disruption budget web needs 1 healthy pods and has 2 currently' },
      ],
    });
  });

  it('asks to come back while the controller has not seen the budget', async () => {
    await budget('new', { observedGeneration: 0, disruptionsAllowed: 1 });
    await pod('new-1', { labels: { app: 'new' }, spec: { nodeName: 'n1' } });
    await run('new-1', 'True');
    const { body } = await evict('new-1');
    expect(body.details.retryAfterSeconds).toBe(10);
  });

  it('refuses another name, and a pod that is not there', async () => {
    expect((await evict('gone')).body.message).toBe('pods "gone" not found');
    const other = await evict('web-2', { metadata: { name: 'x' } });
    expect(other.body.message).toBe('name in URL does not match name in Eviction object');
  });
});

describe('changes of containers', () => {
  it('adds ephemeral containers at their endpoint alone, and takes none away', async () => {
    await pod('debugged');
    const body = { spec: { ephemeralContainers: [{ name: 'e', image: 'i' }] }, metadata: { labels: { a: 'b' } } };
    const added = await server.ask('PATCH', `${PODS}/debugged/ephemeralcontainers`, { body, headers: MERGE });
    expect(added.status).toBe(200);
    expect(added.body.metadata).toMatchObject({ generation: 2 });
    expect(added.body.metadata.labels).toBeUndefined();
    const none = { spec: { ephemeralContainers: [] } };
    const removed = await server.ask('PATCH', `${PODS}/debugged/ephemeralcontainers`, { body: none, headers: MERGE });
    expect(removed.body.message).toContain('existing ephemeral containers "e" may not be removed');
  });

  it('resizes, and changes nothing else there', async () => {
    const resources = { requests: { cpu: '1' } };
    await pod('sized', { spec: { containers: [{ name: 'c', image: 'i', resources }] } });
    const containers = [{ name: 'c', image: 'other', resources: { requests: { cpu: '2' } } }];
    const { body } = await server.ask('PATCH', `${PODS}/sized/resize`, {
      body: { spec: { containers } },
      headers: MERGE,
    });
    expect(body.spec.containers[0]).toMatchObject({ image: 'i', resources: { requests: { cpu: '2' } } });
    expect(body.metadata.generation).toBe(2);
  });
});

describe('streams without an agent', () => {
  it.each([
    ['GET', 'two/log', 400, 'a container name must be specified for pod two, choose one of: [a b]'],
    ['GET', 'two/log?container=z', 400, 'container z is not valid for pod two'],
    [
      'GET',
      'one/log?tailLines=-1',
      422,
      'PodLogOptions "one" is invalid: tailLines: Invalid value: -1: must be greater',
    ],
    ['POST', 'one/exec?command=ls', 400, 'pod one does not have a host assigned'],
    ['POST', 'one/exec?command=ls&dryRun=All', 400, 'dryRun is not supported'],
    ['POST', 'one/portforward', 400, 'pod one does not have a host assigned'],
    ['GET', 'lost/exec?command=ls', 404, 'pods "nowhere" not found'],
    ['GET', 'one/proxy/', 400, 'address not allowed'],
    ['POST', 'one/log', 405, 'the server does not allow this method on the requested resource'],
  ])('%s %s', async (method, path, status, message) => {
    for (const [name, more] of [
      ['one', {}],
      ['two', { containers: ['a', 'b'] }],
      ['lost', { spec: { nodeName: 'nowhere' } }],
    ] as const) {
      if ((await server.ask('GET', `${PODS}/${name}`)).status === 404) await pod(name, more);
    }
    const answer = await server.ask(method, `${PODS}/${path}`);
    expect(answer.status).toBe(status);
    expect(answer.body.message).toContain(message);
  });

  it('has no log of a pod that never ran', async () => {
    expect((await server.ask('GET', `${PODS}/one/log`)).status).toBe(204);
  });
});

describe('scale', () => {
  const sets = '/apis/apps/v1/namespaces/default/replicasets';
  const APPLY = { 'content-type': 'application/apply-patch+yaml' };
  const scale = (replicas: number) => ({
    apiVersion: 'autoscaling/v1',
    kind: 'Scale',
    metadata: { name: 'rs' },
    spec: { replicas },
  });

  it('can be applied: who set the replicas has to be asked', async () => {
    const labels = { a: 'b' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    const body = { metadata: { name: 'rs' }, spec: { replicas: 1, selector: { matchLabels: labels }, template } };
    await server.ask('POST', `${sets}?fieldManager=maker`, { body });
    const path = `${sets}/rs/scale?fieldManager=scaler`;
    expect((await server.ask('PATCH', path, { body: scale(3), headers: APPLY })).status).toBe(409);
    const forced = await server.ask('PATCH', `${path}&force=true`, { body: scale(3), headers: APPLY });
    expect(forced.body).toMatchObject({ kind: 'Scale', spec: { replicas: 3 } });
    const { body: set } = await server.ask('GET', `${sets}/rs`);
    expect(set.metadata.managedFields).toContainEqual({
      manager: 'scaler',
      operation: 'Apply',
      apiVersion: 'apps/v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      subresource: 'scale',
    });
  });
});
