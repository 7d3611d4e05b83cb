import { beforeAll, describe, expect, it } from 'vitest';
import { streamLines, type TestServer, testServer } from '../api-server.test-support.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
let server: TestServer;

beforeAll(async () => {
  server = await testServer();
  for (const name of ['a', 'b', 'c', 'd', 'e']) {
    const odd = 'ace'.includes(name) ? 'yes' : 'no';
    await server.ask('POST', MAPS, { body: { metadata: { name, labels: { odd } } } });
  }
});

const names = (list: { items: { metadata: { name: string } }[] }) => list.items.map(({ metadata }) => metadata.name);

describe('lists', () => {
  it('come in pages that are one consistent list', async () => {
    const first = await server.ask('GET', `${MAPS}?limit=2`);
    expect(first.body.metadata.remainingItemCount).toBe(3);
    await server.ask('POST', MAPS, { body: { metadata: { name: 'bb' } } });
    await server.ask('DELETE', `${MAPS}/e`);
    const { continue: token, resourceVersion } = first.body.metadata;
    const second = await server.ask('GET', `${MAPS}?limit=2&continue=${encodeURIComponent(token)}`);
    const third = await server.ask('GET', `${MAPS}?continue=${encodeURIComponent(second.body.metadata.continue)}`);
    expect([...names(first.body), ...names(second.body), ...names(third.body)]).toEqual(['a', 'b', 'c', 'd', 'e']);
    expect(third.body.metadata.resourceVersion).toBe(resourceVersion);
    await server.ask('DELETE', `${MAPS}/bb`);
    await server.ask('POST', MAPS, { body: { metadata: { name: 'e', labels: { odd: 'yes' } } } });
  });

  it('hold what the selectors say', async () => {
    expect(names((await server.ask('GET', `${MAPS}?labelSelector=odd%3Dyes`)).body)).toEqual(['a', 'c', 'e']);
    expect(names((await server.ask('GET', `${MAPS}?fieldSelector=metadata.name%3Db`)).body)).toEqual(['b']);
    const { body } = await server.ask('GET', `${MAPS}?labelSelector=odd%3Dyes&limit=1`);
    expect(body.metadata.remainingItemCount).toBeUndefined();
  });

  it('do not repeat what their items are', async () => {
    const { body } = await server.ask('GET', MAPS);
    expect(Object.keys(body.items[0])).toEqual(['metadata']);
    expect(body.kind).toBe('ConfigMapList');
  });

  it.each([
    ['labelSelector=a%3D%3D%3Db', 400],
    ['fieldSelector=data.a%3D1', 400],
    ['limit=abc', 400],
    ['resourceVersion=abc', 400],
    ['resourceVersionMatch=Exact', 422],
    ['sendInitialEvents=true', 422],
    ['continue=abc', 400],
  ])('refuse %s', async (query, code) => {
    expect((await server.ask('GET', `${MAPS}?${query}`)).status).toBe(code);
  });

  it('refuse tokens that lead out of the list', async () => {
    const token = Buffer.from('{"v":"meta.k8s.io/v1","rv":-1,"start":"../../secrets/\\u0000"}').toString('base64url');
    const { status, body } = await server.ask('GET', `${MAPS}?limit=1&continue=${token}`);
    expect([status, body.message]).toEqual([
      400,
      'invalid continue token: continue key is not valid: ../../secrets/\0',
    ]);
  });

  it('show tables and metadata to those who ask for them', async () => {
    const table = await server.ask('GET', MAPS, {
      headers: { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' },
    });
    expect(table.body).toMatchObject({ kind: 'Table' });
    const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io';
    const partial = await server.ask('GET', MAPS, { headers: { accept } });
    expect(partial.body.items[0]).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { name: 'a' } });
  });
});

describe('watches', () => {
  async function watch(query: string) {
    const controller = new AbortController();
    const response = await server.raw('GET', `${MAPS}?watch=true&${query}`, { signal: controller.signal });
    const { lines, done } = streamLines(response, controller.signal);
    return {
      async events(count: number) {
        for (let tries = 0; lines.length < count && tries < 200; tries++) await new Promise((go) => setTimeout(go, 5));
        controller.abort();
        await done;
        return lines.map((line) => JSON.parse(line));
      },
    };
  }

  it('tell every change after a revision, in order and once', async () => {
    const { body } = await server.ask('GET', MAPS);
    const stream = await watch(`resourceVersion=${body.metadata.resourceVersion}`);
    await server.ask('POST', MAPS, { body: { metadata: { name: 'w' } } });
    await server.ask('PUT', `${MAPS}/w`, { body: { metadata: { name: 'w' }, data: { a: '1' } } });
    await server.ask('DELETE', `${MAPS}/w`);
    const events = await stream.events(3);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'MODIFIED', 'DELETED']);
    const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
    expect(versions).toEqual(versions.toSorted((a, b) => a - b));
    expect(new Set(versions).size).toBe(3);
  });

  it('begin with the state, and say where it ends', async () => {
    const query =
      'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true&labelSelector=odd%3Dno';
    const events = await (await watch(query)).events(3);
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'ADDED', 'BOOKMARK']);
    expect(events[2].object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' });
  });

  it('see objects come and go as they begin and cease to match', async () => {
    const { body } = await server.ask('GET', MAPS);
    const stream = await watch(`resourceVersion=${body.metadata.resourceVersion}&labelSelector=w%3Dy`);
    const put = (labels: object) => server.ask('PUT', `${MAPS}/a`, { body: { metadata: { name: 'a', labels } } });
    await put({ w: 'n' });
    await put({ w: 'y' });
    await put({ w: 'n', odd: 'yes' });
    const events = await stream.events(2);
    expect(events.map(({ type, object }) => [type, object.metadata.labels.w])).toEqual([
      ['ADDED', 'y'],
      ['DELETED', 'y'],
    ]);
  });
});
