// Measures attack paths over a made-up cluster of 10,000 roles and 100,000 bindings and prints the figures.
//   node bench/attack-paths.mjs [--roles 10000] [--bindings 100000] [--pods 10000] [--seed 1] [--cluster FILE] [--check]
// The cluster is read from FILE (a List in JSON), or made by the cluster generator. With --check the exit code is 1 when
// a figure misses its goal. The code is bundled first, as users run it.
import { spawnSync } from 'node:child_process';
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

function clusterText() {
  const file = argument('cluster');
  if (file !== undefined) return readFileSync(file, 'utf8');
  if (!existsSync(generator)) {
    console.log('the cluster generator (../shared/bench/gen-cluster.mjs) is not here: nothing was measured');
    process.exit(0);
  }
  const sizes = ['roles', 'bindings', 'pods', 'seed'].flatMap((name) => [
    `--${name}`,
    argument(name, { roles: '10000', bindings: '100000', pods: '10000', seed: '1' }[name]),
  ]);
  const made = spawnSync(process.execPath, [generator, ...sizes, '--policies', '0', '--format', 'json'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (made.status !== 0) throw new Error(made.stderr);
  return made.stdout;
}

function timed(work) {
  const started = performance.now();
  const result = work();
  return { result, elapsed: performance.now() - started };
}

const figures = [];
function report(name, value, unit, goal) {
  const isMet = goal === undefined || value <= goal;
  figures.push(isMet);
  const aim = goal === undefined ? '' : `  goal at most ${goal}${isMet ? '' : '  MISSED'}`;
  console.log(`${name.padEnd(44)} ${value.toFixed(0).padStart(8)} ${unit}${aim}`);
}

async function main() {
  const paths = await bundled(`export * from './packages/audit/src/attack-paths/index.js';
    export { defaultProfile } from './packages/features/src/index.js';`);
  const objects = JSON.parse(clusterText()).items.map((object) => ({
    apiVersion: object.apiVersion,
    kind: object.kind,
    object,
  }));
  const profile = paths.defaultProfile(35);
  const facts = timed(() => paths.clusterFacts(objects, profile));
  report('facts and RBAC index', facts.elapsed, 'ms');
  const graph = timed(() => paths.attackGraph(facts.result));
  report('grants by subject', graph.elapsed, 'ms');
  const starts = paths.defaultStarts(facts.result);
  const query = { starts, targets: paths.DEFAULT_TARGETS, paths: 1, maxSteps: 12 };
  const found = timed(() => paths.attackPaths(graph.result, query));
  report(`shortest paths from ${starts.length} starts`, found.elapsed, 'ms');
  report('all of it', facts.elapsed + graph.elapsed + found.elapsed, 'ms', 5000);
  console.log(`${found.result.paths.length} paths; ${Math.round(process.memoryUsage().rss / 1e6)} MB`);
  const one = timed(() => {
    const fresh = paths.attackGraph(facts.result);
    const start = starts.filter(({ kind }) => kind === 'user').slice(1, 2);
    return paths.attackPaths(fresh, { ...query, starts: start, paths: 100 });
  });
  report('one user, 100 paths to each target', one.elapsed, 'ms');
  if (process.argv.includes('--check') && figures.includes(false)) process.exitCode = 1;
}

await main();
