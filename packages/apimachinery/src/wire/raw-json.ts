/**
 * JSON that stands as bytes in a message. Integers that a double cannot hold become bigints, and nesting is limited,
 * because objects are walked by recursion.
 */
import { setOwn } from './own-property.js';
import { ProtobufError } from './protobuf-error.js';

const MAX_NESTING = 1000;
const LONG_INTEGER = /\d{16}/;
const INTEGER = /^-?\d+$/;

export function parseRawJSON(text: string): unknown {
  if (nestingOf(text) > MAX_NESTING) throw new ProtobufError('exceeded max depth');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ProtobufError('raw value is not valid JSON');
  }
  return LONG_INTEGER.test(text) ? new ExactReader(text).value() : value;
}

function nestingOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x22) index = stringEnd(text, index) - 1;
    else if (code === 0x7b || code === 0x5b) deepest = Math.max(deepest, ++depth);
    else if (code === 0x7d || code === 0x5d) depth--;
  }
  return deepest;
}

/** Behind the closing quote of the string at the index. */
function stringEnd(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== 0x22) index += text.charCodeAt(index) === 0x5c ? 2 : 1;
  return index + 1;
}

/** Reads JSON that is known to be valid, so that it looks at no more than it needs. */
class ExactReader {
  readonly #text: string;
  #position = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(): unknown {
    const first = this.#next();
    if (first === '{') return this.#object();
    if (first === '[') return this.#list();
    if (first === '"') return this.#string();
    const start = this.#position;
    while (/[^\s,\]}]/.test(this.#text[this.#position] ?? ' ')) this.#position++;
    const literal = this.#text.slice(start, this.#position);
    const value: unknown = JSON.parse(literal);
    return INTEGER.test(literal) && !Number.isSafeInteger(value) ? BigInt(literal) : value;
  }

  #object(): unknown {
    const object: Record<string, unknown> = {};
    this.#position++;
    while (this.#next() !== '}') {
      const key = this.#string();
      this.#next();
      this.#position++;
      setOwn(object, key, this.value());
      if (this.#next() === ',') this.#position++;
    }
    this.#position++;
    return object;
  }

  #list(): unknown {
    const list: unknown[] = [];
    this.#position++;
    while (this.#next() !== ']') {
      list.push(this.value());
      if (this.#next() === ',') this.#position++;
    }
    this.#position++;
    return list;
  }

  #string(): string {
    const end = stringEnd(this.#text, this.#position);
    const text = this.#text.slice(this.#position, end);
    this.#position = end;
    return String(JSON.parse(text));
  }

  /** The next character that is no white space. */
  #next(): string | undefined {
    while (/\s/.test(this.#text[this.#position] ?? '')) this.#position++;
    return this.#text[this.#position];
  }
}
