// The stores behind the API server: durable writes, reads, ranges, watches, opening; LMDB and, where there is one, etcd.
// Values of 1 KiB, keys as the API server has them. Usage: node bench/store.mjs [--directory DIR] [--store memory|lmdb|etcd]
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values: options } = parseArgs({
  options: { directory: { type: 'string', default: tmpdir() }, store: { type: 'string' } },
});

const bundle = join(root, '.tools/test/bench-store.mjs');
mkdirSync(join(root, '.tools/test'), { recursive: true });
await build({
  entryPoints: [join(root, 'packages/storage/src/index.ts')],
  outfile: bundle,
  bundle: true,
  format: 'esm',
  platform: 'node',
  external: ['lmdb', '@grpc/grpc-js'],
  logLevel: 'error',
});
const { memoryStore, openEtcdStore, openLmdbStore } = await import(pathToFileURL(bundle).href);

const directory = mkdtempSync(join(options.directory, 'bulkhead-bench-'));
const value = Buffer.alloc(1024, 'v');
const keyOf = (run, index) => `/registry/pods/ns-${index % 100}/${run}-${String(index).padStart(7, '0')}`;
const row = (name, measured, goal = '') => console.log(`| ${name} | ${measured} | ${goal} |`);
const perSecond = (count, ms) => Math.round((count / ms) * 1000).toLocaleString('en');

function percentile(sorted, part) {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))].toFixed(2);
}

async function concurrently(workers, count, work) {
  let next = 0;
  const latencies = [];
  const started = performance.now();
  await Promise.all(
    Array.from({ length: workers }, async () => {
      while (next < count) {
        const index = next++;
        const began = performance.now();
        await work(index);
        latencies.push(performance.now() - began);
      }
    }),
  );
  const ms = performance.now() - started;
  latencies.sort((a, b) => a - b);
  return { rate: perSecond(count, ms), p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) };
}

async function measure(name, store, scale) {
  console.log(`\n| ${name} | measured | goal |\n|---|---|---|`);
  const lmdb = name === 'lmdb';
  await concurrently(16, 200, (index) => store.put(keyOf('warm', index), value, 0));
  for (const [writers, count, goal] of [
    [64, 20_000, '15,000 a second'],
    [256, 20_000, ''],
    [1, 1000, 'p50 below 1 ms'],
  ]) {
    const run = `w${writers}`;
    const { rate, p50, p99 } = await concurrently(writers, Math.ceil(count * scale), (index) =>
      store.put(keyOf(run, index), value, 0),
    );
    row(`${writers} writers`, `${rate} a second, p50 ${p50} ms, p99 ${p99} ms`, lmdb ? goal : '');
  }
  const count = Math.ceil(20_000 * scale);
  const gets = await concurrently(16, count, (index) => store.get(keyOf('w64', (index * 7919) % count)));
  row('gets', `${gets.rate} a second, p50 ${gets.p50} ms`);
  const ranged = performance.now();
  const { items, revision } = await store.range('/registry/pods/');
  row('range over all', `${perSecond(items.length, performance.now() - ranged)} rows a second, ${items.length} rows`);
  const paged = performance.now();
  let pages = 0;
  for (let from; ; pages++) {
    const page = await store.range('/registry/pods/', { limit: 500, revision, ...(from && { from }) });
    from = `${page.items.at(-1)?.key}\u0000`;
    if (page.remaining === 0) break;
  }
  row('pages of 500', `${((performance.now() - paged) / (pages + 1)).toFixed(2)} ms a page`);
  await measureWatches(store, revision, Math.ceil(5000 * scale));
}

async function measureWatches(store, revision, count) {
  for (const [title, from] of [
    ['replay from the beginning', 1],
    ['live', undefined],
  ]) {
    let seen = 0;
    let wanted = Infinity;
    let done;
    const finished = new Promise((resolve) => {
      done = resolve;
    });
    const onEvents = (events) => {
      seen += events.length;
      if (seen >= wanted) done();
    };
    const started = performance.now();
    const start = from ?? (await store.revision());
    wanted = from === undefined ? count : Math.min(revision - 1, 20_000);
    const watch = store.watch('/registry/', start, { onEvents, onProgress() {}, onError: console.error });
    if (from === undefined) await concurrently(64, count, (index) => store.put(keyOf('live', index), value, 0));
    await finished;
    row(`watch, ${title}`, `${perSecond(seen, performance.now() - started)} events a second`);
    watch.close();
  }
}

async function benchLmdb() {
  const opening = performance.now();
  await import('lmdb');
  const loaded = performance.now();
  let store = await openLmdbStore({ directory: join(directory, 'lmdb') });
  const opened = performance.now();
  await measure('lmdb', store, 1);
  row('loading the library', `${(loaded - opening).toFixed(0)} ms`);
  row('opening an empty store', `${(opened - loaded).toFixed(1)} ms`, '30 ms');
  await store.close();
  const again = performance.now();
  store = await openLmdbStore({ directory: join(directory, 'lmdb') });
  row('opening it again, full', `${(performance.now() - again).toFixed(1)} ms`);
  const started = performance.now();
  const revision = await store.revision();
  await store.compact(revision);
  // Nothing of the run is superseded: what is measured is the walk over the log.
  row('compaction', `${perSecond(revision, performance.now() - started)} revisions a second`);
  await store.close();
}

async function benchEtcd() {
  const binary = existsSync(join(root, '.tools/bin/etcd')) ? join(root, '.tools/bin/etcd') : 'etcd';
  const url = 'http://127.0.0.1:32379';
  const peer = 'http://127.0.0.1:32380';
  const flags = {
    'data-dir': join(directory, 'etcd'),
    'listen-client-urls': url,
    'advertise-client-urls': url,
    'listen-peer-urls': peer,
    'initial-advertise-peer-urls': peer,
    'initial-cluster': `default=${peer}`,
    'log-level': 'error',
  };
  const args = Object.entries(flags).map(([name, text]) => `--${name}=${text}`);
  const etcd = spawn(binary, args, { stdio: 'ignore' });
  const failed = new Promise((resolve) => etcd.once('error', () => resolve('failed')));
  try {
    for (let attempt = 0; attempt < 50; attempt++) {
      const store = await Promise.race([openEtcdStore({ servers: [url] }).catch(() => undefined), failed]);
      if (store === 'failed') {
        console.log('\netcd: not installed, not measured');
        return;
      }
      if (store === undefined) await new Promise((resolve) => setTimeout(resolve, 200));
      else {
        await measure('etcd', store, 0.25);
        await store.close();
        return;
      }
    }
  } finally {
    etcd.kill();
  }
}

try {
  const wanted = (name) => options.store === undefined || options.store === name;
  if (wanted('lmdb')) await benchLmdb();
  if (wanted('etcd')) await benchEtcd();
  if (wanted('memory')) await measure('memory', memoryStore(), 1);
} finally {
  rmSync(directory, { recursive: true, force: true });
  rmSync(bundle, { force: true });
}
