import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { hostPathVolumes } from './host-path-volumes.js';

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['no volume', { spec: {} }, {}, 'allowed'],
  ['another source', { spec: { volumes: [{ name: 'n', nfs: { server: 's', path: '/' } }] } }, {}, 'allowed'],
  [
    'one',
    {
      spec: {
        volumes: [
          { name: 'e', emptyDir: {} },
          { name: 'h', hostPath: { path: '/' } },
        ],
      },
    },
    { policy: 'v1.0' },
    { reason: 'hostPath volumes', detail: 'volume "h"', fields: ['spec.volumes[1].hostPath'] },
  ],
  [
    'two, an empty source among them',
    {
      spec: {
        volumes: [
          { name: 'h', hostPath: {} },
          { name: 'a', hostPath: { path: '/' } },
        ],
      },
    },
    {},
    {
      reason: 'hostPath volumes',
      detail: 'volumes "h", "a"',
      fields: ['spec.volumes[0].hostPath', 'spec.volumes[1].hostPath'],
    },
  ],
];

describe('hostPathVolumes', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(hostPathVolumes, pod, options)).toEqual(expected);
  });
});
