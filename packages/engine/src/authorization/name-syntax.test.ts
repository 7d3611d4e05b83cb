import { describe, expect, it } from 'vitest';
import {
  dns1123SubdomainErrors,
  domainPrefixedPathErrors,
  isDNS1123Label,
  isPathSegmentName,
  labelKeyErrors,
  labelValueErrors,
} from './name-syntax.js';
import { nodeNameOfUser } from './node-identity.js';
import { person } from './profile.test-support.js';
import { equalMaps, semanticallyEqual } from './semantic-equality.js';
import { serviceAccountGroups, serviceAccountUsername, splitServiceAccountUsername } from './service-account-user.js';

const RULE =
  "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

describe('label keys', () => {
  it.each([
    ['a', 35, []],
    ['example.com/a', 35, []],
    ['', 35, ['name part must be non-empty', `name part ${RULE}`]],
    ['/a', 35, ['prefix part must be non-empty']],
    ['-a', 35, [`name part ${RULE}`]],
    ['A.com/a', 35, [`prefix part ${SUBDOMAIN}`]],
    [`${'a'.repeat(254)}/a`, 34, ['prefix part must be no more than 253 characters']],
    [`${'a'.repeat(254)}/a`, 35, ['prefix part must be no more than 253 bytes']],
    [
      'a/b/c',
      34,
      [`a qualified name ${RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`],
    ],
    [
      'a/b/c',
      35,
      [`a valid label key ${RULE} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`],
    ],
  ] as const)('%j in 1.%i', (key, minor, errors) => {
    expect(labelKeyErrors(key, minor)).toEqual(errors);
  });
});

describe('other names', () => {
  it('knows label values, path segments and subdomains', () => {
    expect(labelValueErrors('', 35)).toEqual([]);
    expect(labelValueErrors('a'.repeat(64), 34)).toEqual(['must be no more than 63 characters']);
    expect(labelValueErrors('a'.repeat(64), 35)).toEqual(['must be no more than 63 bytes']);
    expect(labelValueErrors('a b', 35)).toHaveLength(1);
    expect(['a', '.a', '.', '..', 'a/b', 'a%'].filter(isPathSegmentName)).toEqual(['a', '.a']);
    expect(isDNS1123Label('a-1')).toBe(true);
    expect(isDNS1123Label('a.b')).toBe(false);
    expect(dns1123SubdomainErrors('a.b')).toEqual([]);
    expect(dns1123SubdomainErrors('Bad_')).toEqual([SUBDOMAIN]);
  });

  it.each([
    ['acme.io/foo', []],
    ['foo', [{ value: 'foo', detail: 'must be a domain-prefixed path (such as "acme.io/foo")' }]],
    ['/foo', [{ value: '/foo', detail: 'must be a domain-prefixed path (such as "acme.io/foo")' }]],
    ['A/foo', [{ value: 'A', detail: SUBDOMAIN }]],
    [
      'a/f o',
      [
        {
          value: 'f o',
          detail: "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')",
        },
      ],
    ],
  ])('domain-prefixed path %j', (path, errors) => {
    expect(domainPrefixedPathErrors(path)).toEqual(errors);
  });
});

describe('users with a meaning', () => {
  it.each([
    ['system:serviceaccount:a:b', { namespace: 'a', name: 'b' }],
    ['system:serviceaccount:a:b.c', { namespace: 'a', name: 'b.c' }],
    ['system:serviceaccount:a', undefined],
    ['system:serviceaccount:a:b:c', undefined],
    ['system:serviceaccount:A:b', undefined],
    ['system:serviceaccount::b', undefined],
    ['ann', undefined],
  ])('%s', (username, account) => {
    expect(splitServiceAccountUsername(username)).toEqual(account);
  });

  it('makes the name and groups of a service account', () => {
    expect(serviceAccountUsername('a', 'b')).toBe('system:serviceaccount:a:b');
    expect(serviceAccountGroups('a')).toEqual(['system:serviceaccounts', 'system:serviceaccounts:a']);
  });

  it('knows a node by name and group', () => {
    expect(nodeNameOfUser(person('system:node:n1', 'system:nodes'))).toBe('n1');
    expect(nodeNameOfUser(person('system:node:', 'system:nodes'))).toBe('');
    expect(nodeNameOfUser(person('system:node:n1'))).toBeUndefined();
    expect(nodeNameOfUser(person('ann', 'system:nodes'))).toBeUndefined();
  });
});

describe('equality of objects', () => {
  it.each([
    [undefined, null, true],
    [{}, { a: '' }, true],
    [{ a: [] }, {}, true],
    [{ a: 1, b: [{ c: 2 }] }, { b: [{ c: 2 }], a: 1 }, true],
    [{ a: 1 }, { a: 2 }, false],
    [[1, 2], [2, 1], false],
    [{ labels: { a: '' } }, { labels: {} }, false],
    [{ labels: undefined }, { labels: {} }, true],
    [JSON.parse('{"__proto__": 1}'), {}, false],
    [{ a: false }, {}, false],
  ])('%o and %o: %s', (first, second, expected) => {
    expect(semanticallyEqual(first, second)).toBe(expected);
  });

  it('compares maps by key', () => {
    expect(equalMaps({ a: '1' }, { a: '1' })).toBe(true);
    expect(equalMaps(undefined, {})).toBe(true);
    expect(equalMaps({ a: '' }, {})).toBe(false);
    expect(equalMaps([], {})).toBe(false);
  });
});
