/**
 * The text form of label selectors, read with upstream's grammar and texts.
 *
 * Source: k8s.io/apimachinery/pkg/labels/selector.go (Lexer, Parser).
 */
import type { Minor } from '@bulkhead/apimachinery';
import { goQuote } from './go-syntax.js';
import { type LabelOperator, type LabelRequirement, newLabelRequirement } from './label-selector.js';
import { labelKeyErrors } from './name-syntax.js';

export type ParsedLabelSelector =
  | { readonly kind: 'selector'; readonly requirements: readonly LabelRequirement[] }
  | { readonly kind: 'error'; readonly message: string };

/** Requirements sorted by key, as upstream keeps them. */
export function parseLabelSelector(selector: string, minor: Minor): ParsedLabelSelector {
  const parser = new Parser(tokens(selector), minor);
  try {
    const requirements = parser.parse();
    return {
      kind: 'selector',
      requirements: requirements.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)),
    };
  } catch (error) {
    if (error instanceof SelectorError) return { kind: 'error', message: error.message };
    throw error;
  }
}

/** Ends the parse; never leaves this file. */
class SelectorError extends Error {}

type SymbolKind = '(' | ')' | ',' | '!' | '=' | '==' | '!=' | '<' | '>';
type TokenKind = 'identifier' | 'end' | 'in' | 'notin' | SymbolKind;

interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const LONG_SYMBOLS = ['==', '!='] as const;
const SPECIAL = '=!(),><';
const WHITESPACE = ' \t\r\n';

function tokens(selector: string): readonly Token[] {
  const list: Token[] = [];
  // A NUL ends the text for upstream's lexer wherever it stands between tokens.
  const at = (index: number): string => (index < selector.length ? (selector[index] ?? '\0') : '\0');
  let position = 0;
  for (;;) {
    while (WHITESPACE.includes(at(position))) position += 1;
    const first = at(position);
    if (first === '\0') return [...list, { kind: 'end', text: '' }];
    const start = position;
    if (SPECIAL.includes(first)) {
      const symbol = LONG_SYMBOLS.find((each) => selector.startsWith(each, start)) ?? (first as SymbolKind);
      position += symbol.length;
      list.push({ kind: symbol, text: symbol });
    } else {
      while (!isEndOfWord(at(position))) position += 1;
      const text = selector.slice(start, position);
      list.push({ kind: text === 'in' || text === 'notin' ? text : 'identifier', text });
    }
    // The NUL that ends a token is swallowed with it.
    if (selector[position] === '\0') position += 1;
  }
}

const isEndOfWord = (character: string): boolean =>
  character === '\0' || SPECIAL.includes(character) || WHITESPACE.includes(character);

const OPERATORS: ReadonlyMap<TokenKind, LabelOperator> = new Map([
  ['in', 'in'],
  ['=', '='],
  ['==', '=='],
  ['>', 'gt'],
  ['<', 'lt'],
  ['notin', 'notin'],
  ['!=', '!='],
]);

const EXPECTED_OPERATORS = 'in, notin, =, ==, !=, gt, lt';

class Parser {
  readonly #tokens: readonly Token[];
  readonly #minor: Minor;
  #position = 0;

  constructor(list: readonly Token[], minor: Minor) {
    this.#tokens = list;
    this.#minor = minor;
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const next = this.#peekValue();
      if (next.kind === 'end') return requirements;
      if (next.kind !== 'identifier' && next.kind !== '!') {
        throw new SelectorError(`found '${next.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.#requirement());
      const after = this.#takeValue();
      if (after.kind === 'end') return requirements;
      if (after.kind !== ',') throw new SelectorError(`found '${after.text}', expected: ',' or 'end of string'`);
      const following = this.#peekValue();
      if (following.kind !== 'identifier' && following.kind !== '!') {
        throw new SelectorError(`found '${following.text}', expected: identifier after ','`);
      }
    }
  }

  #requirement(): LabelRequirement {
    try {
      return this.#parseRequirement();
    } catch (error) {
      if (error instanceof SelectorError) throw new SelectorError(`unable to parse requirement: ${error.message}`);
      throw error;
    }
  }

  #parseRequirement(): LabelRequirement {
    let key = this.#takeValue();
    const negated = key.kind === '!';
    if (negated) key = this.#takeValue();
    if (key.kind !== 'identifier') throw new SelectorError(`found '${key.text}', expected: identifier`);
    const keyErrors = labelKeyErrors(key.text, this.#minor);
    if (keyErrors.length > 0) {
      throw new SelectorError(`<nil>: Invalid value: ${goQuote(key.text)}: ${keyErrors.join('; ')}`);
    }
    const next = this.#peekValue().kind;
    if (negated) return this.#checked(key.text, '!', []);
    if (next === 'end' || next === ',') return this.#checked(key.text, 'exists', []);
    const operator = this.#operator();
    const values = operator === 'in' || operator === 'notin' ? this.#values() : [this.#exactValue()];
    return this.#checked(key.text, operator, values);
  }

  #operator(): LabelOperator {
    const token = this.#take();
    const operator = OPERATORS.get(token.kind);
    if (operator === undefined) throw new SelectorError(`found '${token.text}', expected: ${EXPECTED_OPERATORS}`);
    return operator;
  }

  #values(): readonly string[] {
    const open = this.#takeValue();
    if (open.kind !== '(') throw new SelectorError(`found '${open.text}' expected: '('`);
    const first = this.#peekValue();
    if (first.kind === ')') {
      this.#take();
      return [''];
    }
    if (first.kind !== 'identifier' && first.kind !== ',') {
      throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    }
    const values = this.#identifiers();
    this.#take();
    return [...values].sort();
  }

  /** Up to, not including, the closing parenthesis. Two commas, or a comma at an end, make an empty value. */
  #identifiers(): ReadonlySet<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.#takeValue();
      const next = this.#peekValue();
      if (token.kind === 'identifier') {
        values.add(token.text);
        if (next.kind === ',') continue;
        if (next.kind === ')') return values;
        throw new SelectorError(`found '${next.text}', expected: ',' or ')'`);
      }
      if (token.kind !== ',') throw new SelectorError(`found '${token.text}', expected: ',', or identifier`);
      if (values.size === 0) values.add('');
      if (next.kind === ')') return values.add('');
      if (next.kind === ',') values.add('');
    }
  }

  #exactValue(): string {
    const next = this.#peekValue();
    if (next.kind === 'end' || next.kind === ',') return '';
    const token = this.#takeValue();
    if (token.kind !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  #checked(key: string, operator: LabelOperator, values: readonly string[]): LabelRequirement {
    const created = newLabelRequirement(key, operator, values, this.#minor);
    if (created.kind === 'error') throw new SelectorError(created.message);
    return created.requirement;
  }

  /** Where a value may stand, `in` and `notin` are ordinary words. */
  #peekValue(): Token {
    const token = this.#tokens[this.#position] ?? { kind: 'end', text: '' };
    return token.kind === 'in' || token.kind === 'notin' ? { ...token, kind: 'identifier' } : token;
  }

  #takeValue(): Token {
    const token = this.#peekValue();
    this.#position += 1;
    return token;
  }

  #take(): Token {
    const token = this.#tokens[this.#position] ?? { kind: 'end', text: '' };
    this.#position += 1;
    return token;
  }
}
