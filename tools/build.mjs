// Builds dist/: one ESM bundle with a lazily loaded chunk a command. Installs the dependencies when they are missing.
// Everything it says goes to stderr, so that the command which caused the build keeps its stdout.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;
const lock = `${root}.build-lock`;
const LOCK_STALE_MS = 10 * 60_000;

const say = (text) => process.stderr.write(`bulkhead: ${text}\n`);

function fail(text) {
  say(text);
  process.exit(2);
}

const major = Number(process.versions.node.split('.')[0]);
if (major < 20) fail(`Node.js 20 or newer is needed, this is ${process.versions.node}`);

/** Two first uses at the same time must not install over each other: the second waits for the first. */
function withLock(work) {
  for (;;) {
    try {
      mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') fail(`cannot write to ${root} (${error.code}): the first use builds there`);
      const age = Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
      if (age > LOCK_STALE_MS) rmSync(lock, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  process.on('exit', () => existsSync(lock) && rmdirSync(lock));
  return work();
}

function install() {
  if (existsSync(`${root}node_modules/esbuild`) && existsSync(`${root}node_modules/@stricli/core`)) return;
  say('first use: installing dependencies ...');
  const result = spawnSync(
    'npm',
    // Not `npm ci`: it refuses a lock from which a registry's missing optional platform packages were left out.
    ['install', '--no-save', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', process.stderr, process.stderr],
      shell: process.platform === 'win32',
    },
  );
  if (result.error) fail(`npm could not be started (${result.error.code}): npm is needed on the PATH`);
  if (result.status !== 0) fail('npm install failed: see above, then try again');
}

async function bundle() {
  const { build } = await import('esbuild');
  const staging = `${root}.dist-staging`;
  rmSync(staging, { recursive: true, force: true });
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  await build({
    absWorkingDir: root,
    entryPoints: { bulkhead: 'packages/cli/src/main.ts' },
    outdir: staging,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // A native module: it is loaded from node_modules, and only when a server starts.
    external: ['lmdb'],
    // Some libraries are CommonJS inside and ask for Node's own modules.
    banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
    minifySyntax: true,
    minifyWhitespace: true,
    sourcemap: false,
    legalComments: 'none',
    chunkNames: 'chunks/[name]-[hash]',
    define: { BULKHEAD_VERSION: JSON.stringify(version) },
    logLevel: 'warning',
  });
  rmSync(dist, { recursive: true, force: true });
  renameSync(staging, dist);
}

await withLock(async () => {
  const started = Date.now();
  install();
  say('building ...');
  await bundle();
  say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
});
