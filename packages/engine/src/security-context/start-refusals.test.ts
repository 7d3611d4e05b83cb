import type { Pod, PodSpec, SecurityContext } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import type { ImageUser, NodeFacts } from './node-facts.js';
import { type StartRefusal, startRefusals } from './start-refusals.js';

interface Question {
  readonly own?: SecurityContext;
  readonly spec?: PodSpec;
  readonly annotations?: { readonly [key: string]: string };
  readonly version?: string;
  readonly gates?: string;
  readonly node?: NodeFacts;
  readonly image?: ImageUser;
}

function refusals({ own, spec, annotations, version = '1.35', gates = '', node, image }: Question): StartRefusal[] {
  const result = clusterProfile({ version, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  const containers = [{ name: 'c', image: 'i', ...(own === undefined ? {} : { securityContext: own }) }];
  const metadata = { name: 'p', namespace: 'n', uid: 'u', annotations: annotations ?? {} };
  const pod: Pod = { metadata, spec: { containers, ...spec } };
  return startRefusals(pod, result.profile, node, image === undefined ? undefined : new Map([['i', image]]));
}

const PLACE = '(pod: "p_n(u)", container: c)';
const OWN = 'spec.containers[0].securityContext';
const handlers = (features: { userNamespaces?: boolean; recursiveReadOnlyMounts?: boolean }, name = '') => ({
  runtimeHandlers: new Map([[name, { userNamespaces: false, recursiveReadOnlyMounts: false, ...features }]]),
});

/** name, question, reason, message, field path; no reason when nothing is refused. */
const CASES: readonly [string, Question, ...([string, string, string] | [])][] = [
  ['nothing', {}],
  [
    'runAsUser 0',
    { own: { runAsNonRoot: true, runAsUser: 0 } },
    'CreateContainerConfigError',
    `container's runAsUser breaks non-root policy ${PLACE}`,
    `${OWN}.runAsUser`,
  ],
  [
    'runAsUser 0 of the pod',
    { spec: { securityContext: { runAsNonRoot: true, runAsUser: 0 } } },
    'CreateContainerConfigError',
    `container's runAsUser breaks non-root policy ${PLACE}`,
    'spec.securityContext.runAsUser',
  ],
  ['runAsUser 1', { own: { runAsNonRoot: true, runAsUser: 1 }, image: { user: '' } }],
  ['root allowed', { own: { runAsUser: 0 }, image: { user: '' } }],
  ['image unknown', { own: { runAsNonRoot: true } }],
  [
    'image without a user',
    { own: { runAsNonRoot: true }, image: { user: '' } },
    'CreateContainerConfigError',
    `container has runAsNonRoot and image will run as root ${PLACE}`,
    `${OWN}.runAsUser`,
  ],
  [
    'image with user 0',
    { own: { runAsNonRoot: true }, image: { user: '0:0' } },
    'CreateContainerConfigError',
    `container has runAsNonRoot and image will run as root ${PLACE}`,
    `${OWN}.runAsUser`,
  ],
  [
    'image with a name',
    { own: { runAsNonRoot: true }, image: { user: 'web' } },
    'CreateContainerConfigError',
    `container has runAsNonRoot and image has non-numeric user (web), cannot verify user is non-root ${PLACE}`,
    `${OWN}.runAsUser`,
  ],
  ['image with a good number', { own: { runAsNonRoot: true }, image: { user: '65532' } }],
  [
    'image with a bad number',
    { own: { runAsNonRoot: true }, image: { user: '2147483648' } },
    'CreateContainerConfigError',
    `container has runAsNonRoot and image has an invalid user id (2147483648). (Must be 1-(2147483647)): must be between 0 and 2147483647, inclusive ${PLACE}`,
    `${OWN}.runAsUser`,
  ],
  [
    'image with a bad number before 1.34',
    { own: { runAsNonRoot: true }, image: { user: '2147483648' }, version: '1.33' },
  ],
  [
    'Windows administrator',
    {
      spec: {
        os: { name: 'windows' },
        securityContext: { runAsNonRoot: true, windowsOptions: { runAsUserName: 'containerAdministrator' } },
      },
    },
    'CreateContainerConfigError',
    `container's runAsUserName (containerAdministrator) which will be regarded as root identity and will break non-root policy ${PLACE}`,
    `${OWN}.windowsOptions.runAsUserName`,
  ],
  [
    'Windows image of the administrator',
    {
      own: { runAsNonRoot: true },
      spec: { os: { name: 'windows' } },
      image: { user: 'ContainerAdministrator' },
      version: '1.27',
    },
    'CreateContainerConfigError',
    `container's runAsUser (ContainerAdministrator) which will be regarded as root identity and will break non-root policy ${PLACE}`,
    `${OWN}.windowsOptions.runAsUserName`,
  ],
  [
    'seccomp without a file name',
    { own: { seccompProfile: { type: 'Localhost' } } },
    'CreateContainerConfigError',
    'localhostProfile must be set if seccompProfile type is Localhost.',
    `${OWN}.seccompProfile.localhostProfile`,
  ],
  [
    'seccomp without a file name, privileged',
    { own: { privileged: true, seccompProfile: { type: 'Localhost' } } },
    'CreateContainerConfigError',
    'localhostProfile must be set if seccompProfile type is Localhost.',
    `${OWN}.seccompProfile.localhostProfile`,
  ],
  [
    'seccomp file that is missing',
    {
      spec: { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } } },
      node: { seccompProfiles: ['b.json'] },
    },
    'CreateContainerError',
    'cannot load seccomp profile "/var/lib/kubelet/seccomp/a.json": open /var/lib/kubelet/seccomp/a.json: no such file or directory',
    'spec.securityContext.seccompProfile.localhostProfile',
  ],
  [
    'seccomp file that is there',
    {
      own: { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } },
      node: { seccompProfiles: ['a.json'] },
    },
  ],
  [
    'a sysctl',
    {
      spec: {
        securityContext: {
          sysctls: [{ name: 'net.ipv4.tcp_syncookies' }, { name: 'kernel.msgmax' }, { name: 'vm.x' }],
        },
      },
    },
    'SysctlForbidden',
    'forbidden sysctl: "kernel.msgmax" not allowlisted',
    'spec.securityContext.sysctls[1].name',
  ],
  [
    'AppArmor field without AppArmor',
    { own: { appArmorProfile: { type: 'RuntimeDefault' } }, node: { appArmor: false } },
    'AppArmor',
    'Cannot enforce AppArmor: AppArmor is not enabled on the host',
    `${OWN}.appArmorProfile`,
  ],
  [
    'AppArmor field of the pod without AppArmor',
    { spec: { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } }, node: { appArmor: false } },
    'AppArmor',
    'Cannot enforce AppArmor: AppArmor is not enabled on the host',
    'spec.securityContext.appArmorProfile',
  ],
  [
    'AppArmor annotation without AppArmor',
    {
      annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'runtime/default' },
      node: { appArmor: false },
      version: '1.27',
    },
    'AppArmor',
    'Cannot enforce AppArmor: AppArmor is not enabled on the host',
    'metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]',
  ],
  [
    'AppArmor Unconfined without AppArmor',
    { own: { appArmorProfile: { type: 'Unconfined' } }, node: { appArmor: false } },
  ],
  [
    'AppArmor field before 1.30',
    { own: { appArmorProfile: { type: 'RuntimeDefault' } }, node: { appArmor: false }, version: '1.29' },
  ],
  [
    'an AppArmor profile without name in 1.29',
    { annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'localhost/' }, version: '1.29' },
    'AppArmor',
    'Cannot enforce AppArmor: invalid empty AppArmor profile name: "localhost/"',
    'metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]',
  ],
  [
    'an AppArmor profile without name',
    { annotations: { 'container.apparmor.security.beta.kubernetes.io/c': 'localhost/' } },
    'AppArmor',
    'Cannot enforce AppArmor: invalid empty AppArmor profile name: "&AppArmorProfile{Type:Localhost,LocalhostProfile:*,}"',
    'metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]',
  ],
  [
    'an AppArmor field without name',
    { own: { appArmorProfile: { type: 'Localhost' } } },
    'AppArmor',
    'Cannot enforce AppArmor: invalid empty AppArmor profile name: "&AppArmorProfile{Type:Localhost,LocalhostProfile:nil,}"',
    `${OWN}.appArmorProfile`,
  ],
  [
    'an AppArmor profile that is not loaded',
    {
      own: { privileged: true, appArmorProfile: { type: 'Localhost', localhostProfile: 'web' } },
      node: { appArmor: true, appArmorProfiles: ['db'] },
    },
    'CreateContainerError',
    'apparmor profile not found web',
    `${OWN}.appArmorProfile`,
  ],
  [
    'an AppArmor profile that is loaded',
    { own: { appArmorProfile: { type: 'Localhost', localhostProfile: 'web' } }, node: { appArmorProfiles: ['web'] } },
  ],
  [
    'Strict groups that the node cannot do',
    {
      spec: { securityContext: { supplementalGroupsPolicy: 'Strict' } },
      node: { supplementalGroupsPolicy: false },
      version: '1.33',
    },
    'SupplementalGroupsPolicyNotSupported',
    'SupplementalGroupsPolicy=Strict is not supported in this node',
    'spec.securityContext.supplementalGroupsPolicy',
  ],
  [
    'Strict groups while alpha',
    {
      spec: { securityContext: { supplementalGroupsPolicy: 'Strict' } },
      node: { supplementalGroupsPolicy: false },
      version: '1.32',
      gates: 'SupplementalGroupsPolicy=true',
    },
  ],
  [
    'a user namespace that the runtime cannot do',
    { spec: { hostUsers: false }, node: handlers({}) },
    'FailedCreatePodSandBox',
    "can't set `spec.hostUsers: false`, runtime does not support user namespaces",
    'spec.hostUsers',
  ],
  [
    'a user namespace that the handler cannot do',
    { spec: { hostUsers: false, runtimeClassName: 'kata' }, node: handlers({}, 'kata') },
    'FailedCreatePodSandBox',
    'can\'t set `spec.hostUsers: false`, RuntimeClass handler "kata" does not support user namespaces',
    'spec.hostUsers',
  ],
  [
    'a user namespace of an unknown handler',
    { spec: { hostUsers: false, runtimeClassName: 'gvisor' }, node: handlers({ userNamespaces: true }) },
    'FailedCreatePodSandBox',
    'can\'t set `spec.hostUsers: false`, RuntimeClass handler "gvisor" does not support user namespaces: the handler "gvisor" is not known',
    'spec.hostUsers',
  ],
  [
    'a runtime that reports no handlers',
    { spec: { hostUsers: false, runtimeClassName: 'gvisor' }, node: { runtimeHandlers: new Map() } },
    'FailedCreatePodSandBox',
    'can\'t set `spec.hostUsers: false`, RuntimeClass handler "gvisor" does not support user namespaces',
    'spec.hostUsers',
  ],
  [
    'a user namespace that the runtime can do',
    { spec: { hostUsers: false }, node: handlers({ userNamespaces: true }) },
  ],
  [
    'a user namespace before 1.30',
    { spec: { hostUsers: false }, node: handlers({}), version: '1.29', gates: 'UserNamespacesSupport=true' },
  ],
  [
    'a user namespace and the host network on a node that does not declare it',
    {
      spec: { hostUsers: false, hostNetwork: true },
      node: { declaredFeatures: [] },
      version: '1.36',
      gates: 'UserNamespacesHostNetworkSupport=true',
    },
    'PodFeatureUnsupported',
    'Pod requires node features that are not available: UserNamespacesHostNetworkSupport',
    'spec.hostUsers',
  ],
  [
    'a user namespace and the host network on a node that declares it',
    {
      spec: { hostUsers: false, hostNetwork: true },
      node: { declaredFeatures: ['UserNamespacesHostNetworkSupport'] },
      version: '1.36',
      gates: 'UserNamespacesHostNetworkSupport=true',
    },
  ],
  [
    'a user namespace and the host network under containerd 2.2',
    {
      spec: { hostUsers: false, hostNetwork: true },
      node: { runtimeVersion: '2.2.0' },
      gates: 'UserNamespacesHostNetworkSupport=true',
    },
    'FailedCreatePodSandBox',
    'failed to generate sandbox container spec: failed to pin user namespace: failed to open netns(): open : no such file or directory',
    'spec.hostNetwork',
  ],
  [
    'a privileged debug container',
    {
      spec: {
        containers: [{ name: 'app' }],
        ephemeralContainers: [{ name: 'c', securityContext: { privileged: true } }],
      },
    },
    'CreateContainerError',
    'no privileged container allowed in sandbox',
    'spec.ephemeralContainers[0].securityContext.privileged',
  ],
  [
    'a privileged debug container beside a privileged one',
    {
      spec: {
        containers: [{ name: 'app', securityContext: { privileged: true } }],
        ephemeralContainers: [{ name: 'c', securityContext: { privileged: true } }],
      },
    },
  ],
  [
    'an unknown capability under CRI-O',
    { own: { capabilities: { add: ['CAP_KILL', 'ALL', 'root'] } }, node: { runtime: 'cri-o' } },
    'CreateContainerError',
    'unknown capability "CAP_ROOT" to add',
    `${OWN}.capabilities.add[2]`,
  ],
  ['an unknown capability under containerd', { own: { capabilities: { add: ['root'] } } }],
  [
    'recursive read-only without support',
    {
      spec: {
        containers: [
          { name: 'c', volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true, recursiveReadOnly: 'Enabled' }] },
        ],
      },
      node: handlers({}),
    },
    'CreateContainerConfigError',
    'failed to resolve recursive read-only mode: volume "v" requested recursive read-only mode, but it is not supported by the runtime',
    'spec.containers[0].volumeMounts[0].recursiveReadOnly',
  ],
  [
    'recursive read-only if possible',
    {
      spec: {
        containers: [
          {
            name: 'c',
            volumeMounts: [{ name: 'v', mountPath: '/v', readOnly: true, recursiveReadOnly: 'IfPossible' }],
          },
        ],
      },
      node: handlers({}),
    },
  ],
];

describe('why a pod does not start', () => {
  it.each(CASES)('%s', (_name, question, ...expected) => {
    const found = refusals(question);
    const [reason, message, fieldPath] = expected;
    expect(found.map((refusal) => [refusal.reason, refusal.message, refusal.fieldPath])).toEqual(
      reason === undefined ? [] : [[reason, message, fieldPath]],
    );
  });

  it('names the container, unless the whole pod is refused', () => {
    expect(refusals({ own: { runAsNonRoot: true, runAsUser: 0 } })[0]).toMatchObject({ by: 'kubelet', container: 'c' });
    expect(refusals({ spec: { hostUsers: false }, node: handlers({}) })[0]).not.toHaveProperty('container');
  });

  it('asks the runtime after the kubelet', () => {
    const found = refusals({
      spec: { hostUsers: false, securityContext: { sysctls: [{ name: 'vm.x' }], runAsNonRoot: true, runAsUser: 0 } },
      node: handlers({}),
    });
    expect(found.map(({ reason }) => reason)).toEqual([
      'SysctlForbidden',
      'FailedCreatePodSandBox',
      'CreateContainerConfigError',
    ]);
  });
});
