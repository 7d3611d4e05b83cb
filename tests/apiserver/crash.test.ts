/**
 * The process is killed at random moments of many writes: all that was acknowledged is there afterwards, what was
 * under way is there as a whole or not at all, and the revision never goes back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { adminCredential, Client, sleep } from './http-client.test-support.js';
import { type RunningServer, startServer } from './server.test-support.js';

const ROUNDS = Number(process.env['BULKHEAD_KILLS'] ?? 15);
const WRITERS = 8;
const MAPS = '/api/v1/namespaces/default/configmaps';

/** What one writer's object may be: the last acknowledged state, or the one that was asked for when the lights went. */
interface Book {
  acknowledged: string | undefined;
  pending: { readonly state: string | undefined } | undefined;
}

interface Ledger {
  readonly books: Map<string, Book>;
  revision: number;
  writes: number;
}

/** Creates, changes and deletes its own few objects until the server is gone. */
async function write(client: Client, ledger: Ledger, writer: number, round: number): Promise<void> {
  for (let step = 0; ; step++) {
    const name = `w${writer}-${step % 5}`;
    const book = ledger.books.get(name) ?? { acknowledged: undefined, pending: undefined };
    ledger.books.set(name, book);
    const state = step % 7 === 6 && book.acknowledged !== undefined ? undefined : `${round}-${step}`;
    book.pending = { state };
    const body = { metadata: { name }, data: { state, filler: 'x'.repeat((step % 20) * 300) } };
    const asked = ((): Promise<{ status: number; body: { metadata?: { resourceVersion?: string } } }> => {
      if (state === undefined) return client.ask('DELETE', `${MAPS}/${name}`);
      if (book.acknowledged === undefined) return client.ask('POST', MAPS, { body });
      return client.ask('PUT', `${MAPS}/${name}`, { body });
    })();
    try {
      const answer = await asked;
      if (answer.status >= 300) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.body)}`);
      ledger.revision = Math.max(ledger.revision, Number(answer.body.metadata?.resourceVersion ?? 0));
    } catch (error) {
      if (error instanceof Error && 'code' in error) return;
      throw error;
    }
    book.acknowledged = state;
    book.pending = undefined;
    ledger.writes++;
  }
}

async function check(client: Client, { books, revision }: Ledger): Promise<void> {
  const list = (await client.ask('GET', MAPS)).body;
  expect(Number(list.metadata.resourceVersion)).toBeGreaterThanOrEqual(revision);
  const found = new Map<string, string>(
    // oxlint-disable-next-line no-explicit-any -- answers of every kind
    list.items.map((item: any) => [item.metadata.name, item.data?.state]),
  );
  for (const [name, book] of books) {
    const state = found.get(name);
    const allowed = book.pending === undefined ? [book.acknowledged] : [book.acknowledged, book.pending.state];
    expect(allowed, `${name} after a kill`).toContain(state);
    book.acknowledged = state;
    book.pending = undefined;
  }
  expect([...found.keys()].filter((name) => name.startsWith('w') && !books.has(name))).toEqual([]);
}

describe('bulkhead up that is killed', () => {
  it(`loses nothing that it acknowledged, ${ROUNDS} times`, { timeout: 60_000 + ROUNDS * 10_000 }, async () => {
    const state = mkdtempSync(join(tmpdir(), 'bulkhead-crash-'));
    const ledger: Ledger = { books: new Map(), revision: 0, writes: 0 };
    let server: RunningServer | undefined;
    try {
      for (let round = 0; round <= ROUNDS; round++) {
        server = await startServer({ state });
        const client = new Client(server, adminCredential(server));
        await check(client, ledger);
        if (round === ROUNDS) break;
        const writers = Array.from({ length: WRITERS }, (_, writer) => write(client, ledger, writer, round));
        const enough = ledger.writes + Math.ceil(Math.random() * 60);
        for (let left = 40; ledger.writes < enough && left > 0; left--) await sleep(Math.random() * 40);
        await sleep(Math.random() * 10);
        await server.kill();
        await Promise.all(writers);
        client.close();
      }
      process.stderr.write(`${ROUNDS} kills, ${ledger.writes} acknowledged writes\n`);
      expect(ledger.writes).toBeGreaterThan(ROUNDS);
    } finally {
      await server?.kill();
      rmSync(state, { recursive: true, force: true });
    }
  });
});
