/**
 * The name grammars that authorization itself has to know: DNS labels and subdomains, label keys and values, path
 * segments, domain-prefixed paths; each with the texts of the release.
 *
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go, pkg/api/validate/content (1.35 on),
 * pkg/api/validation/path/name.go.
 */
import type { Minor } from '@bulkhead/apimachinery';

const LABEL_MAX_LENGTH = 63;
const SUBDOMAIN_MAX_LENGTH = 253;

const DNS1123_LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const DNS1123_SUBDOMAIN = `${DNS1123_LABEL}(\\.${DNS1123_LABEL})*`;
const LABEL_KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const LABEL_VALUE = `(${LABEL_KEY})?`;
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";

const dns1123Label = new RegExp(`^${DNS1123_LABEL}$`);
const dns1123Subdomain = new RegExp(`^${DNS1123_SUBDOMAIN}$`);
const labelKey = new RegExp(`^${LABEL_KEY}$`);
const labelValue = new RegExp(`^${LABEL_VALUE}$`);
const httpPath = new RegExp(`^${HTTP_PATH}$`);

const NAME_PART =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric";
const LABEL_VALUE_RULE =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character";
const SUBDOMAIN_RULE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character";

export function isDNS1123Label(text: string): boolean {
  return text.length <= LABEL_MAX_LENGTH && dns1123Label.test(text);
}

export function isDNS1123Subdomain(text: string): boolean {
  return text.length <= SUBDOMAIN_MAX_LENGTH && dns1123Subdomain.test(text);
}

/** A name that may stand between two slashes of a URL. */
export function isPathSegmentName(name: string): boolean {
  return name !== '.' && name !== '..' && !name.includes('/') && !name.includes('%');
}

/** What is wrong with a label key; empty when nothing is. */
export function labelKeyErrors(key: string, minor: Minor): readonly string[] {
  const rule = regexError(`${NAME_PART} character`, LABEL_KEY, 'MyName', 'my.name', '123-abc');
  const parts = key.split('/');
  if (parts.length > 2) {
    const what = minor >= 35 ? 'a valid label key' : 'a qualified name';
    return [`${what} ${rule} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const errors: string[] = [];
  const name = parts.at(-1) ?? '';
  if (parts.length === 2) {
    const prefix = parts[0] ?? '';
    if (prefix === '') errors.push('prefix part must be non-empty');
    else errors.push(...subdomainErrors(prefix, lengthUnit(minor)).map((error) => `prefix part ${error}`));
  }
  if (name === '') errors.push('name part must be non-empty');
  else if (byteLength(name) > LABEL_MAX_LENGTH) errors.push(`name part must be no more than 63 ${lengthUnit(minor)}`);
  if (!labelKey.test(name)) errors.push(`name part ${rule}`);
  return errors;
}

/** What is wrong with a label value; empty when nothing is. */
export function labelValueErrors(value: string, minor: Minor): readonly string[] {
  const errors: string[] = [];
  if (byteLength(value) > LABEL_MAX_LENGTH) errors.push(`must be no more than 63 ${lengthUnit(minor)}`);
  if (!labelValue.test(value)) errors.push(regexError(LABEL_VALUE_RULE, LABEL_VALUE, 'MyValue', 'my_value', '12345'));
  return errors;
}

/** What is wrong with a path such as `acme.io/foo`: the part in question and the text. */
export function domainPrefixedPathErrors(path: string): readonly { readonly value: string; readonly detail: string }[] {
  const slash = path.indexOf('/');
  if (slash <= 0 || slash === path.length - 1) {
    return [{ value: path, detail: 'must be a domain-prefixed path (such as "acme.io/foo")' }];
  }
  const host = path.slice(0, slash);
  const rest = path.slice(slash + 1);
  const errors = dns1123SubdomainErrors(host).map((detail) => ({ value: host, detail }));
  if (!httpPath.test(rest)) errors.push({ value: rest, detail: regexError('Invalid path', HTTP_PATH) });
  return errors;
}

/** What is wrong with a DNS subdomain; empty when nothing is. */
export function dns1123SubdomainErrors(text: string): readonly string[] {
  return subdomainErrors(text, 'characters');
}

/** How label keys and values count their length in words; it has always been bytes. */
const lengthUnit = (minor: Minor): string => (minor >= 35 ? 'bytes' : 'characters');

function subdomainErrors(text: string, unit: string): readonly string[] {
  const errors: string[] = [];
  if (byteLength(text) > SUBDOMAIN_MAX_LENGTH) errors.push(`must be no more than 253 ${unit}`);
  if (!dns1123Subdomain.test(text)) errors.push(regexError(SUBDOMAIN_RULE, DNS1123_SUBDOMAIN, 'example.com'));
  return errors;
}

function regexError(rule: string, regex: string, ...examples: readonly string[]): string {
  if (examples.length === 0) return `${rule} (regex used for validation is '${regex}')`;
  const listed = examples.map((example) => `'${example}', `).join(' or ');
  return `${rule} (e.g. ${listed}regex used for validation is '${regex}')`;
}

/** Bytes of the text in UTF-8, which is what upstream counts. */
function byteLength(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
