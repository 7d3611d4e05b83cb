/** The program: the process is bound to the application here and nowhere else. */
import { run } from '@stricli/core';
import { application } from './application.js';
import { type Context, EXIT } from './context.js';
import { writePieces } from './output.js';

declare const BULKHEAD_VERSION: string;

const STDOUT = 1;

/** Colour follows https://no-color.org: NO_COLOR wins, FORCE_COLOR next, then whether stdout is a terminal. */
function hasColour(): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== '') return false;
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '' && FORCE_COLOR !== '0') return true;
  return process.stdout.isTTY === true && TERM !== 'dumb';
}

process.on('uncaughtException', (error) => {
  process.stderr.write(`bulkhead: internal error: ${error.message} (please report it; --help shows where)\n`);
  process.exit(EXIT.usage);
});

const host: Context['process'] = {
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  // Left open: the argument parser sets it only where no command did.
  exitCode: null,
};

const context: Context = {
  process: host,
  version: BULKHEAD_VERSION,
  write: (pieces) => writePieces(STDOUT, pieces),
  stdin: process.stdin,
  cwd: process.cwd(),
  now: () => new Date(),
  colour: hasColour(),
  showProgress: process.stderr.isTTY === true,
};

const [command, ...words] = process.argv.slice(2);
if (command === '__complete') {
  const { candidates } = await import('./completion/candidates.js');
  context.write((await candidates(application(BULKHEAD_VERSION), words, context)).map((line) => `${line}\n`));
} else {
  await run(application(BULKHEAD_VERSION), process.argv.slice(2), context);
}

// Negative codes are the argument parser's: every way of asking wrongly is 2.
const exitCode = host.exitCode ?? EXIT.clean;
process.exitCode = typeof exitCode === 'number' && exitCode >= 0 ? exitCode : EXIT.usage;
