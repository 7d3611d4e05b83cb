/**
 * The file system as reading needs it: a seam, so that tests can make it fail. Methods throw what `node:fs` throws;
 * `failureOf` turns that into words.
 */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  openSync,
  readdirSync,
  readSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { reasonOf } from '../output.js';

export type EntryKind = 'file' | 'folder' | 'link' | 'pipe' | 'socket' | 'device';

export interface Entry {
  readonly name: string;
  readonly kind: EntryKind;
}

export interface Disk {
  /** What stands at a path, links followed. */
  kind(path: string): EntryKind;
  list(folder: string): Entry[];
  realPath(path: string): string;
  /** The bytes of a regular file, unless there are more than `maxBytes` of them: then nothing is read. */
  read(path: string, maxBytes: number): Uint8Array | TooLarge;
}

export interface TooLarge {
  readonly bytes: number;
}

export const isTooLarge = (result: Uint8Array | TooLarge): result is TooLarge => !(result instanceof Uint8Array);

const kindOf = (status: Stats | Dirent): EntryKind => {
  if (status.isFile()) return 'file';
  if (status.isDirectory()) return 'folder';
  if (status.isSymbolicLink()) return 'link';
  if (status.isFIFO()) return 'pipe';
  return status.isSocket() ? 'socket' : 'device';
};

/** A pipe that took the place of a file since it was looked at must not block. */
const READ_FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

export const realDisk: Disk = {
  kind: (path) => kindOf(statSync(path)),
  list: (folder) =>
    readdirSync(folder, { withFileTypes: true }).map((entry) => ({ name: entry.name, kind: kindOf(entry) })),
  realPath: (path) => realpathSync(path),
  read(path, maxBytes) {
    const fd = openSync(path, READ_FLAGS);
    try {
      const status = fstatSync(fd);
      if (!status.isFile()) throw new Error(`it is ${described(kindOf(status))}`);
      return status.size > maxBytes ? { bytes: status.size } : readAll(fd, status.size, maxBytes);
    } finally {
      closeSync(fd);
    }
  },
};

/** Reads to the end, also where the size is wrong (a growing file, /proc). */
function readAll(fd: number, size: number, maxBytes: number): Uint8Array | TooLarge {
  // One byte more than announced: the end of an honest file is found without growing.
  let bytes = Buffer.allocUnsafe(Math.max(size + 1, 4096));
  let length = 0;
  for (;;) {
    const count = readSync(fd, bytes, length, bytes.length - length, null);
    if (count === 0) return bytes.subarray(0, length);
    length += count;
    if (length > maxBytes) return { bytes: length };
    if (length === bytes.length) bytes = Buffer.concat([bytes], bytes.length * 2);
  }
}

/** `a pipe`, as a sentence goes on. */
export const described = (kind: EntryKind): string => (kind === 'link' ? 'a symbolic link' : `a ${kind}`);

/** What a failure of the disk means to a person. */
export function failureOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ELOOP':
      return 'it is a symbolic link that leads to itself';
    case 'ENAMETOOLONG':
      return 'the path is too long';
    case 'ENOTDIR':
      return 'no such file or folder';
    default:
      return reasonOf(error);
  }
}

/** Whether the error says that nothing is there: a vanished file, or a link to nothing or to itself. */
export const isMissing = (error: unknown): boolean => ['ENOENT', 'ENOTDIR', 'ELOOP'].includes(String(codeOf(error)));

const codeOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
