import { describe, expect, it } from 'vitest';
import {
  type DomainProblem,
  domainPrefixedKeyProblems,
  domainPrefixedPathProblems,
  fullyQualifiedDomainNameProblem,
  fullyQualifiedNameProblem,
} from './domain.js';

const MISSING: DomainProblem = { badValue: undefined, detail: '' };
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const KEY_PART =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const bad = (badValue: string, detail: string): DomainProblem => ({ badValue, detail });

describe('fullyQualifiedNameProblem', () => {
  const tooFew = 'should be a domain with at least three segments separated by dots';
  it.each<[string, DomainProblem | undefined]>([
    ['', MISSING],
    ['a.b.c', undefined],
    ['a.b.c.d', undefined],
    ['a.b', bad('a.b', tooFew)],
    ['example.com.', bad('example.com.', SUBDOMAIN)],
    ['A.b.c', bad('A.b.c', SUBDOMAIN)],
    ['a'.repeat(254), bad('a'.repeat(254), 'must be no more than 253 characters')],
  ])('%j', (name, problem) => expect(fullyQualifiedNameProblem(name)).toEqual(problem));
});

describe('fullyQualifiedDomainNameProblem', () => {
  const tooFew = 'should be a domain with at least two segments separated by dots';
  it.each<[string, DomainProblem | undefined]>([
    ['', MISSING],
    ['example.com', undefined],
    ['example.com.', undefined],
    ['a', bad('a', tooFew)],
    ['..', bad('.', SUBDOMAIN)],
    [`${'a'.repeat(64)}.b`, bad('a'.repeat(64), 'must be no more than 63 characters')],
  ])('%j', (value, problem) => expect(fullyQualifiedDomainNameProblem(value)).toEqual(problem));
});

describe('domainPrefixedPathProblems', () => {
  const form = 'must be a domain-prefixed path (such as "acme.io/foo")';
  const path = "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";
  it.each<[string, readonly DomainProblem[]]>([
    ['', [MISSING]],
    ['acme.io/foo', []],
    ['acme.io//x', []],
    ['a', [bad('a', form)]],
    ['/b', [bad('/b', form)]],
    ['acme.io/', [bad('acme.io/', form)]],
    ['acme.io/foo?', [bad('foo?', path)]],
    ['é/a', [bad('é', SUBDOMAIN)]],
    ['A/?', [bad('A', SUBDOMAIN), bad('?', path)]],
  ])('%j', (value, problems) => expect(domainPrefixedPathProblems(value)).toEqual(problems));
});

describe('domainPrefixedKeyProblems', () => {
  it.each<[string, readonly DomainProblem[]]>([
    ['', [MISSING]],
    ['acme.io/foo', []],
    ['foo', [bad('foo', 'must be a domain-prefixed key (such as "acme.io/foo")')]],
    ['acme.io/foo?', [bad('acme.io/foo?', KEY_PART)]],
    ['/b', [bad('/b', 'prefix part must be non-empty')]],
  ])('%j', (key, problems) => expect(domainPrefixedKeyProblems(key, 35)).toEqual(problems));
});
