// Drives an API server by its kubeconfig: creates, gets, lists, watch fan-out, access reviews; without one it starts
// `bulkhead up` and measures its start and memory too.
//   node bench/api-server.mjs [--kubeconfig FILE --pid PID] [--scale 1] [--runs 3]
// Figures are per second of wall time and, where the process is known, CPU milliseconds per operation: compare those on
// a machine that does other things.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    kubeconfig: { type: 'string' },
    pid: { type: 'string' },
    scale: { type: 'string', default: '1' },
    runs: { type: 'string', default: '3' },
  },
});
const scale = Number(values.scale);
const runs = Number(values.runs);
const scaled = (count) => Math.max(1, Math.round(count * scale));
const root = fileURLToPath(new URL('..', import.meta.url));
const line = (name, text) => console.log(`${name.padEnd(44)} ${text}`);
const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function startServer(directory) {
  const begun = performance.now();
  const child = spawn(
    process.execPath,
    [`${root}dist/bulkhead.cjs`, 'up', '--state', directory, '--listen', '127.0.0.1:0', '--output', 'json'],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const [event] = await new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (text) => resolve([JSON.parse(text)]));
    child.once('exit', (code) => reject(new Error(`bulkhead up ended with ${code}`)));
  });
  return { child, kubeconfig: event.kubeconfig, wall: performance.now() - begun };
}

const stop = (child) =>
  new Promise((resolve) => {
    child.removeAllListeners('exit');
    child.once('exit', resolve);
    child.kill('SIGINT');
  });

/** User and system time of the process in milliseconds, and its memory in MiB. */
function usage(pid) {
  if (pid === undefined) return { cpu: Number.NaN, memory: Number.NaN };
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return { cpu: (Number(fields[11]) + Number(fields[12])) * 10, memory: Math.round(Number(memory?.[1]) / 1024) };
}

function client(kubeconfig) {
  const text = readFileSync(kubeconfig, 'utf8');
  const field = (name) => new RegExp(`${name}: "?([^\\s"]+)`).exec(text)?.[1] ?? '';
  const pem = (name) => Buffer.from(field(name), 'base64');
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 256,
    ca: pem('certificate-authority-data'),
    cert: pem('client-certificate-data'),
    key: pem('client-key-data'),
  });
  const server = field('server');
  return (method, path, { body, accept = 'application/json', onResponse } = {}) =>
    new Promise((resolve, reject) => {
      const headers = { Accept: accept, ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) };
      const sent = request(`${server}${path}`, { method, agent, headers }, (response) => {
        if (onResponse !== undefined) return resolve(onResponse(response, sent));
        let bytes = 0;
        response.on('data', (chunk) => {
          bytes += chunk.length;
        });
        response.on('end', () => resolve({ status: response.statusCode, bytes }));
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });
}

async function concurrently(count, width, work) {
  let next = 0;
  const times = [];
  const begun = performance.now();
  const worker = async () => {
    while (next < count) {
      const index = next++;
      const start = performance.now();
      await work(index);
      times.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, count) }, worker));
  times.sort((a, b) => a - b);
  const seconds = (performance.now() - begun) / 1000;
  return { rate: count / seconds, p50: times[count >> 1], p99: times[Math.floor(count * 0.99)] };
}

class Bench {
  #ask;
  #pid;
  #tag = Date.now().toString(36);

  constructor(ask, pid) {
    this.#ask = ask;
    this.#pid = pid;
  }

  async namespace(name) {
    const full = `bench-${this.#tag}-${name}`;
    await this.create('/api/v1/namespaces', { metadata: { name: full } });
    const accounts = `/api/v1/namespaces/${full}/serviceaccounts`;
    await this.#ask('POST', accounts, { body: { metadata: { name: 'default' } } });
    return full;
  }

  async create(path, body, expected = 201) {
    const { status } = await this.#ask('POST', path, { body });
    if (status !== expected) throw new Error(`POST ${path}: ${status}`);
  }

  async measure(name, count, width, prepare) {
    const results = [];
    for (let run = 0; run < runs; run++) {
      const work = await prepare(run);
      const before = usage(this.#pid).cpu;
      const result = await concurrently(count, width, work);
      results.push({ ...result, cpu: (usage(this.#pid).cpu - before) / count });
    }
    const of = (key) => median(results.map((result) => result[key]));
    const cpu = Number.isNaN(of('cpu')) ? '' : `   ${of('cpu').toFixed(2)} ms CPU each`;
    line(
      name,
      `${of('rate').toFixed(0).padStart(7)}/s   p50 ${of('p50').toFixed(1)} p99 ${of('p99').toFixed(1)} ms${cpu}`,
    );
  }

  async list(name, path, accept) {
    const times = [];
    let bytes = 0;
    for (let run = 0; run < Math.max(3, runs); run++) {
      const begun = performance.now();
      ({ bytes } = await this.#ask('GET', path, { accept }));
      times.push(performance.now() - begun);
    }
    line(name, `${median(times).toFixed(1).padStart(7)} ms   ${(bytes / 1e6).toFixed(2)} MB`);
  }

  async fanOut(watchers, events) {
    const namespace = await this.namespace('watch');
    const path = `/api/v1/namespaces/${namespace}/configmaps`;
    let delivered = 0;
    let finish = () => undefined;
    const all = new Promise((resolve) => {
      finish = resolve;
    });
    const open = [];
    for (let index = 0; index < watchers; index++) {
      await this.#ask('GET', `${path}?watch=1&labelSelector=app%3Dbench`, {
        onResponse: (response, sent) => {
          open.push(sent);
          sent.on('error', () => undefined);
          response.on('error', () => undefined);
          response.on('data', (chunk) => {
            for (const byte of chunk) if (byte === 10) delivered++;
            if (delivered >= watchers * events) finish();
          });
        },
      });
    }
    const before = usage(this.#pid).cpu;
    const begun = performance.now();
    await concurrently(events, 16, (index) => this.create(path, configMap(`w${index}`)));
    await Promise.race([all, new Promise((resolve) => setTimeout(resolve, 60_000))]);
    const seconds = (performance.now() - begun) / 1000;
    for (const sent of open) sent.destroy();
    const cpu = usage(this.#pid).cpu - before;
    line(
      `watch fan-out, ${watchers} x ${events}`,
      `${(delivered / seconds).toFixed(0).padStart(7)}/s   ${cpu} ms CPU in all`,
    );
  }
}

const configMap = (name) => ({
  metadata: { name, labels: { app: 'bench' } },
  data: { key: 'v'.repeat(200) },
});
const pod = (name) => ({
  metadata: { name, labels: { app: 'bench' } },
  spec: {
    containers: [
      {
        name: 'main',
        image: 'registry.example/app:1.0',
        ports: [{ containerPort: 8080 }],
        env: [{ name: 'MODE', value: 'x' }],
        resources: { requests: { cpu: '10m', memory: '16Mi' } },
      },
    ],
  },
});
const review = (namespace, user) => ({
  apiVersion: 'authorization.k8s.io/v1',
  kind: 'SubjectAccessReview',
  spec: { user, resourceAttributes: { namespace, verb: 'get', group: '', resource: 'pods' } },
});
const RBAC = 'rbac.authorization.k8s.io';

async function fillRbac(bench, namespace, roles, bindings) {
  const base = `/apis/${RBAC}/v1/namespaces/${namespace}`;
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
  await concurrently(roles, 16, (index) => bench.create(`${base}/roles`, { metadata: { name: `r${index}` }, rules }));
  await concurrently(bindings, 16, (index) =>
    bench.create(`${base}/rolebindings`, {
      metadata: { name: `b${index}` },
      subjects: [{ kind: 'User', apiGroup: RBAC, name: `user-${index}` }],
      roleRef: { apiGroup: RBAC, kind: 'Role', name: `r${index % roles}` },
    }),
  );
}

async function run(kubeconfig, pid) {
  const ask = client(kubeconfig);
  const bench = new Bench(ask, pid);
  const maps = (namespace) => `/api/v1/namespaces/${namespace}/configmaps`;
  await bench.measure('create ConfigMap, 1 client', scaled(1000), 1, async (run) => {
    const path = maps(await bench.namespace(`one${run}`));
    return (index) => bench.create(path, configMap(`c${index}`));
  });
  let large = '';
  await bench.measure('create ConfigMap, 16 clients', scaled(10_000), 16, async (run) => {
    const path = maps(await bench.namespace(`many${run}`));
    large = path;
    return (index) => bench.create(path, configMap(`c${index}`));
  });
  line('memory', `${usage(pid).memory} MiB`);
  await bench.measure(
    'get ConfigMap, 16 clients',
    scaled(10_000),
    16,
    () => (index) => ask('GET', `${large}/c${index}`),
  );
  await bench.list(`list ${scaled(10_000)} ConfigMaps`, large);
  await bench.list('list 500 of them', `${large}?limit=500`);
  const pods = `/api/v1/namespaces/${await bench.namespace('pods')}/pods`;
  await bench.measure(
    'create Pod, 16 clients',
    scaled(5000),
    16,
    (run) => (index) => bench.create(pods, pod(`p${run}-${index}`)),
  );
  await bench.list('list Pods', pods);
  await bench.list('list Pods as a Table', pods, 'application/json;as=Table;g=meta.k8s.io;v=v1');
  await bench.fanOut(100, scaled(1000));
  const granted = await bench.namespace('rbac');
  await fillRbac(bench, granted, scaled(200), scaled(20_000));
  await bench.measure(
    'access review, 20,000 bindings',
    scaled(4000),
    16,
    () => (index) =>
      bench.create(
        '/apis/authorization.k8s.io/v1/subjectaccessreviews',
        review(granted, `user-${(index * 7919) % scaled(20_000)}`),
      ),
  );
  line('memory at the end', `${usage(pid).memory} MiB`);
}

console.log(`${cpus().length} cores, Node ${process.version}; medians of ${runs} runs, scale ${scale}`);
if (values.kubeconfig === undefined) {
  const directory = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));
  const starts = [];
  for (let start = 0; start < 3; start++) {
    const each = join(directory, String(start));
    const { child, wall } = await startServer(each);
    starts.push(wall);
    if (start === 0) line('memory after the start', `${usage(child.pid).memory} MiB`);
    await stop(child);
  }
  line('first start until ready', `${median(starts).toFixed(0).padStart(7)} ms`);
  const { child, kubeconfig, wall } = await startServer(join(directory, '0'));
  line('later start until ready', `${wall.toFixed(0).padStart(7)} ms`);
  try {
    await run(kubeconfig, child.pid);
  } finally {
    await stop(child);
    rmSync(directory, { recursive: true, force: true });
  }
} else await run(values.kubeconfig, values.pid);
