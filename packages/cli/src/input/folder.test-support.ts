/** Folders for tests: made from a table of files, gone when the test is over. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Input } from './input.js';
import { type InputOptions, readInput } from './read-input.js';

/** The real path of a new folder with these files; slashes in names make folders. */
export function folderOf(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'bulkhead-input-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Reads as from a shell in `cwd` where kustomize, kubectl and helm are not installed. */
export const readIn = (
  cwd: string,
  paths: readonly string[],
  options: Partial<InputOptions> & { readonly text?: string } = {},
): Promise<Input> =>
  readInput(paths, { cwd, stdin: Readable.from([Buffer.from(options.text ?? '')]), env: {}, ...options });

/** `name: number of documents` of each file. */
export const filesOf = ({ files }: Input): string[] =>
  files.map(({ name, documents }) => `${name}: ${documents.length}`);

/** Errors as they are printed. */
export const errorsOf = ({ errors }: Input): string[] =>
  errors.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);

export const pod = (name: string): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n`;
