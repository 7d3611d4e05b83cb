/**
 * Names made of a domain: webhook names, controllers, domain-prefixed keys. Each problem says which part of the value
 * it blames. Source: k8s.io/apimachinery/pkg/util/validation/validation.go.
 */
import type { Minor } from '../version.js';
import { dns1123LabelProblems, dns1123SubdomainProblems } from './dns.js';
import { qualifiedNameProblems } from './label.js';
import { regexMessage } from './message.js';

export interface DomainProblem {
  /** undefined: the value is missing altogether ("Required value"). */
  readonly badValue: string | undefined;
  readonly detail: string;
}

const MISSING: DomainProblem = { badValue: undefined, detail: '' };
const HTTP_PATH = "[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+";
const HTTP_PATH_REGEX = new RegExp(`^${HTTP_PATH}$`);

/** At least three segments: names of webhooks. */
export function fullyQualifiedNameProblem(name: string): DomainProblem | undefined {
  if (name === '') return MISSING;
  const problems = dns1123SubdomainProblems(name);
  if (problems.length > 0) return { badValue: name, detail: problems.join(',') };
  if (name.split('.', 3).length < 3) {
    return { badValue: name, detail: 'should be a domain with at least three segments separated by dots' };
  }
  return undefined;
}

/** At least two segments, each a label; a final dot is fine. */
export function fullyQualifiedDomainNameProblem(value: string): DomainProblem | undefined {
  if (value === '') return MISSING;
  const name = value.endsWith('.') ? value.slice(0, -1) : value;
  const problems = dns1123SubdomainProblems(name);
  if (problems.length > 0) return { badValue: name, detail: problems.join(',') };
  const labels = name.split('.');
  if (labels.length < 2) {
    return { badValue: name, detail: 'should be a domain with at least two segments separated by dots' };
  }
  for (const label of labels) {
    const labelProblems = dns1123LabelProblems(label);
    if (labelProblems.length > 0) return { badValue: label, detail: labelProblems.join(',') };
  }
  return undefined;
}

/** `acme.io/some/path`. */
export function domainPrefixedPathProblems(value: string): readonly DomainProblem[] {
  if (value === '') return [MISSING];
  const slash = value.indexOf('/');
  if (slash <= 0 || slash === value.length - 1) {
    return [{ badValue: value, detail: 'must be a domain-prefixed path (such as "acme.io/foo")' }];
  }
  const host = value.slice(0, slash);
  const path = value.slice(slash + 1);
  const problems = dns1123SubdomainProblems(host).map((detail) => ({ badValue: host, detail }));
  if (!HTTP_PATH_REGEX.test(path)) {
    problems.push({ badValue: path, detail: regexMessage('Invalid path', HTTP_PATH) });
  }
  return problems;
}

/** `acme.io/key`. */
export function domainPrefixedKeyProblems(key: string, minor: Minor): readonly DomainProblem[] {
  if (key === '') return [MISSING];
  const problems = qualifiedNameProblems(key, minor).map((detail) => ({ badValue: key, detail }));
  if (problems.length > 0) return problems;
  if (!key.includes('/')) return [{ badValue: key, detail: 'must be a domain-prefixed key (such as "acme.io/foo")' }];
  return [];
}
