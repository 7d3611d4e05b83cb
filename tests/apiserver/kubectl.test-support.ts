/** The real kubectl: the one that the test command installed, else the one on the PATH. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isHere, type RunningServer } from './server.test-support.js';

const installed = fileURLToPath(new URL('../../.tools/bin/kubectl', import.meta.url));
const binary = existsSync(installed) ? installed : 'kubectl';

/** Such as 1.35.2; undefined without a kubectl. */
export const kubectlVersion: string | undefined = /"gitVersion": "v([^"]+)"/.exec(
  spawnSync(binary, ['version', '--client', '-o', 'json'], { encoding: 'utf8' }).stdout ?? '',
)?.[1];

export const hasKubectl = isHere('kubectl', kubectlVersion !== undefined);

export interface KubectlAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface KubectlOptions {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export class Kubectl {
  readonly #environment: NodeJS.ProcessEnv;
  /** Its home: what it caches of discovery stays within the test. */
  readonly home = mkdtempSync(join(tmpdir(), 'bulkhead-kubectl-'));

  constructor(server: RunningServer) {
    this.#environment = { ...process.env, KUBECONFIG: server.kubeconfig, HOME: this.home };
  }

  /** Whatever it answers. */
  async try(args: readonly string[], options: KubectlOptions = {}): Promise<KubectlAnswer> {
    const child = spawn(binary, args, {
      env: { ...this.#environment, ...options.env },
      timeout: options.timeoutMs ?? 20_000,
    });
    const answer = { code: null as number | null, stdout: '', stderr: '' };
    child.stdout.on('data', (chunk: Buffer) => {
      answer.stdout += String(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      answer.stderr += String(chunk);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    answer.code = await new Promise((resolve) => child.once('close', resolve));
    return answer;
  }

  /** Its output; fails when it does. Words are split at blanks. */
  async run(command: string, options: KubectlOptions = {}): Promise<string> {
    const { code, stdout, stderr } = await this.try(command.split(' '), options);
    if (code !== 0) throw new Error(`kubectl ${command} ended with ${code}: ${stderr}${stdout}`);
    return stdout;
  }

  // oxlint-disable-next-line no-explicit-any -- objects of every kind
  async json(command: string): Promise<any> {
    return JSON.parse(await this.run(`${command} -o json`));
  }

  close(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
