// Times `bulkhead audit` as a whole process on made-up clusters, and other linters on the same files.
//   node bench/audit.mjs [--runs 5] [--peers]
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const generator = `${root}../shared/bench/gen-cluster.mjs`;
const runs = Number(process.argv[process.argv.indexOf('--runs') + 1]) || 5;
const tools = `${root}.tools/bin`;
const PEERS = [
  {
    name: 'kube-score',
    module: 'github.com/zegl/kube-score/cmd/kube-score@v1.20.0',
    args: (file) => ['score', '--output-format', 'ci', file],
  },
  {
    name: 'kube-linter',
    module: 'golang.stackrox.io/kube-linter/cmd/kube-linter@v0.8.3',
    args: (file) => ['lint', file],
  },
];

if (!existsSync(generator)) {
  console.log('SKIPPED: ../shared/bench/gen-cluster.mjs is not here');
  process.exit(0);
}
if (!existsSync(`${root}dist/bulkhead.cjs`))
  execFileSync(process.execPath, ['tools/build.mjs'], { cwd: root, stdio: 'inherit' });
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));

function cluster(name, ...args) {
  const path = join(folder, name);
  const fd = openSync(path, 'w');
  spawnSync(process.execPath, [generator, ...args], { stdio: ['ignore', fd, 'inherit'] });
  closeSync(fd);
  return path;
}

/** Wall and CPU seconds and peak memory of one run; memory comes from GNU time where it is installed. */
function measure(command, args) {
  const timed = existsSync('/usr/bin/time');
  const sink = openSync('/dev/null', 'w');
  const before = process.resourceUsage === undefined ? undefined : process.hrtime.bigint();
  const result = timed
    ? spawnSync('/usr/bin/time', ['-f', '\n%e %U %S %M', command, ...args], {
        stdio: ['ignore', sink, 'pipe'],
        maxBuffer: 1 << 28,
      })
    : spawnSync(command, args, { stdio: ['ignore', sink, 'ignore'] });
  const wall = Number(process.hrtime.bigint() - before) / 1e9;
  closeSync(sink);
  if (!timed) return { wall, cpu: Number.NaN, megabytes: Number.NaN };
  const [, user, system, kilobytes] = String(result.stderr).trim().split('\n').at(-1).split(' ').map(Number);
  return { wall, cpu: user + system, megabytes: kilobytes / 1024 };
}

function report(title, command, args, count = runs) {
  const samples = Array.from({ length: count }, () => measure(command, args)).sort((a, b) => a.wall - b.wall);
  const middle = samples[samples.length >> 1];
  const range = `${samples[0].wall.toFixed(2)}..${samples.at(-1).wall.toFixed(2)}`;
  console.log(
    `${title.padEnd(46)} ${middle.wall.toFixed(2).padStart(7)} s wall (${range})  ${middle.cpu.toFixed(2).padStart(6)} s CPU  ${middle.megabytes.toFixed(0).padStart(5)} MB`,
  );
}

const large = cluster('large.yaml');
const largeJSON = cluster('large.json', '--format', 'json');
const small = cluster(
  'small.yaml',
  '--pods',
  '1000',
  '--policies',
  '100',
  '--roles',
  '100',
  '--bindings',
  '1000',
  '--namespaces',
  '10',
);
console.log(
  `${cpus().length} cores, Node ${process.version}; medians of ${runs} runs; ${(statSync(large).size / 1e6).toFixed(1)} MB of YAML`,
);
const bulkhead = (file, format) =>
  ['--', `${root}dist/bulkhead.cjs`, 'audit', file, '--format', format, '--fail-on', 'none'].slice(1);
report('bulkhead --version', process.execPath, [`${root}dist/bulkhead.cjs`, '--version']);
report('bulkhead audit, 1,000 pods, YAML, table', process.execPath, bulkhead(small, 'table'));
report('bulkhead audit, 10,000 pods, YAML, table', process.execPath, bulkhead(large, 'table'));
report('bulkhead audit, 10,000 pods, YAML, json', process.execPath, bulkhead(large, 'json'));
report('bulkhead audit, 10,000 pods, JSON, json', process.execPath, bulkhead(largeJSON, 'json'));
for (const { name, module, args } of PEERS) {
  if (!existsSync(`${tools}/${name}`) && process.argv.includes('--peers')) {
    spawnSync('go', ['install', module], { env: { ...process.env, GOBIN: tools, CGO_ENABLED: '0' }, stdio: 'inherit' });
  }
  if (existsSync(`${tools}/${name}`))
    report(`${name}, 10,000 pods, YAML`, `${tools}/${name}`, args(large), Math.min(runs, 3));
  else console.log(`${name}: not installed (--peers builds it)`);
}
rmSync(folder, { recursive: true });
