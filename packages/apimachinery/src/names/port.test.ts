import { describe, expect, it } from 'vitest';
import { portNameProblems, portNumberProblems } from './port.js';

describe('portNameProblems', () => {
  it.each<[string, readonly string[]]>([
    [
      '',
      [
        'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'must contain at least one letter (a-z)',
      ],
    ],
    ['a', []],
    [
      'A',
      [
        'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'must contain at least one letter (a-z)',
      ],
    ],
    ['-a', ['must not begin or end with a hyphen']],
    ['a-', ['must not begin or end with a hyphen']],
    ['a_b', ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']],
    ['1a', []],
    [
      'é',
      [
        'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'must contain at least one letter (a-z)',
      ],
    ],
    ['a\n', ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']],
    ['a b', ['must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)']],
    ['1', ['must contain at least one letter (a-z)']],
    ['80', ['must contain at least one letter (a-z)']],
    ['a--b', ['must not contain consecutive hyphens']],
    ['-', ['must contain at least one letter (a-z)', 'must not begin or end with a hyphen']],
    ['abcdefghijklmno', []],
    ['abcdefghijklmnop', ['must be no more than 15 characters']],
    ['http', []],
    [
      'HTTP',
      [
        'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)',
        'must contain at least one letter (a-z)',
      ],
    ],
  ])('%j', (value, problems) => expect(portNameProblems(value)).toEqual(problems));
});

describe('portNumberProblems', () => {
  const outOfRange = ['must be between 1 and 65535, inclusive'];
  it.each<[number | bigint, readonly string[]]>([
    [0, outOfRange],
    [1, []],
    [65535, []],
    [65536, outOfRange],
    [-1, outOfRange],
    [2n ** 63n - 1n, outOfRange],
    [Number.NaN, outOfRange],
  ])('%s', (port, problems) => expect(portNumberProblems(port)).toEqual(problems));
});
