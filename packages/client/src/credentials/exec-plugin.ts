/**
 * Credential plugins of the user's kubeconfig: started by absolute path with an argument list and no shell, with the
 * user's environment as kubectl gives it, and limits of time and output. Their answer is kept until it expires.
 */
import { spawn } from 'node:child_process';
import { ClusterError, foreignText } from '../cluster-error.js';
import type { ChosenContext } from '../kubeconfig/choose-context.js';
import type { Environment, ExecPlugin } from '../kubeconfig/kubeconfig.js';
import type { CredentialSource, Credentials } from './credentials.js';
import { EXEC_VERSIONS, type ExecCredential, execInfo, parseExecCredential } from './exec-credential.js';
import { findCommand } from './find-command.js';
import type { PluginPolicy } from './plugin-policy.js';

export interface ExecSurroundings {
  readonly env: Environment;
  readonly policy: PluginPolicy;
  /** Whether a person can be asked on stdin. */
  readonly isInteractive: boolean;
  /** What the plugin says to the person. */
  readonly complain: (text: string) => void;
  readonly now: () => number;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;
const MAX_OUTPUT = 1024 * 1024;
/** Credentials that end sooner are as good as ended when the next request is answered. */
const MARGIN_MS = 10_000;

export class ExecCredentials implements CredentialSource {
  readonly #plugin: ExecPlugin;
  readonly #context: ChosenContext;
  readonly #authority: string | undefined;
  readonly #around: ExecSurroundings;
  #kept: ExecCredential | undefined;
  #running: Promise<ExecCredential> | undefined;
  #refreshes = 0;

  /** `authority` is the PEM of the server's authority, for plugins that ask for it. */
  constructor(plugin: ExecPlugin, context: ChosenContext, authority: string | undefined, around: ExecSurroundings) {
    this.#plugin = plugin;
    this.#context = context;
    this.#authority = authority;
    this.#around = around;
  }

  async get(): Promise<Credentials> {
    const { expires } = this.#kept ?? {};
    if (this.#kept !== undefined && (expires === undefined || expires - MARGIN_MS > this.#around.now()))
      return this.#kept;
    this.#running ??= this.#run();
    try {
      this.#kept = await this.#running;
      return this.#kept;
    } finally {
      this.#running = undefined;
    }
  }

  /** Once or twice: a plugin whose answers the server never takes is not asked for ever. */
  forget(): boolean {
    this.#kept = undefined;
    this.#refreshes += 1;
    return this.#refreshes <= MAX_REFRESHES;
  }

  async #run(): Promise<ExecCredential> {
    const { apiVersion, args, env, installHint, provideClusterInfo } = this.#plugin;
    const { env: outer, complain, timeoutMs = TIMEOUT_MS } = this.#around;
    const name = foreignText(this.#plugin.command) || 'without a command';
    if (!EXEC_VERSIONS.includes(apiVersion)) {
      const found = apiVersion === '' ? 'no apiVersion' : foreignText(apiVersion);
      throw new ClusterError(
        `the credential plugin ${name} has ${found}: only ${EXEC_VERSIONS.join(' and ')} are spoken`,
      );
    }
    const interactive = this.#mayAsk(name);
    const command = this.#allowedCommand(name);
    if (command === undefined) {
      const hint = installHint === '' ? '' : `: ${foreignText(installHint)}`;
      throw new ClusterError(`the credential plugin ${name} is not installed, or is no program${hint}`);
    }
    const info = execInfo(apiVersion, this.#context, {
      interactive,
      clusterInfo: provideClusterInfo,
      authority: this.#authority,
    });
    const own = Object.fromEntries(env.map((each) => [each.name, each.value]));
    const output = await runProgram(command, args, {
      name,
      env: { ...outer, ...own, KUBERNETES_EXEC_INFO: info },
      interactive,
      complain,
      timeoutMs,
    });
    return parseExecCredential(name, apiVersion, output);
  }

  #mayAsk(name: string): boolean {
    const mode = this.#plugin.interactiveMode;
    if (mode === '' && this.#plugin.apiVersion.endsWith('/v1')) {
      throw new ClusterError(`the credential plugin ${name} needs an interactiveMode: Never, IfAvailable or Always`);
    }
    if (mode !== '' && mode !== 'Never' && mode !== 'IfAvailable' && mode !== 'Always') {
      throw new ClusterError(`the credential plugin ${name} has the unknown interactiveMode ${foreignText(mode)}`);
    }
    if (mode === 'Never') return false;
    if (mode === 'Always' && !this.#around.isInteractive) {
      throw new ClusterError(`the credential plugin ${name} wants to ask somebody, and stdin is no terminal`);
    }
    return this.#around.isInteractive;
  }

  #allowedCommand(name: string): string | undefined {
    const { policy, env } = this.#around;
    const command = findCommand(this.#plugin.command, env);
    if (policy.kind === 'AllowAll' || command === undefined) return command;
    const isAllowed =
      policy.kind === 'Allowlist' && policy.commands.some((allowed) => findCommand(allowed, env) === command);
    if (isAllowed) return command;
    throw new ClusterError(`the credential plugin ${name} may not run: the policy of your kuberc is ${policy.kind}`);
  }
}

const MAX_REFRESHES = 2;

interface Run {
  readonly name: string;
  readonly env: NodeJS.ProcessEnv;
  readonly interactive: boolean;
  readonly complain: (text: string) => void;
  readonly timeoutMs: number;
}

function runProgram(command: string, args: readonly string[], run: Run): Promise<string> {
  const { name, env, interactive, complain, timeoutMs } = run;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      env,
      shell: false,
      windowsHide: true,
      stdio: [interactive ? 'inherit' : 'ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    let length = 0;
    let why: string | undefined;
    const stop = (reason: string): void => {
      why ??= reason;
      child.kill('SIGKILL');
      // What the program has started may hold the pipes open.
      child.stdout?.destroy();
      child.stderr?.destroy();
    };
    const late = setTimeout(() => stop(`did not answer within ${Math.ceil(timeoutMs / 1000)} seconds`), timeoutMs);
    child.stdout?.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_OUTPUT) stop('printed more than 1 MiB');
      else output.push(chunk);
    });
    let said = 0;
    child.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.length;
      if (said <= MAX_OUTPUT) complain(chunk.toString('utf8'));
    });
    const fail = (reason: string): void => reject(new ClusterError(`the credential plugin ${name} ${reason}`));
    child.on('error', (error) => {
      clearTimeout(late);
      fail(`could not be started: ${foreignText(error.message)}`);
    });
    child.on('close', (code, signal) => {
      clearTimeout(late);
      if (why !== undefined) fail(why);
      else if (code !== 0) fail(signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`);
      else resolve(Buffer.concat(output).toString('utf8'));
    });
  });
}
