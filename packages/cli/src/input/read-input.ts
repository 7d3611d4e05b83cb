/**
 * From PATH arguments to documents: files, folders, patterns, kustomizations, Helm charts and stdin. Whatever cannot
 * be read becomes an error with its place; nothing a user writes or a folder holds makes this throw.
 */
import { resolve } from 'node:path';
import { type Disk, described, failureOf, isMissing, isTooLarge, realDisk } from './disk.js';
import { FolderReader } from './folder-reader.js';
import { findByPattern, isPattern } from './glob.js';
import type { Input } from './input.js';
import { InputReader, type Progress } from './input-reader.js';
import { DEFAULT_LIMITS, type InputLimits, inMebibytes } from './limits.js';
import { printable, shownName } from './shown-name.js';
import { readStdin } from './stdin.js';
import { createToolRunner, type RunTool } from './tool.js';

export interface InputOptions {
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
  /** Where PATH is looked up; the process's own when not given. */
  readonly env?: Readonly<Partial<Record<string, string>>>;
  /** `1.35`: what charts are told that they are rendered for; helm's own default when not given. */
  readonly kubernetesVersion?: string;
  readonly limits?: Partial<InputLimits>;
  /** Called for every file; whoever shows it says how often. */
  readonly onProgress?: Progress;
  /** Runs kustomize, kubectl and helm; a seam. */
  readonly run?: RunTool;
  /** The file system; a seam. */
  readonly disk?: Disk;
}

/** The name of stdin in reports. */
const STDIN_NAME = '<stdin>';

/** What is said of a PATH where nothing is. */
export const NOT_THERE = 'no such file or folder';

export async function readInput(paths: readonly string[], options: InputOptions): Promise<Input> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const runner = createToolRunner(options.env ?? process.env, limits);
  const reading = new Reading(options, limits, options.run ?? runner.run);
  try {
    for (const path of new Set(paths)) await reading.readPath(path);
  } finally {
    runner.close();
  }
  return reading.reader.finish();
}

const URL_START = /^https?:\/\//i;

class Reading {
  readonly reader: InputReader;
  readonly #options: InputOptions;
  readonly #limits: InputLimits;
  readonly #disk: Disk;
  readonly #folders: FolderReader;

  constructor(options: InputOptions, limits: InputLimits, run: RunTool) {
    this.#options = options;
    this.#limits = limits;
    this.#disk = options.disk ?? realDisk;
    this.reader = new InputReader(this.#disk, limits, options.onProgress);
    this.#folders = new FolderReader(this.reader, this.#disk, limits, run, options.kubernetesVersion);
  }

  async readPath(path: string): Promise<void> {
    if (path === '-') await this.#readStdin();
    else if (path === '') this.reader.fail('""', 'the PATH is empty; give "." for this folder');
    else if (URL_START.test(path)) {
      this.reader.fail(printable(path), 'addresses are not read: download it, or pipe it into "-"');
    } else await this.#readPlace(path);
  }

  async #readPlace(path: string): Promise<void> {
    const place = { path: resolve(this.#options.cwd, path), name: shownName(path) };
    try {
      const kind = this.#disk.kind(place.path);
      const real = { path: this.#disk.realPath(place.path), name: place.name };
      if (kind === 'file') this.reader.readFile(real, 'named');
      else if (kind === 'folder') await this.#folders.readFolder(real);
      else if (kind === 'pipe') this.reader.fail(place.name, 'not read: it is a pipe; pipe into "-" instead');
      else this.reader.fail(place.name, `not read: it is ${described(kind)}, not a file or folder`);
    } catch (error) {
      const reason = failureOf(error);
      if (isMissing(error) && isPattern(path)) await this.#readPattern(path);
      else this.reader.fail(place.name, reason === NOT_THERE ? reason : `cannot read: ${reason}`);
    }
  }

  async #readPattern(pattern: string): Promise<void> {
    const found = await findByPattern(pattern, this.#options.cwd, this.#disk, this.#limits);
    await this.#folders.readFound(found, found.root, shownName(pattern));
  }

  async #readStdin(): Promise<void> {
    try {
      const bytes = await readStdin(this.#options.stdin, this.#limits.fileBytes);
      if (!isTooLarge(bytes)) this.reader.readBytes(STDIN_NAME, bytes, 'named');
      else this.reader.fail(STDIN_NAME, `not read: it has more than ${inMebibytes(this.#limits.fileBytes)}`);
    } catch (error) {
      this.reader.fail(STDIN_NAME, `cannot read: ${failureOf(error)}`);
    }
  }
}
