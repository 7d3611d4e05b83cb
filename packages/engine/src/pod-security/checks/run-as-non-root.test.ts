import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { runAsNonRoot } from './run-as-non-root.js';

const GATES = ['UserNamespacesPodSecurityStandards'];
const FIELD = 'securityContext.runAsNonRoot';
const container = (name: string, runAsNonRoot?: boolean) =>
  runAsNonRoot === undefined ? { name } : { name, securityContext: { runAsNonRoot } };
const inUserNamespace: PodLike = { spec: { hostUsers: false, containers: [container('a')] } };
const answer = (detail: string, ...fields: string[]): Answer => ({ reason: 'runAsNonRoot != true', detail, fields });
const silent = answer(`pod or container "a" must set ${FIELD}=true`, `spec.containers[0].${FIELD}`);

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['pod', { spec: { securityContext: { runAsNonRoot: true }, containers: [container('a')] } }, {}, 'allowed'],
  ['every container', { spec: { containers: [container('a', true), container('b', true)] } }, {}, 'allowed'],
  [
    'one silent container',
    { spec: { containers: [container('a'), container('b', true)] } },
    { policy: 'v1.0' },
    silent,
  ],
  [
    'several silent containers',
    { spec: { initContainers: [container('i')], containers: [container('a')] } },
    {},
    answer(
      `pod or containers "i", "a" must set ${FIELD}=true`,
      `spec.initContainers[0].${FIELD}`,
      `spec.containers[0].${FIELD}`,
    ),
  ],
  [
    'pod says false, though every container says true',
    { spec: { securityContext: { runAsNonRoot: false }, containers: [container('a', true)] } },
    {},
    answer(`pod must not set ${FIELD}=false`, `spec.${FIELD}`),
  ],
  [
    'pod and a container say false; silent ones are not named then',
    { spec: { securityContext: { runAsNonRoot: false }, containers: [container('a'), container('b', false)] } },
    {},
    answer(`pod and container "b" must not set ${FIELD}=false`, `spec.${FIELD}`, `spec.containers[1].${FIELD}`),
  ],
  [
    'containers say false although the pod says true',
    { spec: { securityContext: { runAsNonRoot: true }, containers: [container('a', false), container('b', false)] } },
    {},
    answer(
      `containers "a", "b" must not set ${FIELD}=false`,
      `spec.containers[0].${FIELD}`,
      `spec.containers[1].${FIELD}`,
    ),
  ],
  ['a user namespace', inUserNamespace, {}, 'allowed'],
  ['a user namespace at 1.34', inUserNamespace, { policy: 'v1.34' }, silent],
  ['the gate in 1.29', inUserNamespace, { code: 29, gates: GATES, policy: 'v1.0' }, 'allowed'],
  ['the gate in 1.34', inUserNamespace, { code: 34, gates: GATES }, 'allowed'],
  ['without the gate', inUserNamespace, { code: 34 }, silent],
  ['before the gate', inUserNamespace, { code: 28, gates: GATES }, silent],
  ['the gate is gone in 1.35', inUserNamespace, { code: 35, gates: GATES, policy: 'v1.34' }, silent],
  ['windows is not left out', { spec: { os: { name: 'windows' }, containers: [container('a')] } }, {}, silent],
];

describe('runAsNonRoot', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(runAsNonRoot, pod, options)).toEqual(expected);
  });
});
