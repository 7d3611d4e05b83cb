import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { hostProbesAndHostLifecycle } from './host-probes-and-host-lifecycle.js';

const http = (host?: string) => ({ httpGet: host === undefined ? { port: 80 } : { port: 80, host } });
const tcp = (host: string) => ({ tcpSocket: { port: 80, host } });
const one: PodLike = { spec: { containers: [{ name: 'a', livenessProbe: http('127.0.0.1') }] } };
const answer = (detail: string, ...fields: string[]): Answer => ({ reason: 'probe or lifecycle host', detail, fields });

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['no host', { spec: { containers: [{ name: 'a', livenessProbe: http(), readinessProbe: tcp('') }] } }, {}, 'allowed'],
  [
    'other handlers',
    { spec: { containers: [{ name: 'a', livenessProbe: { exec: {} }, lifecycle: { preStop: {} } }] } },
    {},
    'allowed',
  ],
  [
    'one',
    one,
    {},
    answer('container "a" uses probe or lifecycle host "127.0.0.1"', 'spec.containers[0].livenessProbe.httpGet.host'),
  ],
  [
    'every place of a container',
    {
      spec: {
        containers: [
          {
            name: 'a',
            livenessProbe: { ...http('h6'), ...tcp('h5') },
            readinessProbe: tcp('h4'),
            startupProbe: http('h3'),
            lifecycle: { postStart: http('h2'), preStop: tcp('h1') },
          },
        ],
      },
    },
    {},
    answer(
      'container "a" uses probe or lifecycle hosts "h1", "h2", "h3", "h4", "h5", "h6"',
      'spec.containers[0].livenessProbe.httpGet.host',
      'spec.containers[0].livenessProbe.tcpSocket.host',
      'spec.containers[0].readinessProbe.tcpSocket.host',
      'spec.containers[0].startupProbe.httpGet.host',
      'spec.containers[0].lifecycle.postStart.httpGet.host',
      'spec.containers[0].lifecycle.preStop.tcpSocket.host',
    ),
  ],
  [
    'names of containers are sorted and stand once',
    {
      spec: {
        initContainers: [{ name: 'z', startupProbe: http('h') }],
        containers: [{ name: 'a', livenessProbe: http('h'), readinessProbe: http('h') }],
      },
    },
    {},
    answer(
      'containers "a", "z" use probe or lifecycle host "h"',
      'spec.initContainers[0].startupProbe.httpGet.host',
      'spec.containers[0].livenessProbe.httpGet.host',
      'spec.containers[0].readinessProbe.httpGet.host',
    ),
  ],
  [
    'first policy version',
    one,
    { policy: 'v1.34', code: 34 },
    answer('container "a" uses probe or lifecycle host "127.0.0.1"', 'spec.containers[0].livenessProbe.httpGet.host'),
  ],
  ['an older policy', one, { policy: 'v1.33' }, 'inactive'],
  ['an older API server', one, { code: 33 }, 'inactive'],
];

describe('hostProbesAndHostLifecycle', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(hostProbesAndHostLifecycle, pod, options)).toEqual(expected);
  });
});
