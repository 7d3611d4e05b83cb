/** The directory of a state: made, closed to others, and looked at before LMDB maps a file that may be broken. */
import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  fstatSync,
  mkdirSync,
  openSync,
  readSync,
  statfsSync,
} from 'node:fs';
import { join } from 'node:path';
import { StoreUnavailableError } from '../store.js';

export const dataFile = (directory: string): string => join(directory, 'data.mdb');
export const lockFile = (directory: string): string => join(directory, 'lock.mdb');

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : String(error);

export function prepareDirectory(directory: string): void {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
    chmodSync(directory, 0o700);
  } catch (error) {
    throw new StoreUnavailableError(
      `the state directory ${directory} cannot be written (${codeOf(error)}): ` +
        'give this user the right to it or name another directory',
    );
  }
}

/** Objects hold secrets: only the user of this process may read them. */
export function protectFiles(directory: string): void {
  for (const file of [dataFile(directory), lockFile(directory)]) chmodSync(file, 0o600);
}

export function brokenState(directory: string, why: string): StoreUnavailableError {
  return new StoreUnavailableError(
    `the state in ${directory} is broken (${why}): restore it from a backup, or move the directory away to begin anew`,
  );
}

// The meta pages of LMDB's data file, version 2 of its format.
const MAGIC = 0xbeefc0de;
const META_BYTES = 160;
const OFFSET = { magic: 24, pageSize: 48, lastPage: 144, transaction: 152 } as const;
const PAGE_SIZES: readonly number[] = [512, 1024, 2048, 4096, 8192, 16384, 32768, 65536];

/** Reading a page that a cut file no longer has would end the process: found out before the file is mapped. */
export function checkDataFile(directory: string): void {
  let file: number;
  try {
    file = openSync(dataFile(directory), 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return;
    throw new StoreUnavailableError(
      `the state in ${directory} cannot be read (${codeOf(error)}): give this user the right to read and write it`,
    );
  }
  try {
    if (fstatSync(file).size === 0) return;
    const first = readMeta(file, 0);
    const second = first && readMeta(file, first.pageSize);
    if (first === undefined || second === undefined) throw brokenState(directory, 'data.mdb is no LMDB file');
    const newest = second.transaction > first.transaction ? second : first;
    if (fstatSync(file).size < (newest.lastPage + 1) * newest.pageSize)
      throw brokenState(directory, 'the end of data.mdb is missing');
  } finally {
    closeSync(file);
  }
}

interface Meta {
  readonly pageSize: number;
  readonly lastPage: number;
  readonly transaction: number;
}

function readMeta(file: number, position: number): Meta | undefined {
  const page = Buffer.alloc(META_BYTES);
  if (readSync(file, page, 0, META_BYTES, position) !== META_BYTES) return undefined;
  const pageSize = page.readUInt32LE(OFFSET.pageSize);
  if (page.readUInt32LE(OFFSET.magic) !== MAGIC || !PAGE_SIZES.includes(pageSize)) return undefined;
  return {
    pageSize,
    lastPage: Number(page.readBigUInt64LE(OFFSET.lastPage)),
    transaction: Number(page.readBigUInt64LE(OFFSET.transaction)),
  };
}

/** Bytes that this user can still write to the disk of the directory. */
export function freeBytes(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
