import { describe, expect, it } from 'vitest';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { seLinuxOptions } from './se-linux-options.js';

const options = (seLinuxOptions: object) => ({ seLinuxOptions });
const pod = (seLinuxOptions: object): PodLike => ({ spec: { securityContext: { seLinuxOptions } } });
const AT = 'securityContext.seLinuxOptions';
const answer = (detail: string, ...fields: string[]): Answer => ({ reason: 'seLinuxOptions', detail, fields });
const engine = answer(`pod set forbidden ${AT}: type "container_engine_t"`, `spec.${AT}.type`);

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['empty', pod({}), {}, 'allowed'],
  ['a level is free', pod({ type: '', user: '', role: '', level: 's0:c1,c2' }), {}, 'allowed'],
  ['container_t', pod({ type: 'container_t' }), { policy: 'v1.0' }, 'allowed'],
  ['container_init_t', pod({ type: 'container_init_t' }), { policy: 'v1.0' }, 'allowed'],
  ['container_kvm_t', pod({ type: 'container_kvm_t' }), { policy: 'v1.0' }, 'allowed'],
  ['container_engine_t', pod({ type: 'container_engine_t' }), { policy: 'v1.31' }, 'allowed'],
  ['container_engine_t before 1.31', pod({ type: 'container_engine_t' }), { policy: 'v1.30' }, engine],
  ['container_engine_t in an older API server', pod({ type: 'container_engine_t' }), { code: 30 }, engine],
  ['user', pod({ user: 'u' }), {}, answer(`pod set forbidden ${AT}: user may not be set`, `spec.${AT}.user`)],
  ['role', pod({ role: 'r' }), {}, answer(`pod set forbidden ${AT}: role may not be set`, `spec.${AT}.role`)],
  [
    'all of it in pod and container',
    {
      spec: {
        securityContext: options({ type: 'foo_t', user: 'u' }),
        containers: [{ name: 'a', securityContext: options({ type: 'bar_t', role: 'r' }) }, { name: 'b' }],
      },
    },
    {},
    answer(
      `pod and container "a" set forbidden ${AT}: types "bar_t", "foo_t"; user may not be set; role may not be set`,
      `spec.${AT}.type`,
      `spec.${AT}.user`,
      `spec.containers[0].${AT}.type`,
      `spec.containers[0].${AT}.role`,
    ),
  ],
  [
    'several containers with one type',
    {
      spec: {
        initContainers: [{ name: 'i', securityContext: options({ type: 'x' }) }],
        containers: [{ name: 'a', securityContext: options({ type: 'x' }) }],
      },
    },
    {},
    answer(
      `containers "i", "a" set forbidden ${AT}: type "x"`,
      `spec.initContainers[0].${AT}.type`,
      `spec.containers[0].${AT}.type`,
    ),
  ],
];

describe('seLinuxOptions', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(seLinuxOptions, pod, options)).toEqual(expected);
  });
});
