import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { describe, expect, it } from 'vitest';
import { isSignificantPodUpdate } from './significant-update.js';

const before: PodSpec = {
  containers: [
    { name: 'a', image: 'x' },
    { name: 'b', image: 'x' },
  ],
  initContainers: [{ name: 'i', image: 'x' }],
  ephemeralContainers: [{ name: 'e', image: 'x' }],
};

const cases: [string, Partial<PodSpec>, boolean][] = [
  ['nothing', {}, false],
  ['a tolerated field', { tolerations: [{ operator: 'Exists' }], activeDeadlineSeconds: 5 }, false],
  [
    'resources',
    {
      containers: [
        { name: 'a', image: 'x', resources: { limits: { cpu: '1' } } },
        { name: 'b', image: 'x' },
      ],
    },
    false,
  ],
  [
    'an image',
    {
      containers: [
        { name: 'a', image: 'x' },
        { name: 'b', image: 'y' },
      ],
    },
    true,
  ],
  ['an image left out', { containers: [{ name: 'a', image: 'x' }, { name: 'b' }] }, true],
  ['a container more', { containers: [...(before.containers ?? []), { name: 'c', image: 'x' }] }, true],
  ['a container less', { containers: [{ name: 'a', image: 'x' }] }, true],
  ['an image of an init container', { initContainers: [{ name: 'i', image: 'y' }] }, true],
  ['no init container', { initContainers: [] }, true],
  [
    'an ephemeral container more',
    {
      ephemeralContainers: [
        { name: 'f', image: 'x' },
        { name: 'e', image: 'x' },
      ],
    },
    true,
  ],
  ['an image of an ephemeral container', { ephemeralContainers: [{ name: 'e', image: 'y' }] }, true],
  ['an ephemeral container less', { ephemeralContainers: [] }, false],
];

describe('isSignificantPodUpdate', () => {
  it.each(cases)('%s', (_, change, expected) => {
    expect(isSignificantPodUpdate({ spec: { ...before, ...change } }, { spec: before })).toBe(expected);
  });

  it('does not count metadata', () => {
    expect(isSignificantPodUpdate({ metadata: { labels: { a: 'b' } }, spec: before }, { spec: before })).toBe(false);
    expect(isSignificantPodUpdate({}, {})).toBe(false);
  });
});
