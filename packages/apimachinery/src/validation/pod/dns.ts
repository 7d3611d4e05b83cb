/**
 * DNS of pods: policy, configuration, host names and aliases.
 * Source: pkg/apis/core/validation/validation.go validateDNSPolicy, validatePodDNSConfig, validatePodHostName,
 * ValidateHostAliases.
 */
import type { HostAlias, PodDNSConfig, PodSpec } from '../../generated/types/core-v1.js';
import { ipProblems } from '../../ip/index.js';
import {
  byteLength,
  dns1123SubdomainProblems,
  dns1123SubdomainWithUnderscoreProblems,
  exceedsBytes,
} from '../../names/index.js';
import { pointedText } from '../bad-value.js';
import type { ErrorList } from '../error-list.js';
import type { Path } from '../field-path.js';
import { report } from '../name.js';
import type { ValidationOptions } from '../validation-options.js';
import { isSet, list, text, texts } from '../zero-value.js';

const DNS_POLICIES: readonly string[] = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const MAX_NAMESERVERS = 3;
const MAX_SEARCHES = 32;
const MAX_SEARCH_CHARACTERS = 2048;
const HOSTNAME_OVERRIDE_MAX_LENGTH = 64;

export function validateDnsPolicy(policy: string | undefined, specPath: Path, errors: ErrorList): void {
  const value = text(policy);
  if (value === '') errors.required(specPath.child('dnsPolicy'));
  else if (!DNS_POLICIES.includes(value)) {
    errors.notSupported(specPath.child('dnsPolicy'), pointedText(value, errors.minor), DNS_POLICIES);
  }
}

export function validateDnsConfig(spec: PodSpec, specPath: Path, options: ValidationOptions, errors: ErrorList): void {
  const config = spec.dnsConfig;
  if (spec.dnsPolicy === 'None') {
    if (!isSet(config)) {
      return errors.required(specPath.child('dnsConfig'), 'must provide `dnsConfig` when `dnsPolicy` is None');
    }
    if (texts(config.nameservers).length === 0) {
      const detail = 'must provide at least one DNS nameserver when `dnsPolicy` is None';
      return errors.required(specPath.child('dnsConfig').child('nameservers'), detail);
    }
  }
  if (isSet(config)) validateConfig(config, specPath.child('dnsConfig'), options, errors);
}

function validateConfig(config: PodDNSConfig, path: Path, options: ValidationOptions, errors: ErrorList): void {
  const nameservers = texts(config.nameservers);
  if (nameservers.length > MAX_NAMESERVERS) {
    const detail = `must not have more than ${MAX_NAMESERVERS} nameservers`;
    errors.invalid(path.child('nameservers'), nameservers, detail);
  }
  for (let index = 0; index < nameservers.length; index += 1) {
    const server = nameservers[index] ?? '';
    const problems = ipProblems(server, options.strictIPs);
    if (problems.length > 0) errors.invalidEach(path.child('nameservers').index(index), server, problems);
  }
  validateSearches(texts(config.searches), path.child('searches'), options, errors);
  const entries = list(config.options);
  for (let index = 0; index < entries.length; index += 1) {
    if (text(entries[index]?.name) === '') errors.required(path.child('options').index(index), 'must not be empty');
  }
}

function validateSearches(
  searches: readonly string[],
  path: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  if (searches.length > MAX_SEARCHES) {
    errors.invalid(path, searches, `must not have more than ${MAX_SEARCHES} search paths`);
  }
  if (byteLength(searches.join(' ')) > MAX_SEARCH_CHARACTERS) {
    const detail = `must not have more than ${MAX_SEARCH_CHARACTERS} characters (including spaces) in the search list`;
    errors.invalid(path, searches, detail);
  }
  for (let index = 0; index < searches.length; index += 1) {
    const search = searches[index] ?? '';
    if (options.relaxedDnsSearch && search === '.') continue;
    const name = search.endsWith('.') ? search.slice(0, -1) : search;
    const problems = options.relaxedDnsSearch
      ? dns1123SubdomainWithUnderscoreProblems(name, errors.minor)
      : dns1123SubdomainProblems(name);
    if (problems.length > 0) errors.invalidEach(path.index(index), name, problems);
  }
}

export function validateHostnameOverride(spec: PodSpec, specPath: Path, errors: ErrorList): void {
  if (!isSet(spec.hostnameOverride)) return;
  const hostname = text(spec.hostnameOverride);
  const path = specPath.child('hostnameOverride');
  if (spec.setHostnameAsFQDN === true) errors.forbidden(path, 'may not be specified when setHostnameAsFQDN is true');
  if (spec.hostNetwork === true) errors.forbidden(path, 'may not be specified when hostNetwork is true');
  if (exceedsBytes(hostname, HOSTNAME_OVERRIDE_MAX_LENGTH)) errors.tooLong(path, HOSTNAME_OVERRIDE_MAX_LENGTH);
  report(hostname, dns1123SubdomainProblems(hostname), specPath, 'hostnameOverride', errors);
}

export function validateHostAliases(
  aliases: readonly HostAlias[] | undefined,
  specPath: Path,
  options: ValidationOptions,
  errors: ErrorList,
): void {
  const entries = list(aliases);
  for (let index = 0; index < entries.length; index += 1) {
    const path = specPath.child('hostAliases').index(index);
    const ip = text(entries[index]?.ip);
    report(ip, ipProblems(ip, options.strictIPs), path, 'ip', errors);
    const hostnames = texts(entries[index]?.hostnames);
    for (let position = 0; position < hostnames.length; position += 1) {
      const hostname = hostnames[position] ?? '';
      const problems = dns1123SubdomainProblems(hostname);
      if (problems.length > 0) errors.invalidEach(path.child('hostnames').index(position), hostname, problems);
    }
  }
}
