import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { hostPorts } from './host-ports.js';

const uses = (name: string, ...ports: number[]) => ({
  name,
  ports: ports.map((hostPort) => ({ containerPort: 1, hostPort })),
});

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['absent', { spec: { containers: [{ name: 'a', ports: [{ containerPort: 80 }] }] } }, {}, 'allowed'],
  ['zero', { spec: { containers: [uses('a', 0)] } }, {}, 'allowed'],
  [
    'one container, one port',
    { spec: { containers: [uses('a', 0, 80)] } },
    { policy: 'v1.0' },
    { reason: 'hostPort', detail: 'container "a" uses hostPort 80', fields: ['spec.containers[0].ports[1].hostPort'] },
  ],
  [
    'ports are sorted as texts',
    { spec: { containers: [uses('a', 8080, 90, 100)] } },
    {},
    {
      reason: 'hostPort',
      detail: 'container "a" uses hostPorts 100, 8080, 90',
      fields: [0, 1, 2].map((index) => `spec.containers[0].ports[${index}].hostPort`),
    },
  ],
  [
    'several containers with one port',
    { spec: { initContainers: [uses('i', 80)], containers: [uses('a', 80)], ephemeralContainers: [uses('e', 0)] } },
    {},
    {
      reason: 'hostPort',
      detail: 'containers "i", "a" use hostPort 80',
      fields: ['spec.initContainers[0].ports[0].hostPort', 'spec.containers[0].ports[0].hostPort'],
    },
  ],
];

describe('hostPorts', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(hostPorts, pod, options)).toEqual(expected);
  });
});
