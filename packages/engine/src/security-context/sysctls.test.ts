import { formatFieldError, MINORS } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { NodeFacts } from './node-facts.js';
import { effectiveSysctls, isSafeSysctl, normalizeSysctl, sysctlNamespace } from './sysctls.js';

describe('safe sysctls by version', () => {
  const cases: readonly [string, number | undefined, string | undefined][] = [
    ['kernel.shm_rmid_forced', 27, undefined],
    ['net.ipv4.ip_local_port_range', 27, undefined],
    ['net.ipv4.tcp_syncookies', 27, undefined],
    ['net.ipv4.ping_group_range', 27, undefined],
    ['net.ipv4.ip_unprivileged_port_start', 27, undefined],
    ['net.ipv4.ip_local_reserved_ports', 27, '3.16'],
    ['net.ipv4.tcp_keepalive_time', 29, '4.5'],
    ['net.ipv4.tcp_fin_timeout', 29, '4.6'],
    ['net.ipv4.tcp_keepalive_intvl', 29, '4.5'],
    ['net.ipv4.tcp_keepalive_probes', 29, '4.5'],
    ['net.ipv4.tcp_rmem', 32, '4.15'],
    ['net.ipv4.tcp_wmem', 32, '4.15'],
    ['net.ipv4.tcp_slow_start_after_idle', undefined, undefined],
    ['kernel.msgmax', undefined, undefined],
    ['net.core.somaxconn', undefined, undefined],
  ];
  it.each(cases)('%s', (name, from, kernel) => {
    expect(MINORS.filter((minor) => isSafeSysctl(name, minor))).toEqual(
      MINORS.filter((minor) => from !== undefined && minor >= from),
    );
    if (kernel === undefined) return;
    expect(isSafeSysctl(name, 36, '3.10.0-957.el7')).toBe(false);
    expect(isSafeSysctl(name, 36, `${kernel}.0`)).toBe(true);
    expect(isSafeSysctl(name, 36, '6.1.0-13-amd64')).toBe(true);
  });
});

describe('names with slashes', () => {
  const cases: readonly [string, string][] = [
    ['', ''],
    ['kernel.shm_rmid_forced', 'kernel.shm_rmid_forced'],
    ['kernel/shm_rmid_forced', 'kernel.shm_rmid_forced'],
    ['net.ipv4.conf.eno2/100.rp_filter', 'net.ipv4.conf.eno2/100.rp_filter'],
    ['net/ipv4/conf/eno2.100/rp_filter', 'net.ipv4.conf.eno2/100.rp_filter'],
  ];
  it.each(cases)('%s', (written, name) => {
    expect(normalizeSysctl(written)).toBe(name);
  });
});

describe('namespaces', () => {
  const cases: readonly [string, number, string | null][] = [
    ['net.core.somaxconn', 27, 'Net'],
    ['net.core.somaxconn', 36, 'Net'],
    ['netfilter', 36, null],
    ['kernel.sem', 27, 'IPC'],
    ['fs.mqueue.msg_max', 36, 'IPC'],
    ['kernel.shmmax', 36, 'IPC'],
    ['kernel.shm_next_id', 28, 'IPC'],
    ['kernel.shm_next_id', 29, null],
    ['kernel.domainname', 36, null],
    ['vm.swappiness', 36, null],
  ];
  it.each(cases)('%s in 1.%i', (name, minor, namespace) => {
    expect(sysctlNamespace(name, minor)).toBe(namespace);
  });
});

describe('who refuses a sysctl', () => {
  const API_NET = `spec.securityContext.sysctls[0].name: Invalid value: "net.ipv4.tcp_syncookies": may not be specified when 'hostNetwork' is true`;
  const API_IPC = `spec.securityContext.sysctls[0].name: Invalid value: "kernel/shmmax": may not be specified when 'hostIPC' is true`;
  const cases: readonly [string, string, PodSpec, number, NodeFacts, string | undefined, string | undefined][] = [
    ['safe', 'net.ipv4.tcp_syncookies', {}, 36, {}, undefined, undefined],
    ['unsafe', 'kernel.msgmax', {}, 36, {}, undefined, 'forbidden sysctl: "kernel.msgmax" not allowlisted'],
    [
      'unsafe with slashes',
      'kernel/msgmax',
      {},
      36,
      {},
      undefined,
      'forbidden sysctl: "kernel.msgmax" not allowlisted',
    ],
    [
      'not yet safe',
      'net.ipv4.tcp_rmem',
      {},
      31,
      {},
      undefined,
      'forbidden sysctl: "net.ipv4.tcp_rmem" not allowlisted',
    ],
    [
      'old kernel',
      'net.ipv4.tcp_rmem',
      {},
      36,
      { kernelVersion: '4.14.1' },
      undefined,
      'forbidden sysctl: "net.ipv4.tcp_rmem" not allowlisted',
    ],
    ['allowed by name', 'kernel.msgmax', {}, 36, { allowedUnsafeSysctls: ['kernel.msgmax'] }, undefined, undefined],
    ['allowed by prefix', 'kernel.msgmax', {}, 36, { allowedUnsafeSysctls: ['kernel/msg*'] }, undefined, undefined],
    [
      'another prefix',
      'kernel.shmall',
      {},
      36,
      { allowedUnsafeSysctls: ['kernel.msg*'] },
      undefined,
      'forbidden sysctl: "kernel.shmall" not allowlisted',
    ],
    [
      'a prefix of nothing known',
      'vm.swappiness',
      {},
      36,
      { allowedUnsafeSysctls: ['vm.*'] },
      undefined,
      'forbidden sysctl: "vm.swappiness" not allowlisted',
    ],
    [
      'host network',
      'net.ipv4.tcp_syncookies',
      { hostNetwork: true },
      36,
      {},
      API_NET,
      'forbidden sysctl: "net.ipv4.tcp_syncookies" not allowed with host Net enabled',
    ],
    [
      'host network in 1.28',
      'net.ipv4.tcp_syncookies',
      { hostNetwork: true },
      28,
      {},
      undefined,
      'forbidden sysctl: "net.ipv4.tcp_syncookies" not allowed with host net enabled',
    ],
    [
      'host IPC',
      'kernel/shmmax',
      { hostIPC: true },
      29,
      { allowedUnsafeSysctls: ['kernel.shm*'] },
      API_IPC,
      'forbidden sysctl: "kernel.shmmax" not allowed with host IPC enabled',
    ],
    [
      'host IPC in 1.27',
      'kernel.shm_rmid_forced',
      { hostIPC: true },
      27,
      {},
      undefined,
      'forbidden sysctl: "kernel.shm_rmid_forced" not allowed with host ipc enabled',
    ],
    ['host IPC and a net sysctl', 'net.ipv4.tcp_syncookies', { hostIPC: true }, 36, {}, undefined, undefined],
  ];
  it.each(cases)('%s', (_name, name, spec, minor, node, error, forbidden) => {
    const pod = { ...spec, securityContext: { sysctls: [{ name, value: '1' }] } };
    const [sysctl] = effectiveSysctls(pod, defaultProfile(minor), node);
    expect(sysctl?.error === undefined ? undefined : formatFieldError(sysctl.error, minor)).toBe(error);
    expect(sysctl?.forbidden).toBe(forbidden);
  });

  it('all sysctls of a pod are judged', () => {
    const sysctls = [{ name: 'kernel/shm_rmid_forced', value: '1' }, { name: 'vm.swappiness' }];
    expect(effectiveSysctls({ securityContext: { sysctls } }, defaultProfile(36), undefined)).toEqual([
      {
        name: 'kernel.shm_rmid_forced',
        value: '1',
        fieldPath: 'spec.securityContext.sysctls[0].name',
        safe: true,
        namespace: 'IPC',
      },
      {
        name: 'vm.swappiness',
        value: '',
        fieldPath: 'spec.securityContext.sysctls[1].name',
        safe: false,
        namespace: null,
        forbidden: 'forbidden sysctl: "vm.swappiness" not allowlisted',
      },
    ]);
  });
});
