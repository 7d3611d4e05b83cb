/** Files of the user's own configuration: regular files of a sensible size, read whole. */
import { closeSync, constants, fstatSync, openSync, readFileSync } from 'node:fs';
import { ClusterError, foreignText } from './cluster-error.js';

/** Kubeconfigs with hundreds of clusters and their certificates stay far below. */
const MAX_BYTES = 16 * 1024 * 1024;

/** Undefined where there is no such file; `what` names it in the sentence that is thrown when it cannot be read. */
export function readSmallFile(path: string, what: string): Buffer | undefined {
  let file: number;
  try {
    // Opening a pipe must not wait for who writes into it.
    file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined;
    throw new ClusterError(`cannot read ${what} ${shown(path)}: ${reasonOf(error)}`);
  }
  try {
    const status = fstatSync(file);
    if (!status.isFile()) throw new ClusterError(`cannot read ${what} ${shown(path)}: it is not a regular file`);
    if (status.size > MAX_BYTES) throw new ClusterError(`cannot read ${what} ${shown(path)}: it is larger than 16 MiB`);
    return readFileSync(file);
  } catch (error) {
    if (error instanceof ClusterError) throw error;
    throw new ClusterError(`cannot read ${what} ${shown(path)}: ${reasonOf(error)}`);
  } finally {
    closeSync(file);
  }
}

/** The same, where the file has to be there. */
export function readNeededFile(path: string, what: string): Buffer {
  const bytes = readSmallFile(path, what);
  if (bytes === undefined) throw new ClusterError(`cannot read ${what} ${shown(path)}: there is no such file`);
  return bytes;
}

const shown = (path: string): string => foreignText(path);

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  return foreignText(error instanceof Error ? error.message : String(error));
}
