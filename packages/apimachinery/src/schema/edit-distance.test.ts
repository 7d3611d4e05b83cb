import { describe, expect, it } from 'vitest';
import { editDistance, nearestName } from './edit-distance.js';

describe('editDistance', () => {
  it.each([
    ['a', 'a', 0],
    ['ab', 'ba', 1],
    ['image', 'imgae', 1],
    ['image', 'images', 1],
    ['', 'abc', 3],
    ['abcdef', 'ghijkl', 4],
  ])('%s to %s: %d', (a, b, expected) => {
    expect(editDistance(a, b, 3)).toBe(expected);
  });

  it('does not compare long texts', () => {
    expect(editDistance('a'.repeat(100_000), 'b'.repeat(100_000), 3)).toBe(4);
  });
});

describe('nearestName', () => {
  const fields = ['hostIPC', 'hostNetwork', 'hostPID', 'hostUsers', 'hostname'];
  it.each([
    ['hostpid', 'hostPID'],
    ['hostUser', 'hostUsers'],
    ['hostNetwrok', 'hostNetwork'],
    ['privileged', undefined],
    ['x', undefined],
  ])('%s: %s', (name, expected) => {
    expect(nearestName(name, fields)).toBe(expected);
  });

  it('takes the first of the alphabet where several are as near', () => {
    expect(nearestName('hostPIC', ['hostPID', 'hostIPC', 'hostPIX'])).toBe('hostIPC');
  });
});
