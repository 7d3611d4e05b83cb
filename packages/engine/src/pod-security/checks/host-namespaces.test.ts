import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { hostNamespaces } from './host-namespaces.js';

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['nothing', { spec: {} }, {}, 'allowed'],
  ['false', { spec: { hostNetwork: false, hostPID: false, hostIPC: false } }, {}, 'allowed'],
  [
    'network',
    { spec: { hostNetwork: true } },
    { policy: 'v1.0' },
    { reason: 'host namespaces', detail: 'hostNetwork=true', fields: ['spec.hostNetwork'] },
  ],
  [
    'all, in a fixed order',
    { spec: { hostIPC: true, hostPID: true, hostNetwork: true } },
    {},
    {
      reason: 'host namespaces',
      detail: 'hostNetwork=true, hostPID=true, hostIPC=true',
      fields: ['spec.hostNetwork', 'spec.hostPID', 'spec.hostIPC'],
    },
  ],
  [
    'a user namespace changes nothing',
    { spec: { hostUsers: false, hostPID: true } },
    { gates: ['UserNamespacesPodSecurityStandards', 'UserNamespacesHostNetworkSupport'], code: 34 },
    { reason: 'host namespaces', detail: 'hostPID=true', fields: ['spec.hostPID'] },
  ],
];

describe('hostNamespaces', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(hostNamespaces, pod, options)).toEqual(expected);
  });
});
