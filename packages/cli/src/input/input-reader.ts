/**
 * Bytes to documents, file after file: what was read, what could not be, and what was passed over. Nothing here throws
 * for anything that stands in a file.
 */
import { type InputError, isComponentFileName, readComponentFile } from '@bulkhead/audit';
import type { ManifestError } from '@bulkhead/manifest';
import { type ClusterDump, clusterDumpOf } from './cluster-dump.js';
import { type Disk, failureOf, isTooLarge } from './disk.js';
import { fileError, type Place } from './found-files.js';
import type { Input, InputFile } from './input.js';
import { type InputLimits, inMebibytes } from './limits.js';
import { decode, isCommentedJson, isTemplate, parse, type SourceOfManifest } from './manifest-text.js';
import { sortDocuments } from './object-check.js';
import type { Mode } from './read-mode.js';
import { printable, shownList } from './shown-name.js';

export type Progress = (filesRead: number, bytes: number) => void;

export class InputReader {
  readonly files: InputFile[] = [];
  readonly errors: InputError[] = [];
  readonly notes: string[] = [];
  readonly #unrendered: InputError[] = [];
  #dump: ClusterDump | undefined;
  readonly #disk: Disk;
  readonly #limits: InputLimits;
  readonly #onProgress: Progress | undefined;
  /** Real paths of files and folders whose objects are in, or whose errors are told. */
  readonly #known = new Set<string>();
  readonly #passedOver = new Set<string>();
  readonly #beyond: string[] = [];
  #bytes = 0;
  #filesRead = 0;
  #objects = 0;

  constructor(disk: Disk, limits: InputLimits, onProgress: Progress | undefined) {
    this.#disk = disk;
    this.#limits = limits;
    this.#onProgress = onProgress;
  }

  /** All that was read, with what is said once about everything. */
  finish(): Input {
    const { files, errors, notes } = this;
    const [first, ...others] = this.#beyond;
    if (first !== undefined) {
      const more = others.length === 0 ? '' : `, and neither are ${shownList(others)}`;
      errors.push(fileError(first, `not read${more}: the whole input is too large; give it in parts`));
    }
    if (this.#passedOver.size > 0) {
      notes.push(`passed over, no Kubernetes objects: ${shownList([...this.#passedOver])}`);
    }
    return {
      files,
      errors,
      notes,
      ...(this.#unrendered.length > 0 ? { unrendered: this.#unrendered } : {}),
      ...(this.#dump === undefined ? {} : { kubernetesVersion: this.#dump.kubernetesVersion }),
    };
  }

  /** What another program would have to render, and did not. */
  failToRender(file: string, message: string): void {
    const error = fileError(file, message);
    this.errors.push(error);
    this.#unrendered.push(error);
  }

  fail(file: string, message: string): void {
    this.errors.push(fileError(file, message));
  }

  /** Whether a file, or a folder that was built or rendered whole, is in already. */
  isKnown(path: string): boolean {
    return this.#known.has(path);
  }

  know(path: string): void {
    this.#known.add(path);
  }

  /** Reads a file once, however often it is found. */
  readFile(file: Place, mode: Mode): void {
    if (this.#known.has(file.path)) return;
    if (mode !== 'named' && isComponentFileName(file.name)) {
      if (mode === 'found') this.#readFoundComponent(file);
      return;
    }
    const before = this.errors.length;
    const bytes = this.#bytesOf(file);
    const hasObjects = bytes !== undefined && this.readBytes(file.name, bytes, mode, file.path);
    // What was passed over when it was found is read again, more strictly, when the user names it.
    if (hasObjects || this.errors.length > before) this.know(file.path);
  }

  /** The first document of a file that says how others belong together; undefined where there is none. */
  readSettings(file: Place): unknown {
    if (this.#known.has(file.path)) return undefined;
    const before = this.errors.length;
    const bytes = this.#bytesOf(file);
    const decoded = bytes === undefined ? undefined : decode(bytes);
    let value: unknown;
    if (decoded !== undefined && 'text' in decoded) {
      const { documents, errors } = parse(decoded) ?? { documents: [], errors: [NO_MEMORY] };
      this.#report(file.name, errors);
      value = documents[0]?.value;
    } else if (decoded !== undefined) {
      this.#report(file.name, [decoded]);
    }
    if (this.errors.length > before) this.know(file.path);
    return value;
  }

  /** Takes the objects of a file's bytes; whether there were any. */
  readBytes(name: string, bytes: Uint8Array, mode: Mode, path?: string): boolean {
    const source = this.admit(name, bytes);
    return source !== undefined && this.readText(name, source, mode, path);
  }

  /** The text of bytes that still fit into the whole; undefined where they do not, or are no text. */
  admit(name: string, bytes: Uint8Array): SourceOfManifest | undefined {
    if (this.#bytes + bytes.length > this.#limits.totalBytes) {
      this.#beyond.push(name);
      return undefined;
    }
    this.#bytes += bytes.length;
    this.#filesRead++;
    this.#onProgress?.(this.#filesRead, this.#bytes);
    const decoded = decode(bytes);
    if ('text' in decoded) return decoded;
    this.#report(name, [decoded]);
    return undefined;
  }

  readText(name: string, source: SourceOfManifest, mode: Mode, path?: string): boolean {
    const { text } = source;
    if (isComponentFileName(name)) return this.#readComponent(name, text);
    // What a template says is known only once it is rendered, even where it happens to be YAML.
    if (mode === 'template' && isTemplate(text)) return false;
    const parsed = parse(source);
    if (parsed === undefined) {
      this.#beyond.push(name);
      return false;
    }
    const { errors } = parsed;
    const documents = parsed.documents.filter(({ value }) => !this.#takeDump(name, value));
    if (errors.length > 0 && !this.#reportProblems(name, text, mode, errors)) return false;
    const room = this.#limits.objects - this.#objects;
    const sorted = sortDocuments(name, documents, mode, room);
    if (sorted.count > room) {
      this.#beyond.push(name);
      return false;
    }
    this.#report(name, sorted.errors);
    for (const { unread } of sorted.objects) {
      if (unread === undefined) continue;
      this.notes.push(`${name}:${unread.line}: Kubernetes does not read what stands behind the end of the document`);
    }
    if (sorted.objects.length > 0) {
      this.#objects += sorted.count;
      this.files.push({ name, documents: sorted.objects, ...(path === undefined ? {} : { path }) });
      return true;
    }
    if (mode === 'named' && parsed.documents.length + errors.length === 0)
      this.fail(name, 'holds no Kubernetes object');
    if (sorted.isPassedOver) this.#passedOver.add(name);
    return false;
  }

  /** Nearly all files of these names are other programs': what is no component's is passed over without a word. */
  #readFoundComponent(file: Place): void {
    let bytes: ReturnType<Disk['read']>;
    try {
      bytes = this.#disk.read(file.path, MAX_COMPONENT_FILE);
    } catch {
      return;
    }
    const decoded = isTooLarge(bytes) ? undefined : decode(bytes);
    if (decoded === undefined || !('text' in decoded)) return;
    const found = readComponentFile(file.name, decoded.text);
    if (found === undefined || !('document' in found)) return;
    this.know(file.path);
    this.#filesRead++;
    this.#objects++;
    this.files.push({ name: file.name, documents: [found.document] });
  }

  #readComponent(name: string, text: string): boolean {
    const found = readComponentFile(name, text);
    if (found === undefined) this.fail(name, 'not a configuration of containerd or CRI-O, and no flags of a kubelet');
    else if ('error' in found) this.#report(name, [found.error]);
    else {
      this.#objects++;
      this.files.push({ name, documents: [found.document] });
      return true;
    }
    return false;
  }

  /** Whether the document is the index of a dump, whose gaps are gaps of this input. */
  #takeDump(name: string, value: unknown): boolean {
    const dump = clusterDumpOf(value);
    if (dump === undefined) return false;
    this.#dump ??= dump;
    for (const { resource, message } of dump.unread) this.fail(name, printable(`${resource}: ${message}`));
    return true;
  }

  /** Reports what does not parse; whether the documents that do still count. */
  #reportProblems(name: string, text: string, mode: Mode, errors: readonly ManifestError[]): boolean {
    const isFound = mode === 'found' || mode === 'beside-chart';
    if ((isFound && isCommentedJson(name, text)) || (mode === 'beside-chart' && isTemplate(text))) {
      this.#passedOver.add(name);
      return false;
    }
    const [first] = errors;
    // The braces are the cause of the first problem, and of all that follow.
    if (first !== undefined && isTemplate(text) && mode !== 'rendered') {
      const message = `looks like a template ("{{"), which is no manifest until it is rendered: give the folder of its chart, or pipe what it renders into "-" (${first.message})`;
      this.#report(name, [{ ...first, message }]);
    } else {
      this.#report(name, errors);
    }
    return true;
  }

  #bytesOf(file: Place): Uint8Array | undefined {
    try {
      const bytes = this.#disk.read(file.path, this.#limits.fileBytes);
      if (!isTooLarge(bytes)) return bytes;
      const limit = inMebibytes(this.#limits.fileBytes);
      this.fail(file.name, `not read: it has ${inMebibytes(bytes.bytes)}, more than ${limit}; give it in parts`);
    } catch (error) {
      this.fail(file.name, `cannot read: ${failureOf(error)}`);
    }
    return undefined;
  }

  #report(file: string, errors: readonly ManifestError[]): void {
    for (const { message, line, column } of errors) this.errors.push({ file, line, column, message });
  }
}

/** A configuration file is far smaller. */
const MAX_COMPONENT_FILE = 4 * 1024 * 1024;

const NO_MEMORY: ManifestError = { message: 'not read: the whole input is too large', line: 1, column: 1 };
