// Builds dist/: the commands, the servers, and what begins. Installs the dependencies when they are missing.
// Everything it says goes to stderr, so that the command which caused the build keeps its stdout.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = `${root}dist`;
const lock = `${root}.build-lock`;
const LOCK_STALE_MS = 10 * 60_000;
const CODE_MS = 60_000;

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

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  minifySyntax: true,
  minifyWhitespace: true,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
};

/** What begins: it reads one of the others. The module is for those who ask for one. */
const launcher = (outdir) => ({
  ...common,
  entryPoints: { bulkhead: 'packages/cli/src/launch/launch.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
});

/** All commands: modules, and a chunk a command that is read when it is asked for. */
const commands = (outdir, define) => ({
  ...common,
  define,
  entryPoints: { cli: 'packages/cli/src/main.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  splitting: true,
  format: 'esm',
  // A native module: it is loaded from node_modules, and only when a server starts.
  external: ['lmdb'],
  // Some libraries are CommonJS inside and ask for Node's own modules.
  banner: { js: "import{createRequire as $r}from'node:module';const require=$r(import.meta.url);" },
  chunkNames: 'chunks/[name]-[hash]',
});

/**
 * The servers: one script, as V8 keeps code of scripts only. The smaller it is, the less memory is touched before anything
 * runs: names are short, and the large library that only `--store etcd` asks for is a file beside it.
 */
const servers = (outdir, define) => ({
  ...common,
  define,
  entryPoints: { server: 'packages/cli/src/server-main.ts' },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  supported: { 'dynamic-import': false },
  minifyIdentifiers: true,
  mainFields: ['module', 'main'],
  conditions: ['import', 'module'],
  banner: { js: `(function(require){"use strict";var module={exports:{}},exports=module.exports,${LMDB_PLACE};` },
  footer: { js: '})' },
  plugins: [ownFileOfGrpc, lmdbInside],
});

const grpc = (outdir) => ({
  ...common,
  entryPoints: { grpc: '@grpc/grpc-js' },
  outdir,
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
});

const ownFileOfGrpc = {
  name: 'own file of grpc',
  setup: ({ onResolve }) => onResolve({ filter: /^@grpc\/grpc-js$/ }, () => ({ path: './grpc.cjs', external: true })),
};

/** The library's own scripts are read with ours; the native part is found where the library was installed. */
const LMDB_PLACE = '$lmdb=()=>require("node:url").pathToFileURL(require.resolve("lmdb")).href';
const lmdbInside = {
  name: 'lmdb inside',
  setup: ({ onLoad }) =>
    onLoad({ filter: /node_modules\/lmdb\/[a-z-]+\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll('import.meta.url', '$lmdb()'),
      loader: 'js',
    })),
};

async function bundle() {
  const { build } = await import('esbuild');
  const staging = `${root}.dist-staging`;
  rmSync(staging, { recursive: true, force: true });
  const { version } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  const define = { BUILT_VERSION: JSON.stringify(version) };
  const parts = [launcher(staging), commands(staging, define), servers(staging, define), grpc(staging)];
  await Promise.all(parts.map((part) => build(part)));
  writeFileSync(`${staging}/bulkhead.mjs`, "import './bulkhead.cjs';\n");
  await keepCode(staging);
  rmSync(dist, { recursive: true, force: true });
  renameSync(staging, dist);
}

/** Starts a server for a moment, for V8's code of what that needs. Without it a server starts as well, but slower. */
async function keepCode(staging) {
  const child = spawn(process.execPath, [`${root}tools/keep-code.cjs`, `${staging}/server`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: CODE_MS,
    killSignal: 'SIGKILL',
  });
  let complaints = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    complaints += text;
  });
  // All that it writes is one line, when it is ready.
  child.stdout.once('data', () => child.kill('SIGUSR2'));
  const [code] = await once(child, 'close');
  if (code !== 0) say(`servers will start slower: ${complaints.trim() || 'one that was tried did not start'}`);
}

await withLock(async () => {
  const started = Date.now();
  install();
  say('building ...');
  await bundle();
  say(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);
});
