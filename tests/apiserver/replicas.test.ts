/**
 * Two API servers on one etcd: a counter that both raise by compare-and-swap has a linearizable history, and both show
 * the same changes in the same order.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EtcdServer, hasEtcd } from '../../packages/storage/src/etcd/etcd-server.test-support.js';
import { adminCredential, Client, type WatchEvent } from './http-client.test-support.js';
import { isHere, type RunningServer, startServer } from './server.test-support.js';

const MAPS = '/api/v1/namespaces/default/configmaps';
const LANES = 3;
const RAISES = 25;

/** An operation on the counter, from when to when, and the value that it read or wrote. */
interface Operation {
  readonly kind: 'read' | 'raise';
  readonly from: number;
  readonly until: number;
  readonly value: number;
}

isHere('etcd', hasEtcd);

describe.skipIf(!hasEtcd)('two replicas on one etcd', () => {
  const etcd = new EtcdServer();
  let servers: RunningServer[] = [];
  let clients: Client[] = [];
  beforeAll(async () => {
    await etcd.start();
    const args = ['--store', 'etcd', '--etcd-servers', etcd.url];
    // One after the other: a replica that joins finds what the first one made.
    servers = [await startServer({ args }), await startServer({ args })];
    clients = servers.map((server) => new Client(server, adminCredential(server)));
  }, 60_000);
  afterAll(async () => {
    for (const client of clients) client.close();
    await Promise.all(servers.map((server) => server.stop()));
    await etcd.remove();
  });

  async function raise(client: Client): Promise<Operation> {
    for (;;) {
      const from = performance.now();
      const { body } = await client.ask('GET', `${MAPS}/counter`);
      const value = Number(body.data.n) + 1;
      const answer = await client.ask('PUT', `${MAPS}/counter`, { body: { ...body, data: { n: String(value) } } });
      if (answer.status === 200) return { kind: 'raise', from, until: performance.now(), value };
      expect(answer.body).toMatchObject({ code: 409, reason: 'Conflict' });
    }
  }

  async function read(client: Client): Promise<Operation> {
    const from = performance.now();
    const { body } = await client.ask('GET', `${MAPS}/counter`);
    return { kind: 'read', from, until: performance.now(), value: Number(body.data.n) };
  }

  it('raise a counter without losing or doubling a step, and read no past', { timeout: 30_000 }, async () => {
    const [first] = clients;
    await first?.ask('POST', MAPS, { body: { metadata: { name: 'counter' }, data: { n: '0' } } });
    const history: Operation[] = [];
    const lane = async (client: Client): Promise<void> => {
      for (let step = 0; step < RAISES; step++) history.push(await raise(client), await read(client));
    };
    await Promise.all(clients.flatMap((client) => Array.from({ length: LANES }, () => lane(client))));
    const raised = history.filter(({ kind }) => kind === 'raise').map(({ value }) => value);
    const total = clients.length * LANES * RAISES;
    expect(raised.toSorted((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
    expect(anomalies(history)).toEqual([]);
  });

  it('read what the other one just wrote', async () => {
    const [first, second] = clients;
    for (let step = 0; step < 30; step++) {
      const [writer, reader] = step % 2 === 0 ? [first, second] : [second, first];
      const name = `hand-over-${step}`;
      expect((await writer?.ask('POST', MAPS, { body: { metadata: { name } } }))?.status).toBe(201);
      expect((await reader?.ask('GET', `${MAPS}/${name}`))?.status).toBe(200);
      const list = await reader?.ask('GET', MAPS);
      // oxlint-disable-next-line no-explicit-any -- answers of every kind
      expect(list?.body.items.map((item: any) => item.metadata.name)).toContain(name);
      expect((await writer?.ask('DELETE', `${MAPS}/${name}`))?.status).toBe(200);
      expect((await reader?.ask('GET', `${MAPS}/${name}`))?.status).toBe(404);
    }
  });

  it('show the same history, whole and in order', { timeout: 30_000 }, async () => {
    const [first] = clients;
    const start = (await first?.ask('GET', MAPS))?.body.metadata.resourceVersion;
    const ended = new AbortController();
    const histories: WatchEvent[][] = clients.map(() => []);
    const watches = clients.map((client, index) =>
      client.watch(`${MAPS}?watch=true&resourceVersion=${start}`, ended.signal, (event) => {
        // Each server has an authority of its own here, and its controllers write it.
        if (event.object.metadata.name !== 'kube-root-ca.crt') histories[index]?.push(event);
      }),
    );
    const written: string[] = [];
    const lane = async (client: Client, lane: string): Promise<void> => {
      for (let step = 0; step < 25; step++) {
        const name = `${lane}-${step % 4}`;
        const body = { metadata: { name }, data: { step: String(step) } };
        const phase = Math.floor(step / 4) % 3;
        const target = phase === 0 ? MAPS : `${MAPS}/${name}`;
        const method = ['POST', 'PUT', 'DELETE'][phase] ?? '';
        const answer = await client.ask(method, target, phase === 2 ? {} : { body });
        expect(answer.status, `${method} ${name}: ${answer.text}`).toBeLessThan(300);
        if (phase < 2) written.push(answer.body.metadata.resourceVersion);
      }
    };
    await Promise.all(
      clients.flatMap((client, index) => ['a', 'b', 'c'].map((name) => lane(client, `${name}${index}`))),
    );
    const last = await first?.ask('POST', MAPS, { body: { metadata: { name: 'the-end' } } });
    const isEnd = ({ object }: WatchEvent): boolean => object.metadata.name === 'the-end';
    await expect.poll(() => histories.every((events) => events.some(isEnd)), { timeout: 10_000 }).toBe(true);
    ended.abort();
    await Promise.all(watches);
    const [one = [], two = []] = histories.map((events) => events.map(line));
    expect(two).toEqual(one);
    const revisions = histories[0]?.map(({ object }) => Number(object.metadata.resourceVersion)) ?? [];
    expect(revisions).toEqual(revisions.toSorted((a, b) => a - b));
    expect(new Set(revisions).size).toBe(revisions.length);
    const seen = new Set(revisions.map(String));
    expect(written.filter((revision) => !seen.has(revision))).toEqual([]);
    expect(seen).toContain(last?.body.metadata.resourceVersion);
  });
});

describe.skipIf(!hasEtcd)('the controllers of two servers on one etcd', () => {
  const etcd = new EtcdServer();
  beforeAll(() => etcd.start());
  afterAll(() => etcd.remove());

  it('run where the Lease is held, and go on in the other one', { timeout: 60_000 }, async () => {
    const args = ['--store', 'etcd', '--etcd-servers', etcd.url];
    const [first, second] = [await startServer({ args }), await startServer({ args })];
    const client = new Client(second, adminCredential(second));
    const lease = async () =>
      (await client.ask('GET', '/apis/coordination.k8s.io/v1/namespaces/kube-system/leases/kube-controller-manager'))
        .body;
    const holder = async (): Promise<string> => (await lease()).spec.holderIdentity;
    const hasAccount = async (namespace: string): Promise<boolean> => {
      await client.ask('POST', '/api/v1/namespaces', { body: { metadata: { name: namespace } } });
      const path = `/api/v1/namespaces/${namespace}/serviceaccounts/default`;
      await expect.poll(async () => (await client.ask('GET', path)).status, { timeout: 20_000 }).toBe(200);
      return true;
    };
    try {
      expect(await hasAccount('while-the-first-leads')).toBe(true);
      const before = await holder();
      expect(before).not.toBe('');
      await first.stop();
      await expect.poll(holder, { timeout: 10_000 }).not.toBe('');
      expect(await holder()).not.toBe(before);
      expect((await lease()).spec.leaseTransitions).toBe(1);
      expect(await hasAccount('while-the-second-leads')).toBe(true);
    } finally {
      client.close();
      await Promise.all([first.stop(), second.stop()]);
    }
  });
});

const line = ({ type, object }: WatchEvent): string =>
  `${object.metadata.resourceVersion} ${type} ${object.metadata.name} ${object.data?.step ?? ''}`;

/**
 * A counter that only grows by one at a time: its history is linearizable when no operation shows less than one that
 * had ended before it began.
 */
function anomalies(history: readonly Operation[]): string[] {
  const wrong: string[] = [];
  for (const early of history) {
    for (const late of history) {
      if (early.until >= late.from) continue;
      const isBehind = late.kind === 'raise' ? late.value <= early.value : late.value < early.value;
      if (isBehind) wrong.push(`${late.kind} ${late.value} began after ${early.kind} ${early.value} had ended`);
    }
  }
  const begun = (value: number) => history.find((operation) => operation.kind === 'raise' && operation.value === value);
  for (const operation of history) {
    const raise = begun(operation.value);
    if (operation.kind === 'read' && raise !== undefined && raise.from > operation.until) {
      wrong.push(`read ${operation.value} ended before it was raised`);
    }
  }
  return wrong;
}
