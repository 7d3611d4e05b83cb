// Measures network policies on a made-up cluster and prints the figures.
//   node bench/network-policy.mjs [--pods 10000] [--policies 1000] [--cluster FILE] [--check]
// The cluster is read from FILE (a List in JSON), or made by ../shared/bench/gen-cluster.mjs. With --check the exit code
// is 1 when a figure misses its goal. The engine is bundled first, as users run it.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const generator = join(root, '../shared/bench/gen-cluster.mjs');
const argument = (name, fallback) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? fallback : process.argv[at + 1];
};

function objects() {
  const file = argument('cluster', '');
  if (file !== '') return JSON.parse(readFileSync(file, 'utf8')).items;
  if (!existsSync(generator)) {
    console.log('SKIPPED: ../shared/bench/gen-cluster.mjs is not here');
    process.exit(0);
  }
  const size = ['--pods', argument('pods', '10000'), '--policies', argument('policies', '1000')];
  const output = execFileSync(
    process.execPath,
    [generator, ...size, '--roles', '0', '--bindings', '0', '--format', 'json'],
    {
      maxBuffer: 1 << 30,
    },
  );
  return JSON.parse(output.toString()).items;
}

let missed = false;
function report(title, value, unit, goal) {
  const isMissed = goal !== undefined && value > goal;
  missed ||= isMissed;
  const goalText = goal === undefined ? '' : `  goal ${goal}${isMissed ? '  MISSED' : ''}`;
  console.log(`${title.padEnd(52)} ${value.toFixed(value < 10 ? 3 : 0).padStart(12)} ${unit}${goalText}`);
}

/** The median of some runs, in milliseconds, and the last run's result. */
function timed(run, runs = 5) {
  const samples = [];
  let result;
  for (let index = 0; index < runs; index += 1) {
    const begin = performance.now();
    result = run();
    samples.push(performance.now() - begin);
  }
  samples.sort((left, right) => left - right);
  return { fastest: samples[0], slowest: samples.at(-1), median: samples[samples.length >> 1], result };
}

const { NetworkModel, decideConnection, defaultProfile, diffReachability, lintNetworkPolicies, reachability } =
  await bundled(
    `export * from './network-policy/index.js';\nexport { defaultProfile } from '@bulkhead/features';`,
    'packages/engine/src',
  );
const input = objects();
const options = { profile: defaultProfile(35) };

/** Reads every cell. */
function matrix(model) {
  const found = reachability(model);
  const sizes = found.classes.map(({ nodes }) => nodes.length);
  let pairs = 0;
  for (const { source, cells } of found.rows()) {
    for (let index = 0; index < cells.length; index += 1) if (cells[index] !== 0) pairs += sizes[source] * sizes[index];
  }
  return { classes: found.classes.length, pairs };
}

const model = timed(() => new NetworkModel(input, options));
report('model: read and check all objects', model.median, 'ms');
const all = timed(() => matrix(model.result));
console.log(`  ${all.result.classes} classes, ${all.result.pairs} allowed pairs`);
report('all pairs, every cell read', all.median, 'ms');
const both = timed(() => matrix(new NetworkModel(input, options)));
report('model and all pairs', both.median, 'ms');
// Other work on the machine slows runs down and never speeds one up: the goal is about the fastest.
report('  fastest run', both.fastest, 'ms', 1000);
report('  slowest run', both.slowest, 'ms');
report('peak memory of this process', process.resourceUsage().maxRSS / 1024, 'MB', 300);
const pods = input.filter(({ kind }) => kind === 'Pod').map(({ metadata }) => metadata);
let answered = 0;
const questions = timed(() => {
  for (let index = 0; index < 1000; index += 1) {
    const from = pods[(index * 7919) % pods.length];
    const to = pods[(index * 104729) % pods.length];
    const side = ({ namespace, name }) => ({ kind: 'pod', namespace, name });
    if (decideConnection(model.result, { from: side(from), to: side(to), port: 8080, protocol: 'TCP' }).allowed)
      answered += 1;
  }
});
report('one question', questions.median / 1000, 'ms', 1);
if (lintNetworkPolicies !== undefined)
  report('lint', timed(() => lintNetworkPolicies(model.result), 3).median, 'ms', 1000);
if (diffReachability !== undefined) {
  const fewer = new NetworkModel(
    input.filter(({ metadata }) => !/-(1|2|3)$/.test(metadata.name)),
    options,
  );
  const changes = timed(() => [...diffReachability(model.result, fewer, { limit: 1000 })].length, 1);
  report('diff, first thousand changes', changes.median, 'ms');
}
process.exitCode = process.argv.includes('--check') && missed ? 1 : 0;
