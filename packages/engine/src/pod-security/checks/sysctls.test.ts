import { describe, expect, it } from 'vitest';
import { PodSecurityEvaluator } from '../evaluator.js';
import type { PodLike } from '../pod-view.js';
import { type Answer, answerOf, type CaseOptions } from './check-case.js';
import { sysctls } from './sysctls.js';

const pod = (...names: string[]): PodLike => ({
  spec: { securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) } },
});
const answer = (detail: string, ...indexes: number[]): Answer => ({
  reason: 'forbidden sysctls',
  detail,
  fields: indexes.map((index) => `spec.securityContext.sysctls[${index}].name`),
});

const cases: [string, PodLike, CaseOptions, Answer][] = [
  ['none', { spec: {} }, {}, 'allowed'],
  [
    'the names of 1.0',
    pod(
      'kernel.shm_rmid_forced',
      'net.ipv4.ip_local_port_range',
      'net.ipv4.tcp_syncookies',
      'net.ipv4.ping_group_range',
      'net.ipv4.ip_unprivileged_port_start',
    ),
    { policy: 'v1.0' },
    'allowed',
  ],
  [
    'in the order of the pod, with repetitions',
    pod('z', 'net.ipv4.tcp_syncookies', 'a', 'z'),
    {},
    answer('z, a, z', 0, 2, 3),
  ],
  ['the spelling with slashes', pod('net/ipv4/tcp_syncookies'), {}, answer('net/ipv4/tcp_syncookies', 0)],
  ['an empty name', pod(''), {}, answer('', 0)],
];

/** The policy version that allows a name, and a newer API server has to know the version. */
const added: [string, number][] = [
  ['net.ipv4.ip_local_reserved_ports', 27],
  ['net.ipv4.tcp_keepalive_time', 29],
  ['net.ipv4.tcp_fin_timeout', 29],
  ['net.ipv4.tcp_keepalive_intvl', 29],
  ['net.ipv4.tcp_keepalive_probes', 29],
  ['net.ipv4.tcp_rmem', 32],
  ['net.ipv4.tcp_wmem', 32],
];

describe('sysctls', () => {
  it.each(cases)('%s', (_, pod, options, expected) => {
    expect(answerOf(sysctls, pod, options)).toEqual(expected);
  });

  it.each(added)('%s since 1.%i', (name, since) => {
    expect(answerOf(sysctls, pod(name), { policy: `v1.${since}` })).toBe('allowed');
    expect(answerOf(sysctls, pod(name), { policy: `v1.${since - 1}` })).toEqual(answer(name, 0));
    expect(answerOf(sysctls, pod(name), { code: since })).toBe('allowed');
    expect(answerOf(sysctls, pod(name), { code: since - 1 })).toEqual(answer(name, 0));
  });

  it.each(['net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'])('%s only in 1.37', (name) => {
    const profile = { minor: 36, enabled: () => false };
    const next = new PodSecurityEvaluator(profile, { codeVersion: 37 });
    expect(answerOf(sysctls, pod(name), { policy: 'v1.37' })).toEqual(answer(name, 0));
    expect(next.evaluatePod({ level: 'baseline', version: 'v1.37' }, pod(name)).allowed).toBe(true);
    expect(next.evaluatePod({ level: 'baseline', version: 'v1.36' }, pod(name)).allowed).toBe(false);
  });
});
