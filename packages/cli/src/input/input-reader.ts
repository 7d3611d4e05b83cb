/**
 * Bytes to objects, file after file: what was read, what could not be, and what was passed over. Nothing here throws
 * for anything that stands in a file.
 */
import { basename } from 'node:path';
import type { InputError } from '@bulkhead/audit';
import type { ManifestDocument, ManifestError } from '@bulkhead/manifest';
import { CHART_FILE } from './chart.js';
import { type Disk, failureOf, isTooLarge, type TooLarge } from './disk.js';
import { fileError, type Place } from './found-files.js';
import type { Input, InputFile } from './input.js';
import { isKustomizationName } from './kustomization.js';
import { type InputLimits, inMebibytes } from './limits.js';
import { decode, isTemplate, parse } from './manifest-text.js';
import { hasRoom } from './memory.js';
import { type Judgement, judge } from './object-check.js';
import type { Mode } from './read-mode.js';
import { shownList } from './shown-name.js';

export type Progress = (filesRead: number, bytes: number) => void;

/** Nobody reads more about one file; the manifest reader stops at the same number. */
const MAX_ERRORS_OF_FILE = 100;

export class InputReader {
  readonly files: InputFile[] = [];
  readonly errors: InputError[] = [];
  readonly notes: string[] = [];
  readonly #disk: Disk;
  readonly #limits: InputLimits;
  readonly #onProgress: Progress | undefined;
  /** Real paths of files and folders whose objects are in, or whose errors are told. */
  readonly #done = new Set<string>();
  readonly #passedOver = new Set<string>();
  readonly #beyond = new Set<string>();
  #bytes = 0;
  #filesRead = 0;

  constructor(disk: Disk, limits: InputLimits, onProgress: Progress | undefined) {
    this.#disk = disk;
    this.#limits = limits;
    this.#onProgress = onProgress;
  }

  /** All that was read so far, with what is said once about everything. */
  finish(): Input {
    const { files, errors, notes } = this;
    const [first, ...others] = this.#beyond;
    if (first !== undefined) {
      const left =
        others.length === 0 ? 'this file is' : `${this.#beyond.size} files (${shownList([first, ...others])}) are`;
      errors.push(fileError(first, `not read: all files together need more memory than there is; ${left} left out`));
    }
    if (this.#passedOver.size > 0)
      notes.push(`passed over, no Kubernetes objects: ${shownList([...this.#passedOver])}`);
    return { files, errors, notes };
  }

  fail(file: string, message: string): void {
    this.errors.push(fileError(file, message));
  }

  /** Whether a file, or a folder that was built or rendered whole, is in already. */
  isKnown(path: string): boolean {
    return this.#done.has(path);
  }

  know(path: string): void {
    this.#done.add(path);
  }

  /** Reads a file once, however often it is found; whether it holds objects, or had errors. */
  readFile(file: Place, mode: Mode): boolean {
    if (this.#done.has(file.path)) return true;
    const before = this.errors.length;
    const bytes = this.#bytesOf(file);
    const hasObjects = bytes !== undefined && this.readBytes(file.name, bytes, mode);
    if (!hasObjects && this.errors.length === before) return false;
    this.#done.add(file.path);
    return true;
  }

  /** The first document of a file that says how others belong together; undefined where there is none. */
  readSettings(file: Place): unknown {
    if (this.#done.has(file.path)) return undefined;
    const bytes = this.#bytesOf(file);
    if (bytes === undefined) return undefined;
    const text = decode(bytes);
    const { documents, errors } = 'message' in text ? { documents: [], errors: [text] } : parse(text.text);
    if (errors.length > 0) this.#done.add(file.path);
    this.#report(file.name, errors);
    return documents[0]?.value;
  }

  /** Takes the objects of a text; whether there were any. */
  readBytes(name: string, bytes: Uint8Array, mode: Mode): boolean {
    const text = this.admit(name, bytes);
    return text !== undefined && this.readText(name, text, mode);
  }

  /** The text of bytes that still fit; undefined where they do not, or are no text. */
  admit(name: string, bytes: Uint8Array): string | undefined {
    if (this.#bytes + bytes.length > this.#limits.totalBytes || !hasRoom()) {
      this.#beyond.add(name);
      return undefined;
    }
    this.#bytes += bytes.length;
    this.#filesRead++;
    this.#onProgress?.(this.#filesRead, this.#bytes);
    const text = decode(bytes);
    if (!('message' in text)) return text.text;
    this.#report(name, [text]);
    return undefined;
  }

  readText(name: string, text: string, mode: Mode): boolean {
    // What a template says is known only once it is rendered, even where it happens to be YAML.
    if (mode === 'template' && isTemplate(text)) return false;
    const { documents, errors } = parse(text);
    if (errors.length > 0 && !this.#reportsProblems(name, text, mode, errors)) return false;
    const objects = this.#objects(name, documents, mode);
    if (objects.length > 0) {
      this.files.push({ name, documents: objects });
      return true;
    }
    if (mode === 'named' && errors.length === 0 && documents.every(isNull))
      this.fail(name, 'holds no Kubernetes object');
    return false;
  }

  /** Tells what is larger than a file may be. */
  failTooLarge(name: string, { bytes }: TooLarge): void {
    const { fileBytes } = this.#limits;
    this.fail(
      name,
      `not read: it has ${inMebibytes(bytes)}, more than the ${inMebibytes(fileBytes)} that are read of one file`,
    );
  }

  #bytesOf(file: Place): Uint8Array | undefined {
    try {
      const bytes = this.#disk.read(file.path, this.#limits.fileBytes);
      if (!isTooLarge(bytes)) return bytes;
      this.failTooLarge(file.name, bytes);
    } catch (error) {
      this.fail(file.name, `cannot read: ${failureOf(error)}`);
    }
    this.#done.add(file.path);
    return undefined;
  }

  #report(file: string, errors: readonly ManifestError[]): void {
    for (const { message, line, column } of errors) this.errors.push({ file, line, column, message });
  }

  /** Tells what cannot be parsed; false where the text is none of ours and therefore passed over whole. */
  #reportsProblems(name: string, text: string, mode: Mode, errors: readonly ManifestError[]): boolean {
    const template = isTemplate(text);
    const isForeign = (mode === 'found' && !SAYS_WHAT_IT_IS.test(text)) || (mode === 'beside-chart' && template);
    if (isForeign) {
      this.#passedOver.add(name);
      return false;
    }
    const [first] = errors;
    // The braces are the cause of the first problem, and of all that follow.
    if (template && mode !== 'rendered' && first !== undefined) {
      this.#report(name, [{ ...first, message: `${first.message}; it looks like a template: render it first` }]);
    } else this.#report(name, errors);
    return true;
  }

  /** The documents that are objects; the same array where all of them are. */
  #objects(name: string, documents: readonly ManifestDocument[], mode: Mode): readonly ManifestDocument[] {
    const problems: ManifestError[] = [];
    let others = 0;
    let objects: ManifestDocument[] | undefined;
    for (const [index, document] of documents.entries()) {
      const judgement = judge(document.value);
      if (judgement.kind === 'object') {
        objects?.push(document);
        continue;
      }
      objects ??= documents.slice(0, index);
      if (isNull(document)) continue;
      if (judgement.kind !== 'half' && mode !== 'named' && mode !== 'rendered') this.#passedOver.add(name);
      else if (problems.length < MAX_ERRORS_OF_FILE) problems.push(problemOf(name, document, judgement));
      else others++;
    }
    const last = problems.at(-1);
    if (last !== undefined && others > 0) {
      problems[problems.length - 1] = { ...last, message: `${last.message}; ${others} more documents are no objects` };
    }
    this.#report(name, problems);
    return objects ?? documents;
  }
}

/** Every object says both; a text with neither word holds none. */
const SAYS_WHAT_IT_IS = /apiVersion|kind/;

/** What is empty is no object, and kubectl passes over it too. */
const isNull = ({ value }: ManifestDocument): boolean => value === null;

function problemOf(
  name: string,
  document: ManifestDocument,
  judgement: Exclude<Judgement, { kind: 'object' }>,
): ManifestError {
  const { line, column } = document.nearest([]).value;
  return { message: messageOf(basename(name), judgement), line, column };
}

function messageOf(file: string, judgement: Exclude<Judgement, { kind: 'object' }>): string {
  if (judgement.kind === 'patch') return 'not a Kubernetes object: it is a patch, "$patch" says so';
  if (judgement.kind === 'half') return judgement.message;
  if (isKustomizationName(file))
    return 'a kustomization is no object of a cluster: give its folder as PATH to build it';
  if (file === CHART_FILE)
    return 'the description of a chart is no object of a cluster: give its folder as PATH to render it';
  return judgement.message;
}
