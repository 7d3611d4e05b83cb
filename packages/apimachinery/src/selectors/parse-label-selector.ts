/**
 * Label selectors as text: `a=b,c!=d,e in (f,g),h notin (i),j,!k,l>1`, as `kubectl -l` and the `labelSelector` query
 * parameter take them. Source: k8s.io/apimachinery/pkg/labels/selector.go (lexer and parser).
 */
import { quote } from '../field-error.js';
import { labelValueProblems, qualifiedNameProblems } from '../names/label.js';
import type { Minor } from '../version.js';
import { parseInt64, type Requirement, type RequirementOperator } from './requirement.js';

export type ParsedLabelSelector =
  | { readonly kind: 'selector'; readonly requirements: readonly Requirement[] }
  | { readonly kind: 'invalid'; readonly message: string };

type TokenKind =
  | 'end'
  | 'identifier'
  | 'error'
  | ')'
  | ','
  | '!'
  | '=='
  | '='
  | '>'
  | '<'
  | '!='
  | '('
  | 'in'
  | 'notin';

interface Token {
  readonly kind: TokenKind;
  readonly literal: string;
}

const SPECIAL = new Set('=!(),><');
const SYMBOLS = new Set<string>([')', ',', '!', '==', '=', '>', '<', '!=', '(']);
const WHITESPACE = new Set(' \t\r\n');
const BINARY_OPERATORS = 'in, notin, =, ==, !=, gt, lt';

/** Thrown inside the parser only, for the first syntax error. */
class SelectorSyntaxError extends Error {}

export function parseLabelSelector(text: string, minor: Minor): ParsedLabelSelector {
  try {
    return { kind: 'selector', requirements: new Parser(scan(text), minor).parse() };
  } catch (error) {
    if (error instanceof SelectorSyntaxError) return { kind: 'invalid', message: error.message };
    throw error;
  }
}

function scan(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let position = 0;
  while (position < text.length) {
    const character = text[position] ?? '';
    if (WHITESPACE.has(character)) position += 1;
    else if (character === '\0') break;
    else {
      const token = SPECIAL.has(character) ? scanSymbol(text, position) : scanWord(text, position);
      tokens.push(token.token);
      // Upstream's reader swallows a zero character behind a token, and stops at one anywhere else.
      position = text[token.end] === '\0' ? token.end + 1 : token.end;
    }
  }
  tokens.push({ kind: 'end', literal: '' });
  return tokens;
}

interface Scanned {
  readonly token: Token;
  readonly end: number;
}

function scanWord(text: string, start: number): Scanned {
  let end = start;
  while (end < text.length) {
    const character = text[end] ?? '';
    if (SPECIAL.has(character) || WHITESPACE.has(character) || character === '\0') break;
    end += 1;
  }
  const literal = text.slice(start, end);
  return { token: { kind: literal === 'in' || literal === 'notin' ? literal : 'identifier', literal }, end };
}

/** The longest symbol; characters that begin none yet are collected until one appears. */
function scanSymbol(text: string, start: number): Scanned {
  let found: Token | undefined;
  let end = start;
  while (end < text.length && SPECIAL.has(text[end] ?? '')) {
    const literal = text.slice(start, end + 1);
    if (SYMBOLS.has(literal)) found = { kind: literal as TokenKind, literal };
    else if (found !== undefined) return { token: found, end };
    end += 1;
  }
  const token = found ?? { kind: 'error', literal: `error expected: keyword found '${text.slice(start, end)}'` };
  return { token, end };
}

class Parser {
  readonly #tokens: readonly Token[];
  readonly #minor: Minor;
  #position = 0;

  constructor(tokens: readonly Token[], minor: Minor) {
    this.#tokens = tokens;
    this.#minor = minor;
  }

  parse(): readonly Requirement[] {
    const requirements: Requirement[] = [];
    for (;;) {
      const token = this.#peek();
      if (token.kind === 'end') return requirements;
      if (token.kind !== 'identifier' && token.kind !== '!') {
        throw new SelectorSyntaxError(`found '${token.literal}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#parseRequirement());
      const next = this.#take();
      if (next.kind === 'end') return requirements;
      if (next.kind !== ',') {
        throw new SelectorSyntaxError(`found '${next.literal}', expected: ',' or 'end of string'`);
      }
      const following = this.#peek();
      if (following.kind !== 'identifier' && following.kind !== '!') {
        throw new SelectorSyntaxError(`found '${following.literal}', expected: identifier after ','`);
      }
    }
  }

  /** `in` and `notin` are plain words where a key or a value is expected. */
  #peek(isOperatorExpected = false): Token {
    const token = this.#tokens[this.#position] ?? { kind: 'end', literal: '' };
    const isWord = !isOperatorExpected && (token.kind === 'in' || token.kind === 'notin');
    return isWord ? { kind: 'identifier', literal: token.literal } : token;
  }

  #take(isOperatorExpected = false): Token {
    const token = this.#peek(isOperatorExpected);
    this.#position += 1;
    return token;
  }

  #parseRequirement(): Requirement {
    let token = this.#take();
    const isNegated = token.kind === '!';
    if (isNegated) token = this.#take();
    if (token.kind !== 'identifier') fail(`found '${token.literal}', expected: identifier`);
    const key = token.literal;
    const keyProblems = qualifiedNameProblems(key, this.#minor);
    if (keyProblems.length > 0) fail(`<nil>: Invalid value: ${quote(key)}: ${keyProblems.join('; ')}`);
    if (isNegated) return { key, operator: '!', values: [] };
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return { key, operator: 'exists', values: [] };
    const operator = this.#parseOperator();
    const values = operator === 'in' || operator === 'notin' ? this.#parseValues() : this.#parseExactValue();
    this.#checkValues(key, operator, values);
    return { key, operator, values };
  }

  #parseOperator(): RequirementOperator {
    const { kind, literal } = this.#take(true);
    switch (kind) {
      case 'in':
      case 'notin':
      case '=':
      case '==':
      case '!=':
        return kind;
      case '>':
        return 'gt';
      case '<':
        return 'lt';
      default:
        return fail(`found '${literal}', expected: ${BINARY_OPERATORS}`);
    }
  }

  #parseValues(): readonly string[] {
    const open = this.#take();
    if (open.kind !== '(') fail(`found '${open.literal}' expected: '('`);
    const first = this.#peek();
    if (first.kind === ')') {
      this.#take();
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') {
      fail(`found '${first.literal}', expected: ',', ')' or identifier`);
    }
    const values = this.#parseIdentifiers();
    const close = this.#take();
    if (close.kind !== ')') fail(`found '${close.literal}', expected: ')'`);
    return [...values].sort();
  }

  #parseIdentifiers(): Set<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.#take();
      if (token.kind === 'identifier') {
        values.add(token.literal);
        const next = this.#peek();
        if (next.kind === ')') return values;
        if (next.kind !== ',') fail(`found '${next.literal}', expected: ',' or ')'`);
      } else if (token.kind === ',') {
        if (values.size === 0) values.add('');
        const next = this.#peek();
        if (next.kind === ')') return values.add('');
        if (next.kind === ',') values.add('');
      } else fail(`found '${token.literal}', expected: ',', or identifier`);
    }
  }

  #parseExactValue(): readonly string[] {
    const next = this.#peek();
    if (next.kind === 'end' || next.kind === ',') return [''];
    const token = this.#take();
    return token.kind === 'identifier' ? [token.literal] : fail(`found '${token.literal}', expected: identifier`);
  }

  #checkValues(key: string, operator: RequirementOperator, values: readonly string[]): void {
    const problems: string[] = [];
    for (const [index, value] of values.entries()) {
      if ((operator === 'gt' || operator === 'lt') && parseInt64(value) === undefined) {
        const detail = "for 'Gt', 'Lt' operators, the value must be an integer";
        problems.push(`values[${index}]: Invalid value: ${quote(value)}: ${detail}`);
      }
    }
    for (const [index, value] of values.entries()) {
      const details = labelValueProblems(value, this.#minor);
      if (details.length > 0) {
        problems.push(`values[${index}][${key}]: Invalid value: ${quote(value)}: ${details.join('; ')}`);
      }
    }
    if (problems.length > 0) fail(problems.length === 1 ? (problems[0] ?? '') : `[${problems.join(', ')}]`);
  }
}

function fail(message: string): never {
  throw new SelectorSyntaxError(`unable to parse requirement: ${message}`);
}
