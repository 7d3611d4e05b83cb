import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { windowsHostProcess } from './windows-host-process.js';

const FIELD = 'securityContext.windowsOptions.hostProcess';
const options = (hostProcess: boolean) => ({ windowsOptions: { hostProcess } });
const answer = (subject: string, ...fields: string[]): Answer => ({
  reason: 'hostProcess',
  detail: `${subject} must not set ${FIELD}=true`,
  fields,
});

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['absent', { spec: { securityContext: { windowsOptions: {} }, containers: [{ name: 'a' }] } }, {}, 'allowed'],
  ['false', { spec: { securityContext: options(false) } }, {}, 'allowed'],
  ['pod', { spec: { os: { name: 'windows' }, securityContext: options(true) } }, {}, answer('pod', `spec.${FIELD}`)],
  [
    'containers',
    {
      spec: {
        initContainers: [{ name: 'i', securityContext: options(true) }],
        containers: [{ name: 'a', securityContext: options(true) }],
      },
    },
    { policy: 'v1.0' },
    answer('containers "i", "a"', `spec.initContainers[0].${FIELD}`, `spec.containers[0].${FIELD}`),
  ],
  [
    'pod and a container',
    { spec: { securityContext: options(true), containers: [{ name: 'a', securityContext: options(true) }] } },
    {},
    answer('pod and container "a"', `spec.${FIELD}`, `spec.containers[0].${FIELD}`),
  ],
];

describe('windowsHostProcess', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(windowsHostProcess, pod, options)).toEqual(expected);
  });
});
