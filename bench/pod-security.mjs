// Pod Security verdicts a second on one core: every pod of a made-up cluster against restricted:latest and baseline:v1.29.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const generator = `${root}../shared/bench/gen-cluster.mjs`;
const SECONDS = 2;

if (!existsSync(generator)) {
  console.log('SKIPPED: ../shared/bench/gen-cluster.mjs is not here');
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'bulkhead-bench-'));
const outfile = join(folder, 'engine.mjs');
await build({
  stdin: {
    contents: `export { PodSecurityEvaluator } from '@bulkhead/engine/pod-security'; export { defaultProfile } from '@bulkhead/features';`,
    resolveDir: `${root}packages/audit`,
  },
  bundle: true,
  format: 'esm',
  platform: 'node',
  outfile,
  logLevel: 'warning',
});
const { PodSecurityEvaluator, defaultProfile } = await import(pathToFileURL(outfile).href);
const list = JSON.parse(
  execFileSync(
    process.execPath,
    [generator, '--format', 'json', '--policies', '0', '--bindings', '0', '--roles', '0'],
    { maxBuffer: 1 << 28 },
  ),
);
const pods = list.items.filter(({ kind }) => kind === 'Pod');
rmSync(folder, { recursive: true });

const evaluator = new PodSecurityEvaluator(defaultProfile(35));
for (const policy of [
  { level: 'restricted', version: 'latest' },
  { level: 'baseline', version: 'v1.29' },
]) {
  let verdicts = 0;
  let refused = 0;
  const end = performance.now() + SECONDS * 1000;
  const started = performance.now();
  while (performance.now() < end) {
    for (const pod of pods) if (!evaluator.evaluatePod(policy, pod).allowed) refused++;
    verdicts += pods.length;
  }
  const perSecond = (verdicts / (performance.now() - started)) * 1000;
  console.log(
    `${policy.level}:${policy.version}  ${Math.round(perSecond).toLocaleString('en')} verdicts/s (${pods.length} pods, ${Math.round((100 * refused) / verdicts)}% refused)`,
  );
}
