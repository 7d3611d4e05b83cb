import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { capabilitiesBaseline } from './capabilities-baseline.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';

const adds = (name: string, ...add: string[]) => ({ name, securityContext: { capabilities: { add } } });
const pod = (...containers: object[]): PodLike => ({ spec: { containers } });

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['nothing', pod({ name: 'a' }), {}, 'allowed'],
  [
    'the whole default set',
    pod(
      adds('a', 'AUDIT_WRITE', 'CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'FSETID', 'KILL', 'MKNOD'),
      adds('b', 'NET_BIND_SERVICE', 'SETFCAP', 'SETGID', 'SETPCAP', 'SETUID', 'SYS_CHROOT'),
    ),
    {},
    'allowed',
  ],
  ['dropping is free', pod({ name: 'a', securityContext: { capabilities: { drop: ['NET_ADMIN'] } } }), {}, 'allowed'],
  [
    'one',
    pod(adds('a', 'CHOWN', 'NET_RAW')),
    {},
    {
      reason: 'non-default capabilities',
      detail: 'container "a" must not include "NET_RAW" in securityContext.capabilities.add',
      fields: ['spec.containers[0].securityContext.capabilities.add'],
    },
  ],
  [
    'several, with init and ephemeral containers',
    {
      spec: {
        containers: [adds('a', 'SYS_ADMIN', 'NET_ADMIN'), adds('ok', 'CHOWN')],
        initContainers: [adds('i', 'NET_RAW', 'NET_ADMIN')],
        ephemeralContainers: [adds('e', 'ALL')],
      },
    },
    { policy: 'v1.0' },
    {
      reason: 'non-default capabilities',
      detail:
        'containers "i", "a", "e" must not include "ALL", "NET_ADMIN", "NET_RAW", "SYS_ADMIN" in securityContext.capabilities.add',
      fields: [
        'spec.initContainers[0].securityContext.capabilities.add',
        'spec.containers[0].securityContext.capabilities.add',
        'spec.ephemeralContainers[0].securityContext.capabilities.add',
      ],
    },
  ],
  [
    'names are compared as they are',
    pod(adds('a', 'CAP_CHOWN', 'chown')),
    {},
    {
      reason: 'non-default capabilities',
      detail: 'container "a" must not include "CAP_CHOWN", "chown" in securityContext.capabilities.add',
      fields: ['spec.containers[0].securityContext.capabilities.add'],
    },
  ],
];

describe('capabilities_baseline', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(capabilitiesBaseline, pod, options)).toEqual(expected);
  });
});
