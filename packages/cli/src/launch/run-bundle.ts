/**
 * Runs a bundle with the code that V8 made of it when it was built: parsing and compiling it again is a third of the time
 * in which a server starts. V8 refuses code that another version of it made; then the source is compiled as usual.
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

type Bundle = (require: NodeJS.Require) => void;

/** `NAME.cjs` is an expression, a function of `require`, in ASCII; `NAME.code` is V8's code of it. Both from one build. */
export function runBundle(directory: string, name: string): Script {
  const filename = join(directory, `${name}.cjs`);
  const codeFile = join(directory, `${name}.code`);
  const codeSize = statSync(codeFile, { throwIfNoEntry: false })?.size;
  // For both in turn: touching new memory takes longer than reading into it.
  const memory = Buffer.allocUnsafeSlow(Math.max(statSync(filename).size, codeSize ?? 0));
  // Latin-1 takes ASCII as it is, without looking at each byte.
  const source = readInto(memory, filename).toString('latin1');
  const options = codeSize === undefined ? { filename } : { filename, cachedData: readInto(memory, codeFile) };
  const script = new Script(source, options);
  const bundle = script.runInThisContext() as Bundle;
  bundle(createRequire(filename));
  return script;
}

function readInto(memory: Buffer, path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length < memory.length; length += read) {
      read = readSync(file, memory, length, memory.length - length, length);
    }
    return memory.subarray(0, length);
  } finally {
    closeSync(file);
  }
}
