/** The LMDB environment of a state and what its errors mean to people. */
import type { Database, RootDatabase } from 'lmdb';
import { StoreUnavailableError } from '../store.js';
import { brokenState, checkDataFile, freeBytes, prepareDirectory, protectFiles } from './state-directory.js';

export type Table = Database<Buffer, Buffer>;

export interface Tables {
  readonly root: RootDatabase<Buffer, Buffer>;
  readonly kv: Table;
  readonly dead: Table;
  readonly log: Table;
  readonly expiry: Table;
  readonly meta: Table;
}

const BINARY = { encoding: 'binary', keyEncoding: 'binary', cache: false } as const;

export async function openTables(directory: string, readOnly: boolean): Promise<Tables> {
  if (!readOnly) prepareDirectory(directory);
  checkDataFile(directory);
  const { open } = await import('lmdb');
  try {
    const root: RootDatabase<Buffer, Buffer> = open({
      ...BINARY,
      path: directory,
      noSubdir: false,
      maxDbs: 8,
      readOnly,
      // A commit is visible when it is durable, not before: nobody reads what a power cut could take back.
      overlappingSync: false,
      // Writes are gathered by our own queue; without this a failed commit leaves a rejection that nobody can handle.
      eventTurnBatching: false,
    });
    if (!readOnly) {
      protectFiles(directory);
      // A reader that was killed would keep what it read on the disk for ever.
      root.readerCheck();
    }
    // One transaction for all that has to be made: each would be a flush of its own.
    return readOnly ? tablesOf(root) : root.transactionSync(() => tablesOf(root));
  } catch (error) {
    throw openFailure(directory, error);
  }
}

function tablesOf(root: Tables['root']): Tables {
  const table = (name: string): Table => root.openDB<Buffer, Buffer>({ ...BINARY, name });
  return {
    root,
    kv: table('kv'),
    dead: table('dead'),
    log: table('log'),
    expiry: table('expiry'),
    meta: table('meta'),
  };
}

function openFailure(directory: string, error: unknown): Error {
  const text = error instanceof Error ? error.message : String(error);
  if (/MDB_INVALID|MDB_CORRUPTED|MDB_VERSION_MISMATCH|MDB_PAGE_NOTFOUND|MDB_PANIC/.test(text))
    return brokenState(directory, text);
  return new StoreUnavailableError(`the state in ${directory} cannot be opened: ${text}`);
}

const NEARLY_FULL_BYTES = 16 * 1024 * 1024;

const FULL: readonly (string | number)[] = [28, 'ENOSPC', -30792, 122, 'EDQUOT'];

/** What a failed commit means; LMDB keeps the state as it was before it. */
export async function commitFailure(directory: string, error: unknown): Promise<StoreUnavailableError> {
  if (error instanceof StoreUnavailableError) return error;
  const cause = await causeOf(error);
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  const text = cause instanceof Error ? cause.message : String(cause);
  if (FULL.some((full) => full === code) || /no space left|MDB_MAP_FULL|quota exceeded/i.test(text))
    return diskFull(directory);
  // The last bytes of a disk take a part of a write, which LMDB calls an I/O error.
  if ((code === 5 || /input\/output error/i.test(text)) && isNearlyFull(directory)) return diskFull(directory);
  return new StoreUnavailableError(`the state in ${directory} cannot be written: ${text}`);
}

function isNearlyFull(directory: string): boolean {
  try {
    return freeBytes(directory) < NEARLY_FULL_BYTES;
  } catch {
    return false;
  }
}

export const diskFull = (directory: string): StoreUnavailableError =>
  new StoreUnavailableError(
    `the disk that holds ${directory} is full: free space on it or delete objects; writing goes on by itself then`,
  );

/** lmdb tells the cause of a failed commit in a second promise, shortly after the failure. */
async function causeOf(error: unknown): Promise<unknown> {
  if (!(error instanceof Error) || !('commitError' in error)) return error;
  const told = Promise.resolve(error.commitError).then(
    () => error,
    (cause: unknown) => cause,
  );
  let timer: NodeJS.Timeout | undefined;
  const silent = new Promise((resolve) => {
    timer = setTimeout(() => resolve(error), 1000);
  });
  try {
    return await Promise.race([told, silent]);
  } finally {
    clearTimeout(timer);
  }
}
