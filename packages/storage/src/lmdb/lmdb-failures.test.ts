/** What goes wrong around an LMDB state, and what people are told. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StoreUnavailableError } from '../store.js';
import { bytes, Recorder, text, until, written } from '../store.test-support.js';
import { openTables } from './database.js';
import { encodeNumber, FORMAT } from './format.js';
import { ChildProgram, TestDirectories } from './lmdb-directory.test-support.js';
import { openLmdb } from './lmdb-store.js';
import { META } from './snapshot.js';
import { dataFile, lockFile } from './state-directory.js';

const directories = new TestDirectories();
const program = new ChildProgram();
beforeAll(() => program.build(new URL('./store-writer.test-support.ts', import.meta.url)));
afterAll(() => {
  program.remove();
  directories.remove();
});

const isRoot = process.getuid?.() === 0;

describe('an LMDB state', () => {
  it('is closed to other users', async () => {
    const directory = directories.next();
    mkdirSync(directory, { mode: 0o755 });
    const store = await openLmdb({ directory });
    const modes = [directory, dataFile(directory), lockFile(directory)].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o600, 0o600]);
    await store.close();
  });

  it('has one writer in a process', async () => {
    const directory = directories.next();
    const store = await openLmdb({ directory });
    await expect(openLmdb({ directory })).rejects.toThrow(
      `process ${process.pid} already serves the state in ${directory}: stop it first or name another directory`,
    );
    await written(store.put('/a', bytes('x'), 0));
    await store.close();
    const again = await openLmdb({ directory });
    expect((await again.get('/a')).kv).toBeDefined();
    await again.close();
  });

  it('has one writer among processes, until that is killed', async () => {
    const directory = directories.next();
    const child = program.start(directory, 'hold');
    await once(child.stdout ?? child, 'data');
    await expect(openLmdb({ directory })).rejects.toThrow(`process ${child.pid} already serves the state`);
    const reader = await openLmdb({ directory, readOnly: true });
    expect(await reader.revision()).toBe(1);
    await reader.close();
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    const store = await openLmdb({ directory });
    await written(store.put('/a', bytes('x'), 0));
    await store.close();
  });

  it('takes nothing more from a process that has lost it', async () => {
    const directory = directories.next();
    const store = await openLmdb({ directory });
    const { root, meta } = await openTables(directory, false);
    root.transactionSync(() => meta.putSync(Buffer.from('owner'), Buffer.from('{"pid":1}')));
    await expect(store.put('/a', bytes('x'), 0)).rejects.toThrow(/another process has taken over the state/);
    expect(await store.health()).toMatch(/another process has taken over/);
    expect(await store.revision()).toBe(1);
    await store.close();
    await root.close();
  });

  it('of a newer format is left alone', async () => {
    const directory = directories.next();
    await (await openLmdb({ directory })).close();
    const { root, meta } = await openTables(directory, false);
    await meta.put(META.format, encodeNumber(FORMAT + 1));
    await root.close();
    for (const readOnly of [false, true])
      await expect(openLmdb({ directory, readOnly })).rejects.toThrow(
        `the state in ${directory} has format ${FORMAT + 1}, this Bulkhead knows ${FORMAT}`,
      );
  });

  it('that is broken is named so', async () => {
    const garbage = directories.next();
    mkdirSync(garbage);
    writeFileSync(dataFile(garbage), 'x'.repeat(100_000));
    await expect(openLmdb({ directory: garbage })).rejects.toThrow(
      `the state in ${garbage} is broken (data.mdb is no LMDB file): restore it from a backup`,
    );
    const cut = directories.next();
    const store = await openLmdb({ directory: cut });
    for (let index = 0; index < 20; index++) await written(store.put(`/${index}`, new Uint8Array(10_000), 0));
    await store.close();
    truncateSync(dataFile(cut), 20_000);
    await expect(openLmdb({ directory: cut })).rejects.toThrow('the end of data.mdb is missing');
    writeFileSync(dataFile(cut), readFileSync(dataFile(cut)).subarray(0, 100));
    await expect(openLmdb({ directory: cut })).rejects.toThrow(StoreUnavailableError);
  });

  it('in a directory that cannot be written is named so', async () => {
    const directory = directories.next();
    writeFileSync(directory, 'a file');
    await expect(openLmdb({ directory: join(directory, 'state') })).rejects.toThrow(
      /^the state directory .* cannot be written \(ENOTDIR\): give this user the right to it or name another directory$/,
    );
    if (isRoot) return;
    const closed = directories.next();
    mkdirSync(closed);
    chmodSync(closed, 0o500);
    await expect(openLmdb({ directory: join(closed, 'state') })).rejects.toThrow(/cannot be written \(EACCES\)/);
  });

  it('that is removed while it is in use makes the store unhealthy', async () => {
    const directory = directories.next();
    const store = await openLmdb({ directory });
    rmSync(dataFile(directory));
    expect(await store.health()).toMatch(/was removed while it was in use/);
    await store.close();
  });
});

describe('a full disk', () => {
  it('refuses puts while there is still room for deletions', async () => {
    const directory = directories.next();
    let store = await openLmdb({ directory });
    const first = await written(store.put('/a', bytes('x'), 0));
    await store.close();
    store = await openLmdb({ directory, reserveBytes: Number.MAX_SAFE_INTEGER });
    await expect(store.put('/b', bytes('x'), 0)).rejects.toThrow(
      `the disk that holds ${directory} is full: free space on it or delete objects; writing goes on by itself then`,
    );
    expect(await store.health()).toMatch(/is full/);
    expect(text((await store.get('/a')).kv?.value)).toBe('x');
    expect(await store.delete('/a', first)).toMatchObject({ succeeded: true });
    await store.close();
  });

  const mounts = isRoot && process.platform === 'linux';
  it.skipIf(!mounts)('loses nothing, and goes on once there is room again', async () => {
    const mount = directories.next();
    mkdirSync(mount);
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', mount]).status !== 0) {
      process.stderr.write('SKIPPED: a full disk cannot be made here\n');
      return;
    }
    const store = await openLmdb({ directory: join(mount, 'state'), reserveBytes: 0 });
    try {
      await fillAndRecover(store, mount);
    } finally {
      await store.close();
      spawnSync('umount', [mount]);
    }
  });
});

async function fillAndRecover(store: Awaited<ReturnType<typeof openLmdb>>, mount: string): Promise<void> {
  const ballast = join(mount, 'ballast');
  writeFileSync(ballast, Buffer.alloc(1_500_000));
  const watch = new Recorder(store, '', 1);
  const revisions: number[] = [];
  let failure: unknown;
  for (let index = 0; failure === undefined && index < 100; index++) {
    try {
      revisions.push(await written(store.put(`/${index}`, new Uint8Array(100_000), 0)));
    } catch (error) {
      failure = error;
    }
  }
  expect(failure).toBeInstanceOf(StoreUnavailableError);
  expect(String(failure)).toMatch(/the disk that holds .* is full/);
  await expect(store.put('/again', new Uint8Array(100_000), 0)).rejects.toThrow(/is full/);
  expect((await store.range('/')).items).toHaveLength(revisions.length);
  expect(await store.revision()).toBe(revisions.at(-1));
  rmSync(ballast);
  await until(async () => (await store.health()) === undefined);
  const after = await written(store.put('/after', new Uint8Array(100_000), 0));
  expect(after).toBe((revisions.at(-1) ?? 0) + 1);
  expect(await watch.caughtUp(store)).toHaveLength(revisions.length + 1);
  watch.watch.close();
}
