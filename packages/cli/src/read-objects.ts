/** From paths to the objects that commands ask about. */
import { formatMinor } from '@bulkhead/apimachinery';
import { AuditObject, serverDecoding } from '@bulkhead/audit';
import type { ClusterProfile } from '@bulkhead/features';
import { expandLists } from '@bulkhead/manifest';
import { type Context, UsageError } from './context.js';
import { type Input, NOT_THERE, readInput } from './input/index.js';
import { type Progress, progress } from './progress.js';

export interface ReadFiles {
  readonly input: Input;
  readonly progress: Progress;
}

export interface ReadObjects extends ReadFiles {
  readonly objects: readonly AuditObject[];
}

/** Reads all paths and decodes their objects. */
export async function readObjects(
  context: Context,
  command: string,
  paths: readonly string[],
  profile: ClusterProfile,
): Promise<ReadObjects> {
  const { input, progress: show } = await readFiles(context, `${command} PATH`, paths, profile);
  const decoding = serverDecoding(profile);
  const objects = input.files.flatMap(({ name, documents }) =>
    documents.flatMap(expandLists).map((object) => new AuditObject(name, object, profile, decoding)),
  );
  return { objects, input, progress: show };
}

/** Reads all paths; remarks go to stderr, errors are the caller's to report. `usage` shows where paths are given. */
export async function readFiles(
  context: Context,
  usage: string,
  paths: readonly string[],
  profile: ClusterProfile,
): Promise<ReadFiles> {
  if (paths.length === 0) throw new UsageError(`name a file, a folder, a chart, or - for stdin: bulkhead ${usage}`);
  const show = progress(context);
  const input = await readInput(paths, {
    cwd: context.cwd,
    stdin: context.stdin,
    env: context.process.env ?? {},
    kubernetesVersion: formatMinor(profile.minor),
    onProgress: show.files,
  });
  const [first] = input.errors;
  // With nothing but paths that lead nowhere there is nothing to answer.
  if (input.files.length === 0 && first !== undefined && input.errors.every(({ message }) => message === NOT_THERE)) {
    throw new UsageError(input.errors.map(({ file, message }) => `${file}: ${message}`).join('; '));
  }
  for (const note of input.notes) context.process.stderr.write(`bulkhead: ${note}\n`);
  return { input, progress: show };
}

/** Errors of the input for people, one line each. */
export function printErrors(context: Context, input: Input): void {
  for (const { file, line, column, message } of input.errors) {
    context.process.stderr.write(`bulkhead: ${line > 0 ? `${file}:${line}:${column}` : file}: ${message}\n`);
  }
}
