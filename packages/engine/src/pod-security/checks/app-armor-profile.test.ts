import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { appArmorProfile } from './app-armor-profile.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';

const KEY = 'container.apparmor.security.beta.kubernetes.io/';
const type = (value: string) => ({ appArmorProfile: { type: value } });
const annotated = (annotations: Record<string, string>): PodLike => ({ metadata: { annotations }, spec: {} });
const container = (name: string, value?: string) =>
  value === undefined ? { name } : { name, securityContext: type(value) };

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['nothing', { spec: { containers: [container('a')] } }, {}, 'allowed'],
  [
    'good types',
    { spec: { securityContext: type('RuntimeDefault'), containers: [container('a', 'Localhost')] } },
    {},
    'allowed',
  ],
  [
    'good annotations',
    annotated({ [`${KEY}a`]: 'runtime/default', [`${KEY}b`]: 'localhost/x', [`${KEY}c`]: '' }),
    {},
    'allowed',
  ],
  [
    'an annotation of another key',
    annotated({ 'apparmor.security.beta.kubernetes.io/a': 'unconfined' }),
    {},
    'allowed',
  ],
  [
    'pod',
    { spec: { securityContext: type('Unconfined'), containers: [container('a')] } },
    {},
    {
      reason: 'forbidden AppArmor profile',
      detail: 'pod must not set AppArmor profile type to "Unconfined"',
      fields: ['spec.securityContext.appArmorProfile.type'],
    },
  ],
  [
    'an empty type',
    { spec: { containers: [{ name: 'a', securityContext: { appArmorProfile: {} } }] } },
    {},
    {
      reason: 'forbidden AppArmor profile',
      detail: 'container "a" must not set AppArmor profile type to ""',
      fields: ['spec.containers[0].securityContext.appArmorProfile.type'],
    },
  ],
  [
    'pod and containers with several values',
    {
      spec: {
        securityContext: type('x'),
        initContainers: [container('i', 'Unconfined')],
        containers: [container('a', 'Unconfined')],
      },
    },
    {},
    {
      reason: 'forbidden AppArmor profiles',
      detail: 'pod and containers "i", "a" must not set AppArmor profile type to "Unconfined", "x"',
      fields: [
        'spec.securityContext.appArmorProfile.type',
        'spec.initContainers[0].securityContext.appArmorProfile.type',
        'spec.containers[0].securityContext.appArmorProfile.type',
      ],
    },
  ],
  [
    'one annotation, of no container',
    annotated({ [`${KEY}zz`]: 'unconfined' }),
    {},
    {
      reason: 'forbidden AppArmor profile',
      detail: `annotation must not set AppArmor profile type to "${KEY}zz="unconfined""`,
      fields: [`metadata.annotations[${KEY}zz]`],
    },
  ],
  [
    'annotations are sorted and quoted',
    annotated({ [`${KEY}b`]: 'un"confined', [`${KEY}a`]: 'unconfined' }),
    {},
    {
      reason: 'forbidden AppArmor profiles',
      detail: `annotations must not set AppArmor profile type to "${KEY}a="unconfined"", "${KEY}b="un\\"confined""`,
      fields: [`metadata.annotations[${KEY}a]`, `metadata.annotations[${KEY}b]`],
    },
  ],
  [
    'field and annotation',
    { metadata: { annotations: { [`${KEY}a`]: 'unconfined' } }, spec: { containers: [container('a', 'Unconfined')] } },
    { code: 30 },
    {
      reason: 'forbidden AppArmor profiles',
      detail: `container "a" and annotation must not set AppArmor profile type to "Unconfined", "${KEY}a="unconfined""`,
      fields: ['spec.containers[0].securityContext.appArmorProfile.type', `metadata.annotations[${KEY}a]`],
    },
  ],
  [
    'an API server before 1.30 knows no field',
    { spec: { securityContext: type('Unconfined') } },
    { code: 29 },
    'allowed',
  ],
  [
    'an API server before 1.30 prints annotations alone',
    annotated({ [`${KEY}b`]: 'x', [`${KEY}a`]: 'unconfined' }),
    { code: 29 },
    {
      reason: 'forbidden AppArmor profiles',
      detail: `${KEY}a="unconfined", ${KEY}b="x"`,
      fields: [`metadata.annotations[${KEY}a]`, `metadata.annotations[${KEY}b]`],
    },
  ],
  [
    'one annotation before 1.30',
    annotated({ [`${KEY}a`]: 'unconfined' }),
    { code: 27, policy: 'v1.0' },
    {
      reason: 'forbidden AppArmor profile',
      detail: `${KEY}a="unconfined"`,
      fields: [`metadata.annotations[${KEY}a]`],
    },
  ],
];

describe('appArmorProfile', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(appArmorProfile, pod, options)).toEqual(expected);
  });
});
