/**
 * What a kustomization builds, asked of `kustomize` or `kubectl kustomize`. Remote files are refused beforehand: the
 * tool would fetch them, and a proxy that leads nowhere keeps it from other machines but not from this one.
 */
import { join } from 'node:path';
import { type Disk, isTooLarge } from './disk.js';
import type { Place } from './found-files.js';
import { isInline, KUSTOMIZATION_NAMES, kustomizationFiles } from './kustomization.js';
import { readFirstValue } from './manifest-text.js';
import { printable } from './shown-name.js';
import type { RunTool, ToolResult } from './tool.js';

export type Built =
  | { readonly kind: 'built'; readonly output: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string };

/** The path of a folder's kustomization, if it has one. */
export function kustomizationOf(folder: string, disk: Disk): string | undefined {
  return KUSTOMIZATION_NAMES.map((name) => join(folder, name)).find((path) => isKind(path, 'file', disk));
}

export async function buildKustomization(folder: Place, run: RunTool, disk: Disk): Promise<Built> {
  const remote = findRemote(folder.path, disk);
  if (remote !== undefined) {
    return failed(
      `${NOT_BUILT}: it reads ${printable(remote)}, and nothing is fetched; build it yourself and pipe the result into "-"`,
    );
  }
  const result = await runEither(folder.path, run);
  switch (result.kind) {
    case 'done':
      return { kind: 'built', output: result.output };
    case 'missing':
      return failed(
        `${NOT_BUILT}: install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize/) or kubectl, or pipe what it builds into "-"`,
      );
    case 'failed':
      return failed(`${NOT_BUILT}: ${result.reason.replaceAll(folder.path, folder.name)}`);
  }
}

const NOT_BUILT = 'the kustomization is not built, its files are read one by one';

const failed = (message: string): Built => ({ kind: 'failed', message });

async function runEither(folder: string, run: RunTool): Promise<ToolResult> {
  const result = await run('kustomize', ['build', folder]);
  return result.kind === 'missing' ? run('kubectl', ['kustomize', folder]) : result;
}

const REMOTE = /https?:\/\//i;
const isRemote = (entry: string): boolean => entry.trimStart().search(REMOTE) === 0;

/** More folders than any honest kustomization combines. */
const MAX_FOLDERS = 10_000;
/** The size of a kustomization or of a plugin's settings that is still looked into. */
const MAX_SETTINGS_BYTES = 16 * 1024 * 1024;

/** The first remote file that building would read, through all local folders. */
function findRemote(start: string, disk: Disk): string | undefined {
  const visited = new Set<string>();
  const pending = [{ folder: start, isPlugin: false }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder, isPlugin } = next;
    const key = `${isPlugin}${folder}`;
    if (visited.has(key)) continue;
    visited.add(key);
    if (visited.size > MAX_FOLDERS) return `more than ${MAX_FOLDERS} folders`;
    const { resources, plugins, parts } = filesOf(folder, disk);
    const remote = [...resources, ...plugins, ...parts].find(isRemote);
    if (remote !== undefined) return remote;
    for (const entry of [...plugins, ...(isPlugin ? resources : [])]) {
      if (namesRemote(entry, folder, disk)) return `a remote file named in ${isInline(entry) ? 'a plugin' : entry}`;
      pending.push({ folder: join(folder, entry), isPlugin: true });
    }
    if (!isPlugin) for (const entry of resources) pending.push({ folder: join(folder, entry), isPlugin: false });
  }
  return undefined;
}

const NO_FILES = { resources: [], plugins: [], parts: [] };

function filesOf(folder: string, disk: Disk): ReturnType<typeof kustomizationFiles> {
  const path = kustomizationOf(folder, disk);
  const bytes = path === undefined ? undefined : readSettings(path, disk);
  return bytes === undefined ? NO_FILES : kustomizationFiles(readFirstValue(bytes));
}

/** Settings of plugins have many shapes: any address in them counts. */
function namesRemote(entry: string, folder: string, disk: Disk): boolean {
  if (isInline(entry)) return REMOTE.test(entry);
  const bytes = readSettings(join(folder, entry), disk);
  return bytes !== undefined && REMOTE.test(new TextDecoder().decode(bytes));
}

function readSettings(path: string, disk: Disk): Uint8Array | undefined {
  if (!isKind(path, 'file', disk)) return undefined;
  try {
    const bytes = disk.read(path, MAX_SETTINGS_BYTES);
    return isTooLarge(bytes) ? undefined : bytes;
  } catch {
    return undefined;
  }
}

function isKind(path: string, kind: 'file' | 'folder', disk: Disk): boolean {
  try {
    return disk.kind(path) === kind;
  } catch {
    return false;
  }
}
