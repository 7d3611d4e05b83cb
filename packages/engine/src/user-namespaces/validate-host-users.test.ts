import { formatFieldError, MINORS } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile, defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { validateHostUsers } from './validate-host-users.js';

/** User namespaces on, whatever the default of the minor. */
const ON: Readonly<Record<number, string>> = {
  27: 'UserNamespacesStatelessPodsSupport=true',
  28: 'UserNamespacesSupport=true',
  29: 'UserNamespacesSupport=true',
  30: 'UserNamespacesSupport=true',
  31: 'UserNamespacesSupport=true',
  32: 'UserNamespacesSupport=true',
};

function errors(spec: PodSpec, minor: number, gates = ON[minor] ?? '', path?: string): string[] {
  const result = clusterProfile({ version: `1.${minor}`, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  return validateHostUsers(spec, result.profile, path).map((error) => formatFieldError(error, minor));
}

const W33 = 'when `pod.Spec.HostUsers` is false';
const W34 = 'when `hostUsers` is false';
const detail = (minor: number) => (minor < 34 ? W33 : W34);

describe('hostUsers: false', () => {
  it.each(MINORS)('forbids the namespaces of the host in 1.%i', (minor) => {
    const spec = { hostUsers: false, hostNetwork: true, hostPID: true, hostIPC: true };
    expect(errors(spec, minor)).toEqual([
      `spec.hostNetwork: Forbidden: ${detail(minor)}`,
      `spec.HostPID: Forbidden: ${detail(minor)}`,
      `spec.HostIPC: Forbidden: ${detail(minor)}`,
    ]);
    expect(errors({ ...spec, hostUsers: true }, minor)).toEqual([]);
  });

  it.each(MINORS)('takes volumes with a state in 1.%i', (minor) => {
    const volumes = [
      { name: 'a', emptyDir: {} },
      { name: 'b', secret: {} },
      { name: 'c', downwardAPI: {} },
      { name: 'd', configMap: {} },
      { name: 'e', projected: {} },
      { name: 'f' },
      { name: 'g', hostPath: { path: '/' } },
      { name: 'h', persistentVolumeClaim: { claimName: 'h' } },
    ];
    const refused = [6, 7].map((index) => `spec.volumes[${index}]: Forbidden: volume type not supported ${W33}`);
    expect(errors({ hostUsers: false, volumes }, minor)).toEqual(minor === 27 ? refused : []);
  });

  it.each(MINORS)('takes raw block volumes until 1.33: 1.%i', (minor) => {
    const volumeDevices = [{ name: 'v', devicePath: '/dev/x' }];
    const spec: PodSpec = {
      hostUsers: false,
      containers: [{ name: 'a' }, { name: 'b', volumeDevices }],
      initContainers: [{ name: 'c', volumeDevices }],
      ephemeralContainers: [{ name: 'd', volumeDevices }],
    };
    const refused = ['spec.initContainers[0]', 'spec.containers[1]', 'spec.ephemeralContainers[0]'].map(
      (path) => `${path}.volumeDevices: Forbidden: ${W34}`,
    );
    expect(errors(spec, minor)).toEqual(minor < 34 ? [] : refused);
  });

  it.each(MINORS)('takes privileged containers and ids out of range in 1.%i', (minor) => {
    const containers = [{ name: 'c', securityContext: { privileged: true, runAsUser: 70_000 } }];
    expect(errors({ hostUsers: false, containers, securityContext: { fsGroup: 70_000 } }, minor)).toEqual([]);
  });

  it.each([35, 36])('goes with hostNetwork where KEP-5607 is on: 1.%i', (minor) => {
    const spec = { hostUsers: false, hostNetwork: true, hostPID: true };
    expect(errors(spec, minor, 'UserNamespacesHostNetworkSupport=true')).toEqual([`spec.HostPID: Forbidden: ${W34}`]);
  });

  it('is dropped without a word where the gate is off', () => {
    expect(validateHostUsers({ hostUsers: false, hostPID: true }, defaultProfile(32))).toEqual([]);
  });
});

describe('procMount Unmasked', () => {
  const spec: PodSpec = {
    containers: [{ name: 'a', securityContext: { procMount: 'Unmasked' } }],
    initContainers: [{ name: 'b', securityContext: { procMount: 'Unmasked' } }],
  };
  const refused = ['spec.containers[0]', 'spec.initContainers[0]'].map(
    (path) =>
      `${path}.securityContext.procMount: Invalid value: "Unmasked": \`hostUsers\` must be false to use \`Unmasked\``,
  );

  it.each(MINORS)('needs a user namespace from 1.30 on: 1.%i', (minor) => {
    const gates = [...(minor < 33 ? ['ProcMountType=true'] : []), ON[minor]].filter(Boolean).join();
    expect(errors(spec, minor, gates)).toEqual(minor < 30 ? [] : refused);
    expect(errors({ ...spec, hostUsers: false }, minor, gates)).toEqual([]);
  });

  it('is reset where its gate is off', () => {
    expect(errors(spec, 31)).toEqual([]);
  });

  it('is refused when hostUsers is dropped', () => {
    expect(errors({ ...spec, hostUsers: false }, 32, 'ProcMountType=true')).toEqual(refused);
  });
});

describe('elsewhere', () => {
  it.each(MINORS)('a Windows pod cannot have it: 1.%i', (minor) => {
    const message = 'spec.hostUsers: Forbidden: cannot be set for a windows pod';
    expect(errors({ os: { name: 'windows' }, hostUsers: true }, minor)).toEqual([message]);
    expect(errors({ os: { name: 'windows' } }, minor)).toEqual([]);
  });

  it('a template keeps its own path', () => {
    const spec: PodSpec = {
      hostUsers: false,
      hostPID: true,
      containers: [{ name: 'c', volumeDevices: [{ name: 'v', devicePath: '/dev/x' }] }],
    };
    expect(errors(spec, 35, '', 'spec.template.spec')).toEqual([
      `spec.template.spec.HostPID: Forbidden: ${W34}`,
      `spec.template.spec.containers[0].volumeDevices: Forbidden: ${W34}`,
    ]);
    expect(errors({ ...spec, volumes: [{ name: 'v', hostPath: { path: '/' } }] }, 27, ON[27], 'template.spec')[0]).toBe(
      `template.spec.volumes[0]: Forbidden: volume type not supported ${W33}`,
    );
  });
});
