/**
 * Texts that must be JSON, and what Go says of those that are not.
 * Source: encoding/json scanner.go and decode.go of Go's standard library.
 */
import { byteLength } from '../names/index.js';

const MAX_DEPTH = 10_000;
const END = 'unexpected end of JSON input';
const DEPTH = 'exceeded max depth';
const LITERALS = new Map([
  ['t', 'true'],
  ['f', 'false'],
  ['n', 'null'],
]);

/** `object`, `array`, `string`, `number`, `bool` or `null` at the top, or the syntax error. */
export type JsonShape = { readonly kind: string } | { readonly problem: string };

/** What kind of value the text is. */
export function jsonShape(text: string): JsonShape {
  const scanner = new Scanner(text);
  const kind = scanner.scanDocument();
  return scanner.problem === undefined ? { kind } : { problem: scanner.problem };
}

/** What Go says when it reads the text into a map; undefined when it can. */
export function jsonObjectProblem(text: string): string | undefined {
  return typeProblem(jsonShape(text), 'object', 'map[string]interface {}');
}

/** What Go says when it reads the text into a slice of that type; undefined when the text is an array. */
export function jsonArrayProblem(text: string, goType: string): string | undefined {
  return typeProblem(jsonShape(text), 'array', goType);
}

function typeProblem(shape: JsonShape, expected: string, goType: string): string | undefined {
  if ('problem' in shape) return shape.problem;
  if (shape.kind === expected || shape.kind === 'null') return undefined;
  return `json: cannot unmarshal ${shape.kind} into Go value of type ${goType}`;
}

const KINDS: ReadonlyMap<string, string> = new Map([
  ['{', 'object'],
  ['[', 'array'],
  ['"', 'string'],
  ['t', 'bool'],
  ['f', 'bool'],
  ['n', 'null'],
]);

type Bracket = '{' | '[';
const CLOSING = { '{': '}', '[': ']' } as const;

/** Reads one value without recursion; stops at the first problem. */
class Scanner {
  problem: string | undefined;
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  scanDocument(): string {
    this.#skipSpace();
    const kind = KINDS.get(this.#text.charAt(this.#at)) ?? 'number';
    this.#scanValues();
    this.#skipSpace();
    if (this.problem === undefined && this.#at < this.#text.length) this.#fail('after top-level value');
    return kind;
  }

  #scanValues(): void {
    const open: Bracket[] = [];
    let isAtValue = true;
    while (this.problem === undefined && (isAtValue || open.length > 0)) {
      this.#skipSpace();
      isAtValue = isAtValue ? this.#scanValue(open) : this.#scanSeparator(open);
    }
  }

  /** A value, with its key inside an object; true if it was a bracket and the next value stands behind it. */
  #scanValue(open: Bracket[]): boolean {
    if (open.at(-1) === '{' && !this.#scanKey()) return false;
    this.#skipSpace();
    const character = this.#text.charAt(this.#at);
    if (character !== '{' && character !== '[') {
      this.#scanScalar(character);
      return false;
    }
    this.#at += 1;
    open.push(character);
    if (open.length > MAX_DEPTH) this.#stop(DEPTH);
    this.#skipSpace();
    return this.#text.charAt(this.#at) !== CLOSING[character];
  }

  /** What follows a value inside brackets; true if that is a comma. */
  #scanSeparator(open: Bracket[]): boolean {
    const innermost = open.at(-1) ?? '[';
    const character = this.#text.charAt(this.#at);
    if (character !== ',' && character !== CLOSING[innermost]) {
      this.#fail(innermost === '{' ? 'after object key:value pair' : 'after array element');
      return false;
    }
    this.#at += 1;
    if (character !== ',') open.pop();
    return character === ',';
  }

  #scanKey(): boolean {
    if (this.#text.charAt(this.#at) !== '"') {
      this.#fail('looking for beginning of object key string');
      return false;
    }
    if (!this.#scanString()) return false;
    this.#skipSpace();
    if (this.#text.charAt(this.#at) !== ':') {
      this.#fail('after object key');
      return false;
    }
    this.#at += 1;
    return true;
  }

  #scanScalar(first: string): boolean {
    if (first === '"') return this.#scanString();
    const literal = LITERALS.get(first);
    if (literal !== undefined) return this.#scanLiteral(literal);
    if (first === '-' || (first >= '0' && first <= '9')) return this.#scanNumber();
    this.#fail('looking for beginning of value');
    return false;
  }

  #scanLiteral(literal: string): boolean {
    for (let index = 1; index < literal.length; index += 1) {
      if (this.#text.charAt(this.#at + index) === literal.charAt(index)) continue;
      this.#at += index;
      this.#fail(`in literal ${literal} (expecting '${literal.charAt(index)}')`);
      return false;
    }
    this.#at += literal.length;
    return true;
  }

  #scanNumber(): boolean {
    if (this.#text.charAt(this.#at) === '-') {
      this.#at += 1;
      if (!this.#isDigit()) return this.#failIn('in numeric literal');
    }
    if (this.#text.charAt(this.#at) === '0') this.#at += 1;
    else this.#skipDigits();
    if (this.#text.charAt(this.#at) === '.') {
      this.#at += 1;
      if (!this.#isDigit()) return this.#failIn('after decimal point in numeric literal');
      this.#skipDigits();
    }
    if (/[eE]/.test(this.#text.charAt(this.#at))) {
      this.#at += 1;
      if (/[-+]/.test(this.#text.charAt(this.#at))) this.#at += 1;
      if (!this.#isDigit()) return this.#failIn('in exponent of numeric literal');
      this.#skipDigits();
    }
    return true;
  }

  #scanString(): boolean {
    this.#at += 1;
    for (;;) {
      const character = this.#text.charAt(this.#at);
      if (character === '"') {
        this.#at += 1;
        return true;
      }
      if (character === '' || character < ' ') return this.#failIn('in string literal');
      this.#at += 1;
      if (character === '\\' && !this.#scanEscape()) return false;
    }
  }

  #scanEscape(): boolean {
    const character = this.#text.charAt(this.#at);
    if (character === '' || !'bfnrt\\/"u'.includes(character)) return this.#failIn('in string escape code');
    this.#at += 1;
    if (character !== 'u') return true;
    for (let digit = 0; digit < 4; digit += 1) {
      if (!/[0-9a-fA-F]/.test(this.#text.charAt(this.#at))) return this.#failIn('in \\u hexadecimal character escape');
      this.#at += 1;
    }
    return true;
  }

  #isDigit(): boolean {
    const character = this.#text.charAt(this.#at);
    return character >= '0' && character <= '9' && character !== '';
  }

  #skipDigits(): void {
    while (this.#isDigit()) this.#at += 1;
  }

  #skipSpace(): void {
    while (this.#at < this.#text.length && ' \t\r\n'.includes(this.#text.charAt(this.#at))) this.#at += 1;
  }

  #failIn(context: string): false {
    this.#fail(context);
    return false;
  }

  #fail(context: string): void {
    const character = this.#text.codePointAt(this.#at);
    this.#stop(character === undefined ? END : `invalid character ${quoteCharacter(character)} ${context}`);
  }

  #stop(problem: string): void {
    this.problem ??= problem;
  }
}

/** Go looks at one byte: of a character beyond ASCII, the first. */
function quoteCharacter(codePoint: number): string {
  if (codePoint === 0x27) return "'\\''";
  if (codePoint === 0x22) return `'"'`;
  const character = String.fromCodePoint(firstByte(codePoint));
  return `'${JSON.stringify(character).slice(1, -1)}'`;
}

function firstByte(codePoint: number): number {
  const bytes = byteLength(String.fromCodePoint(codePoint));
  if (bytes === 1) return codePoint;
  if (bytes === 2) return 0xc0 | (codePoint >> 6);
  return bytes === 3 ? 0xe0 | (codePoint >> 12) : 0xf0 | (codePoint >> 18);
}
