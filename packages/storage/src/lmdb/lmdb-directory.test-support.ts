/** Directories of LMDB states for tests, removed at their end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** In memory where that is possible: what LMDB does is the same, and the disk is left to those who measure it. */
const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

export class TestDirectories {
  readonly #root: string;
  #count = 0;

  constructor(parent = base) {
    this.#root = mkdtempSync(join(parent, 'bulkhead-lmdb-'));
  }

  next(): string {
    return join(this.#root, String(++this.#count));
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

const tools = fileURLToPath(new URL('../../../../.tools/test/', import.meta.url));

/** A program for child processes, bundled where it finds `lmdb`. */
export class ChildProgram {
  readonly #file = join(tools, `store-writer-${process.pid}.mjs`);

  async build(source: URL): Promise<void> {
    mkdirSync(tools, { recursive: true });
    await build({
      entryPoints: [fileURLToPath(source)],
      outfile: this.#file,
      bundle: true,
      format: 'esm',
      platform: 'node',
      external: ['lmdb'],
      logLevel: 'error',
    });
  }

  start(...args: string[]): ChildProcess {
    return spawn(process.execPath, [this.#file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  }

  remove(): void {
    rmSync(this.#file, { force: true });
  }
}
