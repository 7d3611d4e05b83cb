import { describe, expect, it } from 'vitest';
import { parseComponentVersion } from './component-version.js';
import { orderedRanges, positionOf, type VersionRange } from './version-range.js';

function position(ranges: readonly VersionRange[], text: string): string {
  const version = parseComponentVersion(text);
  if (version === undefined) throw new Error(`${text} is no version`);
  const found = positionOf(version, orderedRanges(ranges));
  return found.kind === 'inside' ? `inside, fixed in ${found.fixed ?? 'none'}` : found.kind;
}

const KUBELET: readonly VersionRange[] = [
  { introduced: '0', fixed: '1.28.12' },
  { introduced: '1.29.0', fixed: '1.29.7' },
  { introduced: '1.30.0', fixed: '1.30.3' },
];
/** containerd 1.x and 2.x are two modules: each record begins with 0. */
const TWO_MODULES: readonly VersionRange[] = [
  { introduced: '0', fixed: '1.6.38' },
  { introduced: '1.7.0-beta.0', fixed: '1.7.27' },
  { introduced: '0', fixed: '2.0.4' },
];
/** The older module is named whole, without a fix. */
const OPEN_MODULE: readonly VersionRange[] = [
  { introduced: '0' },
  { introduced: '2.1.0', fixed: '2.1.9' },
  { introduced: '2.2.0', fixed: '2.2.5' },
];
const ETCD: readonly VersionRange[] = [
  { introduced: '0' },
  { introduced: '0', fixed: '3.4.42' },
  { introduced: '3.5.0-alpha.0', fixed: '3.5.28' },
];

describe('where a version stands', () => {
  it.each([
    [KUBELET, '1.18.0', 'inside, fixed in 1.28.12'],
    [KUBELET, '1.28.11', 'inside, fixed in 1.28.12'],
    [KUBELET, '1.28.12', 'outside'],
    [KUBELET, '1.29.0-rc.1', 'unclear'],
    [KUBELET, '1.29.6-gke.1', 'inside, fixed in 1.29.7'],
    [KUBELET, '1.29.7-gke.1', 'outside'],
    [KUBELET, '1.29.7+k3s1', 'outside'],
    [KUBELET, '1.29.7-rc.0', 'inside, fixed in 1.29.7'],
    [KUBELET, '1.30.3', 'outside'],
    [KUBELET, '1.31.0', 'outside'],
    [KUBELET, '1.29', 'unclear'],
    [KUBELET, '1.27', 'inside, fixed in 1.28.12'],
    [KUBELET, '1.31', 'outside'],
    [[{ introduced: '1.13.10', fixed: '1.13.11' }], '1.13', 'unclear'],
    [[{ introduced: '1.3.0' }], '1.35.0', 'inside, fixed in none'],
    [[{ introduced: '0', lastAffected: '1.28.11' }], '1.28.11', 'inside, fixed in none'],
    [[{ introduced: '0', lastAffected: '1.28.11' }], '1.28.12', 'outside'],
    [TWO_MODULES, '1.6.37', 'inside, fixed in 1.6.38'],
    [TWO_MODULES, '1.6.38', 'outside'],
    [TWO_MODULES, '1.7.26', 'inside, fixed in 1.7.27'],
    [TWO_MODULES, '1.7.27', 'outside'],
    [TWO_MODULES, '2.0.0-rc.1', 'inside, fixed in 2.0.4'],
    [TWO_MODULES, '2.0.3', 'inside, fixed in 2.0.4'],
    [TWO_MODULES, '2.0.4', 'outside'],
    [OPEN_MODULE, '1.7.30', 'unclear'],
    [OPEN_MODULE, '2.0.9', 'outside'],
    [OPEN_MODULE, '2.1.8', 'inside, fixed in 2.1.9'],
    [OPEN_MODULE, '2.1.9', 'outside'],
    [ETCD, '3.4.41', 'inside, fixed in 3.4.42'],
    [ETCD, '3.4.42', 'outside'],
    [ETCD, '3.5.27', 'inside, fixed in 3.5.28'],
    [ETCD, '3.5.28', 'outside'],
    [
      [
        { introduced: '1.28.0', fixed: '1.28.4' },
        { introduced: '1.8.0', fixed: '1.25.16' },
      ],
      '1.7.9',
      'outside',
    ],
    [
      [
        { introduced: '2.0.0-alpha.0', fixed: '2.0.0-alpha.1' },
        { introduced: '0', fixed: '1.1.3' },
      ],
      '1.1.3',
      'outside',
    ],
    [[{ introduced: '1.0.0-rc93', fixed: '1.1.12' }], '1.0.0-rc8', 'outside'],
    [[{ introduced: '1.4.0-rc.1', fixed: '1.4.0-rc.3' }], '1.4.0-rc.2', 'inside, fixed in 1.4.0-rc.3'],
  ] as const)('%j: %s is %s', (ranges, text, expected) => {
    expect(position(ranges, text)).toBe(expected);
  });
});
