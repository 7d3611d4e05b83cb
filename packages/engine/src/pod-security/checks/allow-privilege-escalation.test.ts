import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { allowPrivilegeEscalation } from './allow-privilege-escalation.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';

const forbidden = (containers: string, fields: string[]): Answer => ({
  reason: 'allowPrivilegeEscalation != false',
  detail: `${containers} must set securityContext.allowPrivilegeEscalation=false`,
  fields: fields.map((list) => `spec.${list}.securityContext.allowPrivilegeEscalation`),
});
const no = { allowPrivilegeEscalation: false };
const yes = { allowPrivilegeEscalation: true };
const bare: PodLike = { spec: { containers: [{ name: 'a' }] } };
const windows: PodLike = { spec: { os: { name: 'windows' }, containers: [{ name: 'a' }] } };

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['false', { spec: { containers: [{ name: 'a', securityContext: no }] } }, {}, 'allowed'],
  ['no container', { spec: {} }, {}, 'allowed'],
  ['no security context', bare, {}, forbidden('container "a"', ['containers[0]'])],
  [
    'absent and true, in every kind of container',
    {
      spec: {
        containers: [
          { name: 'a', securityContext: {} },
          { name: 'b', securityContext: no },
        ],
        initContainers: [{ name: 'i', securityContext: yes }],
        ephemeralContainers: [{ name: 'e' }],
      },
    },
    {},
    forbidden('containers "i", "a", "e"', ['initContainers[0]', 'containers[0]', 'ephemeralContainers[0]']),
  ],
  ['windows', windows, {}, 'allowed'],
  ['windows in 1.25', windows, { policy: 'v1.25' }, 'allowed'],
  ['windows before 1.25', windows, { policy: 'v1.24' }, forbidden('container "a"', ['containers[0]'])],
  [
    'linux',
    { spec: { os: { name: 'linux' }, containers: [{ name: 'a' }] } },
    {},
    forbidden('container "a"', ['containers[0]']),
  ],
  ['first policy version', bare, { policy: 'v1.8' }, forbidden('container "a"', ['containers[0]'])],
  ['before the field existed', bare, { policy: 'v1.7' }, 'inactive'],
  [
    'a user namespace changes nothing',
    { spec: { hostUsers: false, containers: [{ name: 'a' }] } },
    {},
    forbidden('container "a"', ['containers[0]']),
  ],
];

describe('allowPrivilegeEscalation', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(allowPrivilegeEscalation, pod, options)).toEqual(expected);
  });
});
