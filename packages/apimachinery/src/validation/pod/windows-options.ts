/**
 * Windows options of security contexts: credential specs and user names.
 * Source: pkg/apis/core/validation/validation.go validateWindowsSecurityContextOptions.
 */
import type { WindowsSecurityContextOptions } from '../../generated/types/core-v1.js';
import { byteLength, dns1123SubdomainProblems, exceedsBytes } from '../../names/index.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { isSet, text } from '../zero-value.js';

const CREDENTIAL_SPEC_MAX_KIB = 64;
const DOMAIN_MAX_LENGTH = 256;
const USER_MAX_LENGTH = 104;

const NET_BIOS_NAME = /^[^\\/:*?"<>|.][^\\/:*?"<>|]{0,14}$/u;
const DNS_LABEL = '[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?';
const DNS_NAME = new RegExp(`^${DNS_LABEL}(?:\\.${DNS_LABEL})*$`);
const CONTROL_CHARACTERS = /[\0-\x1f\x7f]/;

export function validateWindowsOptions(
  options: WindowsSecurityContextOptions | undefined,
  path: () => Path,
  errors: ErrorList,
): void {
  if (!isSet(options)) return;
  if (isSet(options.gmsaCredentialSpecName)) {
    const name = text(options.gmsaCredentialSpecName);
    const problems = dns1123SubdomainProblems(name);
    if (problems.length > 0)
      errors.invalidEach(path().child('gmsaCredentialSpecName'), pointed(name, errors), problems);
  }
  if (isSet(options.gmsaCredentialSpec)) {
    const problem = credentialSpecProblem(text(options.gmsaCredentialSpec));
    const badValue = pointed(text(options.gmsaCredentialSpec), errors);
    if (problem !== undefined) errors.invalid(path().child('gmsaCredentialSpec'), badValue, problem);
  }
  if (isSet(options.runAsUserName)) {
    const name = text(options.runAsUserName);
    const problems = userNameProblems(name);
    if (problems.length > 0) errors.invalidEach(path().child('runAsUserName'), pointed(name, errors), problems);
  }
}

const pointed = (value: string, errors: ErrorList): unknown => pointedText(value, errors.minor);

function credentialSpecProblem(spec: string): string | undefined {
  if (spec === '') return 'gmsaCredentialSpec cannot be an empty string';
  return exceedsBytes(spec, CREDENTIAL_SPEC_MAX_KIB * 1024)
    ? `gmsaCredentialSpec size must be under ${CREDENTIAL_SPEC_MAX_KIB} KiB`
    : undefined;
}

/** `[domain\]user`. */
function userNameProblems(name: string): readonly string[] {
  if (name === '') return ['runAsUserName cannot be an empty string'];
  if (CONTROL_CHARACTERS.test(name)) return ['runAsUserName cannot contain control characters'];
  const parts = name.split('\\', 3);
  if (parts.length > 2) return ['runAsUserName cannot contain more than one backslash'];
  const domain = parts.length === 2 ? parts[0] : undefined;
  const user = parts[parts.length - 1] ?? '';
  const problems: string[] = [];
  if (domain !== undefined && byteLength(domain) >= DOMAIN_MAX_LENGTH) {
    problems.push(`runAsUserName's Domain length must be under ${DOMAIN_MAX_LENGTH} characters`);
  }
  if (domain !== undefined && !isWindowsDomain(domain)) {
    problems.push("runAsUserName's Domain doesn't match the NetBios nor the DNS format");
  }
  if (user === '') problems.push("runAsUserName's User cannot be empty");
  else if (exceedsBytes(user, USER_MAX_LENGTH)) {
    problems.push(`runAsUserName's User length must not be longer than ${USER_MAX_LENGTH} characters`);
  }
  if (/^[. ]+$/.test(user)) problems.push("runAsUserName's User cannot contain only periods or spaces");
  if (/["/\\:;|=,+*?<>@[\]]/.test(user)) {
    problems.push('runAsUserName\'s User cannot contain the following characters: "/\\:;|=,+*?<>@[]');
  }
  return problems;
}

const isWindowsDomain = (domain: string): boolean =>
  NET_BIOS_NAME.test(domain) || (domain.length <= USER_NAME_MAX_TESTED && DNS_NAME.test(domain));

/** Longer domains are refused for their length; the bound keeps the test cheap. */
const USER_NAME_MAX_TESTED = 1 << 16;
