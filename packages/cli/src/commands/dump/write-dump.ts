/** Writes a dump whole or not at all, for nobody's eyes but the user's: one stream, or a file an object. */
import {
  accessSync,
  closeSync,
  constants,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../../context.js';
import type { LiveObject } from '../../live/read-live.js';
import { reasonOf } from '../../output.js';
import { INDEX_FILE } from './dump-index.js';

/** Documents of one stream. */
export function* dumpStream(index: string, objects: readonly LiveObject[]): Iterable<string> {
  yield index;
  for (const { text } of objects) {
    yield '---\n';
    yield text;
  }
}

/** Whether the output is one file. */
export const isDumpFile = (output: string): boolean => /\.ya?ml$/.test(output);

/** Refuses a place that nothing can be written to, before a cluster is read for minutes. */
export function checkDumpParent(output: string, cwd: string): void {
  if (output === '') throw new UsageError('--output is empty: name a new folder, or a file that ends in .yaml');
  try {
    accessSync(dirname(resolve(cwd, output)), constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new UsageError(`cannot write ${output}: ${reasonOf(error)}`);
  }
}

/** Refuses a folder that holds something: an old object must not be taken for one of this dump. */
export function checkDumpFolder(output: string, cwd: string): void {
  const folder = resolve(cwd, output);
  try {
    if (!lstatSync(folder).isDirectory()) {
      throw new UsageError(`${output} is there and is no folder: name a new folder, or a file that ends in .yaml`);
    }
    if (readdirSync(folder).length > 0)
      throw new UsageError(`${output} is not empty: a dump is written into a new folder`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (!isMissing(error)) throw new UsageError(`cannot write ${output}: ${reasonOf(error)}`);
  }
}

export function writeDumpFolder(output: string, cwd: string, index: string, objects: readonly LiveObject[]): void {
  const folder = resolve(cwd, output);
  const staging = join(dirname(folder), `.${basename(folder)}.${process.pid}.tmp`);
  try {
    mkdirSync(staging, { mode: 0o700 });
  } catch (error) {
    // What is there under this name is not ours to remove.
    throw new UsageError(`cannot write ${output}: ${reasonOf(error)}`);
  }
  try {
    writeFileSync(join(staging, INDEX_FILE), index, { flag: 'wx', mode: 0o600 });
    const made = new Set<string>();
    for (const { path, text } of objects) {
      const parent = dirname(path);
      if (!made.has(parent)) mkdirSync(join(staging, parent), { recursive: true, mode: 0o700 });
      made.add(parent);
      writeNew(join(staging, path), text);
    }
    // A folder takes the place of an empty one.
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    throw new UsageError(`cannot write ${output}: ${reasonOf(error)}`);
  }
}

const MAX_NAMESAKES = 1000;

/** Some file systems take two names for one where only letters differ in case. */
function writeNew(path: string, text: string): void {
  for (let count = 0; ; count++) {
    const free = count === 0 ? path : path.replace(/\.yaml$/, `~${count}.yaml`);
    let file: number;
    try {
      file = openSync(free, 'wx', 0o600);
    } catch (error) {
      if (!isThere(error) || count >= MAX_NAMESAKES) throw error;
      continue;
    }
    try {
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
    return;
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT';
const isThere = (error: unknown): boolean => codeOf(error) === 'EEXIST';
