/**
 * Label keys (also called qualified names: annotation keys, finalizers, condition types, resource names) and label
 * values. Source: k8s.io/apimachinery/pkg/util/validation/validation.go until 1.34,
 * pkg/api/validate/content/kube.go since 1.35.
 */
import type { Minor } from '../version.js';
import { exceedsBytes } from './byte-length.js';
import { DNS1123_SUBDOMAIN_MAX_LENGTH, dns1123SubdomainProblems } from './dns.js';
import { compileWhole, EMPTY_MESSAGE, matchesWhole, maxLengthMessage, NO_PROBLEMS, regexMessage } from './message.js';

export const LABEL_VALUE_MAX_LENGTH = 63;
const LABEL_KEY_NAME_MAX_LENGTH = 63;

const KEY = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const VALUE = `(${KEY})?`;
const KEY_REGEX = compileWhole(KEY);
const VALUE_REGEX = compileWhole(VALUE);
/** A whole key of legal form; only the lengths are left to check. */
const QUALIFIED_REGEX = compileWhole(`([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?${KEY}`);

const KEY_MESSAGE = regexMessage(
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  KEY,
  'MyName',
  'my.name',
  '123-abc',
);
const VALUE_MESSAGE = regexMessage(
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character",
  VALUE,
  'MyValue',
  'my_value',
  '12345',
);

interface Wording {
  readonly minimumMinor: Minor;
  readonly unit: string;
  readonly noun: string;
}

const WORDINGS: readonly [Wording, Wording] = [
  { minimumMinor: 0, unit: 'characters', noun: 'qualified name' },
  { minimumMinor: 35, unit: 'bytes', noun: 'valid label key' },
];

function wordingOf(minor: Minor): Wording {
  const [first, second] = WORDINGS;
  return minor >= second.minimumMinor ? second : first;
}

/** `[prefix/]name`. */
export function qualifiedNameProblems(value: string, minor: Minor): readonly string[] {
  if (value.length <= LABEL_KEY_NAME_MAX_LENGTH && QUALIFIED_REGEX.test(value)) return NO_PROBLEMS;
  return explainQualifiedName(value, wordingOf(minor));
}

function explainQualifiedName(value: string, { unit, noun }: Wording): readonly string[] {
  const parts = value.split('/', 3);
  if (parts.length > 2) {
    return [`a ${noun} ${KEY_MESSAGE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`];
  }
  const name = parts[parts.length - 1] ?? '';
  const prefix = parts.length === 2 ? parts[0] : undefined;
  const problems: string[] = [];
  if (prefix === '') problems.push(`prefix part ${EMPTY_MESSAGE}`);
  else if (prefix !== undefined) {
    for (const problem of prefixProblems(prefix, unit)) problems.push(`prefix part ${problem}`);
  }
  if (name === '') problems.push(`name part ${EMPTY_MESSAGE}`);
  else if (exceedsBytes(name, LABEL_KEY_NAME_MAX_LENGTH)) {
    problems.push(`name part ${maxLengthMessage(LABEL_KEY_NAME_MAX_LENGTH, unit)}`);
  }
  if (!matchesWhole(KEY_REGEX, name)) problems.push(`name part ${KEY_MESSAGE}`);
  return problems.length === 0 ? NO_PROBLEMS : problems;
}

function prefixProblems(prefix: string, unit: string): readonly string[] {
  const tooLong = maxLengthMessage(DNS1123_SUBDOMAIN_MAX_LENGTH);
  return dns1123SubdomainProblems(prefix).map((problem) =>
    problem === tooLong ? maxLengthMessage(DNS1123_SUBDOMAIN_MAX_LENGTH, unit) : problem,
  );
}

export function labelValueProblems(value: string, minor: Minor): readonly string[] {
  const matches = matchesWhole(VALUE_REGEX, value);
  if (matches && value.length <= LABEL_VALUE_MAX_LENGTH) return NO_PROBLEMS;
  const problems: string[] = [];
  if (exceedsBytes(value, LABEL_VALUE_MAX_LENGTH)) {
    problems.push(maxLengthMessage(LABEL_VALUE_MAX_LENGTH, wordingOf(minor).unit));
  }
  if (!matches) problems.push(VALUE_MESSAGE);
  return problems;
}
