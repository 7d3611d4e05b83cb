/** `bulkhead up` as a process of its own, for tests that talk to it as clients do. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const START_MS = 25_000;

export interface ServerOptions {
  /** Of an earlier start, to go on with it; a fresh one that stop() removes when it is left out. */
  readonly state?: string;
  /** A free one when it is left out. */
  readonly port?: number;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface RunningServer {
  readonly url: string;
  readonly port: number;
  readonly state: string;
  readonly kubeconfig: string;
  readonly authorityPEM: string;
  /** Bytes of memory that the process holds now. */
  rss(): number;
  /** What it wrote to stderr. */
  complaints(): string;
  isRunning(): boolean;
  /** In order; its exit code. The state goes too, unless it was given. */
  stop(): Promise<number | null>;
  /** At once, as a machine that loses power would; the state stays. */
  kill(): Promise<void>;
}

let bundle: string | undefined;

/** The launcher builds dist/ where it is missing or older than the sources. */
export function bulkheadBundle(): string {
  bundle ??= process.env['BULKHEAD_BUNDLE'];
  if (bundle === undefined) {
    const built = spawnSync(`${root}bulkhead`, ['--version'], { encoding: 'utf8' });
    if (built.status !== 0) throw new Error(`bulkhead could not be built: ${built.stderr}`);
    bundle = `${root}dist/bulkhead.cjs`;
  }
  return bundle;
}

/** Settles when it is ready. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const state = options.state ?? mkdtempSync(join(tmpdir(), 'bulkhead-state-'));
  const child = spawn(
    process.execPath,
    [
      bulkheadBundle(),
      'up',
      '--state',
      state,
      '--listen',
      `127.0.0.1:${options.port ?? 0}`,
      '--output',
      'json',
      ...(options.args ?? []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...options.env } },
  );
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += String(chunk);
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const { url, kubeconfig } = await ready(child, () => complaints);
  return {
    url,
    port: Number(new URL(url).port),
    state,
    kubeconfig,
    authorityPEM: readFileSync(join(state, 'pki/ca.crt'), 'utf8'),
    rss: () => residentBytes(child.pid ?? 0),
    complaints: () => complaints,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const code = await exited;
      clearTimeout(late);
      if (options.state === undefined) rmSync(state, { recursive: true, force: true });
      return code;
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

interface Ready {
  readonly url: string;
  readonly kubeconfig: string;
}

function ready(child: ChildProcess, complaints: () => string): Promise<Ready> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (why: string): void => {
      child.kill('SIGKILL');
      reject(new Error(`bulkhead up ${why}: ${complaints()}`));
    };
    const late = setTimeout(() => fail(`was not ready in ${START_MS} ms`), START_MS);
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stdout?.on('data', (chunk: Buffer) => {
      text += String(chunk);
      const line = text.split('\n').find((candidate) => candidate.includes('"ready"'));
      if (line === undefined || !text.includes('\n')) return;
      clearTimeout(late);
      resolve(JSON.parse(line));
    });
  });
}

function residentBytes(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) * 1024;
}

/** What a test needs from the machine, said loudly when it is not there. */
export function isHere(what: string, present: boolean): boolean {
  if (!present) process.stderr.write(`SKIPPED: ${what} is not here, so its tests are skipped\n`);
  return present;
}

export const hasProc = existsSync('/proc/self/status');

/** A folder of the recorded cases and fixtures, which are not part of the project. */
export const sharedFolder = fileURLToPath(new URL('../../../shared/', import.meta.url));
