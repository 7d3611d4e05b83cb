/**
 * Files of a pattern that the shell did not expand. The same is skipped, refused and limited as in a folder. The
 * matcher sees the disk through `PatternFolders`, because by itself it passes over what it cannot read.
 */
import type { readdirSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { InputError } from '@bulkhead/audit';
import { type Disk, failureOf, isMissing } from './disk.js';
import {
  byName,
  type FoundFiles,
  fileError,
  isError,
  isInputName,
  isWithin,
  leadsOut,
  type Place,
  realFile,
} from './found-files.js';
import type { InputLimits } from './limits.js';
import { shownName } from './shown-name.js';

const PATTERN = /[*?]|\[.*\]|\{.*\}|[!@+]\(.*\)/s;

/** Whether a PATH that is not there may be a pattern. */
export const isPattern = (path: string): boolean => PATTERN.test(path);

/** `root` is the folder before the first wildcard. */
export async function findByPattern(
  pattern: string,
  cwd: string,
  disk: Disk,
  limits: InputLimits,
): Promise<FoundFiles & { readonly root: Place }> {
  const { globSync } = await import('tinyglobby');
  const folders = new PatternFolders(pattern, cwd, disk, limits);
  const matches = globSync(pattern, {
    cwd,
    absolute: isAbsolute(pattern),
    expandDirectories: false,
    ignore: ['**/node_modules/**', '**/.git/**'],
    fs: { readdirSync: folders.list as unknown as typeof readdirSync },
  });
  // A link is read under its own name only where its target is not itself among the matches.
  const files = new Map<string, Place>();
  const links: Place[] = [];
  const { errors } = folders;
  for (const match of matches.filter(isInputName).sort()) {
    const place = { path: resolve(cwd, match), name: shownName(match) };
    const file = realFile(place, folders.root, disk);
    if (isError(file)) errors.push(file);
    else if (file.path === place.path) files.set(file.path, file);
    else links.push(file);
  }
  for (const file of links) if (!files.has(file.path)) files.set(file.path, file);
  const found = [...files.values()].sort(byName);
  if (found.length > limits.files) {
    errors.push(fileError(shownName(pattern), `matches more than ${limits.files} manifest files: not all are read`));
  }
  return { files: found.slice(0, limits.files), errors, notes: [], root: folders.root };
}

/** What the matcher needs of a directory entry. */
interface MatcherEntry {
  readonly name: string;
  readonly isFile: () => boolean;
  readonly isDirectory: () => boolean;
  readonly isSymbolicLink: () => boolean;
}

class PatternFolders {
  /** The part before the first wildcard: what the user named, and where links may lead. */
  readonly root: Place;
  readonly errors: InputError[] = [];
  readonly #start: string;
  readonly #cwd: string;
  readonly #disk: Disk;
  readonly #limits: InputLimits;
  #entries = 0;

  constructor(pattern: string, cwd: string, disk: Disk, limits: InputLimits) {
    const parts = pattern.split('/');
    const wild = parts.findIndex(isPattern);
    const fixed = wild === 0 ? '.' : parts.slice(0, wild).join('/') || '/';
    this.#start = resolve(cwd, fixed);
    this.root = { path: realOrSame(this.#start, disk), name: shownName(fixed) };
    this.#cwd = cwd;
    this.#disk = disk;
    this.#limits = limits;
  }

  /** Links to folders are shown as folders, and everything else as a file: a match is looked at more closely. */
  readonly list = (folder: string): MatcherEntry[] => {
    const path = resolve(this.#cwd, folder);
    if (this.#entries > this.#limits.entries || !this.#mayEnter(path)) return [];
    try {
      const entries = this.#disk.list(path);
      this.#entries += entries.length;
      if (this.#entries > this.#limits.entries) {
        this.errors.push(
          fileError(this.root.name, `holds more than ${this.#limits.entries} entries: not all of it is read`),
        );
        return [];
      }
      return entries.map(({ name, kind }) => {
        const isFolder = kind === 'folder' || (kind === 'link' && this.#isFolder(join(path, name)));
        return { name, isFile: () => !isFolder, isDirectory: () => isFolder, isSymbolicLink: () => false };
      });
    } catch (error) {
      if (!isMissing(error)) this.errors.push(this.#failure(path, `cannot read the folder: ${failureOf(error)}`));
      return [];
    }
  };

  #mayEnter(path: string): boolean {
    const real = realOrSame(path, this.#disk);
    if (real === path || path === this.#start) return true;
    if (!isWithin(real, this.root.path)) {
      if (!isWithin(this.root.path, real)) this.errors.push(leadsOut({ path, name: this.#name(path) }, this.root));
      return false;
    }
    // A link to a folder on the way to it would be entered for ever.
    for (let above = path; above !== this.#start && above !== dirname(above); ) {
      above = dirname(above);
      if (isWithin(realOrSame(above, this.#disk), real)) return false;
    }
    return true;
  }

  #isFolder(path: string): boolean {
    try {
      return this.#disk.kind(path) === 'folder';
    } catch {
      return false;
    }
  }

  #name(path: string): string {
    return shownName(isWithin(path, this.#cwd) ? path.slice(this.#cwd.length + 1) : path);
  }

  #failure(path: string, message: string): InputError {
    return fileError(this.#name(path), message);
  }
}

function realOrSame(path: string, disk: Disk): string {
  try {
    return disk.realPath(path);
  } catch {
    return path;
  }
}
