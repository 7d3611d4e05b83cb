/**
 * From characters to tokens, by the rules of libyaml as go-yaml v2 has them, since that is what Kubernetes reads with.
 *
 * The one hard part is the simple key: `a: b` shows itself as a key only at its colon. The scanner remembers where a
 * key might have begun, one such place a level of flow collections, and puts the KEY token (and the start of a block
 * mapping) in front of the remembered token when the colon comes.
 */
import { readBlockScalar } from './block-scalar.js';
import { isBlank, isBlankOrEnd, isBreak, isBreakOrEnd, isEnd, SPACE, TAB } from './characters.js';
import type { Cursor } from './cursor.js';
import { readPlainScalar } from './plain-scalar.js';
import { readAnchor, readDirective, readTag } from './properties.js';
import { readQuotedScalar } from './quoted-scalar.js';
import {
  ALIAS,
  ANCHOR,
  BLOCK_END,
  BLOCK_ENTRY,
  BLOCK_MAPPING_START,
  BLOCK_SEQUENCE_START,
  DOCUMENT_END,
  DOCUMENT_START,
  FLOW_ENTRY,
  FLOW_MAPPING_END,
  FLOW_MAPPING_START,
  FLOW_SEQUENCE_END,
  FLOW_SEQUENCE_START,
  KEY,
  SCALAR,
  STREAM_END,
  STREAM_START,
  type Token,
  type TokenType,
  token,
  VALUE,
} from './token.js';

/** Open flow collections, and open block collections, that go-yaml accepts. */
const MAX_LEVELS = 10_000;

/** Characters from the start of a simple key to its colon. */
const MAX_SIMPLE_KEY = 1024;

/** A place where a key without `?` may have begun. */
interface SimpleKey {
  possible: boolean;
  /** Nothing but a key may stand there. */
  required: boolean;
  tokenNumber: number;
  offset: number;
  line: number;
  column: number;
}

export class Scanner {
  readonly cursor: Cursor;
  #tokens: Token[] = [];
  #head = 0;
  /** Tokens taken so far; with the queue it numbers every token. */
  #taken = 0;
  #started = false;
  #indent = -1;
  readonly #indents: number[] = [];
  #flowLevel = 0;
  #keyAllowed = true;
  readonly #simpleKeys: SimpleKey[] = [];
  readonly #levelByToken: Map<number, number> = new Map();

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  /** The next token, which stays; undefined when the cursor has a problem. */
  peek(): Token | undefined {
    return this.#fetchMore() ? this.#tokens[this.#head] : undefined;
  }

  /** Drops the token that `peek` returned. */
  skip(): void {
    this.#head++;
    this.#taken++;
    if (this.#head === this.#tokens.length) {
      this.#tokens = [];
      this.#head = 0;
    }
  }

  /** Fetches until the token at the head can no longer turn out to be a key. */
  #fetchMore(): boolean {
    for (;;) {
      if (this.#head < this.#tokens.length) {
        const level = this.#levelByToken.get(this.#taken);
        const key = level === undefined ? undefined : this.#simpleKeys[level];
        if (key === undefined) return true;
        const valid = this.#isValid(key);
        if (valid === undefined) return false;
        if (!valid) return true;
      }
      if (!this.#fetchNext()) return false;
    }
  }

  #fetchNext(): boolean {
    const { cursor } = this;
    if (!this.#started) {
      this.#started = true;
      this.#simpleKeys.push({ possible: false, required: false, tokenNumber: 0, offset: 0, line: 0, column: 0 });
      return this.#append(token(STREAM_START, cursor.position, cursor.position));
    }
    this.#passToToken();
    this.#unrollIndent(cursor.column);
    const code = cursor.code;
    if (isEnd(code)) return this.#fetchStreamEnd();
    if (cursor.position === cursor.lineStart) {
      if (code === 37) return this.#fetchDirective();
      if (cursor.atDocumentIndicator(isBlankOrEnd)) return this.#fetchDocumentIndicator(code);
    }
    return this.#fetchIndicator(code);
  }

  #fetchIndicator(code: number): boolean {
    const inFlow = this.#flowLevel > 0;
    switch (code) {
      case 91: // [
        return this.#fetchFlowStart(FLOW_SEQUENCE_START);
      case 123: // {
        return this.#fetchFlowStart(FLOW_MAPPING_START);
      case 93: // ]
        return this.#fetchFlowEnd(FLOW_SEQUENCE_END);
      case 125: // }
        return this.#fetchFlowEnd(FLOW_MAPPING_END);
      case 44: // ,
        return this.#fetchFlowEntry();
      case 45: // -
        return isBlankOrEnd(this.cursor.ahead(1)) ? this.#fetchBlockEntry() : this.#fetchPlain();
      case 63: // ?
        if (inFlow || isBlankOrEnd(this.cursor.ahead(1))) return this.#fetchKey();
        return this.#fetchPlain();
      case 58: // :
        if (inFlow || isBlankOrEnd(this.cursor.ahead(1))) return this.#fetchValue();
        return this.#fetchPlain();
      case 42: // *
        return this.#fetchProperty(() => readAnchor(this.cursor, ALIAS));
      case 38: // &
        return this.#fetchProperty(() => readAnchor(this.cursor, ANCHOR));
      case 33: // !
        return this.#fetchProperty(() => readTag(this.cursor));
      case 39: // '
      case 34: // "
        return this.#fetchProperty(() => this.#readQuoted());
      case 124: // |
      case 62: // >
        return inFlow ? this.#failToStart() : this.#fetchBlockScalar();
      case 35: // #
      case 37: // %
      case 64: // @
      case 96: // `
        return this.#failToStart();
      default:
        return isBlank(code) ? this.#failToStart() : this.#fetchPlain();
    }
  }

  #failToStart(): boolean {
    const { cursor } = this;
    return cursor.fail(
      'found character that cannot start any token',
      'while scanning for the next token',
      cursor.position,
    );
  }

  /** Passes blanks, comments and line breaks. A tab is a blank only where no key may begin. */
  #passToToken(): void {
    const { cursor } = this;
    for (;;) {
      const tabs = this.#flowLevel > 0 || !this.#keyAllowed;
      while (cursor.code === SPACE || (tabs && cursor.code === TAB)) cursor.position++;
      if (cursor.code === 35) while (!isBreakOrEnd(cursor.code)) cursor.position++;
      if (!isBreak(cursor.code)) return;
      cursor.passBreak();
      if (this.#flowLevel === 0) this.#keyAllowed = true;
    }
  }

  // --- Simple keys ---

  /** Whether a key may still have begun there; undefined when it had to and no colon came. */
  #isValid(key: SimpleKey): boolean | undefined {
    if (!key.possible) return false;
    const { cursor } = this;
    if (key.line === cursor.line && !this.#isTooLong(key)) return true;
    if (key.required) {
      cursor.fail("could not find expected ':'", 'while scanning a simple key', key.offset);
      return undefined;
    }
    key.possible = false;
    return false;
  }

  #isTooLong(key: SimpleKey): boolean {
    const { cursor } = this;
    if (cursor.position - key.offset <= MAX_SIMPLE_KEY) return false;
    return cursor.characters(key.offset, cursor.position) > MAX_SIMPLE_KEY;
  }

  #saveKey(): boolean {
    if (!this.#keyAllowed) return true;
    const { cursor } = this;
    const column = cursor.column;
    if (!this.#removeKey()) return false;
    const key: SimpleKey = {
      possible: true,
      required: this.#flowLevel === 0 && this.#indent === column,
      tokenNumber: this.#taken + this.#tokens.length - this.#head,
      offset: cursor.position,
      line: cursor.line,
      column,
    };
    const level = this.#simpleKeys.length - 1;
    this.#simpleKeys[level] = key;
    this.#levelByToken.set(key.tokenNumber, level);
    return true;
  }

  #removeKey(): boolean {
    const key = this.#lastKey();
    if (!key.possible) return true;
    if (key.required) {
      return this.cursor.fail("could not find expected ':'", 'while scanning a simple key', key.offset);
    }
    key.possible = false;
    this.#levelByToken.delete(key.tokenNumber);
    return true;
  }

  /** The key of the innermost flow level; one exists from the start of the stream on. */
  #lastKey(): SimpleKey {
    return this.#simpleKeys[this.#simpleKeys.length - 1] as SimpleKey;
  }

  // --- Indentation ---

  /** Opens a block collection when the column is deeper than the current one. */
  #rollIndent(column: number, at: number, type: TokenType, offset: number): boolean {
    if (this.#flowLevel > 0 || this.#indent >= column) return true;
    this.#indents.push(this.#indent);
    this.#indent = column;
    if (this.#indents.length > MAX_LEVELS) {
      return this.cursor.fail(`exceeded max depth of ${MAX_LEVELS}`, 'while increasing indent level', offset);
    }
    this.#insert(at, token(type, offset, offset));
    return true;
  }

  #unrollIndent(column: number): void {
    if (this.#flowLevel > 0) return;
    const { position } = this.cursor;
    while (this.#indent > column) {
      this.#append(token(BLOCK_END, position, position));
      this.#indent = this.#indents.pop() ?? -1;
    }
  }

  // --- The queue ---

  #append(added: Token): true {
    this.#tokens.push(added);
    return true;
  }

  /** Inserts before the token of that number. One that is taken already cannot be preceded any more. */
  #insert(tokenNumber: number, added: Token): void {
    const at = tokenNumber - this.#taken;
    if (tokenNumber < 0 || at < 0) this.#tokens.push(added);
    else this.#tokens.splice(this.#head + at, 0, added);
  }

  /** Passes `length` characters as one token. */
  #take(type: TokenType, length: number): true {
    const start = this.cursor.position;
    this.cursor.position += length;
    return this.#append(token(type, start, start + length));
  }

  // --- Fetchers ---

  #fetchStreamEnd(): boolean {
    this.#unrollIndent(-1);
    if (!this.#removeKey()) return false;
    this.#keyAllowed = false;
    return this.#append(token(STREAM_END, this.cursor.position, this.cursor.position));
  }

  #fetchDirective(): boolean {
    this.#unrollIndent(-1);
    if (!this.#removeKey()) return false;
    this.#keyAllowed = false;
    const directive = readDirective(this.cursor);
    return directive !== undefined && this.#append(directive);
  }

  #fetchDocumentIndicator(code: number): boolean {
    this.#unrollIndent(-1);
    if (!this.#removeKey()) return false;
    this.#keyAllowed = false;
    return this.#take(code === 45 ? DOCUMENT_START : DOCUMENT_END, 3);
  }

  #fetchFlowStart(type: TokenType): boolean {
    if (!this.#saveKey()) return false;
    const { cursor } = this;
    const tokenNumber = this.#taken + this.#tokens.length - this.#head;
    this.#simpleKeys.push({
      possible: false,
      required: false,
      tokenNumber,
      offset: cursor.position,
      line: cursor.line,
      column: 0,
    });
    if (++this.#flowLevel > MAX_LEVELS) {
      return cursor.fail(`exceeded max depth of ${MAX_LEVELS}`, 'while increasing flow level', cursor.position);
    }
    this.#keyAllowed = true;
    return this.#take(type, 1);
  }

  #fetchFlowEnd(type: TokenType): boolean {
    if (!this.#removeKey()) return false;
    if (this.#flowLevel > 0) {
      this.#flowLevel--;
      this.#levelByToken.delete(this.#lastKey().tokenNumber);
      this.#simpleKeys.pop();
    }
    this.#keyAllowed = false;
    return this.#take(type, 1);
  }

  #fetchFlowEntry(): boolean {
    if (!this.#removeKey()) return false;
    this.#keyAllowed = true;
    return this.#take(FLOW_ENTRY, 1);
  }

  #fetchBlockEntry(): boolean {
    const { cursor } = this;
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) return cursor.fail('block sequence entries are not allowed in this context');
      if (!this.#rollIndent(cursor.column, -1, BLOCK_SEQUENCE_START, cursor.position)) return false;
    }
    if (!this.#removeKey()) return false;
    this.#keyAllowed = true;
    return this.#take(BLOCK_ENTRY, 1);
  }

  #fetchKey(): boolean {
    const { cursor } = this;
    if (this.#flowLevel === 0) {
      if (!this.#keyAllowed) return cursor.fail('mapping keys are not allowed in this context');
      if (!this.#rollIndent(cursor.column, -1, BLOCK_MAPPING_START, cursor.position)) return false;
    }
    if (!this.#removeKey()) return false;
    this.#keyAllowed = this.#flowLevel === 0;
    return this.#take(KEY, 1);
  }

  #fetchValue(): boolean {
    const { cursor } = this;
    const key = this.#lastKey();
    const valid = this.#isValid(key);
    if (valid === undefined) return false;
    if (valid) {
      this.#insert(key.tokenNumber, token(KEY, key.offset, key.offset));
      if (!this.#rollIndent(key.column, key.tokenNumber, BLOCK_MAPPING_START, key.offset)) return false;
      key.possible = false;
      this.#levelByToken.delete(key.tokenNumber);
      this.#keyAllowed = false;
    } else {
      if (this.#flowLevel === 0) {
        if (!this.#keyAllowed) return cursor.fail('mapping values are not allowed in this context');
        if (!this.#rollIndent(cursor.column, -1, BLOCK_MAPPING_START, cursor.position)) return false;
      }
      this.#keyAllowed = this.#flowLevel === 0;
    }
    return this.#take(VALUE, 1);
  }

  /** An anchor, alias, tag or quoted scalar: it may begin a key, and none may follow it. */
  #fetchProperty(read: () => Token | undefined): boolean {
    if (!this.#saveKey()) return false;
    this.#keyAllowed = false;
    const found = read();
    return found !== undefined && this.#append(found);
  }

  #fetchPlain(): boolean {
    if (!this.#saveKey()) return false;
    this.#keyAllowed = false;
    const { cursor } = this;
    const start = cursor.position;
    const scalar = readPlainScalar(cursor, this.#indent + 1, this.#flowLevel > 0);
    if (scalar === undefined) return false;
    if (scalar.endsLine) this.#keyAllowed = true;
    return this.#append({ type: SCALAR, start, end: cursor.contentEnd, text: scalar.value, suffix: '', plain: true });
  }

  #readQuoted(): Token | undefined {
    const { cursor } = this;
    const start = cursor.position;
    const text = readQuotedScalar(cursor);
    if (text === undefined) return undefined;
    return { type: SCALAR, start, end: cursor.contentEnd, text, suffix: '', plain: false };
  }

  #fetchBlockScalar(): boolean {
    if (!this.#removeKey()) return false;
    this.#keyAllowed = true;
    const { cursor } = this;
    const start = cursor.position;
    const text = readBlockScalar(cursor, this.#indent);
    if (text === undefined) return false;
    return this.#append({ type: SCALAR, start, end: cursor.contentEnd, text, suffix: '', plain: false });
  }
}
