import { describe, expect, it } from 'vitest';
import {
  dns1035LabelProblems,
  dns1123LabelProblems,
  dns1123SubdomainProblems,
  dns1123SubdomainWithUnderscoreProblems,
  wildcardDns1123SubdomainProblems,
} from './dns.js';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const UNDERSCORE =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '_?[a-z0-9]([-_a-z0-9]*[a-z0-9])?(\\._?[a-z0-9]([-_a-z0-9]*[a-z0-9])?)*')";
const LABEL_1035 =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const WILDCARD =
  "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

describe('dns1123LabelProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [LABEL]],
    ['a', []],
    ['a-b', []],
    ['A', [LABEL]],
    ['-a', [LABEL]],
    ['a-', [LABEL]],
    ['a.b', ['must not contain dots']],
    ['a..b', [LABEL]],
    ['.a', [LABEL]],
    ['a_b', [LABEL]],
    ['1a', []],
    ['é', [LABEL]],
    ['a'.repeat(63), []],
    ['a'.repeat(64), ['must be no more than 63 characters']],
    ['é'.repeat(32), ['must be no more than 63 characters', LABEL]],
    ['a\n', [LABEL]],
    ['a b', [LABEL]],
    ['constructor', []],
    ['__proto__', [LABEL]],
    ['💥', [LABEL]],
  ])('%j', (value, problems) => expect(dns1123LabelProblems(value)).toEqual(problems));
});

describe('dns1123SubdomainProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [SUBDOMAIN]],
    ['a', []],
    ['a-b', []],
    ['A', [SUBDOMAIN]],
    ['-a', [SUBDOMAIN]],
    ['a-', [SUBDOMAIN]],
    ['a.b', []],
    ['a..b', [SUBDOMAIN]],
    ['.a', [SUBDOMAIN]],
    ['a_b', [SUBDOMAIN]],
    ['1a', []],
    ['é', [SUBDOMAIN]],
    ['a'.repeat(63), []],
    ['a'.repeat(64), []],
    ['a'.repeat(253), []],
    ['a'.repeat(254), ['must be no more than 253 characters']],
    ['é'.repeat(32), [SUBDOMAIN]],
    ['a\n', [SUBDOMAIN]],
    ['a b', [SUBDOMAIN]],
    ['A.b/c', [SUBDOMAIN]],
    ['constructor', []],
    ['__proto__', [SUBDOMAIN]],
    ['💥', [SUBDOMAIN]],
  ])('%j', (value, problems) => expect(dns1123SubdomainProblems(value)).toEqual(problems));
});

describe('dns1123SubdomainWithUnderscoreProblems since 1.34', () => {
  it.each<[string, readonly string[]]>([
    ['', [UNDERSCORE]],
    ['a', []],
    ['A', [UNDERSCORE]],
    ['a..b', [UNDERSCORE]],
    ['a_b', []],
    ['_a', []],
    ['_a._b', []],
    ['a'.repeat(254), ['must be no more than 253 characters']],
    ['__proto__', [UNDERSCORE]],
  ])('%j', (value, problems) => expect(dns1123SubdomainWithUnderscoreProblems(value, 34)).toEqual(problems));
});

describe('dns1035LabelProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [LABEL_1035]],
    ['a', []],
    ['a-b', []],
    ['A', [LABEL_1035]],
    ['-a', [LABEL_1035]],
    ['a-', [LABEL_1035]],
    ['a.b', [LABEL_1035]],
    ['a..b', [LABEL_1035]],
    ['.a', [LABEL_1035]],
    ['a_b', [LABEL_1035]],
    ['1a', [LABEL_1035]],
    ['é', [LABEL_1035]],
    ['a'.repeat(63), []],
    ['a'.repeat(64), ['must be no more than 63 characters']],
    ['é'.repeat(32), ['must be no more than 63 characters', LABEL_1035]],
    ['a\n', [LABEL_1035]],
    ['a b', [LABEL_1035]],
    ['constructor', []],
    ['__proto__', [LABEL_1035]],
    ['💥', [LABEL_1035]],
  ])('%j', (value, problems) => expect(dns1035LabelProblems(value)).toEqual(problems));
});

describe('wildcardDns1123SubdomainProblems', () => {
  it.each<[string, readonly string[]]>([
    ['', [WILDCARD]],
    ['a.b', [WILDCARD]],
    ['*.a.b', []],
    ['*.a', []],
    ['*', [WILDCARD]],
    ['..', [WILDCARD]],
  ])('%j', (value, problems) => expect(wildcardDns1123SubdomainProblems(value)).toEqual(problems));
});

describe('dns1123SubdomainWithUnderscoreProblems up to 1.33', () => {
  it('prints the expression without underscores', () => {
    expect(dns1123SubdomainWithUnderscoreProblems('A', 33)).toEqual([
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '_', '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')",
    ]);
    expect(dns1123SubdomainWithUnderscoreProblems('_a._b', 27)).toEqual([]);
  });
});

describe('very long names', () => {
  it('are refused without being searched', () => {
    const problems = dns1123SubdomainProblems('a-'.repeat(5_000_000));
    expect(problems).toEqual(['must be no more than 253 characters', SUBDOMAIN]);
  });
});
