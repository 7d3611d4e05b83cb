/**
 * Running kustomize, kubectl and helm on folders of strangers: found by absolute path, an argument list and no shell,
 * an environment of its own, no plugins, no credentials, no network, and limits of time, output and memory.
 */
import { type ChildProcess, execFile } from 'node:child_process';
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { delimiter, isAbsolute, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { failureOf } from './disk.js';
import { type InputLimits, inMebibytes } from './limits.js';
import { sentence } from './shown-name.js';

export type Tool = 'kustomize' | 'kubectl' | 'helm';

export type ToolResult =
  | { readonly kind: 'done'; readonly output: Uint8Array }
  /** `reason` is one printable line. */
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'missing' };

export type RunTool = (tool: Tool, args: readonly string[]) => Promise<ToolResult>;

export interface ToolRunner {
  readonly run: RunTool;
  /** Removes what the tools wrote. */
  readonly close: () => void;
}

type Environment = Readonly<Partial<Record<string, string>>>;

export function createToolRunner(environment: Environment, limits: InputLimits): ToolRunner {
  let home: string | undefined;
  let spentMs = 0;
  return {
    async run(tool, args) {
      const path = findTool(tool, environment);
      if (path === undefined) return { kind: 'missing' };
      const timeoutMs = Math.min(limits.toolTimeoutMs, limits.toolTotalMs - spentMs);
      if (timeoutMs <= 0) return { kind: 'failed', reason: 'kustomize and helm took too long altogether' };
      const start = performance.now();
      try {
        home ??= mkdtempSync(join(tmpdir(), 'bulkhead-'));
        return await runTool(path, args, toolEnvironment(environment, home), home, timeoutMs, limits);
      } catch (error) {
        return { kind: 'failed', reason: sentence(failureOf(error)) };
      } finally {
        spentMs += performance.now() - start;
      }
    },
    close() {
      if (home !== undefined) rmSync(home, { recursive: true, force: true });
      home = undefined;
    },
  };
}

/** The program on the PATH. Relative entries do not count: they may be the very folder that is read. */
export function findTool(tool: Tool, environment: Environment): string | undefined {
  const file = process.platform === 'win32' ? `${tool}.exe` : tool;
  for (const folder of (environment.PATH ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const path = join(folder, file);
    try {
      accessSync(path, constants.X_OK);
      if (statSync(path).isFile()) return path;
    } catch {
      // Not here: the next folder may have it.
    }
  }
  return undefined;
}

/** A port where nothing listens: Go programs send every request for another machine there. */
const NO_PROXY_ANSWERS = 'http://127.0.0.1:9';

/** PATH and HOME are kept for wrapper scripts; everything that holds settings or credentials points nowhere. */
function toolEnvironment(environment: Environment, home: string): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of ['PATH', 'HOME', 'SystemRoot']) {
    const value = environment[name];
    if (value !== undefined) kept[name] = value;
  }
  return {
    ...kept,
    TMPDIR: home,
    KUBECONFIG: devNull,
    DOCKER_CONFIG: home,
    XDG_CONFIG_HOME: home,
    HELM_CONFIG_HOME: home,
    HELM_CACHE_HOME: home,
    HELM_DATA_HOME: home,
    HELM_PLUGINS: join(home, 'plugins'),
    HELM_REGISTRY_CONFIG: join(home, 'registry.json'),
    HELM_REPOSITORY_CONFIG: join(home, 'repositories.yaml'),
    HELM_REPOSITORY_CACHE: join(home, 'repository'),
    HTTP_PROXY: NO_PROXY_ANSWERS,
    HTTPS_PROXY: NO_PROXY_ANSWERS,
    NO_PROXY: '',
    // kustomize fetches remote bases with git.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_TERMINAL_PROMPT: '0',
  };
}

function runTool(
  path: string,
  args: readonly string[],
  env: Record<string, string>,
  cwd: string,
  timeoutMs: number,
  limits: InputLimits,
): Promise<ToolResult> {
  return new Promise((resolve) => {
    let isTooBig = false;
    const child = execFile(
      path,
      args,
      {
        cwd,
        env,
        encoding: 'buffer',
        maxBuffer: limits.fileBytes,
        timeout: timeoutMs,
        killSignal: 'SIGKILL',
        windowsHide: true,
      },
      (error, stdout, stderr) => {
        clearInterval(watch);
        if (error === null) resolve({ kind: 'done', output: stdout });
        else resolve({ kind: 'failed', reason: reasonFor(error, stderr, isTooBig, timeoutMs, limits) });
      },
    );
    child.stdin?.end();
    const watch = setInterval(() => {
      if (residentBytes(child) <= limits.toolMemoryBytes) return;
      isTooBig = true;
      child.kill('SIGKILL');
    }, MEMORY_WATCH_MS);
  });
}

/** Often enough that no machine is filled in between. */
const MEMORY_WATCH_MS = 50;

/** Resident memory of a child; 0 where the system does not tell. */
function residentBytes(child: ChildProcess): number {
  if (process.platform !== 'linux' || child.pid === undefined) return 0;
  try {
    const kibibytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'latin1'))?.[1];
    return Number(kibibytes ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** About an option that nobody has here. */
const HELM_HINT = /\n\nUse --debug flag to render out invalid YAML\n*$/;

interface ChildFailure {
  readonly message: string;
  readonly code?: string | number | null;
  readonly killed?: boolean;
}

function reasonFor(
  error: ChildFailure,
  stderr: Uint8Array,
  isTooBig: boolean,
  timeoutMs: number,
  limits: InputLimits,
): string {
  if (isTooBig) return `it needs more than ${inMebibytes(limits.toolMemoryBytes)} of memory`;
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `it prints more than ${inMebibytes(limits.fileBytes)}`;
  if (error.killed === true) return `it did not finish within ${Math.ceil(timeoutMs / 1000)} seconds`;
  const text = Buffer.from(stderr.buffer, stderr.byteOffset, stderr.byteLength).toString('utf8').replace(HELM_HINT, '');
  const at = text.search(/^Error: /m);
  const said = sentence(at < 0 ? text : text.slice(at + 'Error: '.length));
  return said === '' ? sentence(error.message) : said;
}
