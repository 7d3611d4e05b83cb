import { describe, expect, it } from 'vitest';
import { sentence, shownBelow, shownFolder, shownList, shownName } from './shown-name.js';

describe('names', () => {
  it.each([
    ['a.yaml', 'a.yaml'],
    ['./a//b.yaml', 'a/b.yaml'],
    ['a/', 'a'],
    ['.', '.'],
    ['./', '.'],
    ['/', '/'],
    ['../a', '../a'],
    ['/tmp/a/../b', '/tmp/b'],
    ['a\nb\u001b[31m.yaml', 'a\\u000ab\\u001b[31m.yaml'],
    ['\u202egnp.yaml', '\\u202egnp.yaml'],
    ['ünïcode.yaml', 'ünïcode.yaml'],
  ])('%j is shown as %j', (path, expected) => expect(shownName(path)).toBe(expected));

  it('stand below folders', () => {
    expect(shownBelow('.', 'a')).toBe('a');
    expect(shownBelow('/', 'a')).toBe('/a');
    expect(shownBelow('../x', 'a')).toBe('../x/a');
    expect(shownFolder('a/b.yaml')).toBe('a');
    expect(shownFolder('b.yaml')).toBe('.');
  });
});

it('makes one line of what programs say', () => {
  expect(sentence(' a\n\tb \u001b[2J\n')).toBe('a b \\u001b[2J');
  expect(sentence('x'.repeat(5000))).toBe(`${'x'.repeat(600)}...`);
});

it.each([
  [['a'], 'a'],
  [['a', 'b', 'c', 'd'], 'a, b, c, d'],
  [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
])('%j', (names, expected) => expect(shownList(names)).toBe(expected));
