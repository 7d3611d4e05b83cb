import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { seccompProfileRestricted } from './seccomp-profile-restricted.js';

const FIELD = 'securityContext.seccompProfile.type';
const type = (value: string) => ({ seccompProfile: { type: value } });
const windows: PodLike = { spec: { os: { name: 'windows' }, containers: [{ name: 'a' }] } };
const answer = (detail: string, ...fields: string[]): Answer => ({ reason: 'seccompProfile', detail, fields });
const silent = answer(
  `pod or container "a" must set ${FIELD} to "RuntimeDefault" or "Localhost"`,
  `spec.containers[0].${FIELD}`,
);

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['pod', { spec: { securityContext: type('RuntimeDefault'), containers: [{ name: 'a' }] } }, {}, 'allowed'],
  ['every container', { spec: { containers: [{ name: 'a', securityContext: type('Localhost') }] } }, {}, 'allowed'],
  [
    'silent',
    { spec: { containers: [{ name: 'a' }, { name: 'b', securityContext: type('Localhost') }] } },
    { policy: 'v1.19' },
    silent,
  ],
  [
    'several silent containers',
    { spec: { containers: [{ name: 'a' }, { name: 'b', securityContext: {} }] } },
    {},
    answer(
      `pod or containers "a", "b" must set ${FIELD} to "RuntimeDefault" or "Localhost"`,
      `spec.containers[0].${FIELD}`,
      `spec.containers[1].${FIELD}`,
    ),
  ],
  [
    'a bad pod; silent containers are not named then',
    { spec: { securityContext: type('Unconfined'), containers: [{ name: 'a' }] } },
    {},
    answer(`pod must not set ${FIELD} to "Unconfined"`, `spec.${FIELD}`),
  ],
  [
    'a bad container under a good pod',
    {
      spec: {
        securityContext: type('RuntimeDefault'),
        containers: [{ name: 'a', securityContext: type('Unconfined') }],
      },
    },
    {},
    answer(`container "a" must not set ${FIELD} to "Unconfined"`, `spec.containers[0].${FIELD}`),
  ],
  ['windows', windows, { policy: 'v1.25' }, 'allowed'],
  ['windows before 1.25', windows, { policy: 'v1.24' }, silent],
  ['before 1.19', { spec: { containers: [{ name: 'a' }] } }, { policy: 'v1.18' }, 'inactive'],
];

describe('seccompProfile_restricted', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(seccompProfileRestricted, pod, options)).toEqual(expected);
  });
});
