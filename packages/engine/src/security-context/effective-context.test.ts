import type { Pod, PodSpec, SecurityContext } from '@bulkhead/apimachinery/types/core-v1';
import { clusterProfile, defaultProfile } from '@bulkhead/features';
import { describe, expect, it } from 'vitest';
import { capabilityMask } from './capability-names.js';
import { type EffectiveContext, effectiveContexts } from './effective-context.js';
import type { ImageFacts, NodeFacts } from './node-facts.js';

interface Question {
  readonly own?: SecurityContext;
  readonly spec?: PodSpec;
  readonly minor?: number;
  readonly gates?: string;
  readonly node?: NodeFacts;
  readonly images?: ImageFacts;
}

function context({ own, spec, minor = 35, gates = '', node, images }: Question): EffectiveContext {
  const result = clusterProfile({ version: `1.${minor}`, gates });
  if (!('profile' in result)) throw new Error(result.errors.join());
  const container = { name: 'c', image: 'i', ...(own === undefined ? {} : { securityContext: own }) };
  const [first] = effectiveContexts({ spec: { containers: [container], ...spec } }, result.profile, node, images);
  if (first === undefined) throw new Error('the pod has a container');
  return first;
}

describe('what a process sees in /proc/self/status', () => {
  const DEFAULT = '00000000a80425fb';
  const NOTHING = '0000000000000000';
  const RUNTIME = { seccompProfile: { type: 'RuntimeDefault' } };
  const cases: readonly [
    string,
    Question,
    { uid: number; held: string; bounding: string; noNewPrivileges: boolean; seccomp: string },
  ][] = [
    [
      'root with defaults',
      { own: { runAsUser: 0, ...RUNTIME } },
      { uid: 0, held: DEFAULT, bounding: DEFAULT, noNewPrivileges: false, seccomp: 'RuntimeDefault' },
    ],
    [
      'root without escalation keeps its capabilities',
      { own: { runAsUser: 0, allowPrivilegeEscalation: false, ...RUNTIME } },
      { uid: 0, held: DEFAULT, bounding: DEFAULT, noNewPrivileges: true, seccomp: 'RuntimeDefault' },
    ],
    [
      'root, drop ALL, no escalation',
      { own: { runAsUser: 0, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] }, ...RUNTIME } },
      { uid: 0, held: NOTHING, bounding: NOTHING, noNewPrivileges: true, seccomp: 'RuntimeDefault' },
    ],
    [
      'user 1000 with defaults',
      { own: { runAsUser: 1000 } },
      { uid: 1000, held: NOTHING, bounding: DEFAULT, noNewPrivileges: false, seccomp: 'Unconfined' },
    ],
    [
      'user 1000, add NET_ADMIN',
      { own: { runAsUser: 1000, capabilities: { add: ['NET_ADMIN'] } } },
      { uid: 1000, held: NOTHING, bounding: '00000000a80435fb', noNewPrivileges: false, seccomp: 'Unconfined' },
    ],
    [
      'user 1000, drop ALL, no escalation',
      { own: { runAsUser: 1000, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } } },
      { uid: 1000, held: NOTHING, bounding: NOTHING, noNewPrivileges: true, seccomp: 'Unconfined' },
    ],
    [
      'root in a user namespace',
      { own: { runAsUser: 0, ...RUNTIME }, spec: { hostUsers: false } },
      { uid: 0, held: DEFAULT, bounding: DEFAULT, noNewPrivileges: false, seccomp: 'RuntimeDefault' },
    ],
    [
      'privileged',
      { own: { runAsUser: 0, privileged: true, capabilities: { drop: ['ALL'] }, ...RUNTIME } },
      { uid: 0, held: '000001ffffffffff', bounding: '000001ffffffffff', noNewPrivileges: false, seccomp: 'Unconfined' },
    ],
  ];
  it.each(cases)('%s', (_name, question, expected) => {
    const found = context(question);
    expect({
      uid: found.uid,
      held: capabilityMask(found.capabilities.effective),
      bounding: capabilityMask(found.capabilities.bounding),
      noNewPrivileges: found.noNewPrivileges,
      seccomp: found.seccomp,
    }).toEqual(expected);
    expect(found.capabilities.permitted).toEqual(found.capabilities.effective);
    expect(found.capabilities.inheritable).toEqual([]);
    expect(found.capabilities.ambient).toEqual([]);
    expect(found.capabilities.dependsOnImageUser).toBe(false);
  });

  it('depends on the image when nobody says who it runs as', () => {
    const found = context({});
    expect(found.uid).toBeNull();
    expect(capabilityMask(found.capabilities.effective)).toBe(DEFAULT);
    expect(found.capabilities.dependsOnImageUser).toBe(true);
    expect(found.capabilities.ifNonRoot?.effective).toEqual([]);
    expect(capabilityMask(found.capabilities.ifNonRoot?.bounding ?? [])).toBe(DEFAULT);
  });

  it('does not depend on the image when root is ruled out or when there is nothing to hold', () => {
    expect(context({ own: { runAsNonRoot: true } }).capabilities).toMatchObject({
      effective: [],
      dependsOnImageUser: false,
    });
    expect(context({ own: { capabilities: { drop: ['ALL'] } } }).capabilities.dependsOnImageUser).toBe(false);
    const images = new Map([['i', { user: '' }]]);
    expect(context({ images }).capabilities.dependsOnImageUser).toBe(false);
  });
});

describe('the whole context', () => {
  it('of a bare container', () => {
    expect(context({ minor: 36 })).toMatchObject({
      container: 'c',
      type: 'container',
      path: 'spec.containers[0]',
      operatingSystem: 'linux',
      uid: null,
      gid: null,
      groups: [],
      noNewPrivileges: false,
      seccomp: 'Unconfined',
      appArmor: 'RuntimeDefault',
      seLinux: null,
      userNamespace: false,
      procMount: 'Default',
      readOnlyRoot: false,
      privileged: false,
      devices: { allHostDevices: false, block: [] },
      sysctls: [],
      sources: {
        uid: 'image',
        gid: 'image',
        groups: 'image',
        capabilities: 'default',
        noNewPrivileges: 'default',
        seccomp: 'default',
        appArmor: 'default',
        seLinux: 'default',
        procMount: 'default',
        readOnlyRoot: 'default',
        privileged: 'default',
        userNamespace: 'default',
      },
      ignored: [],
    });
    expect(context({}).depends.map(({ value, on }) => `${value} on ${on}`)).toEqual([
      'uid on image',
      'gid on image',
      'groups on image',
      'seccomp on kubelet',
      'appArmor on node',
    ]);
  });

  it('of a hardened container depends on nothing', () => {
    const found = context({
      spec: {
        hostUsers: false,
        securityContext: {
          runAsUser: 1000,
          runAsGroup: 1000,
          runAsNonRoot: true,
          fsGroup: 2000,
          supplementalGroups: [3000],
          supplementalGroupsPolicy: 'Strict',
          seccompProfile: { type: 'RuntimeDefault' },
          appArmorProfile: { type: 'RuntimeDefault' },
          seLinuxOptions: { level: 's0:c1,c2' },
        },
      },
      own: {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
        privileged: false,
      },
    });
    expect(found).toMatchObject({
      uid: 1000,
      gid: 1000,
      groups: [1000, 2000, 3000],
      noNewPrivileges: true,
      seccomp: 'RuntimeDefault',
      appArmor: 'RuntimeDefault',
      seLinux: { level: 's0:c1,c2' },
      userNamespace: true,
      readOnlyRoot: true,
      depends: [],
      ignored: [],
      sources: {
        uid: 'pod',
        gid: 'pod',
        groups: 'pod',
        seccomp: 'pod',
        appArmor: 'pod',
        seLinux: 'pod',
        userNamespace: 'pod',
        noNewPrivileges: 'container',
        capabilities: 'container',
        readOnlyRoot: 'container',
        privileged: 'container',
      },
    });
    expect(found.namespaces.user).toBe('pod');
  });

  it('survives JSON', () => {
    const found = context({ spec: { securityContext: { sysctls: [{ name: 'kernel.msgmax', value: '1' }] } } });
    expect(JSON.parse(JSON.stringify(found))).toEqual(found);
  });

  it('of every kind of container, init first', () => {
    const pod: Pod = {
      spec: {
        containers: [{ name: 'app' }],
        initContainers: [{ name: 'setup' }],
        ephemeralContainers: [{ name: 'debug', targetContainerName: 'app' }],
      },
    };
    const found = effectiveContexts(pod, defaultProfile(35));
    expect(found.map(({ container, type, path }) => [container, type, path])).toEqual([
      ['setup', 'init', 'spec.initContainers[0]'],
      ['app', 'container', 'spec.containers[0]'],
      ['debug', 'ephemeral', 'spec.ephemeralContainers[0]'],
    ]);
    expect(found[2]?.namespaces).toMatchObject({ pid: 'target', pidTarget: 'app' });
  });

  it('of a Windows container says what Windows uses', () => {
    const found = context({
      spec: { os: { name: 'windows' }, securityContext: { windowsOptions: { runAsUserName: 'app' }, runAsUser: 5 } },
    });
    expect(found).toMatchObject({
      operatingSystem: 'windows',
      uid: null,
      seccomp: '',
      appArmor: '',
      windows: { runAsUserName: 'app', hostProcess: false },
    });
    expect(found.ignored.map(({ fieldPath }) => fieldPath)).toEqual(['spec.securityContext.runAsUser']);
  });

  it('of a privileged container has every device and no masked paths', () => {
    expect(context({ own: { privileged: true } })).toMatchObject({
      privileged: true,
      devices: { allHostDevices: true },
      maskedPaths: [],
      readOnlyPaths: [],
      seccomp: 'Unconfined',
      appArmor: 'Unconfined',
      namespaces: { cgroup: 'host' },
    });
  });

  it('names raw block volumes', () => {
    const containers = [{ name: 'c', volumeDevices: [{ name: 'v', devicePath: '/dev/xvda' }] }];
    expect(context({ spec: { containers } }).devices.block).toEqual(['/dev/xvda']);
  });
});

describe('a user namespace by version and node', () => {
  const spec = { hostUsers: false };
  const handlers = (userNamespaces: boolean) => ({
    runtimeHandlers: new Map([['', { userNamespaces, recursiveReadOnlyMounts: false }]]),
  });
  const cases: readonly [string, Question, boolean][] = [
    ['off by default in 1.32', { spec, minor: 32 }, false],
    ['on by default in 1.33', { spec, minor: 33 }, true],
    ['the gate of 1.27', { spec, minor: 27, gates: 'UserNamespacesStatelessPodsSupport=true' }, true],
    [
      'an old containerd passes over it before 1.30',
      { spec, minor: 29, gates: 'UserNamespacesSupport=true', node: { runtimeVersion: '1.6.20' } },
      false,
    ],
    [
      'from 1.30 the kubelet refuses instead',
      { spec, minor: 30, gates: 'UserNamespacesSupport=true', node: handlers(false) },
      true,
    ],
    ['not asked for', { spec: { hostUsers: true }, minor: 36 }, false],
  ];
  it.each(cases)('%s', (_name, question, expected) => {
    expect(context(question).userNamespace).toBe(expected);
  });
});

describe('what an answer depends on', () => {
  const on = (question: Question) => context(question).depends.map(({ value, on }) => `${value} on ${on}`);
  const known = {
    runAsUser: 1,
    runAsGroup: 1,
    seccompProfile: { type: 'RuntimeDefault' },
    appArmorProfile: { type: 'Unconfined' },
  };

  it('volumes that bring groups', () => {
    const spec = {
      securityContext: { supplementalGroupsPolicy: 'Strict' },
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'v' } }],
    };
    expect(on({ own: known, spec })).toEqual(['groups on volume']);
  });

  it('a node that may not support Strict', () => {
    const spec = { securityContext: { supplementalGroupsPolicy: 'Strict' } };
    expect(on({ own: known, spec, minor: 31, gates: 'SupplementalGroupsPolicy=true' })).toEqual(['groups on node']);
  });

  it('a runtime that may pass over hostUsers', () => {
    const question = { own: known, spec: { hostUsers: false }, minor: 28, gates: 'UserNamespacesSupport=true' };
    expect(on(question)).toContain('userNamespace on runtime');
  });

  it('an image with a user name', () => {
    const images = new Map([['i', { user: 'web' }]]);
    expect(context({ images }).depends[0]?.why).toBe('the user of the image is a name, looked up in its /etc/passwd');
  });
});
