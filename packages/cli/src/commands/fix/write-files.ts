/** `--write`: every changed file, where that is allowed. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { FixResult } from '@bulkhead/audit';
import type { InputFile } from '../../input/input.js';
import { rewriteFile } from './rewrite-file.js';

/** What could not be written, one sentence each. */
export function writeFiles(
  { files }: FixResult,
  inputs: readonly InputFile[],
  paths: readonly string[],
  cwd: string,
): string[] {
  const { roots, linked } = placesOf(paths, cwd);
  return files.flatMap(({ name, before, after }, index): string[] => {
    if (before === after) return [];
    const path = inputs[index]?.path;
    if (path === undefined)
      return [`${name} is not written: it is no file but was rendered or read from a cluster; use --format kustomize`];
    const reason = linked.has(path) ? 'it is reached through a symbolic link' : rewriteFile(path, before, after, roots);
    return reason === undefined ? [] : [`${name} is not written: ${reason}`];
  });
}

const PATTERN = /[*?[\]{}!()]/;

/** Real paths below which may be written, and files that a PATH only links to. */
function placesOf(paths: readonly string[], cwd: string): { roots: string[]; linked: Set<string> } {
  const roots: string[] = [];
  const linked = new Set<string>();
  for (const path of paths) {
    const place = resolve(cwd, path);
    try {
      const real = realpathSync(place);
      if (lstatSync(place).isSymbolicLink() && !statSync(place).isDirectory()) linked.add(real);
      else roots.push(real);
    } catch {
      // A pattern: what it finds lies below the part in front of it.
      const at = path.search(PATTERN);
      const root = at === -1 ? undefined : realOf(resolve(cwd, dirname(`${path.slice(0, at)}x`)));
      if (root !== undefined) roots.push(root);
    }
  }
  return { roots, linked };
}

/** Undefined where nothing is there: then nothing was found below it. */
function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
