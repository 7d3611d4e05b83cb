import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { procMount } from './proc-mount.js';

const GATES = ['UserNamespacesPodSecurityStandards'];
const container = (name: string, procMount: string) => ({ name, securityContext: { procMount } });
const unmasked: PodLike = { spec: { containers: [container('a', 'Unmasked')] } };
const inUserNamespace: PodLike = { spec: { hostUsers: false, containers: [container('a', 'Unmasked')] } };
const one: Answer = {
  reason: 'procMount',
  detail: 'container "a" must not set securityContext.procMount to "Unmasked"',
  fields: ['spec.containers[0].securityContext.procMount'],
};

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['absent', { spec: { containers: [{ name: 'a', securityContext: {} }] } }, {}, 'allowed'],
  ['Default', { spec: { containers: [container('a', 'Default')] } }, {}, 'allowed'],
  ['Unmasked', unmasked, {}, one],
  [
    'several values',
    { spec: { initContainers: [container('i', 'other')], containers: [container('a', 'Unmasked')] } },
    { policy: 'v1.0' },
    {
      reason: 'procMount',
      detail: 'containers "i", "a" must not set securityContext.procMount to "Unmasked", "other"',
      fields: ['spec.initContainers[0].securityContext.procMount', 'spec.containers[0].securityContext.procMount'],
    },
  ],
  ['a user namespace', inUserNamespace, {}, 'allowed'],
  ['a user namespace at 1.35', inUserNamespace, { code: 35, policy: 'v1.35' }, 'allowed'],
  ['a user namespace at 1.34', inUserNamespace, { code: 35, policy: 'v1.34' }, one],
  ['hostUsers true', { spec: { ...unmasked.spec, hostUsers: true } }, {}, one],
  ['the gate in 1.34', inUserNamespace, { code: 34, gates: GATES, policy: 'v1.0' }, 'allowed'],
  ['the gate in 1.31', inUserNamespace, { code: 31, gates: GATES }, 'allowed'],
  ['without the gate', inUserNamespace, { code: 34 }, one],
  ['the gate before it reached this check', inUserNamespace, { code: 30, gates: GATES }, one],
  ['the gate is gone in 1.35', inUserNamespace, { code: 35, gates: GATES, policy: 'v1.34' }, one],
];

describe('procMount', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(procMount, pod, options)).toEqual(expected);
  });
});
