/** Directories of the state: mode 0700, owned by who runs this. */
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  statSync,
} from 'node:fs';
import { dirname, resolve } from 'node:path';
import { errorCode, fileError, StateError } from './state-error.js';
import { checkOwner } from './state-file.js';

const DIRECTORY_MODE = 0o700;

/**
 * Makes the directory, or sees that nobody else can write into it. One that is empty or `ours` is closed to others; of
 * one that holds other things too the mode is its owner's business.
 */
export function ensureDirectory(path: string, ours: boolean): void {
  try {
    makeDirectory(path);
    const directory = openSync(path, constants.O_RDONLY | constants.O_DIRECTORY);
    try {
      const { uid, mode } = fstatSync(directory);
      checkOwner(path, uid);
      if ((mode & 0o7777) === DIRECTORY_MODE) return;
      if (ours || readdirSync(path).length === 0) return fchmodSync(directory, DIRECTORY_MODE);
      if ((mode & 0o022) !== 0) throw new StateError(`others can write into ${path}: chmod 700 ${path}`);
    } finally {
      closeSync(directory);
    }
  } catch (error) {
    if (['EEXIST', 'ENOTDIR'].includes(errorCode(error))) throw new StateError(`${path} exists and is no directory`);
    throw fileError(path, 'use the directory', error);
  }
}

/** A directory inside of the state: no symbolic link to another place. */
export function ensureInnerDirectory(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) {
    throw new StateError(`${path} is a symbolic link: put a directory in its place`);
  }
  ensureDirectory(path, true);
}

/**
 * With its parents. Not by `recursive`: where a file system answers that a directory with a parent "does not exist", as
 * /proc does, that never ends.
 */
export function makeDirectory(path: string): void {
  const missing: string[] = [];
  for (let at = resolve(path); statSync(at, { throwIfNoEntry: false }) === undefined; at = dirname(at)) {
    missing.unshift(at);
  }
  for (const directory of missing) {
    try {
      mkdirSync(directory, { mode: DIRECTORY_MODE });
    } catch (error) {
      // Somebody else may have made it meanwhile.
      if (errorCode(error) !== 'EEXIST') throw error;
    }
  }
}
