/** What looking for manifests yields: files, and what could not be looked at. */
import { extname, sep } from 'node:path';
import { type InputError, isComponentFileName } from '@bulkhead/audit';
import { type Disk, described, failureOf, isMissing } from './disk.js';

/** Something on the disk, and how a person calls it. */
export interface Place {
  /** Absolute. */
  readonly path: string;
  readonly name: string;
}

export interface FoundFiles {
  /** By real path, without symbolic links, in the order of their names. */
  readonly files: readonly Place[];
  readonly errors: readonly InputError[];
  readonly notes: readonly string[];
}

const EXTENSIONS: ReadonlySet<string> = new Set(['.yaml', '.yml', '.json']);

/** Whether a file of this name may hold manifests; a kustomization may do without an extension. */
export const isManifestName = (name: string): boolean => EXTENSIONS.has(extname(name)) || name === 'Kustomization';

/** Whether a file of this name is looked at: it may hold manifests, or be a component's own configuration. */
export const isInputName = (name: string): boolean => isManifestName(name) || isComponentFileName(name);

/** Folders that are never looked into: other programs' state. */
export const isSkippedFolder = (name: string): boolean => name.startsWith('.') || name === 'node_modules';

/** Whether a real path is a folder or stands below it. */
export const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);

/** An error about a whole file. */
export const fileError = (file: string, message: string): InputError => ({ file, line: 1, column: 1, message });

/** The order of names: code units, the same on every machine. */
export const byName = (a: { readonly name: string }, b: { readonly name: string }): number =>
  a.name < b.name ? -1 : a.name > b.name ? 1 : 0;

/**
 * The real file behind a place that may be a link, or why it is not read. Links that lead out of the root are not
 * followed: whoever wrote the folder must not choose what else of this machine is read.
 */
export function realFile(place: Place, root: Place, disk: Disk): Place | InputError {
  try {
    const path = disk.realPath(place.path);
    if (!isWithin(path, root.path)) return leadsOut(place, root);
    const kind = disk.kind(path);
    return kind === 'file' ? { path, name: place.name } : notAFile(place, described(kind));
  } catch (error) {
    return fileError(place.name, `cannot read: ${linkFailure(error)}`);
  }
}

export const isError = (found: Place | InputError): found is InputError => 'message' in found;

export const notAFile = (place: Place, what: string): InputError =>
  fileError(place.name, `not read: it is ${what}, not a file`);

export const leadsOut = (place: Place, root: Place): InputError =>
  fileError(place.name, `not read: the link leads out of ${root.name}; give its target as a PATH as well`);

/** What failed about something that a folder listed. */
export const linkFailure = (error: unknown): string =>
  isMissing(error) ? 'it is a symbolic link to nothing, or vanished meanwhile' : failureOf(error);
