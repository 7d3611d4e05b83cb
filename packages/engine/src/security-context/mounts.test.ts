import type { Pod, PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { effectiveContexts } from './effective-context.js';
import { effectiveMounts, type ServiceAccountFacts } from './mounts.js';
import type { NodeFacts } from './node-facts.js';

interface Question {
  readonly container?: object;
  readonly spec?: PodSpec;
  readonly version?: string;
  readonly gates?: string;
  readonly node?: NodeFacts;
  readonly serviceAccount?: ServiceAccountFacts;
}

function mounts({ container, spec, version = '1.35', gates = '', node, serviceAccount }: Question) {
  const result = clusterProfile({ version, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  const pod: Pod = { spec: { containers: [{ name: 'c', ...container }], ...spec } };
  const [context] = effectiveContexts(pod, result.profile, node);
  if (context === undefined) throw new Error('the pod has a container');
  return effectiveMounts(pod, context, result.profile, node, serviceAccount);
}

const lines = (question: Question) =>
  mounts(question).map(({ destination, type, options }) => `${destination} ${type} ${options.join(',')}`);
const at = (destination: string, question: Question) =>
  mounts(question).find((mount) => mount.destination === destination);

describe('mounts of a container', () => {
  it('without volumes', () => {
    expect(lines({})).toEqual([
      '/ overlay rw',
      '/proc proc nosuid,noexec,nodev',
      '/dev tmpfs nosuid,strictatime,mode=755,size=65536k',
      '/dev/pts devpts nosuid,noexec,newinstance,ptmxmode=0666,mode=0620,gid=5',
      '/dev/mqueue mqueue nosuid,noexec,nodev',
      '/sys sysfs nosuid,noexec,nodev,ro',
      '/sys/fs/cgroup cgroup nosuid,noexec,nodev,relatime,ro',
      '/etc/hostname bind rbind,rprivate,rw',
      '/etc/resolv.conf bind rbind,rprivate,rw',
      '/dev/shm bind rbind,rprivate,rw',
      '/etc/hosts bind rbind,rprivate,rw',
      '/dev/termination-log bind rbind,rprivate,rw',
      '/var/run/secrets/kubernetes.io/serviceaccount bind rbind,rprivate,ro',
    ]);
  });

  it('with a read-only root: the files of the sandbox too, those of the kubelet and /dev/shm not', () => {
    const found = mounts({ container: { securityContext: { readOnlyRootFilesystem: true } } });
    expect(found.filter(({ readOnly }) => readOnly).map(({ destination }) => destination)).toEqual([
      '/',
      '/sys',
      '/sys/fs/cgroup',
      '/etc/hostname',
      '/etc/resolv.conf',
      '/var/run/secrets/kubernetes.io/serviceaccount',
    ]);
  });

  it('privileged: /sys and its cgroups are writable', () => {
    const question = { container: { securityContext: { privileged: true } } };
    expect(at('/sys', question)?.options).toEqual(['nosuid', 'noexec', 'nodev', 'rw']);
    expect(at('/sys/fs/cgroup', question)?.options).toEqual(['nosuid', 'noexec', 'nodev', 'relatime', 'rw']);
  });

  it('in a user namespace on the host network: /sys comes from the host', () => {
    const question = {
      spec: { containers: [{ name: 'c' }], hostUsers: false, hostNetwork: true },
      gates: 'UserNamespacesHostNetworkSupport=true',
    };
    expect(at('/sys', question)).toMatchObject({ type: 'bind', recursiveReadOnly: true });
  });

  it('of Windows are not told', () => {
    expect(mounts({ spec: { containers: [{ name: 'c' }], os: { name: 'windows' } } })).toEqual([]);
  });
});

describe('volumes', () => {
  const volumes = [
    { name: 'host', hostPath: { path: '/etc' } },
    { name: 'config', configMap: { name: 'x' } },
    { name: 'share', nfs: { server: 's', path: '/', readOnly: true } },
    { name: 'scratch', emptyDir: {} },
  ];
  const spec = (volumeMounts: object[]): PodSpec => ({ volumes, containers: [{ name: 'c', volumeMounts }] });

  it('of the host are marked', () => {
    expect(at('/host', { spec: spec([{ name: 'host', mountPath: '/host' }]) })).toEqual({
      destination: '/host',
      type: 'bind',
      options: ['rbind', 'rprivate', 'rw'],
      readOnly: false,
      recursiveReadOnly: false,
      origin: 'volume',
      volume: 'host',
      volumeKind: 'hostPath',
      hostPath: '/etc',
      fieldPath: 'spec.containers[0].volumeMounts[0]',
    });
  });

  it('are read-only by their kind, by their source or by the mount', () => {
    const mountsOf = [
      { name: 'config', mountPath: '/config' },
      { name: 'share', mountPath: '/share' },
      { name: 'scratch', mountPath: '/scratch' },
      { name: 'host', mountPath: '/host', readOnly: true },
    ];
    const found = mounts({ spec: spec(mountsOf) }).filter(({ origin }) => origin === 'volume');
    expect(found.map(({ destination, readOnly }) => [destination, readOnly])).toEqual([
      ['/config', true],
      ['/share', true],
      ['/scratch', false],
      ['/host', true],
    ]);
  });

  it('replace what the runtime would mount there', () => {
    const found = lines({
      spec: spec([
        { name: 'host', mountPath: '/dev' },
        { name: 'scratch', mountPath: '/etc/hosts' },
      ]),
    });
    expect(found.filter((line) => line.startsWith('/dev') || line.startsWith('/etc/hosts'))).toEqual([
      '/dev bind rbind,rprivate,rw',
      '/dev/shm bind rbind,rprivate,rw',
      '/dev/termination-log bind rbind,rprivate,rw',
      '/etc/hosts bind rbind,rprivate,rw',
    ]);
  });

  const propagation: readonly [string | undefined, string][] = [
    [undefined, 'rprivate'],
    ['None', 'rprivate'],
    ['HostToContainer', 'rslave'],
    ['Bidirectional', 'rshared'],
  ];
  it.each(propagation)('with propagation %s', (mountPropagation, option) => {
    expect(at('/m', { spec: spec([{ name: 'host', mountPath: '/m', mountPropagation }]) })?.options[1]).toBe(option);
  });

  const handlers = new Map([['', { userNamespaces: false, recursiveReadOnlyMounts: true }]]);
  const recursive: readonly [string, string, boolean, string, string, NodeFacts | undefined, string][] = [
    ['enabled', 'Enabled', true, '1.33', '', undefined, 'rro'],
    ['enabled in 1.30 without its gate', 'Enabled', true, '1.30', '', undefined, 'ro'],
    ['enabled in 1.30', 'Enabled', true, '1.30', 'RecursiveReadOnlyMounts=true', undefined, 'rro'],
    ['enabled before 1.30', 'Enabled', true, '1.29', '', undefined, 'ro'],
    ['if possible, node unknown', 'IfPossible', true, '1.33', '', undefined, 'ro'],
    ['if possible', 'IfPossible', true, '1.33', '', { runtimeHandlers: handlers }, 'rro'],
    ['enabled on a writable mount', 'Enabled', false, '1.33', '', undefined, 'rw'],
    ['disabled', 'Disabled', true, '1.33', '', undefined, 'ro'],
  ];
  it.each(recursive)('recursive read-only: %s', (_name, recursiveReadOnly, readOnly, version, gates, node, state) => {
    const question = { spec: spec([{ name: 'host', mountPath: '/m', readOnly, recursiveReadOnly }]), version, gates };
    expect(at('/m', node === undefined ? question : { ...question, node })?.options[2]).toBe(state);
  });
});

describe('the service account token', () => {
  const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount';
  const containers = [{ name: 'c' }];
  const cases: readonly [string, Question, string | undefined][] = [
    ['by default', {}, 'service-account-token'],
    ['switched off by the pod', { spec: { containers, automountServiceAccountToken: false } }, undefined],
    ['switched off by the account', { serviceAccount: { automountServiceAccountToken: false } }, undefined],
    [
      'switched on by the pod',
      {
        spec: { containers, automountServiceAccountToken: true },
        serviceAccount: { automountServiceAccountToken: false },
      },
      'service-account-token',
    ],
    ['taken by a volume', { container: { volumeMounts: [{ name: 't', mountPath: TOKEN }] } }, 'volume'],
    ['never in a debug container', { spec: { ephemeralContainers: [{ name: 'd' }], containers: [] } }, undefined],
  ];
  it.each(cases)('%s', (_name, question, origin) => {
    expect(at(TOKEN, question)?.origin).toBe(origin);
  });
});

it('a termination message path of its own, or none', () => {
  expect(at('/tmp/end', { container: { terminationMessagePath: '/tmp/end' } })?.origin).toBe('kubelet');
  expect(
    mounts({ container: { terminationMessagePath: '' } }).filter(({ origin }) => origin === 'kubelet'),
  ).toHaveLength(1);
});
