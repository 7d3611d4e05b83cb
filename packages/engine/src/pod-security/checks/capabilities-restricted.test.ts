import { describe, expect, it } from 'vitest';
import { PodSecurityEvaluator } from '../evaluator.js';
import type { PodLike } from '../pod-view.js';
import { capabilitiesRestricted } from './capabilities-restricted.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';

const with_ = (name: string, capabilities: object) => ({ name, securityContext: { capabilities } });
const pod = (...containers: object[]): PodLike => ({ spec: { containers } });
const drop = (index: number) => `spec.containers[${index}].securityContext.capabilities.drop`;
const add = (index: number) => `spec.containers[${index}].securityContext.capabilities.add`;
const windows: PodLike = { spec: { os: { name: 'windows' }, containers: [{ name: 'a' }] } };

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['drops all', pod(with_('a', { drop: ['ALL'] })), {}, 'allowed'],
  [
    'adds the one that may be added',
    pod(with_('a', { drop: ['NET_RAW', 'ALL'], add: ['NET_BIND_SERVICE'] })),
    {},
    'allowed',
  ],
  [
    'drops nothing',
    pod({ name: 'a' }, with_('b', {})),
    {},
    {
      reason: 'unrestricted capabilities',
      detail: 'containers "a", "b" must set securityContext.capabilities.drop=["ALL"]',
      fields: [drop(0), drop(1)],
    },
  ],
  [
    'drops something else and in another case',
    pod(with_('a', { drop: ['NET_RAW', 'all', 'CAP_ALL'] })),
    { policy: 'v1.22' },
    {
      reason: 'unrestricted capabilities',
      detail: 'container "a" must set securityContext.capabilities.drop=["ALL"]',
      fields: [drop(0)],
    },
  ],
  [
    'adds what it may not',
    pod(with_('a', { drop: ['ALL'], add: ['SYS_TIME', 'CHOWN'] })),
    {},
    {
      reason: 'unrestricted capabilities',
      detail: 'container "a" must not include "CHOWN", "SYS_TIME" in securityContext.capabilities.add',
      fields: [add(0)],
    },
  ],
  [
    'both',
    pod(
      with_('a', { drop: ['NET_RAW'], add: ['CHOWN', 'NET_BIND_SERVICE'] }),
      { name: 'b' },
      with_('c', { drop: ['ALL'], add: ['KILL'] }),
    ),
    {},
    {
      reason: 'unrestricted capabilities',
      detail:
        'containers "a", "b" must set securityContext.capabilities.drop=["ALL"]; containers "a", "c" must not include "CHOWN", "KILL" in securityContext.capabilities.add',
      fields: [drop(0), drop(1), add(0), add(2)],
    },
  ],
  ['windows', windows, {}, 'allowed'],
  [
    'windows before 1.25',
    windows,
    { policy: 'v1.24' },
    {
      reason: 'unrestricted capabilities',
      detail: 'container "a" must set securityContext.capabilities.drop=["ALL"]',
      fields: [drop(0)],
    },
  ],
  ['before 1.22', pod({ name: 'a' }), { policy: 'v1.21' }, 'inactive'],
];

describe('capabilities_restricted', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(capabilitiesRestricted, pod, options)).toEqual(expected);
  });

  it.each([
    ['v1.21', true],
    ['v1.22', false],
    ['latest', false],
  ] as const)('at restricted %s the baseline check runs: %s', (version, runs) => {
    const evaluator = new PodSecurityEvaluator({ minor: 36, enabled: () => false });
    const ids = evaluator.checks({ level: 'restricted', version }).map(({ id }) => id);
    expect(ids.includes('capabilities_baseline')).toBe(runs);
  });
});
