import { expect, it } from 'vitest';
import { groupBy } from './group-by.js';

it('keeps the order of keys and of items', () => {
  const groups = groupBy(['ab', 'c', 'de', 'f'], ({ length }) => length);
  expect([...groups]).toEqual([
    [2, ['ab', 'de']],
    [1, ['c', 'f']],
  ]);
});
