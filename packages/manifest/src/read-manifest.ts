/**
 * From the text of a file to its documents, as kubectl reads files (apimachinery, YAMLOrJSONDecoder): a text that
 * begins with `{` is JSON, one value after another; where the first or second of them turns out not to be JSON, the
 * text from there on is YAML. Everything else is YAML, split at `---`.
 *
 * kubectl stops at the first fault. Here a broken document costs one error, and the documents behind it are read.
 */

import { leadingGoSpace } from './go-space.js';
import { invalidCharacter, type JsonProblem, UNEXPECTED_END } from './json/json-problem.js';
import { JsonReader, type JsonValue } from './json/json-reader.js';
import { DEFAULT_LIMITS, type Limits } from './limits.js';
import { LineIndex } from './line-index.js';
import { ManifestDocument, type ManifestFile } from './manifest-document.js';
import { NodeSearch } from './node-search.js';
import { NodeTable } from './node-table.js';
import { SourceText } from './source-text.js';
import type { YamlProblem } from './yaml/cursor.js';
import { splitDocuments } from './yaml/document-splitter.js';
import { type YamlDocument, YamlReader } from './yaml/yaml-reader.js';

/** Why a part of a file cannot be read. */
export interface ManifestError {
  /** One line, without file and place. */
  readonly message: string;
  readonly line: number;
  readonly column: number;
}

export interface ReadOptions {
  /** Default: as kubectl guesses. */
  readonly format?: 'yaml' | 'json';
  /** The bytes of which the text was decoded, as `decodeText` returns them; with them reading is faster. */
  readonly bytes?: Uint8Array;
  readonly limits?: Partial<Limits>;
}

export interface Manifest {
  readonly documents: ManifestDocument[];
  readonly errors: ManifestError[];
}

/** A line at the beginning of a text that only begins its document. */
const OWN_SEPARATOR = /^---[ \t]*\r?\n/;

/** Characters at the beginning of a text in which kubectl looks for the brace. */
const GUESSED = 4096;

/** What is in a text that is to hold one value; neither for null. */
export interface SingleValue {
  readonly document: ManifestDocument | undefined;
  readonly error: ManifestError | undefined;
}

/**
 * Reads the body of a request, as the API server does: of YAML the first document, whatever it holds, without splitting
 * the text before; in JSON nothing may follow. It never throws.
 */
export function readSingle(text: string, options: ReadOptions & { readonly format: 'yaml' | 'json' }): SingleValue {
  const reading = new Reading(text, options.bytes, { ...DEFAULT_LIMITS, ...options.limits });
  reading.readSingle(options.format);
  return { document: reading.documents[0], error: reading.errors[0] };
}

/** Reads every document of a text. It never throws, whatever the text. */
export function readManifest(text: string, options: ReadOptions = {}): Manifest {
  const reading = new Reading(text, options.bytes, { ...DEFAULT_LIMITS, ...options.limits });
  reading.read(options.format);
  return { documents: reading.documents, errors: reading.errors };
}

class Reading {
  readonly documents: ManifestDocument[] = [];
  readonly errors: ManifestError[] = [];
  readonly #text: string;
  readonly #source: SourceText;
  readonly #limits: Limits;
  readonly #file: ManifestFile;
  #index = 0;

  constructor(text: string, bytes: Uint8Array | undefined, limits: Limits) {
    this.#text = text;
    this.#source = text.length > limits.maxLength ? new SourceText('') : new SourceText(text, bytes);
    this.#limits = limits;
    const table = new NodeTable(this.#source.text.length);
    this.#file = { lines: new LineIndex(text), table, search: new NodeSearch(table) };
  }

  read(format: 'yaml' | 'json' | undefined): void {
    if (this.#isTooLong()) return;
    const isJson = format === 'json' || (format === undefined && this.#beginsWithBrace());
    if (isJson) this.#readJson(format === 'json');
    else this.#readYaml(0, undefined);
  }

  readSingle(format: 'yaml' | 'json'): void {
    if (this.#isTooLong()) return;
    const found = format === 'json' ? this.#singleJson() : this.#singleYaml();
    if (found === undefined) return;
    if ('message' in found) this.#report(found);
    else if (found.value !== null) this.documents.push(new ManifestDocument(this.#file, 0, found));
  }

  #singleJson(): JsonValue | JsonProblem {
    const reader = new JsonReader(this.#source, this.#file.table, this.#limits);
    const start = reader.passBlanks(0);
    if (start >= this.#text.length) return { message: UNEXPECTED_END, offset: start };
    const found = reader.read(start);
    if ('message' in found) return found;
    const end = reader.passBlanks(found.end);
    if (end < this.#text.length) return invalidCharacter(this.#text, end, 'after top-level value');
    return found.overflow ?? found;
  }

  #singleYaml(): YamlDocument | YamlProblem | undefined {
    const reader = new YamlReader(this.#source, this.#file.table, this.#limits);
    const content = OWN_SEPARATOR.exec(this.#text)?.[0].length ?? 0;
    return reader.read({ start: 0, content, end: this.#text.length });
  }

  #isTooLong(): boolean {
    if (this.#text.length <= this.#limits.maxLength) return false;
    this.errors.push({ message: `the file is longer than ${this.#limits.maxLength} characters`, line: 1, column: 1 });
    return true;
  }

  #readJson(strictly: boolean): void {
    const reader = new JsonReader(this.#source, this.#file.table, this.#limits);
    let position = reader.passBlanks(0);
    let count = 0;
    let end = 0;
    while (position < this.#text.length) {
      const found = reader.read(position);
      if ('message' in found) {
        if (strictly || count > 1) this.#report(found);
        else this.#readInstead(end, found);
        return;
      }
      count++;
      end = found.end;
      if (found.overflow !== undefined) this.#report(found.overflow);
      else if (found.value !== null) this.documents.push(new ManifestDocument(this.#file, this.#index, found));
      if (found.value !== null) this.#index++;
      position = reader.passBlanks(found.end);
    }
  }

  #beginsWithBrace(): boolean {
    const beginning = this.#text.slice(0, GUESSED);
    return beginning[leadingGoSpace(beginning)] === '{';
  }

  /**
   * YAML from the end of the last JSON value on, behind blanks of its line. With less than four bytes left kubectl does
   * not get that far.
   */
  #readInstead(from: number, problem: JsonProblem): void {
    let position = from;
    for (;;) {
      const rest = this.#text.slice(position, position + 4);
      if (new TextEncoder().encode(rest).length < 4) {
        this.#report(problem);
        return;
      }
      if (leadingGoSpace(rest) === 0) break;
      position++;
      if (rest.startsWith('\n')) break;
    }
    this.#readYaml(position, problem);
  }

  /** `asJson` is what JSON had to say; it goes before what YAML says of the first document. */
  #readYaml(start: number, asJson: JsonProblem | undefined): void {
    const reader = new YamlReader(this.#source, this.#file.table, this.#limits);
    let before = asJson;
    splitDocuments(
      this.#text,
      start,
      (range) => {
        const found = reader.read(range);
        if (found === undefined) return true;
        if ('message' in found) this.#report(before ?? found);
        else this.documents.push(new ManifestDocument(this.#file, this.#index, found));
        before = undefined;
        this.#index++;
        return this.errors.length <= this.#limits.maxErrors;
      },
      ({ offset, message }) => this.#report({ offset, message }),
    );
  }

  #report(problem: YamlProblem | JsonProblem): void {
    if (this.errors.length > this.#limits.maxErrors) return;
    const { line, column } = this.#file.lines.at(problem.offset);
    if (this.errors.length === this.#limits.maxErrors) {
      this.errors.push({ message: 'too many errors; the rest of the file is not read', line, column });
      return;
    }
    this.errors.push({ message: oneLine(this.#message(problem)), line, column });
  }

  #message(problem: YamlProblem | JsonProblem): string {
    if (!('context' in problem) || problem.context === undefined || problem.contextOffset === undefined) {
      return problem.message;
    }
    const { line, column } = this.#file.lines.at(problem.contextOffset);
    const context = problem.context.replace(/^while /, '');
    return `${problem.message} (${context} that begins at line ${line}, column ${column})`;
  }
}

/** Characters of a message that are shown: it may repeat a stranger's text. */
const SHOWN = 300;

/** A message as one line for people: without control characters, and not endless. */
function oneLine(message: string): string {
  const shown = message.length > SHOWN ? `${message.slice(0, SHOWN)}...` : message;
  return shown.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu, (character) => {
    const code = character.charCodeAt(0).toString(16);
    return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
  });
}
