import { formatFieldError } from '@bulkhead/apimachinery';
import { describe, expect, it } from 'vitest';
import { hasLabel, type Labels, policyToEvaluate } from './labels.js';
import { formatLevelVersion, type Level, type Policy, PRIVILEGED_POLICY } from './level-version.js';

const label = (mode: string) => `pod-security.kubernetes.io/${mode}`;
const labels = (values: Record<string, string>): Labels =>
  Object.fromEntries(Object.entries(values).map(([mode, value]) => [label(mode), value]));
const texts = ({ enforce, audit, warn }: Policy) => [enforce, audit, warn].map(formatLevelVersion);
const all = (level: Level): Policy => ({
  enforce: { level, version: 'v1.1' },
  audit: { level, version: 'v1.2' },
  warn: { level, version: 'v1.3' },
});

const P = 'privileged:latest';

const cases: [string, Record<string, string>, string[]][] = [
  ['nothing', {}, [P, P, P]],
  ['enforce, which warn follows', { enforce: 'baseline' }, ['baseline:latest', P, 'baseline:latest']],
  [
    'enforce with a version, which warn follows',
    { enforce: 'restricted', 'enforce-version': 'v1.25' },
    ['restricted:v1.25', P, 'restricted:v1.25'],
  ],
  [
    'a warn version of its own',
    { enforce: 'restricted', 'enforce-version': 'v1.25', 'warn-version': 'v1.30' },
    ['restricted:v1.25', P, 'restricted:v1.30'],
  ],
  ['a warn level of its own', { enforce: 'restricted', warn: 'privileged' }, ['restricted:latest', P, P]],
  ['an enforce version alone', { 'enforce-version': 'v1.25' }, ['privileged:v1.25', P, P]],
  [
    'all six',
    {
      enforce: 'baseline',
      'enforce-version': 'v1.1',
      audit: 'restricted',
      'audit-version': 'v1.2',
      warn: 'restricted',
      'warn-version': 'latest',
    },
    ['baseline:v1.1', 'restricted:v1.2', 'restricted:latest'],
  ],
  [
    'a version of the future stays as it is',
    { enforce: 'baseline', 'enforce-version': 'v1.99' },
    ['baseline:v1.99', P, 'baseline:v1.99'],
  ],
];

const LEVEL = 'must be one of privileged, baseline, restricted';
const VERSION = 'must be "latest" or "v1.x"';
const broken: [string, Record<string, string>, string[], string[]][] = [
  [
    'enforce fails closed and warn does not follow',
    { enforce: 'foo' },
    ['restricted:latest', P, P],
    [`enforce "foo" ${LEVEL}`],
  ],
  ['audit and warn fail open', { audit: 'foo', warn: '' }, [P, P, P], [`audit "foo" ${LEVEL}`, `warn "" ${LEVEL}`]],
  [
    'a broken warn level counts as one: it does not follow enforce',
    { enforce: 'restricted', warn: 'Restricted' },
    ['restricted:latest', P, P],
    [`warn "Restricted" ${LEVEL}`],
  ],
  [
    'a broken warn version counts as one, too',
    { enforce: 'restricted', 'enforce-version': 'v1.25', 'warn-version': '1.25' },
    ['restricted:v1.25', P, 'restricted:latest'],
    [`warn-version "1.25" ${VERSION}`],
  ],
  [
    'all of it, in a fixed order',
    {
      'warn-version': 'x6',
      warn: 'x5',
      'audit-version': 'x4',
      audit: 'x3',
      'enforce-version': 'x2',
      enforce: 'x1',
    },
    ['restricted:latest', P, P],
    [
      `enforce "x1" ${LEVEL}`,
      `enforce-version "x2" ${VERSION}`,
      `audit "x3" ${LEVEL}`,
      `audit-version "x4" ${VERSION}`,
      `warn "x5" ${LEVEL}`,
      `warn-version "x6" ${VERSION}`,
    ],
  ],
];

describe('policyToEvaluate', () => {
  it.each(cases)('%s', (_, values, expected) => {
    const { policy, errors } = policyToEvaluate(labels(values), PRIVILEGED_POLICY);
    expect(texts(policy)).toEqual(expected);
    expect(errors).toEqual([]);
  });

  it.each(broken)('%s', (_, values, expected, problems) => {
    const { policy, errors } = policyToEvaluate(labels(values), PRIVILEGED_POLICY);
    expect(texts(policy)).toEqual(expected);
    expect(errors.map((error) => formatFieldError(error, 35))).toEqual(
      problems.map((problem) => {
        const [, mode, value, detail] = /^(\S+) (".*?") (.*)$/.exec(problem) ?? [];
        return `metadata.labels[${label(mode ?? '')}]: Invalid value: ${value}: ${detail}`;
      }),
    );
  });

  it('falls to the defaults of the cluster', () => {
    expect(texts(policyToEvaluate(undefined, all('baseline')).policy)).toEqual([
      'baseline:v1.1',
      'baseline:v1.2',
      'baseline:v1.3',
    ]);
    expect(texts(policyToEvaluate(labels({ enforce: 'restricted' }), all('baseline')).policy)).toEqual([
      'restricted:v1.1',
      'baseline:v1.2',
      'restricted:v1.1',
    ]);
    expect(texts(policyToEvaluate(labels({ enforce: 'baseline' }), all('restricted')).policy)).toEqual([
      'baseline:v1.1',
      'restricted:v1.2',
      'restricted:v1.3',
    ]);
  });

  it('looks at own labels alone', () => {
    const inherited: Labels = Object.create({ [label('enforce')]: 'restricted' });
    expect(texts(policyToEvaluate(inherited, PRIVILEGED_POLICY).policy)).toEqual([P, P, P]);
    expect(hasLabel(inherited, label('enforce'))).toBe(false);
    expect(hasLabel(labels({ warn: '' }), label('enforce'), label('warn'))).toBe(true);
    expect(hasLabel(undefined, label('warn'))).toBe(false);
  });
});
