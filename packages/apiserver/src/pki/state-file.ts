/**
 * Files of the state directory. They hold private keys: mode 0600 whatever the umask, owned by who runs this, no
 * symbolic links. A file is replaced as a whole: after a crash there is the old one or the new one.
 */
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, lstat, mkdir, open, readdir, rename, stat, unlink } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { errorCode, fileError, StateError } from './state-error.js';

const MAX_BYTES = 1024 * 1024;
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;

/**
 * Makes the directory, or sees that nobody else can write into it. One that is empty or `ours` is closed to others; of
 * one that holds other things too the mode is its owner's business.
 */
export async function ensureDirectory(path: string, ours: boolean): Promise<void> {
  try {
    await makeDirectory(path);
    const handle = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      const { uid, mode } = await handle.stat();
      checkOwner(path, uid);
      if ((mode & 0o7777) === DIRECTORY_MODE) return;
      if (ours || (await readdir(path)).length === 0) return await handle.chmod(DIRECTORY_MODE);
      if ((mode & 0o022) !== 0) throw new StateError(`others can write into ${path}: chmod 700 ${path}`);
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (['EEXIST', 'ENOTDIR'].includes(errorCode(error))) throw new StateError(`${path} exists and is no directory`);
    throw fileError(path, 'use the directory', error);
  }
}

/**
 * With its parents. Not by `recursive`: where a file system answers that a directory with a parent "does not exist", as
 * /proc does, that never ends.
 */
export async function makeDirectory(path: string): Promise<void> {
  const missing: string[] = [];
  for (let at = resolve(path); !(await exists(at)); at = dirname(at)) missing.unshift(at);
  for (const directory of missing) {
    await mkdir(directory, { mode: DIRECTORY_MODE }).catch((error: unknown) => {
      // Somebody else may have made it meanwhile.
      if (errorCode(error) !== 'EEXIST') throw error;
    });
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: unknown) => {
      if (errorCode(error) === 'ENOENT') return false;
      throw error;
    },
  );
}

/** A directory inside of the state: no symbolic link to another place. */
export async function ensureInnerDirectory(path: string): Promise<void> {
  const found = await lstat(path).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(path, 'use the directory', error);
  });
  if (found?.isSymbolicLink() === true)
    throw new StateError(`${path} is a symbolic link: put a directory in its place`);
  await ensureDirectory(path, true);
}

/** The text; undefined when there is no file. */
export async function readStateFile(path: string): Promise<string | undefined> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = await handle.stat();
    if (!status.isFile()) throw new StateError(`${path} is no regular file: move it away`);
    checkOwner(path, status.uid);
    if (status.size > MAX_BYTES) throw new StateError(`${path} is too large to be what its name says: move it away`);
    if ((status.mode & 0o077) !== 0) await handle.chmod(FILE_MODE);
    return await handle.readFile('utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(path, 'read', error);
  } finally {
    await handle?.close();
  }
}

/** Writes the file beside itself, then puts it in place. */
export async function writeStateFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const handle = await open(temporary, flags, FILE_MODE);
    try {
      await handle.chmod(FILE_MODE);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw fileError(path, 'write', error);
  }
}

async function syncDirectory(path: string): Promise<void> {
  const handle = await open(path, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Whoever owns a file can change it at any time, so it must be who runs this. */
function checkOwner(path: string, uid: number): void {
  const own = process.geteuid?.();
  if (own === undefined || uid === own) return;
  throw new StateError(`${path} belongs to user ${uid}, but this runs as user ${own}: choose another directory`);
}
