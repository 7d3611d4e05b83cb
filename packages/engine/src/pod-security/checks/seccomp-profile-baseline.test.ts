import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { seccompProfileBaseline } from './seccomp-profile-baseline.js';

const POD = 'seccomp.security.alpha.kubernetes.io/pod';
const CONTAINER = 'container.seccomp.security.alpha.kubernetes.io/';
const FIELD = 'securityContext.seccompProfile.type';
const OLD: CaseOptions = { policy: 'v1.18' };
const type = (value: string) => ({ seccompProfile: { type: value } });
const annotated = (annotations: Record<string, string>): PodLike => ({
  metadata: { annotations },
  spec: { initContainers: [{ name: 'i' }], containers: [{ name: 'a' }, { name: 'a' }] },
});
const answer = (detail: string, ...fields: string[]): Answer => ({ reason: 'seccompProfile', detail, fields });

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['absent', { spec: { containers: [{ name: 'a' }] } }, {}, 'allowed'],
  [
    'good types',
    {
      spec: {
        securityContext: type('RuntimeDefault'),
        containers: [{ name: 'a', securityContext: type('Localhost') }],
      },
    },
    { policy: 'v1.19' },
    'allowed',
  ],
  [
    'pod',
    { spec: { securityContext: type('Unconfined') } },
    {},
    answer(`pod must not set ${FIELD} to "Unconfined"`, `spec.${FIELD}`),
  ],
  [
    'pod and containers, with an empty type',
    {
      spec: {
        securityContext: type('Unconfined'),
        containers: [
          { name: 'a', securityContext: { seccompProfile: {} } },
          { name: 'b', securityContext: type('x') },
        ],
      },
    },
    { policy: 'v1.19' },
    answer(
      `pod and containers "a", "b" must not set ${FIELD} to "", "Unconfined", "x"`,
      `spec.${FIELD}`,
      `spec.containers[0].${FIELD}`,
      `spec.containers[1].${FIELD}`,
    ),
  ],
  ['annotations do not count from 1.19 on', annotated({ [POD]: 'unconfined' }), { policy: 'v1.19' }, 'allowed'],
  [
    'good annotations',
    annotated({ [POD]: 'runtime/default', [`${CONTAINER}a`]: 'docker/default', [`${CONTAINER}i`]: 'localhost/x' }),
    OLD,
    'allowed',
  ],
  ['an annotation of a container that is not there', annotated({ [`${CONTAINER}zz`]: 'unconfined' }), OLD, 'allowed'],
  ['fields do not count up to 1.18', { spec: { securityContext: type('Unconfined') } }, OLD, 'allowed'],
  [
    'one annotation',
    annotated({ [POD]: 'unconfined' }),
    { policy: 'v1.0' },
    answer(`forbidden annotation ${POD}="unconfined"`, `metadata.annotations[${POD}]`),
  ],
  [
    'annotations sorted, an empty one among them, of two containers with one name',
    annotated({ [POD]: '', [`${CONTAINER}a`]: 'x', [`${CONTAINER}i`]: 'unconfined' }),
    OLD,
    answer(
      `forbidden annotations ${CONTAINER}a="x", ${CONTAINER}i="unconfined", ${POD}=""`,
      `metadata.annotations[${CONTAINER}a]`,
      `metadata.annotations[${CONTAINER}i]`,
      `metadata.annotations[${POD}]`,
    ),
  ],
];

describe('seccompProfile_baseline', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(seccompProfileBaseline, pod, options)).toEqual(expected);
  });
});
