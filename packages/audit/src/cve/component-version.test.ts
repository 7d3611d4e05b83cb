import { describe, expect, it } from 'vitest';
import { compareVersions, parseComponentVersion } from './component-version.js';

const parse = (text: string) => {
  const version = parseComponentVersion(text);
  if (version === undefined) throw new Error(`${text} is no version`);
  return version;
};

describe('versions of components', () => {
  it.each([
    ['v1.33.4', [1, 33, 4], [], ''],
    ['1.33', [1, 33, undefined], [], ''],
    ['v1.33.0-rc.1', [1, 33, 0], ['rc', 1], ''],
    ['1.0.0-rc93', [1, 0, 0], ['rc', 93], ''],
    ['5.17-rc3', [5, 17, undefined], ['rc', 3], ''],
    ['v1.33.3-gke.100', [1, 33, 3], [], '-gke.100'],
    ['v1.29.3-eks-adc7111', [1, 29, 3], [], '-eks-adc7111'],
    ['v1.33.3+k3s1', [1, 33, 3], [], '+k3s1'],
    ['v1.33.0-alpha.2.12+a1b2c3', [1, 33, 0], ['alpha', 2, 12], '+a1b2c3'],
    ['1.6.20~ds1', [1, 6, 20], [], '~ds1'],
    ['5.15.0-91-generic', [5, 15, 0], [], '-91-generic'],
    ['6.1.112+', [6, 1, 112], [], '+'],
    ['v1.9.4-amd64', [1, 9, 4], [], ''],
    ['18.09.2', [18, 9, 2], [], ''],
    ['1.0.1-0.20211012131345-9c444070ec7b', [1, 0, 1], [0, 20_211_012_131_345, 9, 'c', 444_070, 'ec', 7, 'b'], ''],
  ])('%s', (text, numbers, prerelease, vendor) => {
    const version = parse(text);
    expect([version.major, version.minor, version.patch]).toEqual(numbers);
    expect(version.prerelease).toEqual(prerelease);
    expect(version.vendor).toBe(vendor);
  });

  it.each(['', 'latest', 'v1', 'main-2024', 'sha-1.2.3', '1.2.x', `1.2.3-${'a'.repeat(200)}`, '１.2.3'])(
    '%j is none',
    (text) => {
      expect(parseComponentVersion(text)).toBeUndefined();
    },
  );

  it.each([
    ['1.33.4-rc.0', '1.33.4'],
    ['1.0.0-rc8', '1.0.0-rc93'],
    ['1.0.0-rc8', '1.0.0-rc8.0.20190930145003-cad42f6e0932'],
    ['1.0.0-rc8.0.20190930145003-cad42f6e0932', '1.0.0-rc9'],
    ['2.0.0-0', '2.0.0-rc.1'],
    ['1.33.0-alpha.3', '1.33.0-beta.0'],
    ['1.9.10', '1.10.0'],
    ['5.17-rc3', '5.17.0'],
  ])('%s is older than %s', (older, newer) => {
    expect(compareVersions(parse(older), parse(newer))).toBeLessThan(0);
    expect(compareVersions(parse(newer), parse(older))).toBeGreaterThan(0);
  });
});
