import { formatFieldError } from '@bulkhead/apimachinery';
import type { PodSpec } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { UserNamespaceFacts } from './break.js';
import { userNamespaceReadiness } from './readiness.js';

interface Question {
  readonly spec?: PodSpec;
  readonly version?: string;
  readonly gates?: string;
  readonly facts?: UserNamespaceFacts;
}

function ask({ spec = {}, version = '1.35', gates = '', facts }: Question) {
  const result = clusterProfile({ version, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  return userNamespaceReadiness({ spec }, result.profile, facts);
}

const HOST_NETWORK = 'UserNamespacesHostNetworkSupport=true';
const handlers = (userNamespaces: boolean) => ({
  runtimeHandlers: new Map([['', { userNamespaces, recursiveReadOnlyMounts: false }]]),
});

describe('what becomes of the pod', () => {
  /** question, used, allowed, effective, candidate */
  const cases: readonly [string, Question, boolean, boolean, string, boolean][] = [
    ['not used in 1.36', { version: '1.36' }, false, true, 'host', true],
    ['not used in 1.32', { version: '1.32' }, false, false, 'host', false],
    ['used in 1.36', { spec: { hostUsers: false }, version: '1.36' }, true, true, 'user-namespace', true],
    ['used in 1.32', { spec: { hostUsers: false }, version: '1.32' }, true, false, 'host', false],
    [
      'used in 1.27 with its gate',
      { spec: { hostUsers: false }, version: '1.27', gates: 'UserNamespacesStatelessPodsSupport=true' },
      true,
      true,
      'user-namespace',
      true,
    ],
    ['used with hostPID', { spec: { hostUsers: false, hostPID: true } }, true, false, 'refused', false],
    [
      'dropped with hostPID',
      { spec: { hostUsers: false, hostPID: true }, version: '1.32' },
      true,
      false,
      'host',
      false,
    ],
    ['not used with hostPID', { spec: { hostPID: true } }, false, false, 'host', false],
    [
      'not used but needed',
      { spec: { containers: [{ name: 'c', securityContext: { procMount: 'Unmasked' } }] } },
      false,
      true,
      'refused',
      true,
    ],
    ['refused by the kubelet', { spec: { hostUsers: false }, facts: handlers(false) }, true, true, 'refused', false],
    [
      'supported by the runtime',
      { spec: { hostUsers: false }, facts: handlers(true) },
      true,
      true,
      'user-namespace',
      true,
    ],
    [
      'passed over by an old runtime',
      {
        spec: { hostUsers: false },
        version: '1.29',
        gates: 'UserNamespacesSupport=true',
        facts: { runtimeVersion: '1.6.20' },
      },
      true,
      true,
      'host',
      false,
    ],
    ['Windows', { spec: { os: { name: 'windows' }, hostUsers: false } }, true, false, 'refused', false],
    ['Windows by selector', { spec: { nodeSelector: { 'kubernetes.io/os': 'windows' } } }, false, false, 'host', false],
    [
      'the host network with KEP-5607',
      { spec: { hostUsers: false, hostNetwork: true }, gates: HOST_NETWORK },
      true,
      true,
      'user-namespace',
      true,
    ],
    [
      'the host network on a node without the feature',
      {
        spec: { hostUsers: false, hostNetwork: true },
        version: '1.36',
        gates: HOST_NETWORK,
        facts: { declaredFeatures: [] },
      },
      true,
      true,
      'refused',
      false,
    ],
  ];
  it.each(cases)('%s', (_name, question, used, allowed, effective, candidate) => {
    expect(ask(question)).toMatchObject({ used, allowed, effective, candidate });
  });

  it('names the gate that drops the field', () => {
    expect(ask({ spec: { hostUsers: false }, version: '1.27' }).silentlyDropped).toBe(
      'UserNamespacesStatelessPodsSupport',
    );
    expect(ask({ spec: { hostUsers: false }, version: '1.32' }).silentlyDropped).toBe('UserNamespacesSupport');
    expect(ask({ version: '1.32' })).not.toHaveProperty('silentlyDropped');
    expect(ask({ spec: { hostUsers: false } })).not.toHaveProperty('silentlyDropped');
  });

  it('gives the errors of the pod as it stands', () => {
    const text = (question: Question) => ask(question).errors.map((error) => formatFieldError(error, 35));
    expect(text({ spec: { hostUsers: false, hostPID: true } })).toEqual([
      'spec.HostPID: Forbidden: when `hostUsers` is false',
    ]);
    expect(text({ spec: { hostPID: true } })).toEqual([]);
  });
});

describe('what breaks', () => {
  const own = (securityContext: object): PodSpec => ({ containers: [{ name: 'c', securityContext }] });
  const volume = (source: object, version = '1.35', facts: UserNamespaceFacts = {}): Question => ({
    spec: { volumes: [{ name: 'v', ...source }] },
    version,
    facts,
  });
  const OWN = 'spec.containers[0].securityContext';
  const PRIVILEGED =
    'its capabilities hold only inside the user namespace: it cannot load kernel modules, make device nodes, set the clock or mount most file systems';
  const POWERLESS = "NET_ADMIN, NET_RAW and NET_BIND_SERVICE have no power over the host's network";
  const UNKNOWN = 'the file system of volume "v" must support mounts with mapped ids, which NFS and CIFS do not';
  const NFS = 'nfs does not support mounts with mapped ids: containers that mount "v" do not start';
  const range = (id: number, length = 65_536) =>
    `${id} is outside of the ${length} ids that a user namespace maps (0 to ${length - 1})`;

  const cases: readonly [string, Question, readonly string[]][] = [
    ['nothing', {}, []],
    [
      'the gate',
      { version: '1.32' },
      [
        'feature-gate error spec.hostUsers: the API server drops it while the feature gate UserNamespacesSupport is off',
      ],
    ],
    [
      'hostNetwork',
      { spec: { hostNetwork: true } },
      [
        'host-network error spec.hostNetwork: hostNetwork is refused with hostUsers: false, unless the feature gate UserNamespacesHostNetworkSupport is on',
      ],
    ],
    [
      'hostNetwork before 1.35',
      { spec: { hostNetwork: true }, version: '1.34' },
      ['host-network error spec.hostNetwork: hostNetwork is refused with hostUsers: false'],
    ],
    [
      'hostNetwork with KEP-5607',
      {
        spec: {
          hostNetwork: true,
          containers: [{ name: 'c', ports: [{ containerPort: 443 }, { containerPort: 8443 }] }],
        },
        gates: HOST_NETWORK,
      },
      [
        `host-network warning spec.hostNetwork: ${POWERLESS}`,
        "host-network warning spec.containers[0].ports[0].containerPort: port 443 cannot be bound: ports below 1024 need a capability over the host's network",
      ],
    ],
    [
      'hostNetwork on a node that does not declare it',
      { spec: { hostNetwork: true }, version: '1.36', gates: HOST_NETWORK, facts: { declaredFeatures: ['Other'] } },
      [
        'declared-feature error spec.hostNetwork: the node does not declare the feature UserNamespacesHostNetworkSupport',
        `host-network warning spec.hostNetwork: ${POWERLESS}`,
      ],
    ],
    [
      'hostPID and hostIPC',
      { spec: { hostPID: true, hostIPC: true } },
      [
        'host-pid error spec.hostPID: hostPID is refused with hostUsers: false',
        'host-ipc error spec.hostIPC: hostIPC is refused with hostUsers: false',
      ],
    ],
    [
      'raw block volumes',
      { spec: { containers: [{ name: 'c', volumeDevices: [{ name: 'v', devicePath: '/dev/x' }] }] } },
      ['volume-devices error spec.containers[0].volumeDevices: raw block volumes are refused with hostUsers: false'],
    ],
    [
      'raw block volumes before 1.34',
      { spec: { containers: [{ name: 'c', volumeDevices: [{ name: 'v', devicePath: '/dev/x' }] }] }, version: '1.33' },
      [
        'volume-devices warning spec.containers[0].volumeDevices: the owner of a raw block volume is not mapped, so the container cannot open it',
      ],
    ],
    [
      'a hostPath',
      volume({ hostPath: { path: '/var/log' } }),
      [
        'host-path warning spec.volumes[0]: the mapping holds for /var/log too: root in the container has full access to what root owns there',
      ],
    ],
    ['NFS', volume({ nfs: { server: 's', path: '/' } }), [`volume-file-system error spec.volumes[0]: ${NFS}`]],
    [
      'Azure Files',
      volume({ azureFile: { secretName: 's', shareName: 's' } }),
      [
        'volume-file-system error spec.volumes[0]: cifs does not support mounts with mapped ids: containers that mount "v" do not start',
      ],
    ],
    [
      'CephFS on an old kernel',
      volume({ cephfs: { monitors: ['m'] } }, '1.35', { kernelVersion: '6.6.0' }),
      ['volume-file-system error spec.volumes[0]: cephfs supports mounts with mapped ids from Linux 6.7 on'],
    ],
    ['CephFS', volume({ cephfs: { monitors: ['m'] } }, '1.35', { kernelVersion: '6.7.0' }), []],
    ['a Secret', volume({ secret: { secretName: 's' } }), []],
    ['memory', volume({ emptyDir: { medium: 'Memory' } }), []],
    [
      'huge pages on an old kernel',
      volume({ emptyDir: { medium: 'HugePages-2Mi' } }, '1.35', { kernelVersion: '6.8' }),
      ['volume-file-system error spec.volumes[0]: hugetlbfs supports mounts with mapped ids from Linux 6.9 on'],
    ],
    ['a disk', volume({ awsElasticBlockStore: { volumeID: 'x' } }), []],
    [
      'a disk with a rare file system',
      volume({ iscsi: { targetPortal: 'p', iqn: 'q', lun: 0, fsType: 'zfs' } }),
      ['volume-file-system warning spec.volumes[0]: zfs is not known to support mounts with mapped ids'],
    ],
    [
      'a claim',
      volume({ persistentVolumeClaim: { claimName: 'v' } }),
      [`volume-file-system info spec.volumes[0]: ${UNKNOWN}`],
    ],
    [
      'a claim on NFS',
      volume({ persistentVolumeClaim: { claimName: 'v' } }, '1.35', { volumeFileSystems: new Map([['v', 'nfs']]) }),
      [`volume-file-system error spec.volumes[0]: ${NFS}`],
    ],
    ['a CSI volume', volume({ csi: { driver: 'd' } }), [`volume-file-system info spec.volumes[0]: ${UNKNOWN}`]],
    ['a CSI volume with ext4', volume({ csi: { driver: 'd', fsType: 'ext4' } }), []],
    [
      'a claim in 1.27',
      {
        ...volume({ persistentVolumeClaim: { claimName: 'v' } }, '1.27'),
        gates: 'UserNamespacesStatelessPodsSupport=true',
      },
      [
        'stateless-volumes error spec.volumes[0]: Kubernetes 1.27 takes only configMap, secret, emptyDir, downwardAPI and projected volumes, not persistentVolumeClaim',
      ],
    ],
    [
      'privileged',
      { spec: own({ privileged: true, capabilities: { add: ['SYS_TIME'] } }) },
      [`privileged warning ${OWN}.privileged: ${PRIVILEGED}`],
    ],
    [
      'capabilities of the initial namespace',
      { spec: own({ capabilities: { add: ['NET_ADMIN', 'SYS_TIME', 'sys_module', 'CAP_SYS_BOOT'] } }) },
      [
        `capability warning ${OWN}.capabilities.add[1]: SYS_TIME has no effect in a user namespace: the kernel asks for it in the initial one`,
        `capability warning ${OWN}.capabilities.add[2]: SYS_MODULE has no effect in a user namespace: the kernel asks for it in the initial one`,
      ],
    ],
    [
      'all capabilities',
      { spec: own({ capabilities: { add: ['ALL'] } }) },
      [
        `capability warning ${OWN}.capabilities.add[0]: SYS_MODULE, SYS_RAWIO, SYS_BOOT, SYS_TIME, AUDIT_CONTROL, MAC_OVERRIDE, MAC_ADMIN, SYSLOG, WAKE_ALARM, BLOCK_SUSPEND, AUDIT_READ have no effect in a user namespace`,
      ],
    ],
    [
      'ids out of range',
      {
        spec: {
          securityContext: { runAsUser: 65_536, runAsGroup: 70_000, fsGroup: 65_535, supplementalGroups: [1, 100_000] },
          containers: [{ name: 'c', securityContext: { runAsUser: 100_000, runAsGroup: 0 } }],
        },
      },
      [
        `id-out-of-range error spec.securityContext.runAsUser: ${range(65_536)}`,
        `id-out-of-range error spec.securityContext.runAsGroup: ${range(70_000)}`,
        `id-out-of-range error spec.securityContext.supplementalGroups[1]: ${range(100_000)}`,
        `id-out-of-range error ${OWN}.runAsUser: ${range(100_000)}`,
      ],
    ],
    ['ids of a wider range', { spec: own({ runAsUser: 100_000 }), facts: { idsPerPod: 131_072 } }, []],
    [
      'fsGroup out of range',
      { spec: { securityContext: { fsGroup: 65_536 } } },
      [`id-out-of-range error spec.securityContext.fsGroup: ${range(65_536)}`],
    ],
    ['procMount', { spec: own({ procMount: 'Unmasked' }) }, []],
    [
      'the runtime',
      { facts: handlers(false) },
      ["runtime error spec.hostUsers: can't set `spec.hostUsers: false`, runtime does not support user namespaces"],
    ],
    [
      'an old node',
      { facts: { kernelVersion: '6.1.0', runtimeVersion: '1.7.2', ociRuntime: { name: 'runc', version: '1.1.5' } } },
      [
        'kernel error spec.hostUsers: Linux 6.3 or later is needed to mount tmpfs with mapped ids; the node has 6.1.0',
        'runtime error spec.hostUsers: containerd 2.0 or later is needed; the node has 1.7.2',
        'oci-runtime error spec.hostUsers: runc 1.2 or later is needed; the node has 1.1.5',
      ],
    ],
    [
      'Windows',
      { spec: { os: { name: 'windows' } } },
      ['windows error spec.hostUsers: Windows has no user namespaces'],
    ],
  ];
  it.each(cases)('%s', (_name, question, expected) => {
    const breaks = ask(question).breaks.map(
      ({ cause, severity, fieldPath, message }) => `${cause} ${severity} ${fieldPath}: ${message}`,
    );
    expect(breaks).toEqual(expected);
  });

  it('a gate without the gates that it needs', () => {
    const profile = {
      minor: 36,
      gates: new Map(),
      enabled: (gate: string) => gate === 'UserNamespacesHostNetworkSupport',
    };
    const { breaks } = userNamespaceReadiness({ spec: { hostNetwork: true } }, profile);
    expect(breaks.filter(({ cause }) => cause === 'feature-gate').map(({ message }) => message)).toEqual([
      'the feature gate UserNamespacesHostNetworkSupport needs UserNamespacesSupport: without it the components do not start',
      'the feature gate UserNamespacesHostNetworkSupport needs NodeDeclaredFeatures: without it the components do not start',
    ]);
  });
});
