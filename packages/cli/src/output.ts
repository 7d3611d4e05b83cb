/** Writing results: to stdout or to a file, in large pieces, with one clear sentence when it fails. */
import { closeSync, constants, lstatSync, openSync, renameSync, type Stats, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './context.js';

/** Large enough that a report of megabytes needs few system calls. */
const CHUNK_LENGTH = 1 << 20;

/** What writing asks of the system; tests hand in their own. */
export interface System {
  /** How many bytes from `offset` on were taken. */
  readonly write: (fd: number, bytes: Uint8Array, offset: number) => number;
  /** Sleeps without using the processor. */
  readonly sleep: (milliseconds: number) => void;
}

/** Writes all pieces to a file descriptor; a pipe whose reader left ends the writing without an error. */
export function writePieces(fd: number, pieces: Iterable<string>, system: System = SYSTEM): void {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < CHUNK_LENGTH) continue;
    if (!writeAll(fd, pending, system)) return;
    pending = '';
  }
  if (pending !== '') writeAll(fd, pending, system);
}

let neverWoken: Int32Array | undefined;

const SYSTEM: System = {
  write: (fd, bytes, offset) => writeSync(fd, bytes, offset),
  sleep: (milliseconds) => {
    neverWoken ??= new Int32Array(new SharedArrayBuffer(4));
    Atomics.wait(neverWoken, 0, 0, milliseconds);
  },
};

/**
 * A full pipe in non-blocking mode says so at once, and its reader needs a moment: a fast one a fraction of a millisecond,
 * a slow one as long as it likes. So each wait is twice as long as the one before, until something was taken.
 */
const SHORTEST_WAIT = 0.05;
const LONGEST_WAIT = 5;

function writeAll(fd: number, text: string, { write, sleep }: System): boolean {
  const bytes = Buffer.from(text, 'utf8');
  let wait = SHORTEST_WAIT;
  for (let offset = 0; offset < bytes.length; ) {
    try {
      const taken = write(fd, bytes, offset);
      offset += taken;
      if (taken > 0) wait = SHORTEST_WAIT;
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE') return false;
      if (code !== 'EAGAIN') throw error;
      sleep(wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  }
  return true;
}

/**
 * Writes a file whole or not at all: an old report is never half overwritten. A pipe or a device (`/dev/null`) is written
 * to and stays what it is; a link is refused, since what it leads to may be anybody's.
 */
export function writeFileWhole(path: string, pieces: Iterable<string>, cwd: string): void {
  const target = resolve(cwd, path);
  const present = statusOf(path, target);
  if (present !== undefined && !present.isFile()) {
    writeThrough(path, target, present, pieces);
    return;
  }
  const temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
  let fd: number | undefined;
  try {
    fd = openSync(temporary, 'wx', 0o600);
    writePieces(fd, pieces);
    closeSync(fd);
    fd = undefined;
    renameSync(temporary, target);
  } catch (error) {
    if (fd !== undefined) closeSync(fd);
    try {
      unlinkSync(temporary);
    } catch {
      // It was never created; the error that matters is the one at hand.
    }
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

/** Undefined for a file that is still to be made. */
function statusOf(path: string, target: string): Stats | undefined {
  try {
    return lstatSync(target, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`);
  }
}

function writeThrough(path: string, target: string, present: Stats, pieces: Iterable<string>): void {
  if (!present.isCharacterDevice() && !present.isFIFO()) {
    const what = present.isSymbolicLink() ? 'a link' : present.isDirectory() ? 'a folder' : 'no file';
    throw new UsageError(`cannot write ${path}: it is ${what}`);
  }
  let fd: number | undefined;
  try {
    fd = openSync(target, constants.O_WRONLY | constants.O_NOFOLLOW);
    writePieces(fd, pieces);
  } catch (error) {
    throw new UsageError(`cannot write ${path}: ${reasonOf(error)}`);
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** What an error of the file system means to a person. */
export function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOSPC':
      return 'no space left on the device';
    case 'EISDIR':
      return 'it is a folder';
    case 'EROFS':
      return 'the file system is read-only';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
