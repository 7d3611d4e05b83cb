/**
 * DNS names as object names use them: RFC 1123 labels and subdomains, RFC 1035 labels, wildcards.
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go.
 */
import type { Minor } from '../version.js';
import { exceedsBytes } from './byte-length.js';
import { compileWhole, matchesWhole, maxLengthMessage, NO_PROBLEMS, regexMessage } from './message.js';

export const DNS1123_LABEL_MAX_LENGTH = 63;
export const DNS1123_SUBDOMAIN_MAX_LENGTH = 253;
export const DNS1035_LABEL_MAX_LENGTH = 63;

const LABEL = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const SUBDOMAIN = `${LABEL}(\\.${LABEL})*`;
const UNDERSCORE_LABEL = '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?';
const UNDERSCORE_SUBDOMAIN = `${UNDERSCORE_LABEL}(\\.${UNDERSCORE_LABEL})*`;
const LABEL_1035 = '[a-z]([-a-z0-9]*[a-z0-9])?';
const WILDCARD = `\\*\\.${SUBDOMAIN}`;

const LABEL_REGEX = compileWhole(LABEL);
const SUBDOMAIN_REGEX = compileWhole(SUBDOMAIN);
const UNDERSCORE_SUBDOMAIN_REGEX = compileWhole(UNDERSCORE_SUBDOMAIN);
const LABEL_1035_REGEX = compileWhole(LABEL_1035);
const WILDCARD_REGEX = compileWhole(WILDCARD);

const LABEL_MESSAGE = regexMessage(
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character",
  LABEL,
  'my-name',
  '123-abc',
);
const SUBDOMAIN_MESSAGE = regexMessage(
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
  SUBDOMAIN,
  'example.com',
);
const UNDERSCORE_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character";
const LABEL_1035_MESSAGE = regexMessage(
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character",
  LABEL_1035,
  'my-name',
  'abc-123',
);
const WILDCARD_MESSAGE = regexMessage(
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character",
  WILDCARD,
  '*.example.com',
);
/** Up to 1.33 the underscore form printed the expression without underscores. */
const UNDERSCORE_EXPRESSION_SINCE: Minor = 34;

/** Container, volume, namespace and similar names. */
export function dns1123LabelProblems(value: string): readonly string[] {
  const isLabel = matchesWhole(LABEL_REGEX, value);
  if (isLabel && value.length <= DNS1123_LABEL_MAX_LENGTH) return NO_PROBLEMS;
  const problems: string[] = [];
  if (exceedsBytes(value, DNS1123_LABEL_MAX_LENGTH)) problems.push(maxLengthMessage(DNS1123_LABEL_MAX_LENGTH));
  if (!isLabel) problems.push(matchesWhole(SUBDOMAIN_REGEX, value) ? 'must not contain dots' : LABEL_MESSAGE);
  return problems;
}

/** The names of most objects. */
export function dns1123SubdomainProblems(value: string): readonly string[] {
  return problemsOf(value, DNS1123_SUBDOMAIN_MAX_LENGTH, SUBDOMAIN_REGEX, SUBDOMAIN_MESSAGE);
}

/** DNS search domains, where `_` is allowed. */
export function dns1123SubdomainWithUnderscoreProblems(value: string, minor: Minor): readonly string[] {
  const expression = minor >= UNDERSCORE_EXPRESSION_SINCE ? UNDERSCORE_SUBDOMAIN : SUBDOMAIN;
  if (value.length <= DNS1123_SUBDOMAIN_MAX_LENGTH && UNDERSCORE_SUBDOMAIN_REGEX.test(value)) return NO_PROBLEMS;
  const message = regexMessage(UNDERSCORE_TEXT, expression, 'example.com');
  return problemsOf(value, DNS1123_SUBDOMAIN_MAX_LENGTH, UNDERSCORE_SUBDOMAIN_REGEX, message);
}

/** Service names (until relaxed) and admission review versions. */
export function dns1035LabelProblems(value: string): readonly string[] {
  return problemsOf(value, DNS1035_LABEL_MAX_LENGTH, LABEL_1035_REGEX, LABEL_1035_MESSAGE);
}

/** Hosts such as `*.example.com`. */
export function wildcardDns1123SubdomainProblems(value: string): readonly string[] {
  return problemsOf(value, DNS1123_SUBDOMAIN_MAX_LENGTH, WILDCARD_REGEX, WILDCARD_MESSAGE);
}

function problemsOf(value: string, maxLength: number, regex: RegExp, message: string): readonly string[] {
  const matches = matchesWhole(regex, value);
  if (matches && value.length <= maxLength) return NO_PROBLEMS;
  const problems: string[] = [];
  if (exceedsBytes(value, maxLength)) problems.push(maxLengthMessage(maxLength));
  if (!matches) problems.push(message);
  return problems;
}
