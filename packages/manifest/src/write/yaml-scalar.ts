/**
 * Texts, numbers and booleans in YAML: plain where they are read back as they were, quoted where not, texts of several
 * lines as literal blocks.
 *
 * Source: goyaml.v2 (encode.go, emitterc.go, resolve.go).
 */

const BEST_WIDTH = 80;

/** `column` is where the scalar begins; `indent` where its further lines do. */
export function yamlScalar(value: unknown, indent: number, column: number, isKey = false): string {
  if (typeof value !== 'string') return value === null ? 'null' : goNumber(value);
  if (value.includes('\n') && !isKey && allowsLiteral(value)) return literal(value, indent);
  if (!value.includes('\n') && !resolves(value)) {
    if (allowsPlain(value)) return isKey ? value : folded(value, indent, column);
    if (allowsSingleQuotes(value)) {
      const quoted = `'${value.replaceAll("'", "''")}'`;
      return isKey ? quoted : folded(quoted, indent, column);
    }
  }
  return doubleQuoted(value, indent, column, isKey);
}

function goNumber(value: unknown): string {
  if (typeof value !== 'number' || Number.isSafeInteger(value)) return String(value);
  // Go writes exponents with two digits at least.
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

const WORDS: ReadonlySet<string> = new Set(
  ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON', 'n', 'N', 'no', 'No', 'NO'].concat(
    ['false', 'False', 'FALSE', 'off', 'Off', 'OFF', '', '~', 'null', 'Null', 'NULL', '<<'],
    ['.nan', '.NaN', '.NAN', '.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF', '-.inf', '-.Inf', '-.INF'],
  ),
);
const INTEGER = /^[+-]?(?:0b[01]+|0x[0-9a-fA-F]+|0o?[0-7]+|\d+)$/;
const FLOAT = /^[+-]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][+-]?[0-9]+)?$/;
const BASE_60 = /^[+-]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?$/;
const DATE = /^\d{4}-\d{1,2}-\d{1,2}(?:[Tt ]\d{1,2}:\d{1,2}:\d{1,2}(?:\.\d+)?(?:[Zz]|[+-]\d{1,2}(?::\d{2})?)?)?$/;

/** Whether the plain text would be read as something other than a text. */
function resolves(text: string): boolean {
  if (WORDS.has(text)) return true;
  const compact = text.replaceAll('_', '');
  return INTEGER.test(compact) || FLOAT.test(compact) || BASE_60.test(text) || DATE.test(text);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const SPECIAL =
  /[^\t\n\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\t\u0085\u2028\u2029]/u;
const INDICATOR_START = /^(?:[#,[\]{}&*!|>'"%@`]|[-?:](?:\s|$)|---|\.\.\.)/;

const allowsPlain = (text: string): boolean =>
  !SPECIAL.test(text) && !INDICATOR_START.test(text) && !/^\s|\s$|:(?:\s|$)|\s#/.test(text);

const allowsSingleQuotes = (text: string): boolean => !SPECIAL.test(text) || text === '';

/** A literal block keeps no blank before a line break at the beginning, and nothing that is not printable. */
const allowsLiteral = (text: string): boolean => !SPECIAL.test(text.replaceAll('\t', '')) && !/ \n| $/.test(text);

function literal(text: string, indent: number): string {
  const hint = /^[ \n]/.test(text) ? String(2) : '';
  const chomp = text.endsWith('\n') ? (/(?:^|\n)\n$/.test(text) ? '+' : '') : '-';
  const pad = ' '.repeat(indent);
  const body = text.endsWith('\n') ? text.slice(0, -1) : text;
  const lines = body.split('\n').map((line) => (line === '' ? '' : `${pad}${line}`));
  return `|${hint}${chomp}\n${lines.join('\n')}`;
}

/** Breaks at a single blank once the line is wider than 80. */
function folded(text: string, indent: number, column: number): string {
  let result = '';
  let width = column;
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    const isSingle = character === ' ' && text[at - 1] !== ' ' && text[at + 1] !== ' ';
    if (isSingle && width > BEST_WIDTH && at > 0 && at < text.length - 1) {
      result += `\n${' '.repeat(indent)}`;
      width = indent;
    } else {
      result += character;
      width += 1;
    }
  }
  return result;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\0', '\\0'],
  ['\u0007', '\\a'],
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\v', '\\v'],
  ['\f', '\\f'],
  ['\r', '\\r'],
  ['\u001b', '\\e'],
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\u0085', '\\N'],
  ['\u2028', '\\L'],
  ['\u2029', '\\P'],
]);

function doubleQuoted(text: string, indent: number, column: number, isKey: boolean): string {
  let result = '"';
  let width = column + 1;
  const characters = [...text];
  characters.forEach((character, at) => {
    const mayBreak = character === ' ' && characters[at - 1] !== ' ' && at > 0 && at < characters.length - 1;
    if (mayBreak && !isKey && width > BEST_WIDTH) {
      result += `\n${' '.repeat(indent)}${characters[at + 1] === ' ' ? '\\' : ''}`;
      width = indent;
      return;
    }
    const written = ESCAPES.get(character) ?? (SPECIAL.test(character) ? hexEscape(character) : character);
    result += written;
    width += written.length;
  });
  return `${result}"`;
}

function hexEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, '0')}`;
  return code <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
