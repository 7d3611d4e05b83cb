/** Writing results: to stdout or to a file, in large pieces, with one clear sentence when it fails. */
import { closeSync, openSync, renameSync, unlinkSync, writeSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from './context.js';

/** Large enough that a report of megabytes needs few system calls. */
const CHUNK_LENGTH = 1 << 20;

/** Writes all pieces to a file descriptor; a pipe whose reader left ends the writing without an error. */
export function writePieces(fd: number, pieces: Iterable<string>): void {
  let pending = '';
  for (const piece of pieces) {
    pending += piece;
    if (pending.length < CHUNK_LENGTH) continue;
    if (!writeAll(fd, pending)) return;
    pending = '';
  }
  if (pending !== '') writeAll(fd, pending);
}

function writeAll(fd: number, text: string): boolean {
  const bytes = Buffer.from(text, 'utf8');
  for (let offset = 0; offset < bytes.length; ) {
    try {
      offset += writeSync(fd, bytes, offset);
    } catch (error) {
      const code = codeOf(error);
      // A pipe that is full in non-blocking mode: the reader needs a moment.
      if (code === 'EAGAIN') Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      else if (code === 'EPIPE') return false;
      else throw error;
    }
  }
  return true;
}

/** Writes a file whole or not at all: an old report is never half overwritten. */
export function writeFileWhole(path: string, pieces: Iterable<string>, cwd: string): void {
  const target = resolve(cwd, path);
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
