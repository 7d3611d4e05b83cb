/**
 * Cluster addresses and IP families of services.
 * Source: pkg/apis/core/validation/validation.go ValidateServiceClusterIPsRelatedFields.
 */
import type { ServiceSpec } from '../../generated/types/core-v1.js';
import { ipProblems, parseIP } from '../../ip/index.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, text, texts } from '../zero-value.js';

const FAMILIES: readonly string[] = ['IPv4', 'IPv6'];
const POLICIES: readonly string[] = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

export function isHeadless(spec: ServiceSpec): boolean {
  const ips = texts(spec.clusterIPs);
  return ips.length === 1 && ips[0] === 'None';
}

export function validateClusterIPs(
  spec: ServiceSpec,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const path = specPath.child('clusterIPs');
  const ips = texts(spec.clusterIPs);
  const clusterIP = text(spec.clusterIP);
  if (clusterIP === '') {
    if (ips.length > 0) errors.invalid(path, ips, 'must be empty when `clusterIP` is not specified');
  } else if (ips.length === 0) errors.required(path);
  else if (ips[0] !== clusterIP) errors.invalid(path, ips, 'first value must match `clusterIP`');
  validateFamilies(spec, specPath, errors);
  if (!validateAddresses(ips, path, options, errors)) return;
  if (ips.length > 1 && !isDualStack(ips)) {
    errors.invalid(path, ips, 'may specify no more than one IP for each IP family');
  }
  if (!isHeadless(spec)) validateFamiliesOfAddresses(ips, texts(spec.ipFamilies), path, errors);
}

function validateFamilies(spec: ServiceSpec, specPath: Path, errors: ErrorList): void {
  const families = texts(spec.ipFamilies);
  for (let index = 0; index < families.length; index += 1) {
    const family = families[index] ?? '';
    const path = specPath.child('ipFamilies').index(index);
    if (!FAMILIES.includes(family)) errors.notSupported(path, family, FAMILIES);
    if (families.indexOf(family) < index) errors.duplicate(path, family);
  }
  const policy = spec.ipFamilyPolicy;
  if (isSet(policy) && !POLICIES.includes(policy)) {
    errors.notSupported(specPath.child('ipFamilyPolicy'), pointedText(policy, errors.minor), POLICIES);
  }
}

/** Whether all of them are addresses. */
function validateAddresses(ips: readonly string[], path: Path, options: ValidationOptions, errors: ErrorList): boolean {
  let isValid = true;
  for (let index = 0; index < ips.length; index += 1) {
    const ip = ips[index] ?? '';
    if (index === 0 && ip === 'None') {
      if (ips.length === 1) continue;
      isValid = false;
      errors.invalid(path, ips, "'None' must be the first and only value");
      continue;
    }
    const problems = ipProblems(ip, options.strictIPs);
    if (problems.length === 0) continue;
    isValid = false;
    errors.invalidEach(path.index(index), ip, problems);
  }
  if (ips.length > 2) errors.invalid(path, ips, 'may only hold up to 2 values');
  return isValid;
}

const familyOf = (ip: string): number | undefined => parseIP(ip)?.family;

function isDualStack(ips: readonly string[]): boolean {
  const families = new Set(ips.map(familyOf));
  return families.has(4) && families.has(6);
}

function validateFamiliesOfAddresses(
  ips: readonly string[],
  families: readonly string[],
  path: Path,
  errors: ErrorList,
): void {
  for (let index = 0; index < ips.length && index < families.length; index += 1) {
    const ip = ips[index] ?? '';
    const expected = families[index];
    const isIPv6 = familyOf(ip) === 6;
    if ((expected === 'IPv4' && isIPv6) || (expected === 'IPv6' && !isIPv6)) {
      const detail = `expected an ${expected} value as indicated by \`ipFamilies[${index}]\``;
      errors.invalid(path.index(index), ip, detail);
    }
  }
}

/** A service without a policy is of one stack, unless it is headless and without a selector. */
export function validateStacks(spec: ServiceSpec, specPath: Path, errors: ErrorList): void {
  const isDual = text(spec.clusterIP) === 'None' && Object.keys(spec.selector ?? {}).length === 0;
  const policy = spec.ipFamilyPolicy ?? (isDual ? 'RequireDualStack' : 'SingleStack');
  if (policy !== 'SingleStack') return;
  const path = specPath.child('ipFamilyPolicy');
  const badValue = pointedText(policy, errors.minor);
  const need = "must be 'RequireDualStack' or 'PreferDualStack' when multiple";
  if (texts(spec.clusterIPs).length === 2) errors.invalid(path, badValue, `${need} cluster IPs are specified`);
  if (texts(spec.ipFamilies).length === 2) errors.invalid(path, badValue, `${need} IP families are specified`);
}
