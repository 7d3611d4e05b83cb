import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { privileged } from './privileged.js';

const container = (name: string, privileged: boolean) => ({ name, securityContext: { privileged } });

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['absent', { spec: { containers: [{ name: 'a' }] } }, {}, 'allowed'],
  ['false', { spec: { containers: [container('a', false)] } }, {}, 'allowed'],
  [
    'one',
    { spec: { containers: [container('a', false), container('b', true)] } },
    { policy: 'v1.0' },
    {
      reason: 'privileged',
      detail: 'container "b" must not set securityContext.privileged=true',
      fields: ['spec.containers[1].securityContext.privileged'],
    },
  ],
  [
    'every kind of container',
    {
      spec: {
        ephemeralContainers: [container('e', true)],
        containers: [container('a', true)],
        initContainers: [container('i', true)],
      },
    },
    {},
    {
      reason: 'privileged',
      detail: 'containers "i", "a", "e" must not set securityContext.privileged=true',
      fields: ['initContainers', 'containers', 'ephemeralContainers'].map(
        (list) => `spec.${list}[0].securityContext.privileged`,
      ),
    },
  ],
];

describe('privileged', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(privileged, pod, options)).toEqual(expected);
  });
});
