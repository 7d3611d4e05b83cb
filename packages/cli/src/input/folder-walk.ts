/**
 * All manifest files of a folder, links included. Each real folder is looked into once, so loops end; links that lead
 * out of the folder are not followed.
 */
import { basename, join } from 'node:path';
import type { InputError } from '@bulkhead/audit';
import { type Disk, described, type Entry, failureOf, isMissing } from './disk.js';
import {
  byName,
  type FoundFiles,
  fileError,
  isError,
  isInputName,
  isManifestName,
  isSkippedFolder,
  isWithin,
  leadsOut,
  linkFailure,
  notAFile,
  type Place,
  realFile,
} from './found-files.js';
import type { InputLimits } from './limits.js';
import { shownBelow } from './shown-name.js';

/** The manifests below a folder, a real path; throws what the disk throws when the folder itself cannot be read. */
export function walkFolder(root: Place, disk: Disk, limits: InputLimits): FoundFiles {
  const walk = new FolderWalk(root, disk, limits);
  walk.run();
  return walk;
}

class FolderWalk implements FoundFiles {
  readonly files: Place[] = [];
  readonly errors: InputError[] = [];
  readonly notes: string[] = [];
  readonly #root: Place;
  readonly #disk: Disk;
  readonly #limits: InputLimits;
  readonly #visited = new Set<string>();
  readonly #known = new Set<string>();
  /** Links wait until all that stands there itself is known, so that names are those of the real files. */
  readonly #links: Place[] = [];
  #entries = 0;
  #full = false;

  constructor(root: Place, disk: Disk, limits: InputLimits) {
    this.#root = root;
    this.#disk = disk;
    this.#limits = limits;
  }

  run(): void {
    this.#walk(this.#root);
    // Followed links append further ones while this goes on.
    for (const link of this.#links) {
      if (this.#full) break;
      this.#follow(link);
    }
    this.files.sort(byName);
    this.errors.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
  }

  #walk(start: Place): void {
    const pending = [start];
    for (let folder = pending.pop(); folder !== undefined && !this.#full; folder = pending.pop()) {
      if (this.#visited.has(folder.path)) continue;
      this.#visited.add(folder.path);
      for (const entry of this.#list(folder)) this.#add(entry, folder, pending);
    }
  }

  #list(folder: Place): Entry[] {
    try {
      const entries = this.#disk.list(folder.path);
      this.#entries += entries.length;
      if (this.#entries > this.#limits.entries) this.#stop(`more than ${this.#limits.entries} entries`);
      return this.#full ? [] : entries.sort(byName);
    } catch (error) {
      if (folder === this.#root) throw error;
      this.errors.push(fileError(folder.name, `cannot read the folder: ${failureOf(error)}`));
      return [];
    }
  }

  #add(entry: Entry, folder: Place, pending: Place[]): void {
    if (this.#full) return;
    const place = { path: join(folder.path, entry.name), name: shownBelow(folder.name, entry.name) };
    if (entry.kind === 'folder') {
      if (!isSkippedFolder(entry.name)) pending.push(place);
    } else if (entry.kind === 'link') {
      this.#links.push(place);
    } else if (isInputName(entry.name)) {
      if (entry.kind === 'file') this.#addFile(place);
      else if (isManifestName(entry.name)) this.errors.push(notAFile(place, described(entry.kind)));
    }
  }

  #addFile(file: Place): void {
    if (this.#known.has(file.path)) return;
    if (this.files.length === this.#limits.files) {
      this.#stop(`more than ${this.#limits.files} manifest files`);
      return;
    }
    this.#known.add(file.path);
    this.files.push(file);
  }

  #follow(link: Place): void {
    const name = basename(link.path);
    try {
      const path = this.#disk.realPath(link.path);
      if (this.#disk.kind(path) === 'folder') {
        if (!isSkippedFolder(name)) this.#followFolder({ path, name: link.name });
        return;
      }
    } catch (error) {
      if (!isManifestName(name)) {
        const failure = linkFailure(error);
        if (isMissing(error)) this.notes.push(`${link.name}: not followed, ${failure}`);
        else this.errors.push(fileError(link.name, `cannot read: ${failure}`));
        return;
      }
    }
    if (!isInputName(name)) return;
    const file = realFile(link, this.#root, this.#disk);
    if (!isError(file)) this.#addFile(file);
    else if (isManifestName(name)) this.errors.push(file);
  }

  #followFolder(target: Place): void {
    if (isWithin(target.path, this.#root.path)) this.#walk(target);
    else if (isWithin(this.#root.path, target.path)) {
      this.notes.push(`${target.name}: not followed, the link leads back to a folder above it`);
    } else {
      this.errors.push(leadsOut(target, this.#root));
    }
  }

  #stop(reason: string): void {
    if (this.#full) return;
    this.#full = true;
    this.errors.push(fileError(this.#root.name, `holds ${reason}: not all of it is read; give smaller folders`));
  }
}
