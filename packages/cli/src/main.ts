/** The program with all commands. */
import { application } from './application.js';
import { BULKHEAD_VERSION, runProgram } from './program.js';

const bulkhead = application(BULKHEAD_VERSION);

await runProgram(bulkhead, async ([command, ...words], context) => {
  if (command !== '__complete') return false;
  const { candidates } = await import('./completion/candidates.js');
  context.write((await candidates(bulkhead, words, context)).map((line) => `${line}\n`));
  return true;
});
