/**
 * From tokens to events, by libyaml's grammar. Only the first document of a text is read, as Kubernetes does; a text
 * whose root ends early is read up to there and the rest is not looked at.
 */
import type { Cursor } from './cursor.js';
import { Scanner } from './scanner.js';
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
  TAG,
  TAG_DIRECTIVE,
  type Token,
  type TokenType,
  VALUE,
  VERSION_DIRECTIVE,
} from './token.js';

export const SCALAR_EVENT = 1;
export const ALIAS_EVENT = 2;
export const SEQUENCE_EVENT = 3;
export const MAPPING_EVENT = 4;
/** The end of a sequence or mapping. */
export const END_EVENT = 5;
/** The end of the document. */
export const DONE_EVENT = 6;

export interface Event {
  readonly type: number;
  /** Where the node begins, its anchor and tag included. */
  readonly start: number;
  readonly end: number;
  /** The value of a scalar, the name of an alias. */
  readonly text: string;
  /** A scalar whose type its text decides: plain without tag, or any with the tag `!`. */
  readonly implicit: boolean;
  readonly tag: string;
  readonly anchor: string;
}

/** What comes next; a state that was pushed is resumed when the node above it is complete. */
type State = (parser: Parser) => Event | undefined;

export class Parser {
  readonly cursor: Cursor;
  readonly #scanner: Scanner;
  readonly #states: State[] = [];
  /** Where the open collections began, for messages. */
  readonly #starts: number[] = [];
  readonly #tagPrefixes: Map<string, string> = new Map();
  #state: State;
  /** Text that nobody reads begins at this offset; undefined when all was read. */
  unread: number | undefined;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
    this.#scanner = new Scanner(cursor);
    this.#state = (parser) => parser.#documentStart();
  }

  /** The next event; undefined when the cursor has a problem. After `DONE_EVENT` nothing follows. */
  next(): Event | undefined {
    return this.#state(this);
  }

  // --- Documents ---

  #documentStart(): Event | undefined {
    const streamStart = this.#scanner.peek();
    if (streamStart === undefined) return undefined;
    this.#scanner.skip();
    const first = this.#scanner.peek();
    if (first === undefined) return undefined;
    this.#states.push((parser) => parser.#documentEnd());
    const isExplicit =
      first.type === VERSION_DIRECTIVE || first.type === TAG_DIRECTIVE || first.type === DOCUMENT_START;
    if (!this.#directives()) return undefined;
    if (first.type === STREAM_END) return this.#documentEnd();
    if (!isExplicit) return this.#node(true, false);
    const start = this.#scanner.peek();
    if (start === undefined) return undefined;
    if (start.type !== DOCUMENT_START) return this.#fail('did not find expected <document start>', start);
    this.#scanner.skip();
    return this.#documentContent();
  }

  #directives(): boolean {
    let hasVersion = false;
    for (;;) {
      const found = this.#scanner.peek();
      if (found === undefined) return false;
      if (found.type === VERSION_DIRECTIVE) {
        if (hasVersion) return this.cursor.failAt(found.start, 'found duplicate %YAML directive');
        if (found.text !== '1.1') return this.cursor.failAt(found.start, 'found incompatible YAML document');
        hasVersion = true;
      } else if (found.type === TAG_DIRECTIVE) {
        if (this.#tagPrefixes.has(found.text)) return this.cursor.failAt(found.start, 'found duplicate %TAG directive');
        this.#tagPrefixes.set(found.text, found.suffix);
      } else {
        break;
      }
      this.#scanner.skip();
    }
    if (!this.#tagPrefixes.has('!')) this.#tagPrefixes.set('!', '!');
    if (!this.#tagPrefixes.has('!!')) this.#tagPrefixes.set('!!', 'tag:yaml.org,2002:');
    return true;
  }

  #documentContent(): Event | undefined {
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    switch (found.type) {
      case VERSION_DIRECTIVE:
      case TAG_DIRECTIVE:
      case DOCUMENT_START:
      case DOCUMENT_END:
      case STREAM_END:
        return this.#empty(this.#resume(), found.start);
      default:
        return this.#node(true, false);
    }
  }

  #documentEnd(): Event | undefined {
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    if (found.type === DOCUMENT_END) this.unread = found.end;
    else if (found.type !== STREAM_END) this.unread = found.start;
    return { type: DONE_EVENT, start: found.start, end: found.start, text: '', implicit: false, tag: '', anchor: '' };
  }

  // --- Nodes ---

  /** `inBlock`: block collections may come. `indentless`: a sequence may stand at the column of its key. */
  #node(inBlock: boolean, indentless: boolean): Event | undefined {
    let found = this.#scanner.peek();
    if (found === undefined) return undefined;
    const first = found;
    if (found.type === ALIAS) {
      this.#state = this.#resume();
      this.#scanner.skip();
      return { ...NOTHING, type: ALIAS_EVENT, start: found.start, end: found.end, text: found.text };
    }
    let anchor = '';
    let tag: Token | undefined;
    let end = found.start;
    while ((found.type === ANCHOR && anchor === '') || (found.type === TAG && tag === undefined)) {
      if (found.type === ANCHOR) anchor = found.text;
      else tag = found;
      end = found.end;
      this.#scanner.skip();
      found = this.#scanner.peek();
      if (found === undefined) return undefined;
    }
    const tagName = tag === undefined ? '' : this.#tagName(tag, first);
    if (tagName === undefined) return undefined;
    const opened = this.#collection(found.type, inBlock, indentless);
    if (opened !== undefined) {
      this.#state = opened.state;
      return {
        type: opened.event,
        start: first.start,
        end: found.end,
        text: '',
        implicit: false,
        tag: tagName,
        anchor,
      };
    }
    if (found.type === SCALAR) {
      this.#state = this.#resume();
      this.#scanner.skip();
      const implicit = (tagName === '' && found.plain) || tagName === '!';
      const { text } = found;
      return { type: SCALAR_EVENT, start: first.start, end: found.end, text, implicit, tag: tagName, anchor };
    }
    if (anchor !== '' || tagName !== '') {
      this.#state = this.#resume();
      return { type: SCALAR_EVENT, start: first.start, end, text: '', implicit: tagName === '', tag: tagName, anchor };
    }
    const context = inBlock ? 'while parsing a block node' : 'while parsing a flow node';
    return this.#fail('did not find expected node content', found, context, first.start);
  }

  /** The name of a tag in full; undefined when its handle is unknown. */
  #tagName(tag: Token, first: Token): string | undefined {
    if (tag.text === '') return tag.suffix;
    const prefix = this.#tagPrefixes.get(tag.text);
    const name = prefix === undefined ? '' : prefix + tag.suffix;
    if (name !== '') return name;
    this.#fail('found undefined tag handle', tag, 'while parsing a node', first.start);
    return undefined;
  }

  #collection(type: TokenType, inBlock: boolean, indentless: boolean): { event: number; state: State } | undefined {
    if (indentless && type === BLOCK_ENTRY) {
      return { event: SEQUENCE_EVENT, state: (parser) => parser.#indentlessEntry() };
    }
    switch (type) {
      case FLOW_SEQUENCE_START:
        return { event: SEQUENCE_EVENT, state: (parser) => parser.#flowSequenceEntry(true) };
      case FLOW_MAPPING_START:
        return { event: MAPPING_EVENT, state: (parser) => parser.#flowMappingKey(true) };
      case BLOCK_SEQUENCE_START:
        return inBlock ? { event: SEQUENCE_EVENT, state: (parser) => parser.#blockEntry(true) } : undefined;
      case BLOCK_MAPPING_START:
        return inBlock ? { event: MAPPING_EVENT, state: (parser) => parser.#blockKey(true) } : undefined;
      default:
        return undefined;
    }
  }

  // --- Block collections ---

  #blockEntry(first: boolean): Event | undefined {
    if (first) this.#enter();
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    if (found.type === BLOCK_ENTRY) {
      this.#scanner.skip();
      const content = this.#scanner.peek();
      if (content === undefined) return undefined;
      const rest: State = (parser) => parser.#blockEntry(false);
      if (content.type === BLOCK_ENTRY || content.type === BLOCK_END) return this.#empty(rest, found.end);
      this.#states.push(rest);
      return this.#node(true, false);
    }
    if (found.type === BLOCK_END) return this.#leave(found);
    return this.#failInside("did not find expected '-' indicator", found, 'while parsing a block collection');
  }

  #indentlessEntry(): Event | undefined {
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    if (found.type !== BLOCK_ENTRY) {
      this.#state = this.#resume();
      return { ...NOTHING, type: END_EVENT, start: found.start, end: found.start };
    }
    this.#scanner.skip();
    const content = this.#scanner.peek();
    if (content === undefined) return undefined;
    const rest: State = (parser) => parser.#indentlessEntry();
    if (content.type === BLOCK_ENTRY || isPairEnd(content.type)) return this.#empty(rest, found.end);
    this.#states.push(rest);
    return this.#node(true, false);
  }

  #blockKey(first: boolean): Event | undefined {
    if (first) this.#enter();
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    if (found.type === BLOCK_END) return this.#leave(found);
    if (found.type !== KEY) {
      return this.#failInside('did not find expected key', found, 'while parsing a block mapping');
    }
    this.#scanner.skip();
    return this.#blockNode((parser) => parser.#blockValue(), found.end);
  }

  #blockValue(): Event | undefined {
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    const rest: State = (parser) => parser.#blockKey(false);
    if (found.type !== VALUE) return this.#empty(rest, found.start);
    this.#scanner.skip();
    return this.#blockNode(rest, found.end);
  }

  /** A node after `?` or `:`, empty when the next key, value or end comes at once. */
  #blockNode(rest: State, emptyAt: number): Event | undefined {
    const content = this.#scanner.peek();
    if (content === undefined) return undefined;
    if (isPairEnd(content.type)) return this.#empty(rest, emptyAt);
    this.#states.push(rest);
    return this.#node(true, true);
  }

  // --- Flow collections ---

  #flowSequenceEntry(first: boolean): Event | undefined {
    if (first) this.#enter();
    const found = this.#flowEntry(
      first,
      FLOW_SEQUENCE_END,
      "did not find expected ',' or ']'",
      'while parsing a flow sequence',
    );
    if (found === undefined) return undefined;
    if (found.type === FLOW_SEQUENCE_END) return this.#leave(found);
    if (found.type === KEY) {
      this.#state = (parser) => parser.#pairKey();
      this.#scanner.skip();
      return { ...NOTHING, type: MAPPING_EVENT, start: found.start, end: found.end };
    }
    this.#states.push((parser) => parser.#flowSequenceEntry(false));
    return this.#node(false, false);
  }

  /** The key of a single pair inside a flow sequence. */
  #pairKey(): Event | undefined {
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    const rest: State = (parser) => parser.#pairValue();
    if (found.type === VALUE || found.type === FLOW_ENTRY || found.type === FLOW_SEQUENCE_END) {
      // go-yaml drops the token here, so that `[? : a]` and `[?, a]` are read askew.
      this.#scanner.skip();
      return this.#empty(rest, found.end);
    }
    this.#states.push(rest);
    return this.#node(false, false);
  }

  #pairValue(): Event | undefined {
    const colon = this.#scanner.peek();
    const event = this.#flowValue((parser) => parser.#pairEnd(), FLOW_SEQUENCE_END);
    // An empty value stands at the colon in go-yaml, not behind it as in flow mappings.
    const isEmpty = event?.type === SCALAR_EVENT && event.implicit && event.start === event.end;
    return isEmpty && colon?.type === VALUE ? { ...event, start: colon.start, end: colon.start } : event;
  }

  #pairEnd(): Event | undefined {
    const found = this.#scanner.peek();
    if (found === undefined) return undefined;
    this.#state = (parser) => parser.#flowSequenceEntry(false);
    return { ...NOTHING, type: END_EVENT, start: found.start, end: found.start };
  }

  #flowMappingKey(first: boolean): Event | undefined {
    if (first) this.#enter();
    const found = this.#flowEntry(
      first,
      FLOW_MAPPING_END,
      "did not find expected ',' or '}'",
      'while parsing a flow mapping',
    );
    if (found === undefined) return undefined;
    if (found.type === FLOW_MAPPING_END) return this.#leave(found);
    if (found.type !== KEY) {
      this.#states.push((parser) => parser.#flowEmptyValue());
      return this.#node(false, false);
    }
    this.#scanner.skip();
    const content = this.#scanner.peek();
    if (content === undefined) return undefined;
    const rest: State = (parser) => parser.#flowValue((next) => next.#flowMappingKey(false), FLOW_MAPPING_END);
    if (content.type === VALUE || content.type === FLOW_ENTRY || content.type === FLOW_MAPPING_END) {
      return this.#empty(rest, content.start);
    }
    this.#states.push(rest);
    return this.#node(false, false);
  }

  #flowEmptyValue(): Event | undefined {
    const found = this.#scanner.peek();
    return found === undefined ? undefined : this.#empty((parser) => parser.#flowMappingKey(false), found.start);
  }

  #flowValue(rest: State, end: TokenType): Event | undefined {
    let found = this.#scanner.peek();
    if (found === undefined) return undefined;
    if (found.type === VALUE) {
      this.#scanner.skip();
      found = this.#scanner.peek();
      if (found === undefined) return undefined;
      if (found.type !== FLOW_ENTRY && found.type !== end) {
        this.#states.push(rest);
        return this.#node(false, false);
      }
    }
    return this.#empty(rest, found.start);
  }

  /** Passes the comma before an entry; returns the token that begins the entry or ends the collection. */
  #flowEntry(first: boolean, end: TokenType, problem: string, context: string): Token | undefined {
    const found = this.#scanner.peek();
    if (found === undefined || first || found.type === end) return found;
    if (found.type !== FLOW_ENTRY) {
      this.#failInside(problem, found, context);
      return undefined;
    }
    this.#scanner.skip();
    return this.#scanner.peek();
  }

  // --- Common ---

  #enter(): void {
    const start = this.#scanner.peek();
    // The token that opened the collection is at the head still.
    this.#starts.push(start?.start ?? 0);
    this.#scanner.skip();
  }

  #leave(found: Token): Event {
    this.#starts.pop();
    this.#state = this.#resume();
    this.#scanner.skip();
    return { ...NOTHING, type: END_EVENT, start: found.start, end: found.end };
  }

  #resume(): State {
    // Every node is read under a state that was pushed before it, the document's end at last.
    return this.#states.pop() as State;
  }

  #empty(state: State, offset: number): Event {
    this.#state = state;
    return { ...NOTHING, type: SCALAR_EVENT, start: offset, end: offset, implicit: true };
  }

  #fail(message: string, at: Token, context?: string, contextOffset?: number): undefined {
    this.cursor.failAt(at.start, message, context, contextOffset);
    return undefined;
  }

  #failInside(message: string, at: Token, context: string): undefined {
    return this.#fail(message, at, context, this.#starts.at(-1));
  }
}

const NOTHING: Event = { type: 0, start: 0, end: 0, text: '', implicit: false, tag: '', anchor: '' };

/** A key, a value or the end of a block mapping: what was due before it is empty. */
const isPairEnd = (type: TokenType): boolean => type === KEY || type === VALUE || type === BLOCK_END;
