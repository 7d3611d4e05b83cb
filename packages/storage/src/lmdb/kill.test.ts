/**
 * A process that writes is killed at random moments; whatever it said was acknowledged must be there afterwards. Some
 * kills in each run of the tests, as many as one likes with BULKHEAD_KILLS=200.
 */
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Store } from '../store.js';
import { Recorder, until } from '../store.test-support.js';
import { eventRevision } from '../watching/watch-hub.js';
import { ChildProgram, TestDirectories } from './lmdb-directory.test-support.js';
import { openLmdb } from './lmdb-store.js';

const KILLS = Number(process.env['BULKHEAD_KILLS'] ?? 12);

interface Acknowledged {
  readonly ready?: number;
  readonly key?: string;
  readonly value?: number;
  readonly deleted?: boolean;
  readonly counter?: string;
  readonly revision: number;
}

const directories = new TestDirectories(tmpdir());
const program = new ChildProgram();
beforeAll(() => program.build(new URL('./store-writer.test-support.ts', import.meta.url)));
afterAll(() => {
  program.remove();
  directories.remove();
});

/** What the process said until it was killed; a half last line was never said. */
async function writeUntilKilled(directory: string, round: number): Promise<Acknowledged[]> {
  const child = program.start(directory, String(round));
  let output = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await until(() => output.includes('"ready"') || child.exitCode !== null, 20_000);
  await new Promise((resolve) => setTimeout(resolve, 5 + Math.random() * 120));
  child.kill('SIGKILL');
  await ended;
  const lines = output.slice(0, output.lastIndexOf('\n') + 1).split('\n');
  return lines.filter((line) => line !== '').map((line): Acknowledged => JSON.parse(line));
}

async function expectAll(store: Store, said: readonly Acknowledged[]): Promise<void> {
  const deleted = new Set(said.filter((each) => each.deleted).map(({ key }) => key));
  for (const { key, value, revision } of said) {
    if (key === undefined || value === undefined) continue;
    const { kv } = await store.get(key);
    // A deletion that was done and not yet said.
    if (kv === undefined && Number(key.split('/').at(-1)) % 5 === 4) continue;
    expect([key, deleted.has(key)]).toEqual([key, false]);
    expect(kv).toMatchObject({ modRevision: revision, createRevision: revision });
    expect(Buffer.from(kv?.value ?? []).toString()).toBe(`${key}:${'x'.repeat(value - key.length - 1)}`);
  }
}

/** Counters are what the number of acknowledged increments makes at least, and each increment took the one before. */
async function expectCounters(store: Store, increments: ReadonlyMap<string, number>): Promise<void> {
  for (const { key, value } of (await store.range('/counter/')).items)
    expect(Number(Buffer.from(value).toString())).toBeGreaterThanOrEqual(increments.get(key) ?? 0);
}

describe('a killed writer', () => {
  it(`loses nothing that was acknowledged, ${KILLS} times`, { timeout: 30_000 + KILLS * 5000 }, async () => {
    const directory = directories.next();
    const increments = new Map<string, number>();
    let acknowledged = 0;
    let newest = 1;
    for (let round = 0; round < KILLS; round++) {
      const said = await writeUntilKilled(directory, round);
      expect(said.length).toBeGreaterThan(0);
      acknowledged += said.length - 1;
      for (const { counter } of said) if (counter) increments.set(counter, (increments.get(counter) ?? 0) + 1);
      const store = await openLmdb({ directory });
      const revision = await store.revision();
      expect(revision).toBeGreaterThanOrEqual(Math.max(newest, ...said.map((each) => each.revision ?? 0)));
      await expectAll(store, said);
      await expectCounters(store, increments);
      // The history has no gap: one event a revision.
      await store.compact(Math.max(newest, revision - 100));
      const watch = new Recorder(store, '', Math.max(newest, revision - 100));
      const events = await watch.caughtUp(store);
      expect(events.map(eventRevision)).toEqual(events.map((_, index) => revision - events.length + 1 + index));
      expect(await store.health()).toBeUndefined();
      newest = revision;
      await store.close();
    }
    process.stderr.write(`${KILLS} kills, ${acknowledged} acknowledged writes, none lost\n`);
  });
});
