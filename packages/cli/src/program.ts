/** The process is bound to an application here and nowhere else. */
import { type Application, run } from '@stricli/core';
import { type Context, EXIT } from './context.js';
import { writePieces } from './output.js';

declare const BUILT_VERSION: string;

export const BULKHEAD_VERSION: string = BUILT_VERSION;

const STDOUT = 1;

/** Colour follows https://no-color.org: NO_COLOR wins, FORCE_COLOR next, then whether stdout is a terminal. */
function hasColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

/** Runs the command that the arguments name, or `instead` of it; sets the exit code of the process. */
export async function runProgram(
  application: Application<Context>,
  instead?: (args: readonly string[], context: Context) => Promise<boolean>,
): Promise<void> {
  process.on('uncaughtException', (error) => {
    process.stderr.write(`bulkhead: internal error: ${error.message} (please report it; --help shows where)\n`);
    process.exit(EXIT.usage);
  });
  const host: Context['process'] = {
    // Made when they are first asked for: a server needs none of them to be ready.
    get stdout() {
      return process.stdout;
    },
    get stderr() {
      return process.stderr;
    },
    env: process.env,
    // Left open: the argument parser sets it only where no command did.
    exitCode: null,
  };
  const context: Context = {
    process: host,
    version: BULKHEAD_VERSION,
    write: (pieces) => writePieces(STDOUT, pieces),
    get stdin() {
      return process.stdin;
    },
    cwd: process.cwd(),
    now: () => new Date(),
    get colour() {
      return hasColour();
    },
    get showProgress() {
      return process.stderr.isTTY === true;
    },
  };
  const args = process.argv.slice(2);
  if ((await instead?.(args, context)) !== true) await run(application, args, context);
  // Negative codes are the argument parser's: every way of asking wrongly is 2.
  const exitCode = host.exitCode ?? EXIT.clean;
  process.exitCode = typeof exitCode === 'number' && exitCode >= 0 ? exitCode : EXIT.usage;
}
