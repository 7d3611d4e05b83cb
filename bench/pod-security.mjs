// Pod Security verdicts a second on one core: every pod of a made-up cluster against restricted:latest and baseline:v1.29.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundled } from './bundled.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const generator = `${root}../shared/bench/gen-cluster.mjs`;
const SECONDS = 2;

if (!existsSync(generator)) {
  console.log('SKIPPED: ../shared/bench/gen-cluster.mjs is not here');
  process.exit(0);
}
const { PodSecurityEvaluator, defaultProfile } = await bundled(
  `export { PodSecurityEvaluator } from '@bulkhead/engine/pod-security'; export { defaultProfile } from '@bulkhead/features';`,
  'packages/audit',
);
const list = JSON.parse(
  execFileSync(
    process.execPath,
    [generator, '--format', 'json', '--policies', '0', '--bindings', '0', '--roles', '0'],
    { maxBuffer: 1 << 28 },
  ),
);
const pods = list.items.filter(({ kind }) => kind === 'Pod');

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
