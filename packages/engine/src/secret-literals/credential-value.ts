/** Values that can be a credential, and those that only stand for one or say where it is. */
import type { CredentialName } from './credential-name.js';

const MAX_LENGTH = 4096;
const SETTINGS: ReadonlySet<string> = new Set([
  ...['true', 'false', 'yes', 'no', 'on', 'off', 'null', 'none', 'nil', 'undefined', '0', '1'],
  ...['enable', 'enabled', 'disable', 'disabled', 'required', 'optional', 'default', 'auto', 'always', 'never'],
]);
/** Filled in by something else: variables, templates, brackets around a description. */
const FILLED_IN = /^\$|\$\(|\$\{|\{\{|\}\}|^[<[%].*[>\]%]$|^`/;
const PLACEHOLDER = /^(?:your|insert|replace|todo|fixme|to-?be-|tbd\b|xxx|example-|enter-)|redacted|placeholder/i;
const MASK = /^[*x.\-_#]+$/i;
/** Where the credential is kept. */
const REFERENCE = /^(?:\.{0,2}\/|[A-Za-z]:\\|~\/)|^[a-z][a-z\d+.-]{1,30}:/i;
const FILE = /\.(?:pem|key|crt|cer|p12|jks|json|ya?ml|txt|conf)$/i;
/** Names of objects and plain words: letters with hyphens, dots or slashes between, and a number at most. */
const NAME = /^[a-z]+\d{0,2}(?:[-_./:][a-z]*\d{0,2})*$/i;
const SHORTEST_RANDOM = 8;

/** Whether the value under this name is the credential itself. */
export function isCredentialValue({ kind, isPlain }: CredentialName, value: string): boolean {
  const text = value.trim();
  if (text === '' || text.length > MAX_LENGTH || /\s/.test(text)) return false;
  if (SETTINGS.has(text.toLowerCase()) || FILLED_IN.test(text) || PLACEHOLDER.test(text) || MASK.test(text))
    return false;
  if (kind === 'password') return !/^(?:\.{0,2}\/|[a-z][a-z\d+.-]{1,30}:\/\/)/i.test(text);
  if (REFERENCE.test(text) || FILE.test(text)) return false;
  return isPlain ? text.length >= SHORTEST_PLAIN : isRandom(text);
}

const SHORTEST_PLAIN = 6;

function isRandom(text: string): boolean {
  if (text.length < SHORTEST_RANDOM || NAME.test(text)) return false;
  return [/[a-z]/, /[A-Z]/, /\d/].filter((each) => each.test(text)).length >= 2;
}
