/**
 * Rewriting a file of the user in place: only what was read, only where it was read, whole or not at all. Whoever wrote
 * the folder decides about nothing: links, special files and files outside of the given paths are refused.
 */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  type Stats,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { reasonOf } from '../../output.js';

const BYTE_ORDER_MARK = '\ufeff';

/** Writes `after` where `before` was read; a clause that says why not, else undefined. */
export function rewriteFile(path: string, before: string, after: string, roots: readonly string[]): string | undefined {
  try {
    const refusal = refusalOf(path, roots);
    if (refusal !== undefined) return refusal;
    return replaceWhole(path, before, after);
  } catch (error) {
    return reasonOf(error);
  }
}

function refusalOf(path: string, roots: readonly string[]): string | undefined {
  if (realpathSync(path) !== path) return 'it is reached through a symbolic link';
  if (!roots.some((root) => isWithin(path, root))) return 'it lies outside of the given paths';
  const status = lstatSync(path);
  if (!status.isFile()) return 'it is no regular file';
  // The other names would keep the old text, or be changed without being named.
  if (status.nlink > 1) return 'it has other names too (hard links)';
  return undefined;
}

function isWithin(path: string, root: string): boolean {
  const below = relative(root, path);
  return below === '' || (!below.startsWith('..') && !isAbsolute(below));
}

function replaceWhole(path: string, before: string, after: string): string | undefined {
  accessSync(path, constants.W_OK);
  const fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  let status: Stats;
  let mark: string | undefined;
  try {
    status = fstatSync(fd);
    const bytes = readFileSync(fd);
    mark = ['', BYTE_ORDER_MARK].find((prefix) => bytes.equals(Buffer.from(prefix + before, 'utf8')));
  } finally {
    closeSync(fd);
  }
  if (mark === undefined) return 'it has changed since it was read, or is not written in UTF-8';
  // Root may write whatever the mode says; who made a file read-only meant it.
  if ((status.mode & 0o222) === 0) return 'it is read-only';
  writeBeside(path, mark + after, status);
  return undefined;
}

/** A new file takes the place of the old one, with its mode and owner. */
function writeBeside(path: string, text: string, { mode, uid, gid }: Stats): void {
  const temporary = join(dirname(path), `.bulkhead-fix.${process.pid}.tmp`);
  const fd = openSync(
    temporary,
    constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
    0o600,
  );
  try {
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let offset = 0; offset < bytes.length; ) offset += writeSync(fd, bytes, offset);
      const own = fstatSync(fd);
      if (own.uid !== uid || own.gid !== gid) fchownSync(fd, uid, gid);
      fchmodSync(fd, mode & 0o7777);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}
