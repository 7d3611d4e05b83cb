/**
 * Credentials further inside of a line: connection strings, addresses with parameters, options of a program, JSON and XML
 * on one line, and the directives of servers that have no sign between name and value.
 */
import { type CredentialName, credentialNamed } from './credential-name.js';
import { isCredentialValue } from './credential-value.js';

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

/** Quantities are bounded, so that no line takes longer than a small multiple of its length. */
const JSON_FIELD = /"([A-Za-z_][\w.-]{0,127})"\s{0,8}:\s{0,8}"([^"\\]{1,200})"/g;
const XML_ELEMENT = /<([A-Za-z_][\w.-]{0,127})>([^<>]{1,200})<\//g;
const XML_ATTRIBUTES = /\b(?:name|key)="([\w.-]{1,128})"\s{1,8}value="([^"]{1,200})"/g;
const DIRECTIVE = /^\s{0,64}(requirepass|masterauth)\s{1,8}["']?([^\s"']{1,200})["']?\s*$/;
/** Between the settings of a connection string, the parameters of an address, and the words of a command. */
const BETWEEN = /[;?&\s"']+/;
const SETTING = /^(?:-D|--?)?([A-Za-z_][\w.-]{0,127})=(.+)$/;

/** The first credential of the line that is one by its name. */
export function inlineSecret(line: string): (CredentialName & { readonly name: string }) | undefined {
  for (const { name, value } of valuesOf(line)) {
    const named = nameInFile(name, value);
    if (named !== undefined && !EXPRESSION.test(value) && isCredentialValue(named, value)) return { ...named, name };
  }
  return undefined;
}

/** Calls, templates, variables, and YAML's aliases and the signs of its blocks; a value of a file has none of these. */
export const EXPRESSION = /[(){}[\]<>`]|^[$%*|]/;

/**
 * `pass` and `pwd` say little by themselves (a count of tests, a folder); before a value of letters and digits they mean
 * a password.
 */
export function nameInFile(name: string, value: string): CredentialName | undefined {
  if (name === 'requirepass' || name === 'masterauth') return { kind: 'password', isPlain: true };
  const named = credentialNamed(name);
  if (named !== undefined || !/(?:^|[._-])(?:pass|pwd)$/i.test(name)) return named;
  return /^\S{6,}$/.test(value) && /[a-z]/i.test(value) && /\d/.test(value)
    ? { kind: 'password', isPlain: true }
    : undefined;
}

function* valuesOf(line: string): Iterable<NamedValue> {
  const directive = DIRECTIVE.exec(line);
  if (directive !== null) yield { name: directive[1] ?? '', value: directive[2] ?? '' };
  for (const pattern of [JSON_FIELD, XML_ELEMENT, XML_ATTRIBUTES]) {
    for (const [, name = '', value = ''] of line.matchAll(pattern)) yield { name, value };
  }
  if (!line.includes('=')) return;
  for (const piece of line.split(BETWEEN)) {
    const [, name = '', value = ''] = SETTING.exec(piece) ?? [];
    if (name !== '') yield { name, value };
  }
}
