/**
 * Field selectors as text: `metadata.name=x,spec.nodeName!=y`, values escaped with backslashes.
 * Source: k8s.io/apimachinery/pkg/fields/selector.go.
 */

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

export type ParsedFieldSelector =
  | { readonly kind: 'selector'; readonly requirements: readonly FieldRequirement[] }
  | { readonly kind: 'invalid'; readonly message: string };

const OPERATORS = ['!=', '==', '='] as const;

export function parseFieldSelector(text: string): ParsedFieldSelector {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(text).sort()) {
    if (term === '') continue;
    const parts = splitTerm(term);
    if (parts === undefined) {
      return { kind: 'invalid', message: `invalid selector: '${text}'; can't understand '${term}'` };
    }
    const value = unescape(parts.value);
    if (typeof value !== 'string') return { kind: 'invalid', message: `invalid field selector: ${value.problem}` };
    if (parts.field === '' && value === '') continue;
    requirements.push({ field: parts.field, operator: parts.operator === '!=' ? '!=' : '=', value });
  }
  return { kind: 'selector', requirements };
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1;
    else if (text[index] === ',') {
      terms.push(text.slice(start, index));
      start = index + 1;
    }
  }
  terms.push(text.slice(start));
  return terms;
}

interface Term {
  readonly field: string;
  readonly operator: (typeof OPERATORS)[number];
  readonly value: string;
}

/** At the first place where an operator stands. */
function splitTerm(term: string): Term | undefined {
  for (let index = 0; index < term.length; index += 1) {
    for (const operator of OPERATORS) {
      if (term.startsWith(operator, index)) {
        return { field: term.slice(0, index), operator, value: term.slice(index + operator.length) };
      }
    }
  }
  return undefined;
}

function unescape(text: string): string | { readonly problem: string } {
  let value = '';
  let isEscaped = false;
  for (const character of text) {
    if (isEscaped) {
      if (!'\\,='.includes(character)) return { problem: `invalid escape sequence: \\${character}` };
      value += character;
      isEscaped = false;
    } else if (character === '\\') isEscaped = true;
    else if (character === ',' || character === '=') {
      // Upstream prints the code point as a number.
      return { problem: `unescaped character in value: ${character.codePointAt(0)}` };
    } else value += character;
  }
  return isEscaped ? { problem: 'invalid escape sequence: \\' } : value;
}

export function escapeFieldValue(value: string): string {
  return value.replace(/[\\,=]/g, '\\$&');
}

export function formatFieldSelector(requirements: readonly FieldRequirement[]): string {
  return requirements.map(({ field, operator, value }) => `${field}${operator}${escapeFieldValue(value)}`).join(',');
}

/** `fields` holds the values by path; a field that is absent is the empty string. */
export function matchesFields(
  requirements: readonly FieldRequirement[],
  fields: { readonly [path: string]: string },
): boolean {
  return requirements.every(({ field, operator, value }) => {
    const actual = Object.hasOwn(fields, field) ? fields[field] : '';
    return (actual === value) === (operator === '=');
  });
}
