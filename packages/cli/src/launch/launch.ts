/** Where the program begins: each part of it is a bundle of its own, and only the one that is asked for is read. */
import { runBundle } from './run-bundle.js';

/** The commands of `server-main.ts`. */
const SERVERS: readonly string[] = ['up', 'apiserver'];

if (SERVERS.includes(process.argv[2] ?? '')) runBundle(__dirname, 'server');
else {
  // As a value: the file is beside this one only when both are built.
  const cli = './cli.mjs';
  void import(cli);
}
