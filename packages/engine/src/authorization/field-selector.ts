/**
 * Field selectors: `spec.nodeName=n1,metadata.name!=x`. Commas and equals signs in values are escaped by a backslash.
 *
 * Source: k8s.io/apimachinery/pkg/fields/selector.go.
 */

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

export type ParsedFieldSelector =
  | { readonly kind: 'selector'; readonly requirements: readonly FieldRequirement[] }
  | { readonly kind: 'error'; readonly message: string };

/** In the order in which upstream keeps them: terms sorted as texts. */
export function parseFieldSelector(selector: string): ParsedFieldSelector {
  const requirements: FieldRequirement[] = [];
  for (const term of splitTerms(selector).sort(byBytes)) {
    if (term === '') continue;
    const split = splitTerm(term);
    if (split === undefined) {
      return { kind: 'error', message: `invalid selector: '${selector}'; can't understand '${term}'` };
    }
    const value = unescapeValue(split.value);
    if (value.kind === 'error') return value;
    if (split.field !== '' || value.text !== '') requirements.push({ ...split, value: value.text });
  }
  return { kind: 'selector', requirements };
}

/** The value that the field must have for anything to be selected; undefined when the selector does not say. */
export function requiredValue(requirements: readonly FieldRequirement[], field: string): string | undefined {
  return requirements.find((requirement) => requirement.operator === '=' && requirement.field === field)?.value;
}

/** Whether the requirements hold the field to exactly this value. */
export function requiresValue(
  requirements: readonly FieldRequirement[] | undefined,
  field: string,
  value: string,
): boolean {
  if (requirements === undefined) return false;
  return requirements.some((each) => each.field === field && each.operator === '=' && each.value === value);
}

function splitTerms(selector: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let at = 0; at < selector.length; at++) {
    if (selector[at] === '\\') at += 1;
    else if (selector[at] === ',') {
      terms.push(selector.slice(start, at));
      start = at + 1;
    }
  }
  terms.push(selector.slice(start));
  return terms;
}

/** At the first operator; keys cannot be escaped. */
function splitTerm(term: string): FieldRequirement | undefined {
  for (let at = 0; at < term.length; at++) {
    const field = term.slice(0, at);
    if (term.startsWith('!=', at)) return { field, operator: '!=', value: term.slice(at + 2) };
    if (term.startsWith('==', at)) return { field, operator: '=', value: term.slice(at + 2) };
    if (term[at] === '=') return { field, operator: '=', value: term.slice(at + 1) };
  }
  return undefined;
}

type Unescaped =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'error'; readonly message: string };

function unescapeValue(value: string): Unescaped {
  let text = '';
  let inSlash = false;
  for (const character of value) {
    if (inSlash) {
      if (!'\\,='.includes(character)) return badEscape(`\\${character}`);
      text += character;
      inSlash = false;
    } else if (character === '\\') {
      inSlash = true;
    } else if (character === ',' || character === '=') {
      const rune = character.charCodeAt(0);
      return { kind: 'error', message: `invalid field selector: unescaped character in value: ${rune}` };
    } else {
      text += character;
    }
  }
  return inSlash ? badEscape('\\') : { kind: 'text', text };
}

const badEscape = (sequence: string): Unescaped => ({
  kind: 'error',
  message: `invalid field selector: invalid escape sequence: ${sequence}`,
});

const byBytes = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
