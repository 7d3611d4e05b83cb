import type { Pod, PodSpec, SecurityContext } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { effectiveContexts } from './effective-context.js';
import type { NodeFacts } from './node-facts.js';

interface Question {
  readonly own?: SecurityContext;
  readonly spec?: PodSpec;
  readonly annotations?: { readonly [key: string]: string };
  readonly version?: string;
  readonly gates?: string;
  readonly node?: NodeFacts;
}

function ignored({ own, spec, annotations, version = '1.35', gates = '', node }: Question): string[] {
  const result = clusterProfile({ version, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  const containers = [{ name: 'c', ...(own === undefined ? {} : { securityContext: own }) }];
  const pod: Pod = { metadata: { annotations: annotations ?? {} }, spec: { containers, ...spec } };
  return (
    effectiveContexts(pod, result.profile, node)[0]?.ignored.map(({ fieldPath, why }) => `${fieldPath}: ${why}`) ?? []
  );
}

const OWN = 'spec.containers[0].securityContext';
const HOST = { name: 'host', hostPath: { path: '/' } };
const mounted = (mount: object): PodSpec => ({
  volumes: [HOST],
  containers: [
    {
      name: 'c',
      securityContext: { readOnlyRootFilesystem: true },
      volumeMounts: [{ name: 'host', mountPath: '/host', ...mount }],
    },
  ],
});

const CASES: readonly [string, Question, readonly string[]][] = [
  ['nothing', {}, []],
  [
    'hostUsers without its gate',
    { spec: { hostUsers: false }, version: '1.32' },
    ['spec.hostUsers: the API server drops it while the feature gate UserNamespacesSupport is off'],
  ],
  [
    'hostUsers in 1.27',
    { spec: { hostUsers: false }, version: '1.27' },
    ['spec.hostUsers: the API server drops it while the feature gate UserNamespacesStatelessPodsSupport is off'],
  ],
  ['hostUsers: true changes nothing anyway', { spec: { hostUsers: true }, version: '1.32' }, []],
  [
    'the seccomp annotation of the pod',
    { annotations: { 'seccomp.security.alpha.kubernetes.io/pod': 'runtime/default' }, version: '1.27' },
    [
      'metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]: non-functional since Kubernetes 1.27: use seccompProfile',
    ],
  ],
  [
    'the seccomp annotation of the container',
    { annotations: { 'container.seccomp.security.alpha.kubernetes.io/c': 'runtime/default' } },
    [
      'metadata.annotations[container.seccomp.security.alpha.kubernetes.io/c]: non-functional since Kubernetes 1.27: use seccompProfile',
    ],
  ],
  [
    'the seccomp annotation of another container',
    { annotations: { 'container.seccomp.security.alpha.kubernetes.io/d': 'runtime/default' } },
    [],
  ],
  [
    'appArmorProfile before 1.30',
    {
      own: { appArmorProfile: { type: 'RuntimeDefault' } },
      spec: { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
      version: '1.29',
    },
    [
      'spec.securityContext.appArmorProfile: Kubernetes 1.29 does not know this field',
      `${OWN}.appArmorProfile: Kubernetes 1.29 does not know this field`,
    ],
  ],
  [
    'the AppArmor annotation without its gate',
    {
      annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'unconfined' },
      version: '1.28',
      gates: 'AppArmor=false',
    },
    [
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: the API server drops it while the feature gate AppArmor is off',
    ],
  ],
  [
    'procMount without its gate',
    { own: { procMount: 'Unmasked' }, version: '1.31' },
    [`${OWN}.procMount: the API server resets it to Default while the feature gate ProcMountType is off`],
  ],
  ['procMount Default without its gate', { own: { procMount: 'Default' }, version: '1.31' }, []],
  [
    'supplementalGroupsPolicy before 1.31',
    { spec: { securityContext: { supplementalGroupsPolicy: 'Strict' } }, version: '1.30' },
    ['spec.securityContext.supplementalGroupsPolicy: Kubernetes 1.30 does not know this field'],
  ],
  [
    'supplementalGroupsPolicy without its gate',
    { spec: { securityContext: { supplementalGroupsPolicy: 'Strict' } }, version: '1.32' },
    [
      'spec.securityContext.supplementalGroupsPolicy: the API server drops it while the feature gate SupplementalGroupsPolicy is off',
    ],
  ],
  [
    'supplementalGroupsPolicy that the node merges',
    {
      spec: { securityContext: { supplementalGroupsPolicy: 'Strict' } },
      version: '1.32',
      gates: 'SupplementalGroupsPolicy=true',
      node: { supplementalGroupsPolicy: false },
    },
    [
      'spec.securityContext.supplementalGroupsPolicy: the container runtime of the node does not support it and merges the groups',
    ],
  ],
  [
    'supplementalGroupsPolicy Merge is the default',
    { spec: { securityContext: { supplementalGroupsPolicy: 'Merge' } }, version: '1.30' },
    [],
  ],
  [
    'seLinuxChangePolicy without its gate',
    { spec: { securityContext: { seLinuxChangePolicy: 'Recursive' } }, version: '1.32' },
    [
      'spec.securityContext.seLinuxChangePolicy: the API server drops it while the feature gate SELinuxChangePolicy is off',
    ],
  ],
  [
    'fsGroup and a hostPath',
    { spec: { securityContext: { fsGroup: 1 }, volumes: [HOST] } },
    ['spec.securityContext.fsGroup: it does not change the owner of anything in the hostPath volume "host"'],
  ],
  [
    'fsGroup and an emptyDir',
    { spec: { securityContext: { fsGroup: 1 }, volumes: [{ name: 'e', emptyDir: {} }, { name: 'd' }] } },
    [],
  ],
  [
    'fsGroupChangePolicy alone',
    { spec: { securityContext: { fsGroupChangePolicy: 'OnRootMismatch' } } },
    ['spec.securityContext.fsGroupChangePolicy: it needs fsGroup, which is not set'],
  ],
  [
    'windowsOptions',
    { own: { windowsOptions: {} }, spec: { securityContext: { windowsOptions: {} } } },
    [
      'spec.securityContext.windowsOptions: it means nothing to a Linux container',
      `${OWN}.windowsOptions: it means nothing to a Linux container`,
    ],
  ],
  [
    'parts of seLinuxOptions',
    { own: { seLinuxOptions: { type: 't' } }, spec: { securityContext: { seLinuxOptions: { level: 's0' } } } },
    ["spec.securityContext.seLinuxOptions.level: the container's seLinuxOptions replace those of the pod as a whole"],
  ],
  [
    'everything that privileged overrides',
    {
      own: {
        privileged: true,
        capabilities: { add: ['KILL'], drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
        seLinuxOptions: { type: 't' },
        procMount: 'Default',
        appArmorProfile: { type: 'RuntimeDefault' },
      },
    },
    [
      `${OWN}.capabilities.add: a privileged container has every capability of the runtime`,
      `${OWN}.capabilities.drop: a privileged container has every capability of the runtime`,
      `${OWN}.seccompProfile: a privileged container runs without seccomp`,
      `${OWN}.seLinuxOptions: a privileged container runs without SELinux label`,
      `${OWN}.procMount: nothing of /proc is masked in a privileged container`,
      `${OWN}.appArmorProfile: a privileged container runs without the default AppArmor profile`,
    ],
  ],
  [
    'settings of the pod that privileged overrides',
    {
      own: { privileged: true },
      spec: {
        securityContext: {
          seccompProfile: { type: 'RuntimeDefault' },
          seLinuxOptions: { level: 's0' },
          appArmorProfile: { type: 'RuntimeDefault' },
        },
      },
    },
    [
      'spec.securityContext.seccompProfile: a privileged container runs without seccomp',
      'spec.securityContext.seLinuxOptions: a privileged container runs without SELinux label',
      'spec.securityContext.appArmorProfile: a privileged container runs without the default AppArmor profile',
    ],
  ],
  [
    'an annotation that privileged overrides',
    {
      own: { privileged: true },
      annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'runtime/default' },
    },
    [
      'metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]: a privileged container runs without the default AppArmor profile',
    ],
  ],
  [
    'what privileged and Unconfined agree on',
    {
      own: {
        privileged: true,
        seccompProfile: { type: 'Unconfined' },
        appArmorProfile: { type: 'Localhost', localhostProfile: 'p' },
      },
    },
    [],
  ],
  [
    'no escalation of a privileged container',
    { own: { privileged: true, allowPrivilegeEscalation: false } },
    [
      `${OWN}.allowPrivilegeEscalation: a privileged container has nothing left to gain; the API server refuses the two together`,
    ],
  ],
  [
    'no escalation with SYS_ADMIN',
    { own: { runAsUser: 0, allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } } },
    [`${OWN}.allowPrivilegeEscalation: the container holds SYS_ADMIN, so it needs no escalation`],
  ],
  [
    'no escalation with CAP_SYS_ADMIN',
    { own: { runAsUser: 0, allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } } },
    [
      `${OWN}.capabilities.add[0]: write "SYS_ADMIN": the runtime reads it as CAP_CAP_SYS_ADMIN, which does not exist`,
      `${OWN}.allowPrivilegeEscalation: the API server refuses it together with CAP_SYS_ADMIN in capabilities.add`,
    ],
  ],
  [
    'misspelt capabilities',
    { own: { runAsUser: 0, capabilities: { add: ['cap_kill', 'net_raw'], drop: ['CAP_NET_RAW', 'FOO'] } } },
    [
      `${OWN}.capabilities.add[0]: write "KILL": the runtime reads it as CAP_CAP_KILL, which does not exist`,
      `${OWN}.capabilities.drop[0]: write "NET_RAW": the runtime reads it as CAP_CAP_NET_RAW, which does not exist`,
      `${OWN}.capabilities.drop[1]: Linux has no capability "FOO"`,
    ],
  ],
  [
    'prefixes under CRI-O',
    { own: { runAsUser: 0, capabilities: { drop: ['CAP_NET_RAW'] } }, node: { runtime: 'cri-o' } },
    [],
  ],
  [
    'capabilities for another user than root',
    { own: { runAsUser: 1, capabilities: { add: ['NET_ADMIN'] } } },
    [
      `${OWN}.capabilities.add: they only reach the bounding set: a process of another user than root does not hold them, unless the file of its program has them`,
    ],
  ],
  [
    'capabilities for nobody',
    {
      own: {
        runAsNonRoot: true,
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] },
      },
    },
    [
      `${OWN}.capabilities.add: they only reach the bounding set: a process of another user than root does not hold them, and allowPrivilegeEscalation: false rules out capabilities of files`,
    ],
  ],
  [
    'a read-only root beside a writable hostPath',
    { spec: mounted({}) },
    [`${OWN}.readOnlyRootFilesystem: the hostPath volume "host" is writable at /host`],
  ],
  ['a read-only root beside a read-only hostPath', { spec: mounted({ readOnly: true }) }, []],
  [
    'recursiveReadOnly before 1.30',
    { spec: mounted({ readOnly: true, recursiveReadOnly: 'Enabled' }), version: '1.29' },
    ['spec.containers[0].volumeMounts[0].recursiveReadOnly: Kubernetes 1.29 does not know this field'],
  ],
  [
    'recursiveReadOnly without its gate',
    { spec: mounted({ readOnly: true, recursiveReadOnly: 'IfPossible' }), version: '1.30' },
    [
      'spec.containers[0].volumeMounts[0].recursiveReadOnly: the API server drops it while the feature gate RecursiveReadOnlyMounts is off',
    ],
  ],
  [
    'a target of a pod that shares processes',
    {
      spec: {
        containers: [],
        ephemeralContainers: [{ name: 'd', targetContainerName: 'c' }],
        shareProcessNamespace: true,
      },
    },
    ['spec.ephemeralContainers[0].targetContainerName: the container sees the processes of the whole pod already'],
  ],
  [
    'a target beside hostPID',
    { spec: { containers: [], ephemeralContainers: [{ name: 'd', targetContainerName: 'c' }], hostPID: true } },
    ['spec.ephemeralContainers[0].targetContainerName: the container sees the processes of the whole node already'],
  ],
];

describe('settings without effect', () => {
  it.each(CASES)('%s', (_name, question, expected) => {
    expect(ignored(question)).toEqual(expected);
  });
});
