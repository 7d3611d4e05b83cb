import { describe, expect, it } from 'vitest';
import { nameIsDns1035Label, nameIsDnsLabel, nameIsDnsSubdomain, nameIsPathSegment } from './object-name.js';

describe('generateName', () => {
  it('may end with a dash where the whole name may not', () => {
    for (const rule of [nameIsDnsSubdomain, nameIsDnsLabel, nameIsDns1035Label]) {
      expect(rule('web-', true)).toEqual([]);
      expect(rule('web-', false).length).toBe(1);
      expect(rule('-', true).length).toBe(1);
      expect(rule('Web-', true).length).toBe(1);
    }
  });

  it('replaces the character before the dash too, as upstream does', () => {
    expect(nameIsDnsLabel('web--', true)).toEqual([]);
    expect(nameIsDnsLabel('wE-', true)).toEqual([]);
    expect(nameIsDns1035Label('1-', true)).toEqual([]);
  });

  it('is not measured shorter than it is', () => {
    expect(nameIsDnsLabel(`${'a'.repeat(63)}-`, true)).toEqual([]);
    expect(nameIsDnsLabel(`${'a'.repeat(64)}-`, true)).toEqual(['must be no more than 63 characters']);
  });
});

describe('nameIsPathSegment', () => {
  it.each<[string, boolean, readonly string[]]>([
    ['system:node', false, []],
    ['A b_ü', false, []],
    ['', false, []],
    ['.', false, ["may not be '.'"]],
    ['..', false, ["may not be '..'"]],
    ['.', true, []],
    ['..', true, []],
    ['...', false, []],
    ['a/b', false, ["may not contain '/'"]],
    ['a%2fb', false, ["may not contain '%'"]],
    ['%/', true, ["may not contain '/'", "may not contain '%'"]],
  ])('%j, prefix: %s', (name, isPrefix, problems) => expect(nameIsPathSegment(name, isPrefix)).toEqual(problems));
});
