/**
 * Files of the state directory. They hold private keys: mode 0600 whatever the umask, owned by who runs this, no
 * symbolic links. A file is replaced as a whole: after a crash there is the old one or the new one.
 */
import { randomBytes } from 'node:crypto';
import { closeSync, constants, fchmodSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { errorCode, fileError, StateError } from './state-error.js';

const MAX_BYTES = 1024 * 1024;
const FILE_MODE = 0o600;

/** What is to be written, all at once, since each wait for the disk costs some milliseconds. */
export class StateFiles {
  readonly #pending = new Map<string, string>();

  /** The text; undefined when there is no file. */
  read(path: string): string | undefined {
    return readStateFile(path);
  }

  /** Is written by `flush`, after those that were put before it. */
  put(path: string, text: string): void {
    this.#pending.set(path, text);
  }

  async flush(): Promise<void> {
    const pending = [...this.#pending];
    this.#pending.clear();
    const written = await Promise.allSettled(pending.map(([path, text]) => writeBeside(path, text)));
    const temporaries = written.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
    try {
      for (const result of written) if (result.status === 'rejected') throw result.reason;
      for (const [index, [path]] of pending.entries()) await moveTo(path, temporaries[index] ?? '');
      await Promise.all([...new Set(pending.map(([path]) => dirname(path)))].map(syncDirectory));
    } finally {
      await Promise.all(temporaries.map((path) => unlink(path).catch(() => undefined)));
    }
  }
}

export async function writeStateFile(path: string, text: string): Promise<void> {
  const files = new StateFiles();
  files.put(path, text);
  await files.flush();
}

export function readStateFile(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const status = fstatSync(file);
    if (!status.isFile()) throw new StateError(`${path} is no regular file: move it away`);
    checkOwner(path, status.uid);
    if (status.size > MAX_BYTES) throw new StateError(`${path} is too large to be what its name says: move it away`);
    if ((status.mode & 0o077) !== 0) fchmodSync(file, FILE_MODE);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw fileError(path, 'read', error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** The path of a file with the text, safe on the disk. */
async function writeBeside(path: string, text: string): Promise<string> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
  try {
    const handle = await open(temporary, flags, FILE_MODE);
    try {
      await handle.chmod(FILE_MODE);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    return temporary;
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw fileError(path, 'write', error);
  }
}

async function moveTo(path: string, temporary: string): Promise<void> {
  await rename(temporary, path).catch((error: unknown) => {
    throw fileError(path, 'write', error);
  });
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
export function checkOwner(path: string, uid: number): void {
  const own = process.geteuid?.();
  if (own === undefined || uid === own) return;
  throw new StateError(`${path} belongs to user ${uid}, but this runs as user ${own}: choose another directory`);
}
