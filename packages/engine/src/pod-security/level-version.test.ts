import { describe, expect, it } from 'vitest';
import {
  compareLevels,
  formatLevelVersion,
  isEquivalent,
  isFullyPrivileged,
  isSameLevelVersion,
  minorOf,
  PRIVILEGED_POLICY,
  parseLevel,
  parseVersion,
  versionOf,
} from './level-version.js';

describe('parseLevel', () => {
  it.each(['privileged', 'baseline', 'restricted'])('reads %s', (text) => {
    expect(parseLevel(text)).toBe(text);
  });

  it.each(['', 'Restricted', ' restricted', 'restricted ', 'default', '__proto__', 'constructor'])(
    'refuses %j',
    (text) => {
      expect(parseLevel(text)).toBeUndefined();
    },
  );
});

describe('parseVersion', () => {
  it.each(['latest', 'v1.0', 'v1.9', 'v1.10', 'v1.25', 'v1.99', 'v1.9223372036854775807'])('reads %s', (text) => {
    expect(parseVersion(text)).toBe(text);
  });

  it.each([
    '',
    'Latest',
    '1.25',
    'v1',
    'v1.',
    'v1.01',
    'v1.00',
    'v1.-1',
    'v1.2.3',
    'v2.0',
    'v1.2 ',
    ' v1.2',
    'v1.2\n',
    'V1.2',
    'v1.9223372036854775808',
    `v1.1${'0'.repeat(400)}`,
  ])('refuses %j', (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});

describe('versions', () => {
  it('count minors, with latest beyond all', () => {
    expect(minorOf('v1.31')).toBe(31);
    expect(minorOf('latest')).toBe(Number.POSITIVE_INFINITY);
    expect(versionOf(31)).toBe('v1.31');
  });

  it('are printed with the level', () => {
    expect(formatLevelVersion({ level: 'restricted', version: 'latest' })).toBe('restricted:latest');
    expect(formatLevelVersion({ level: 'baseline', version: 'v1.99' })).toBe('baseline:v1.99');
  });
});

describe('levels', () => {
  it('rise from privileged to restricted', () => {
    expect(compareLevels('privileged', 'baseline')).toBeLessThan(0);
    expect(compareLevels('restricted', 'baseline')).toBeGreaterThan(0);
    expect(compareLevels('baseline', 'baseline')).toBe(0);
  });

  it('are equivalent in all versions of privileged alone', () => {
    const of = (level: 'privileged' | 'baseline', version: 'latest' | 'v1.1') => ({ level, version });
    expect(isEquivalent(of('privileged', 'latest'), of('privileged', 'v1.1'))).toBe(true);
    expect(isSameLevelVersion(of('privileged', 'latest'), of('privileged', 'v1.1'))).toBe(false);
    expect(isEquivalent(of('baseline', 'latest'), of('baseline', 'v1.1'))).toBe(false);
    expect(isEquivalent(of('baseline', 'v1.1'), of('baseline', 'v1.1'))).toBe(true);
  });

  it('are fully privileged only in all three modes', () => {
    expect(isFullyPrivileged(PRIVILEGED_POLICY)).toBe(true);
    expect(isFullyPrivileged({ ...PRIVILEGED_POLICY, audit: { level: 'baseline', version: 'latest' } })).toBe(false);
  });
});
