/**
 * From the PATHs of a command line to objects. A PATH is a file, a folder, a pattern or `-`; whatever cannot be read
 * costs one error, and everything else is read.
 */
import { basename, resolve } from 'node:path';
import { type Disk, described, exists, failureOf, isMissing, isTooLarge, realDisk } from './disk.js';
import { readFound, type Surroundings } from './folder-reader.js';
import { walkFolder } from './folder-walk.js';
import { type FoundFiles, linkFailure, notAFile, type Place } from './found-files.js';
import { findByPattern, isPattern } from './glob.js';
import type { Input } from './input.js';
import { InputReader, type Progress } from './input-reader.js';
import { buildKustomization, kustomizationOf } from './kustomize.js';
import { DEFAULT_LIMITS, type InputLimits } from './limits.js';
import { shownBelow, shownName } from './shown-name.js';
import { readStdin, STDIN_NAME } from './stdin.js';
import { createToolRunner, type RunTool } from './tool.js';

export interface ReadInputOptions {
  /** What relative paths begin at. */
  readonly cwd: string;
  readonly stdin: NodeJS.ReadableStream;
  readonly onProgress?: Progress;
  readonly limits?: Partial<InputLimits>;
  /** `1.35`: what charts are rendered for; without it, what helm assumes. */
  readonly kubernetesVersion?: string;
  /** Runs kustomize and helm in place of the real ones. */
  readonly run?: RunTool;
  /** Stands in for the file system. */
  readonly disk?: Disk;
}

/** Reads every PATH in turn. It throws for nothing that stands in files or on the command line. */
export async function readInput(paths: readonly string[], options: ReadInputOptions): Promise<Input> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const tools = createToolRunner(process.env, limits);
  try {
    const reading = new Reading(options, limits, options.run ?? tools.run);
    for (const path of paths) await reading.read(path);
    return reading.reader.finish();
  } finally {
    tools.close();
  }
}

const STDIN = '-';
const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;

class Reading {
  readonly reader: InputReader;
  readonly #surroundings: Surroundings;
  readonly #limits: InputLimits;
  readonly #cwd: string;
  readonly #stdin: NodeJS.ReadableStream;
  #hasReadStdin = false;

  constructor(
    { cwd, stdin, onProgress, disk = realDisk, kubernetesVersion }: ReadInputOptions,
    limits: InputLimits,
    run: RunTool,
  ) {
    this.reader = new InputReader(disk, limits, onProgress);
    this.#surroundings = { disk, run, kubernetesVersion };
    this.#limits = limits;
    this.#cwd = cwd;
    this.#stdin = stdin;
  }

  async read(path: string): Promise<void> {
    const { reader } = this;
    if (path === STDIN) return this.#readStdin();
    const name = shownName(path);
    if (path === '') return reader.fail(name, 'the PATH is empty; the current folder is "."');
    if (URL_LIKE.test(path)) return reader.fail(path, 'nothing is fetched: download it, or pipe it into "-"');
    const place = { path: resolve(this.#cwd, path), name };
    try {
      const kind = this.#surroundings.disk.kind(place.path);
      const real = { path: this.#surroundings.disk.realPath(place.path), name };
      if (kind === 'folder') await this.#readFolder(real);
      else if (kind === 'file') reader.readFile(real, 'named');
      else reader.errors.push(notAFile(place, `${described(kind)}; to read from it, redirect it into "-"`));
    } catch (error) {
      if (isMissing(error) && !exists(place.path) && isPattern(path)) await this.#readPattern(path);
      else reader.fail(name, exists(place.path) ? `cannot read: ${linkFailure(error)}` : failureOf(error));
    }
  }

  async #readStdin(): Promise<void> {
    if (this.#hasReadStdin) return;
    this.#hasReadStdin = true;
    const found = await readStdin(this.#stdin, this.#limits.fileBytes);
    if ('message' in found) this.reader.fail(STDIN_NAME, `cannot read: ${found.message}`);
    else if (isTooLarge(found)) this.reader.failTooLarge(STDIN_NAME, found);
    else this.reader.readBytes(STDIN_NAME, found, 'named');
  }

  async #readFolder(folder: Place): Promise<void> {
    const { disk } = this.#surroundings;
    const kustomization = kustomizationOf(folder.path, disk);
    if (kustomization !== undefined && (await this.#build(folder, kustomization))) return;
    await this.#readFound(
      walkFolder(folder, disk, this.#limits),
      folder,
      'holds no Kubernetes manifests (.yaml, .yml, .json)',
    );
  }

  async #readPattern(pattern: string): Promise<void> {
    const found = await findByPattern(pattern, this.#cwd, this.#surroundings.disk, this.#limits);
    const root = { path: this.#cwd, name: shownName(pattern) };
    await this.#readFound(found, root, 'no Kubernetes manifest (.yaml, .yml, .json) matches the pattern');
  }

  async #readFound(found: FoundFiles, root: Place, emptyMessage: string): Promise<void> {
    const { reader } = this;
    reader.errors.push(...found.errors);
    reader.notes.push(...found.notes);
    const hasObjects = await readFound(found.files, root, reader, this.#surroundings);
    if (!hasObjects && found.errors.length === 0) reader.fail(root.name, emptyMessage);
  }

  /** Reads what a kustomization builds; false where it cannot be built. */
  async #build(folder: Place, kustomization: string): Promise<boolean> {
    const { reader } = this;
    if (reader.isKnown(folder.path)) return true;
    const { disk, run } = this.#surroundings;
    const file = shownBelow(folder.name, basename(kustomization));
    const result = await buildKustomization(folder, run, disk);
    if (result.kind === 'failed') {
      reader.fail(file, result.message);
      return false;
    }
    reader.know(folder.path);
    reader.notes.push(`${folder.name}: built with kustomize; files that the kustomization does not name are not read`);
    if (!reader.readBytes(`${file} (rendered)`, result.output, 'rendered'))
      reader.fail(file, 'builds no Kubernetes object');
    return true;
  }
}
