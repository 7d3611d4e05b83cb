/** Runs a command line in this process and keeps what it says. */
import { Readable } from 'node:stream';
import { run } from '@stricli/core';
import { application } from '../application.js';
import type { Context } from '../context.js';

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** As the program ends: the argument parser's negative codes count as 2. */
  readonly exitCode: number;
}

export async function runCommand(
  args: readonly string[],
  options: { cwd?: string; stdin?: string } = {},
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const process: Context['process'] = {
    stdout: { write: (text) => void (stdout += text) },
    stderr: { write: (text) => void (stderr += text) },
    env: {},
    exitCode: null,
  };
  await run(application('9.9.9'), args, {
    process,
    version: '9.9.9',
    write: (pieces) => {
      for (const piece of pieces) stdout += piece;
    },
    stdin: Readable.from([Buffer.from(options.stdin ?? '')]),
    cwd: options.cwd ?? '/',
    now: () => new Date('2026-11-24T12:00:00Z'),
    colour: false,
    showProgress: false,
  });
  const code = Number(process.exitCode ?? 0);
  return { stdout, stderr, exitCode: code < 0 ? 2 : code };
}
