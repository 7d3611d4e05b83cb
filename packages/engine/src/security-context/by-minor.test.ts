import { expect, it } from 'vitest';
import { stepAt } from './by-minor.js';

it('the last step that is reached holds', () => {
  const steps = [
    { from: 27, value: 'a' },
    { from: 30, value: 'b' },
    { from: 34, value: 'c' },
  ] as const;
  expect([26, 27, 29, 30, 33, 34, 99].map((minor) => stepAt([...steps], minor))).toEqual([
    'a',
    'a',
    'a',
    'b',
    'b',
    'c',
    'c',
  ]);
});
