// The project's tests: format, lint, types, import rules and tidiness, dead code, unit and conformance tests with
// coverage. Installs what the tests need. Ends with one line: `N passed, N failed, N skipped`.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { installTestTools } from './install-test-tools.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const report = `${root}coverage/results.json`;
const only = process.argv.slice(2);

function run(title, command, args, options = {}) {
  const started = Date.now();
  process.stderr.write(`\n== ${title}\n`);
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  process.stderr.write(`== ${title}: ${result.status === 0 ? 'ok' : 'FAILED'} in ${seconds} s\n`);
  return result.status === 0;
}

if (!existsSync(`${root}node_modules/vitest`)) {
  if (
    !run('install', 'npm', ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'])
  )
    process.exit(1);
}
const bin = (name) => `${root}node_modules/.bin/${name}`;
const path = installTestTools(root);

const steps = [
  ['build', process.execPath, ['tools/build.mjs']],
  ['format', bin('biome'), ['check', '--linter-enabled=false', '--error-on-warnings', '.']],
  ['lint', bin('oxlint'), ['--type-aware', '--deny-warnings']],
  ['types', bin('tsc'), ['-p', '.']],
  ['types of the report page', bin('tsc'), ['-p', 'packages/audit/src/reporters/html/page']],
  ['dead code', bin('knip'), ['--no-progress']],
];
const failedSteps = (only.length === 0 ? steps : [])
  .filter(([title, command, args]) => !run(title, command, args))
  .map(([title]) => title);

rmSync(report, { force: true });
const vitest = [
  'run',
  ...(only.length === 0 ? ['--coverage'] : []),
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...only,
];
const ok = run('tests', bin('vitest'), vitest, { env: { ...process.env, PATH: path, NO_COLOR: '1' } });
const results = existsSync(report)
  ? JSON.parse(readFileSync(report, 'utf8'))
  : { numPassedTests: 0, numFailedTests: 1, numPendingTests: 0 };
const passed = results.numPassedTests + (only.length === 0 ? steps.length - failedSteps.length : 0);
if (!ok && results.numFailedTests === 0) failedSteps.push('tests');
const total = results.numFailedTests + failedSteps.length;
// Named again at the end: a step's own output is far above the tests'.
if (failedSteps.length > 0) console.log(`failed: ${failedSteps.join(', ')}`);
console.log(`${passed} passed, ${total} failed, ${results.numPendingTests} skipped`);
process.exit(total === 0 && ok ? 0 : 1);
