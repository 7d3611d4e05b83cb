/**
 * Credentials in texts of several lines: configuration files, scripts. Lines that give a name a value are read as such;
 * everything is looked through for what is known by its form.
 */
import { credentialNamed } from './credential-name.js';
import { isCredentialValue } from './credential-value.js';
import { EXPRESSION, inlineSecret, nameInFile } from './inline-secrets.js';
import { knownCredential } from './known-format.js';
import type { LiteralSecret } from './literal-secret.js';

export interface TextSecret extends LiteralSecret {
  /** 1-based, in the text; 0 where it is known of the whole text only. */
  readonly line: number;
  /** Empty where it is known by its form. */
  readonly name: string;
}

/** More of one text would say no more. */
const MAX_FOUND = 20;
const MAX_LINE = 4096;
const HINT = /pass|pwd|secret|token|cred|key|masterauth/i;
const COMMENT = /^\s*(?:#|;|\/\/|--|\*|<!--)/;
/** `name: value`, `name = value`, `"name": "value"`, `export NAME=value`, `- name: value`. */
const ASSIGNMENT = /^\s*(?:- )?(?:export |set |ENV )?["']?([A-Za-z_][\w./-]{0,127})["']?(\s*(?::|=>?)\s*)(\S.*)$/;

/** `isCode`: only values in quotes count, since names stand for values there. */
export function textSecrets(text: string, isCode: boolean): readonly TextSecret[] {
  const found: TextSecret[] = [];
  const known = knownCredential(text);
  if (known !== undefined) found.push({ what: known, isCertain: true, line: lineOfKnown(text), name: '' });
  if (!HINT.test(text)) return found;
  let line = 0;
  let entry = '';
  for (let start = 0; start <= text.length && found.length < MAX_FOUND; ) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    line += 1;
    const written = stop - start > MAX_LINE ? '' : text.slice(start, stop);
    const own = secretOf(written, entry, isCode);
    if (own !== undefined) found.push({ ...own, line });
    entry = entryNamed(written);
    start = stop + 1;
  }
  return found;
}

function secretOf(line: string, entry: string, isCode: boolean): Omit<TextSecret, 'line'> | undefined {
  if (COMMENT.test(line)) return undefined;
  if (entry !== '') {
    const [, name = '', separator = '', rest = ''] = ASSIGNMENT.exec(line) ?? [];
    if (name === 'value') return named(entry, valueOf(rest, separator === '=', isCode));
  }
  if (!HINT.test(line)) return undefined;
  const [, name = '', separator = '', rest = ''] = ASSIGNMENT.exec(line) ?? [];
  const own = named(name, valueOf(rest, separator === '=', isCode));
  if (own !== undefined || isCode) return own;
  const inner = inlineSecret(line);
  return inner && { what: `a ${inner.kind}`, isCertain: false, name: inner.name };
}

/** The credential that an entry of a list names, whose value is on the next line: `- name: DB_PASSWORD`. */
function entryNamed(line: string): string {
  if (!HINT.test(line)) return '';
  const [, name = '', , rest = ''] = ASSIGNMENT.exec(line) ?? [];
  if (name !== 'name' && name !== 'key') return '';
  const value = valueOf(rest, false, false) ?? '';
  return credentialNamed(value) === undefined ? '' : value;
}

function named(name: string, value: string | undefined): Omit<TextSecret, 'line'> | undefined {
  if (value === undefined || EXPRESSION.test(value)) return undefined;
  const credential = nameInFile(name, value);
  return credential !== undefined && isCredentialValue(credential, value)
    ? { what: `a ${credential.kind}`, isCertain: false, name }
    : undefined;
}

/** What stands in quotes, or the rest of the line without a comment; undefined for what is an expression. */
function valueOf(rest: string, isShell: boolean, isCode: boolean): string | undefined {
  const quote = rest[0];
  if (quote === '"' || quote === "'") {
    const end = rest.indexOf(quote, 1);
    return end > 0 && /^\s*[,;]?\s*(?:$|#|\/\/|&&)/.test(rest.slice(end + 1)) ? rest.slice(1, end) : undefined;
  }
  if (isCode) return undefined;
  const [value = ''] = (isShell ? rest.split(/[\s;&|]/, 1) : rest.split(/\s[#;]/, 1)) as readonly string[];
  return value.replace(/[,;]\s*$/, '');
}

/** The line from which on nothing is known any more is the one after it: halving finds it. */
function lineOfKnown(text: string): number {
  const lines = text.split('\n');
  let low = 0;
  let high = lines.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (knownCredential(lines.slice(middle).join('\n')) === undefined) high = middle - 1;
    else low = middle;
  }
  return low + 1;
}
