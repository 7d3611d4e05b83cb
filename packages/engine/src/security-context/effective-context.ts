/**
 * What the kernel will see of each container of a pod: who it runs as, what it may do, what is hidden from it, and
 * which settings of the manifest decided that or came to nothing.
 *
 * Container settings win over pod settings, field by field; seLinuxOptions, seccompProfile and appArmorProfile are
 * taken as a whole. What cannot be known from the manifest is null and listed in `depends`.
 * Sources: pkg/securitycontext/util.go; pkg/kubelet/kuberuntime/security_context.go; containerd internal/cri.
 */
import type { Pod, SELinuxOptions, SecurityContext } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import { type HostUsers, hostUsersOf } from '../user-namespaces/host-users.js';
import { effectiveAppArmor, requestedAppArmor } from './app-armor.js';
import {
  type CapabilityMistake,
  type CapabilitySets,
  capabilityMistakes,
  capabilitySets,
  grantedCapabilities,
} from './capabilities.js';
import { type Dependency, dependenciesOf } from './dependencies.js';
import { type IgnoredSetting, ignoredInContainer, ignoredInPod } from './ignored-settings.js';
import { type EffectiveNamespaces, effectiveNamespaces } from './namespaces.js';
import type { ImageFacts, NodeFacts } from './node-facts.js';
import { flagOf, listOf, objectOf, textOf } from './plain-values.js';
import { type ContainerType, type PodContainer, podContainers } from './pod-containers.js';
import { type PodView, podView } from './pod-view.js';
import { effectiveProcMount } from './proc-mount.js';
import { effectiveSELinux } from './se-linux.js';
import { effectiveSeccomp } from './seccomp.js';
import { type EffectiveSysctl, effectiveSysctls } from './sysctls.js';
import { effectiveGroups, effectiveUser } from './user-and-groups.js';
import { type EffectiveWindows, effectiveWindows, ignoredOnWindows } from './windows.js';

/** The level that decided a value; `default` is that of Kubernetes or of the runtime. */
export type Source = 'container' | 'pod' | 'annotation' | 'image' | 'kubelet' | 'default';

export interface EffectiveCapabilities extends CapabilitySets {
  /** The image decides whether the process is root; the sets are those of root, `ifNonRoot` the others. */
  readonly dependsOnImageUser: boolean;
  readonly ifNonRoot?: CapabilitySets;
  readonly mistakes: readonly CapabilityMistake[];
}

export interface EffectiveDevices {
  /** A privileged container has every device of the host. */
  readonly allHostDevices: boolean;
  /** Where raw block volumes appear. */
  readonly block: readonly string[];
}

export interface EffectiveSources {
  readonly uid: Source;
  readonly gid: Source;
  readonly groups: Source;
  readonly capabilities: Source;
  readonly noNewPrivileges: Source;
  readonly seccomp: Source;
  readonly appArmor: Source;
  readonly seLinux: Source;
  readonly procMount: Source;
  readonly readOnlyRoot: Source;
  readonly privileged: Source;
  readonly userNamespace: Source;
}

export interface EffectiveContext {
  readonly container: string;
  readonly type: ContainerType;
  /** Where the container stands in the Pod, for example `spec.containers[0]`. */
  readonly path: string;
  readonly operatingSystem: 'linux' | 'windows';
  /** Null when the image decides. */
  readonly uid: number | null;
  readonly gid: number | null;
  readonly groups: readonly number[];
  readonly groupsPolicy: 'Merge' | 'Strict';
  readonly runAsNonRoot: boolean;
  /** Whether the process is root; null when the image decides. */
  readonly root: boolean | null;
  readonly capabilities: EffectiveCapabilities;
  readonly noNewPrivileges: boolean;
  /** `RuntimeDefault`, `Unconfined` or `Localhost/<profile>`; empty on Windows. */
  readonly seccomp: string;
  /** The file on the node, for a Localhost profile. */
  readonly seccompPath: string | null;
  /** `RuntimeDefault`, `Unconfined` or `Localhost/<profile>`; empty on Windows. */
  readonly appArmor: string;
  readonly seLinux: SELinuxOptions | null;
  readonly userNamespace: boolean;
  readonly procMount: 'Default' | 'Unmasked';
  readonly maskedPaths: readonly string[];
  readonly readOnlyPaths: readonly string[];
  readonly readOnlyRoot: boolean;
  readonly privileged: boolean;
  readonly devices: EffectiveDevices;
  readonly sysctls: readonly EffectiveSysctl[];
  readonly namespaces: EffectiveNamespaces;
  /** On Windows, where the Linux values above say nothing. */
  readonly windows?: EffectiveWindows;
  readonly sources: EffectiveSources;
  /** What the answer depends on and is not known. */
  readonly depends: readonly Dependency[];
  readonly ignored: readonly IgnoredSetting[];
}

const NONE: readonly never[] = Object.freeze([]);
const NO_DEVICES: EffectiveDevices = { allHostDevices: false, block: NONE };
const ALL_DEVICES: EffectiveDevices = { allHostDevices: true, block: NONE };

/** What all containers of the pod share. */
interface PodOutcome {
  readonly view: PodView;
  readonly hostUsers: HostUsers;
  readonly sysctls: readonly EffectiveSysctl[];
  readonly ignored: readonly IgnoredSetting[];
  readonly userNamespaceSource: Source;
}

/** One context for each init, regular and ephemeral container, in this order. */
export function effectiveContexts(
  pod: Pod,
  profile: ClusterProfile,
  node?: NodeFacts,
  images?: ImageFacts,
): EffectiveContext[] {
  const view = podView(pod, profile, node, images);
  const containers = podContainers(view.spec);
  if (view.windows) return containers.map((item) => windowsContext(view, item));
  const hostUsers = hostUsersOf(view.spec, profile, node);
  const setsHostUsers = flagOf(view.spec.hostUsers) !== undefined && hostUsers.support.kept;
  const outcome: PodOutcome = {
    view,
    hostUsers,
    sysctls: effectiveSysctls(view.spec, profile, node),
    ignored: ignoredInPod(view),
    userNamespaceSource: setsHostUsers ? 'pod' : 'default',
  };
  return containers.map((item) => linuxContext(outcome, item));
}

/**
 * Only the settings without effect, for who asks nothing else of many pods: the same as those of all contexts together,
 * each once.
 */
export function ignoredSettings(pod: Pod, profile: ClusterProfile, node?: NodeFacts): readonly IgnoredSetting[] {
  const view = podView(pod, profile, node);
  const containers = podContainers(view.spec);
  if (view.windows) return containers.flatMap((item) => windowsContext(view, item).ignored);
  const ignored = ignoredInPod(view);
  for (const item of containers) {
    const own = objectOf(item.container.securityContext);
    const privileged = own?.privileged === true;
    const outcome = {
      privileged,
      root: effectiveUser(own, view.securityContext, undefined).root,
      noNewPrivileges: own?.allowPrivilegeEscalation === false,
      bounding: own?.capabilities === undefined ? NONE : grantedCapabilities(own.capabilities, privileged, node),
      appArmor: privileged ? requestedAppArmor(item, view.spec, view.annotations, profile) : undefined,
    };
    ignored.push(...ignoredInContainer(view, item, outcome));
  }
  return ignored;
}

/** What each part of the context came to. */
type Decided = ReturnType<typeof decide>;

function decide(pod: PodOutcome, item: PodContainer) {
  const { spec, securityContext: shared, annotations, profile, node, images } = pod.view;
  const own = objectOf(item.container.securityContext);
  const image = images?.get(textOf(item.container.image) ?? '');
  const privileged = own?.privileged === true;
  const user = effectiveUser(own, shared, image);
  const requestedProfile = requestedAppArmor(item, spec, annotations, profile);
  return {
    own,
    privileged,
    user,
    groups: effectiveGroups(shared, user, image, profile, node),
    granted: grantedCapabilities(own?.capabilities, privileged, node),
    noNewPrivileges: own?.allowPrivilegeEscalation === false,
    seccomp: effectiveSeccomp(own?.seccompProfile, shared?.seccompProfile, privileged, node),
    requestedProfile,
    appArmor: effectiveAppArmor(requestedProfile, privileged, node),
    seLinux: effectiveSELinux(own?.seLinuxOptions, shared?.seLinuxOptions, privileged),
    procMount: effectiveProcMount(textOf(own?.procMount), privileged, profile, node),
  };
}

function linuxContext(pod: PodOutcome, item: PodContainer): EffectiveContext {
  const { view, hostUsers } = pod;
  const decided = decide(pod, item);
  const { own, privileged, user, groups, granted, noNewPrivileges, seccomp, appArmor, procMount } = decided;
  const ignored = ignoredInContainer(view, item, {
    privileged,
    root: user.root,
    noNewPrivileges,
    bounding: granted,
    appArmor: decided.requestedProfile,
  });
  return {
    container: item.name,
    type: item.type,
    path: item.path,
    operatingSystem: 'linux',
    uid: user.uid,
    gid: user.gid,
    groups: groups.groups,
    groupsPolicy: groups.policy,
    runAsNonRoot: user.runAsNonRoot,
    root: user.root,
    capabilities: effectiveCapabilities(pod, own, granted, user.root, privileged),
    noNewPrivileges,
    seccomp: seccomp.profile,
    seccompPath: seccomp.path,
    appArmor: appArmor.profile,
    seLinux: decided.seLinux.options,
    userNamespace: hostUsers.userNamespace,
    procMount: procMount.type,
    maskedPaths: procMount.maskedPaths,
    readOnlyPaths: procMount.readOnlyPaths,
    readOnlyRoot: own?.readOnlyRootFilesystem === true,
    privileged,
    devices: effectiveDevices(item, privileged),
    sysctls: pod.sysctls,
    namespaces: effectiveNamespaces(item, view.spec, privileged, hostUsers.userNamespace, view.node),
    sources: sourcesOf(pod, decided),
    depends: dependenciesOf(view, user, groups, seccomp.source, appArmor, hostUsers),
    ignored: pod.ignored.length === 0 ? ignored : [...pod.ignored, ...ignored],
  };
}

function sourcesOf(pod: PodOutcome, decided: Decided): EffectiveSources {
  const { own, user, privileged } = decided;
  return {
    uid: user.uidSource,
    gid: user.gidSource,
    groups: decided.groups.source,
    capabilities: privileged || objectOf(own?.capabilities) !== undefined ? 'container' : 'default',
    noNewPrivileges: sourceOf(own?.allowPrivilegeEscalation),
    seccomp: decided.seccomp.source,
    appArmor: decided.appArmor.source,
    seLinux: decided.seLinux.source,
    procMount: decided.procMount.source,
    readOnlyRoot: sourceOf(own?.readOnlyRootFilesystem),
    privileged: sourceOf(own?.privileged),
    userNamespace: pod.userNamespaceSource,
  };
}

function effectiveCapabilities(
  pod: PodOutcome,
  own: SecurityContext | undefined,
  granted: readonly string[],
  root: boolean | null,
  privileged: boolean,
): EffectiveCapabilities {
  const { runtime } = pod.view;
  const requested = own?.capabilities;
  const mistakes = requested === undefined ? NONE : capabilityMistakes(requested, runtime);
  const { effective, permitted, inheritable, bounding, ambient } = capabilitySets(
    granted,
    root !== false,
    privileged,
    runtime,
  );
  const ifNonRoot = root === null ? capabilitySets(granted, false, privileged, runtime) : undefined;
  const dependsOnImageUser = ifNonRoot !== undefined && ifNonRoot.effective.length !== effective.length;
  const sets = { effective, permitted, inheritable, bounding, ambient, dependsOnImageUser, mistakes };
  return dependsOnImageUser ? { ...sets, ifNonRoot } : sets;
}

function effectiveDevices(item: PodContainer, privileged: boolean): EffectiveDevices {
  const devices = listOf(item.container.volumeDevices);
  if (devices.length === 0) return privileged ? ALL_DEVICES : NO_DEVICES;
  const block: string[] = [];
  for (const entry of devices) {
    const path = textOf(objectOf(entry)?.devicePath);
    if (path !== undefined) block.push(path);
  }
  return { allHostDevices: privileged, block };
}

const sourceOf = (value: boolean | null | undefined): Source => (flagOf(value) === undefined ? 'default' : 'container');

const NO_CAPABILITIES: EffectiveCapabilities = {
  effective: NONE,
  permitted: NONE,
  inheritable: NONE,
  bounding: NONE,
  ambient: NONE,
  dependsOnImageUser: false,
  mistakes: NONE,
};

const WINDOWS_SOURCES: EffectiveSources = {
  uid: 'default',
  gid: 'default',
  groups: 'default',
  capabilities: 'default',
  noNewPrivileges: 'default',
  seccomp: 'default',
  appArmor: 'default',
  seLinux: 'default',
  procMount: 'default',
  readOnlyRoot: 'default',
  privileged: 'default',
  userNamespace: 'default',
};

function windowsContext(view: PodView, item: PodContainer): EffectiveContext {
  const own = objectOf(item.container.securityContext);
  const windows = effectiveWindows(own?.windowsOptions, view.securityContext?.windowsOptions);
  return {
    container: item.name,
    type: item.type,
    path: item.path,
    operatingSystem: 'windows',
    uid: null,
    gid: null,
    groups: NONE,
    groupsPolicy: 'Merge',
    runAsNonRoot: (own?.runAsNonRoot ?? view.securityContext?.runAsNonRoot) === true,
    root: null,
    capabilities: NO_CAPABILITIES,
    noNewPrivileges: false,
    seccomp: '',
    seccompPath: null,
    appArmor: '',
    seLinux: null,
    userNamespace: false,
    procMount: 'Default',
    maskedPaths: NONE,
    readOnlyPaths: NONE,
    readOnlyRoot: false,
    privileged: false,
    devices: NO_DEVICES,
    sysctls: NONE,
    namespaces: effectiveNamespaces(item, view.spec, false, false, view.node),
    windows,
    sources: WINDOWS_SOURCES,
    depends: NONE,
    ignored: ignoredOnWindows(view.spec, item),
  };
}
