/** The small tables of the security context against the recorded facts, and its sysctl errors against 1.36.3. */
import { readFileSync } from 'node:fs';
import { formatFieldError, MINORS, parseMinor } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import {
  defaultCapabilities,
  effectiveContexts,
  isSafeSysctl,
  linuxCapabilities,
  sysctlNamespace,
} from '@bulkhead/engine/security-context';
import { defaultProfile } from '@bulkhead/features';
import { expect, it } from 'vitest';
import { describeShared } from './shared.js';

interface Capabilities {
  readonly containerdDefault: readonly string[];
  readonly crioDefault: readonly string[];
  readonly all: readonly {
    readonly name: string;
    readonly number: number;
    readonly risk: string;
    readonly note: string;
    readonly namespacedUnderUserns: boolean;
  }[];
}

interface Sysctls {
  readonly kubeletSafe: {
    readonly [version: string]: readonly { readonly name: string; readonly minKernel?: string }[];
  };
  readonly namespaces: {
    readonly exact: { readonly [name: string]: string };
    readonly prefixes: { readonly [prefix: string]: string };
  };
}

function read<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(`${folder}data/${name}`, 'utf8')) as T;
}

describeShared('capabilities', (folder) => {
  const recorded = read<Capabilities>(folder, 'capabilities.json');

  it('are those recorded', () => {
    expect(
      linuxCapabilities().map(({ name, number, risk, note, worksInUserNamespace }) => {
        return { name, number, risk, note, namespacedUnderUserns: worksInUserNamespace };
      }),
    ).toEqual(
      recorded.all.map(({ name, number, risk, note, namespacedUnderUserns }) => {
        return { name, number, risk, note, namespacedUnderUserns };
      }),
    );
  });

  it('of the runtimes are those recorded', () => {
    expect([...defaultCapabilities('containerd')].sort()).toEqual([...recorded.containerdDefault].sort());
    expect([...defaultCapabilities('cri-o')].sort()).toEqual([...recorded.crioDefault].sort());
  });
});

describeShared('sysctls', (folder) => {
  const recorded = read<Sysctls>(folder, 'sysctls.json');
  const names = new Set(Object.values(recorded.kubeletSafe).flatMap((list) => list.map(({ name }) => name)));

  it.each(Object.keys(recorded.kubeletSafe))('safe in %s', (version) => {
    const minor = parseMinor(version) ?? 0;
    expect(MINORS).toContain(minor);
    const safe = recorded.kubeletSafe[version] ?? [];
    expect([...names].filter((name) => isSafeSysctl(name, minor))).toEqual(safe.map(({ name }) => name));
    for (const { name, minKernel } of safe) {
      expect(isSafeSysctl(name, minor, '3.10.0')).toBe(minKernel === undefined);
      if (minKernel !== undefined) expect(isSafeSysctl(name, minor, `${minKernel}.1`)).toBe(true);
    }
  });

  it('are namespaced as recorded', () => {
    for (const [name, namespace] of Object.entries(recorded.namespaces.exact)) {
      expect([name, sysctlNamespace(name, 36)]).toEqual([name, namespace === 'ipc' ? 'IPC' : 'Net']);
    }
    for (const [prefix, namespace] of Object.entries(recorded.namespaces.prefixes)) {
      expect([prefix, sysctlNamespace(`${prefix}x`, 36)]).toEqual([prefix, namespace === 'ipc' ? 'IPC' : 'Net']);
    }
  });

  it('beside namespaces of the host are refused in the words of 1.36.3', () => {
    const cases: readonly [string, PodSpec][] = [
      ['sysctl-hostnet', { hostNetwork: true, securityContext: { sysctls: [{ name: 'net.ipv4.tcp_syncookies' }] } }],
      ['sysctl-hostipc', { hostIPC: true, securityContext: { sysctls: [{ name: 'kernel.shmmax' }] } }],
    ];
    const lines = readFileSync(`${folder}data/node-validation-golden-1.36.3.jsonl`, 'utf8').trim().split('\n');
    for (const [name, spec] of cases) {
      const golden = lines
        .map((line) => JSON.parse(line) as { name: string; errors: string[] })
        .find((item) => item.name === name);
      const pod = { spec: { ...spec, containers: [{ name: 'c' }] } };
      const errors = effectiveContexts(pod, defaultProfile(36))[0]?.sysctls.map(({ error }) => error) ?? [];
      expect(errors.map((error) => (error === undefined ? '' : formatFieldError(error, 36)))).toEqual(golden?.errors);
    }
  });
});
