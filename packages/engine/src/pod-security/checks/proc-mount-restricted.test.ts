import { describe, expect, it } from 'vitest';
import { PodSecurityEvaluator } from '../evaluator.js';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { procMountRestricted } from './proc-mount-restricted.js';

const pod = (procMount: string): PodLike => ({
  spec: { hostUsers: false, containers: [{ name: 'a', securityContext: { procMount } }] },
});
const refused: Answer = {
  reason: 'procMount',
  detail: 'container "a" must not set securityContext.procMount to "Unmasked"',
  fields: ['spec.containers[0].securityContext.procMount'],
};

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['Default', pod('Default'), {}, 'allowed'],
  ['Unmasked, in a user namespace too', pod('Unmasked'), {}, refused],
  ['first version', pod('Unmasked'), { code: 35, policy: 'v1.35' }, refused],
  ['an older policy', pod('Unmasked'), { policy: 'v1.34' }, 'inactive'],
  ['an older API server', pod('Unmasked'), { code: 34 }, 'inactive'],
];

describe('procMount_restricted', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(procMountRestricted, pod, options)).toEqual(expected);
  });

  it('stands for procMount at restricted, so that one mistake is named once', () => {
    const evaluator = new PodSecurityEvaluator({ minor: 36, enabled: () => false });
    const verdict = evaluator.evaluatePod({ level: 'restricted', version: 'v1.35' }, pod('Unmasked'));
    expect(verdict.results.filter(({ reason }) => reason === 'procMount').map(({ id }) => id)).toEqual([
      'procMount_restricted',
    ]);
  });
});
