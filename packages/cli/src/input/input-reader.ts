/**
 * Bytes to objects, file after file: what was read, what could not be, and what was passed over. Nothing here throws
 * for anything that stands in a file.
 */
import { basename } from 'node:path';
import type { InputError } from '@bulkhead/audit';
import { CHART_FILE } from './chart.js';
import { type Disk, failureOf, isTooLarge } from './disk.js';
import { fileError, type Place } from './found-files.js';
import type { Input, InputFile } from './input.js';
import { isKustomizationName } from './kustomization.js';
import { type InputLimits, inMebibytes } from './limits.js';
import { decode, expand, isTemplate, parse, type TextDocument } from './manifest-text.js';
import { hasRoom } from './memory.js';
import { judge } from './object-check.js';
import type { Mode } from './read-mode.js';
import { shownList } from './shown-name.js';

export type Progress = (filesRead: number, bytes: number) => void;

export class InputReader {
  readonly files: InputFile[] = [];
  readonly errors: InputError[] = [];
  readonly notes: string[] = [];
  readonly #disk: Disk;
  readonly #limits: InputLimits;
  readonly #onProgress: Progress | undefined;
  /** Real paths of files whose objects are in. */
  readonly #taken = new Set<string>();
  readonly #passedOver: string[] = [];
  readonly #beyond: string[] = [];
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
    const [first] = this.#beyond;
    if (first !== undefined) {
      const count = this.#beyond.length;
      errors.push(
        fileError(
          first,
          `not read: all files together need more memory than there is; ${count === 1 ? 'this file is' : `${count} files (${shownList(this.#beyond)}) are`} left out`,
        ),
      );
    }
    if (this.#passedOver.length > 0) {
      notes.push(`passed over, no Kubernetes objects: ${shownList(this.#passedOver)}`);
    }
    return { files, errors, notes };
  }

  fail(file: string, message: string): void {
    this.errors.push(fileError(file, message));
  }

  /** Reads a file once, however often it is found. */
  readFile(file: Place, mode: Mode): void {
    if (this.#taken.has(file.path)) return;
    const bytes = this.#bytesOf(file);
    if (bytes !== undefined && this.readBytes(file.name, bytes, mode)) this.#taken.add(file.path);
  }

  /** The first document of a file that says how others belong together; undefined where there is none. */
  readSettings(file: Place): unknown {
    const bytes = this.#bytesOf(file);
    if (bytes === undefined) return undefined;
    const text = decode(bytes);
    const { documents, errors } = 'message' in text ? { documents: [], errors: [text] } : parse(text.text);
    for (const error of errors) this.errors.push({ file: file.name, ...error });
    return documents[0]?.value;
  }

  /** Takes the objects of a text; whether there were any. */
  readBytes(name: string, bytes: Uint8Array, mode: Mode): boolean {
    if (this.#bytes + bytes.length > this.#limits.totalBytes || !hasRoom()) {
      this.#beyond.push(name);
      return false;
    }
    this.#bytes += bytes.length;
    this.#filesRead++;
    this.#onProgress?.(this.#filesRead, this.#bytes);
    const text = decode(bytes);
    if (!('message' in text)) return this.readText(name, text.text, mode);
    this.errors.push({ file: name, ...text });
    return false;
  }

  readText(name: string, text: string, mode: Mode): boolean {
    // What a template says is known only once it is rendered, even where it happens to be YAML.
    if (mode === 'template' && isTemplate(text)) return false;
    const { documents, errors } = parse(text);
    if (errors.length > 0 && !this.#reportsProblems(name, text, mode, errors)) return false;
    const objects = this.#objects(name, documents, mode);
    if (objects.length === 0) {
      if (mode === 'named' && documents.length === 0 && errors.length === 0) {
        this.fail(name, 'holds no Kubernetes object');
      }
      return false;
    }
    this.files.push({ name, documents: objects.flatMap((document) => this.#expand(name, document)) });
    return true;
  }
}
