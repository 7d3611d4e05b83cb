import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { runAsUser } from './run-as-user.js';

const GATES = ['UserNamespacesPodSecurityStandards'];
const container = (name: string, runAsUser: number | bigint) => ({ name, securityContext: { runAsUser } });
const inUserNamespace: PodLike = { spec: { hostUsers: false, securityContext: { runAsUser: 0 } } };
const answer = (detail: string, ...fields: string[]): Answer => ({ reason: 'runAsUser=0', detail, fields });
const pod = answer('pod must not set runAsUser=0', 'spec.securityContext.runAsUser');

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['absent', { spec: { containers: [{ name: 'a' }] } }, {}, 'allowed'],
  ['another user', { spec: { securityContext: { runAsUser: 1 }, containers: [container('a', 1000)] } }, {}, 'allowed'],
  ['pod', { spec: { securityContext: { runAsUser: 0 }, containers: [container('a', 1)] } }, { policy: 'v1.23' }, pod],
  [
    'pod and containers',
    { spec: { securityContext: { runAsUser: 0 }, containers: [container('a', 0), container('b', 0n)] } },
    {},
    answer(
      'pod and containers "a", "b" must not set runAsUser=0',
      'spec.securityContext.runAsUser',
      'spec.containers[0].securityContext.runAsUser',
      'spec.containers[1].securityContext.runAsUser',
    ),
  ],
  [
    'one container',
    { spec: { ephemeralContainers: [container('e', 0)] } },
    {},
    answer('container "e" must not set runAsUser=0', 'spec.ephemeralContainers[0].securityContext.runAsUser'),
  ],
  ['before 1.23', { spec: { securityContext: { runAsUser: 0 } } }, { policy: 'v1.22' }, 'inactive'],
  ['a user namespace', inUserNamespace, {}, 'allowed'],
  ['a user namespace at 1.34', inUserNamespace, { policy: 'v1.34' }, pod],
  ['the gate in 1.29', inUserNamespace, { code: 29, gates: GATES, policy: 'v1.23' }, 'allowed'],
  ['without the gate', inUserNamespace, { code: 34 }, pod],
  ['the gate is gone in 1.35', inUserNamespace, { code: 35, gates: GATES, policy: 'v1.34' }, pod],
];

describe('runAsUser', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(runAsUser, pod, options)).toEqual(expected);
  });
});
