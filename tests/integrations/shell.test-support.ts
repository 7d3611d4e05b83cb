/** Programs of the system that tests of integrations start. */
import { spawnSync } from 'node:child_process';
import { delimiter } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The launcher and the programs that the test command installed come first. */
export const PATH = [root, `${root}.tools/bin`, process.env['PATH'] ?? ''].join(delimiter);

export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export function start(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: Readonly<Record<string, string>>; readonly input?: string } = {},
): Outcome {
  const { status, stdout, stderr } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 60_000,
    ...options,
    env: { ...process.env, PATH, NO_COLOR: '1', ...options.env },
  });
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** Whether the program is there; said loudly when it is not. */
export function isInstalled(program: string, args: readonly string[] = ['--version']): boolean {
  const isHere = spawnSync(program, args, { env: { ...process.env, PATH }, stdio: 'ignore' }).error === undefined;
  if (!isHere) process.stderr.write(`SKIPPED ${program}: it is neither in .tools/bin nor on the PATH\n`);
  return isHere;
}
