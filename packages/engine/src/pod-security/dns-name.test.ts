import { describe, expect, it } from 'vitest';
import { labelProblems, subdomainProblems } from './dns-name.js';

const LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

describe('labelProblems', () => {
  it.each<[string, string[]]>([
    ['a', []],
    ['kube-system', []],
    ['1-2', []],
    ['a'.repeat(63), []],
    ['a'.repeat(64), ['must be no more than 63 characters']],
    ['a.b', ['must not contain dots']],
    ['', [LABEL]],
    ['-a', [LABEL]],
    ['a\n', [LABEL]],
    ['A'.repeat(64), ['must be no more than 63 characters', LABEL]],
  ])('of %j', (name, problems) => {
    expect(labelProblems(name)).toEqual(problems);
  });
});

describe('subdomainProblems', () => {
  it.each<[string, string[]]>([
    ['a.b-c.1', []],
    ['a'.repeat(253), []],
    ['a'.repeat(254), ['must be no more than 253 characters']],
    ['a..b', [SUBDOMAIN]],
    ['a.', [SUBDOMAIN]],
    ['A', [SUBDOMAIN]],
  ])('of %j', (name, problems) => {
    expect(subdomainProblems(name)).toEqual(problems);
  });
});
