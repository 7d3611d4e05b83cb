/**
 * Keys of ConfigMaps and Secrets, names of environment variables, HTTP headers, C identifiers, percentages.
 * Source: k8s.io/apimachinery/pkg/util/validation/validation.go.
 */
import { exceedsBytes } from './byte-length.js';
import { DNS1123_SUBDOMAIN_MAX_LENGTH } from './dns.js';
import { compileWhole, EMPTY_MESSAGE, matchesWhole, maxLengthMessage, NO_PROBLEMS, regexMessage } from './message.js';

const CONFIG_MAP_KEY = '[-._a-zA-Z0-9]+';
const CONFIG_MAP_KEY_REGEX = compileWhole(CONFIG_MAP_KEY);
const CONFIG_MAP_KEY_MESSAGE = regexMessage(
  "a valid config key must consist of alphanumeric characters, '-', '_' or '.'",
  CONFIG_MAP_KEY,
  'key.name',
  'KEY_NAME',
  'key-name',
);

const ENV_VAR_NAME = '[-._a-zA-Z][-._a-zA-Z0-9]*';
const ENV_VAR_NAME_REGEX = compileWhole(ENV_VAR_NAME);
const ENV_VAR_NAME_MESSAGE = regexMessage(
  "a valid environment variable name must consist of alphabetic characters, digits, '_', '-', or '.', and must not start with a digit",
  ENV_VAR_NAME,
  'my.env-name',
  'MY_ENV.NAME',
  'MyEnvName1',
);
/** Printable ASCII without `=`. */
const RELAXED_ENV_VAR_NAME_REGEX = /^[ -<>-~]*$/;
const RELAXED_ENV_VAR_NAME_MESSAGE =
  "a valid environment variable name must consist only of printable ASCII characters other than '='";

const HEADER_NAME = '[-A-Za-z0-9]+';
const HEADER_NAME_REGEX = compileWhole(HEADER_NAME);
const HEADER_NAME_MESSAGE = regexMessage(
  "a valid HTTP header must consist of alphanumeric characters or '-'",
  HEADER_NAME,
  'X-Header-Name',
);

const PERCENT = '[0-9]+%';
const PERCENT_REGEX = compileWhole(PERCENT);
const PERCENT_MESSAGE = regexMessage(
  "a valid percent string must be a numeric string followed by an ending '%'",
  PERCENT,
  '1%',
  '93%',
);

const C_IDENTIFIER = '[A-Za-z_][A-Za-z0-9_]*';
const C_IDENTIFIER_REGEX = compileWhole(C_IDENTIFIER);
const C_IDENTIFIER_MESSAGE = regexMessage(
  "a valid C identifier must start with alphabetic character or '_', followed by a string of alphanumeric characters or '_'",
  C_IDENTIFIER,
  'my_name',
  'MY_NAME',
  'MyName',
);

/** Keys become file names, so `.` and `..` are refused. */
export function configMapKeyProblems(value: string): readonly string[] {
  const matches = matchesWhole(CONFIG_MAP_KEY_REGEX, value);
  if (matches && value.length <= DNS1123_SUBDOMAIN_MAX_LENGTH && !value.startsWith('.')) return NO_PROBLEMS;
  const problems: string[] = [];
  if (exceedsBytes(value, DNS1123_SUBDOMAIN_MAX_LENGTH)) problems.push(maxLengthMessage(DNS1123_SUBDOMAIN_MAX_LENGTH));
  if (!matches) problems.push(CONFIG_MAP_KEY_MESSAGE);
  const backstep = parentFolderProblem(value);
  if (backstep !== undefined) problems.push(backstep);
  return problems.length === 0 ? NO_PROBLEMS : problems;
}

export function envVarNameProblems(value: string): readonly string[] {
  const matches = matchesWhole(ENV_VAR_NAME_REGEX, value);
  if (matches && !value.startsWith('.')) return NO_PROBLEMS;
  const problems: string[] = [];
  if (!matches) problems.push(ENV_VAR_NAME_MESSAGE);
  const backstep = parentFolderProblem(value);
  if (backstep !== undefined) problems.push(backstep);
  return problems.length === 0 ? NO_PROBLEMS : problems;
}

/** What RelaxedEnvironmentVariableValidation allows. */
export function relaxedEnvVarNameProblems(value: string): readonly string[] {
  if (value === '') return [`environment variable name ${EMPTY_MESSAGE}`];
  return matchesWhole(RELAXED_ENV_VAR_NAME_REGEX, value) ? NO_PROBLEMS : [RELAXED_ENV_VAR_NAME_MESSAGE];
}

export function httpHeaderNameProblems(value: string): readonly string[] {
  return matchesWhole(HEADER_NAME_REGEX, value) ? NO_PROBLEMS : [HEADER_NAME_MESSAGE];
}

export function percentProblems(value: string): readonly string[] {
  return matchesWhole(PERCENT_REGEX, value) ? NO_PROBLEMS : [PERCENT_MESSAGE];
}

export function cIdentifierProblems(value: string): readonly string[] {
  return matchesWhole(C_IDENTIFIER_REGEX, value) ? NO_PROBLEMS : [C_IDENTIFIER_MESSAGE];
}

function parentFolderProblem(value: string): string | undefined {
  if (value === '.' || value === '..') return `must not be '${value}'`;
  return value.startsWith('..') ? "must not start with '..'" : undefined;
}
