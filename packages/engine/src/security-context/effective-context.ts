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
  readonly seccompPath?: string;
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

/** What all containers of the pod share. */
interface PodOutcome {
  readonly view: PodView;
  readonly hostUsers: HostUsers;
  readonly sysctls: readonly EffectiveSysctl[];
  readonly ignored: readonly IgnoredSetting[];
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
  const outcome: PodOutcome = {
    view,
    hostUsers: hostUsersOf(view.spec, profile, node),
    sysctls: effectiveSysctls(view.spec, profile, node),
    ignored: ignoredInPod(view),
  };
  return containers.map((item) => linuxContext(outcome, item));
}

function linuxContext(pod: PodOutcome, item: PodContainer): EffectiveContext {
  const { view, hostUsers } = pod;
  const { spec, securityContext: shared, profile, node } = view;
  const own = objectOf(item.container.securityContext);
  const image = view.images?.get(textOf(item.container.image) ?? '');
  const privileged = own?.privileged === true;
  const user = effectiveUser(own, shared, image);
  const groups = effectiveGroups(shared, user, image, profile, node);
  const granted = grantedCapabilities(own?.capabilities, privileged, node);
  const noNewPrivileges = own?.allowPrivilegeEscalation === false;
  const readOnlyRoot = own?.readOnlyRootFilesystem === true;
  const seccomp = effectiveSeccomp(own?.seccompProfile, shared?.seccompProfile, privileged, node);
  const requested = requestedAppArmor(item, spec, view.annotations, profile);
  const appArmor = effectiveAppArmor(requested, privileged, node);
  const seLinux = effectiveSELinux(own?.seLinuxOptions, shared?.seLinuxOptions, privileged);
  const procMount = effectiveProcMount(textOf(own?.procMount), privileged, profile, node);
  const result = { privileged, root: user.root, noNewPrivileges, bounding: granted, appArmor: requested };
  const ignored = ignoredInContainer(view, item, result);
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
    capabilities: effectiveCapabilities(view, item, granted, user.root, privileged),
    noNewPrivileges,
    seccomp: seccomp.profile,
    ...(seccomp.path === undefined ? {} : { seccompPath: seccomp.path }),
    appArmor: appArmor.profile,
    seLinux: seLinux.options,
    userNamespace: hostUsers.userNamespace,
    procMount: procMount.type,
    maskedPaths: procMount.maskedPaths,
    readOnlyPaths: procMount.readOnlyPaths,
    readOnlyRoot,
    privileged,
    devices: effectiveDevices(item, privileged),
    sysctls: pod.sysctls,
    namespaces: effectiveNamespaces(item, spec, privileged, hostUsers.userNamespace, node),
    sources: {
      uid: user.uidSource,
      gid: user.gidSource,
      groups: groups.source,
      ...fieldSources(own),
      seccomp: seccomp.source,
      appArmor: appArmor.source,
      seLinux: seLinux.source,
      procMount: procMount.source,
      userNamespace: flagOf(spec.hostUsers) !== undefined && hostUsers.support.kept ? 'pod' : 'default',
    },
    depends: dependenciesOf(view, user, groups, seccomp.source, appArmor, hostUsers),
    ignored: pod.ignored.length === 0 ? ignored : [...pod.ignored, ...ignored],
  };
}

type FieldSources = Pick<EffectiveSources, 'capabilities' | 'noNewPrivileges' | 'readOnlyRoot' | 'privileged'>;

/** Fields that only a container has. */
function fieldSources(own: SecurityContext | undefined): FieldSources {
  const asksForCapabilities = own?.privileged === true || objectOf(own?.capabilities) !== undefined;
  return {
    capabilities: asksForCapabilities ? 'container' : 'default',
    noNewPrivileges: sourceOf(own?.allowPrivilegeEscalation),
    readOnlyRoot: sourceOf(own?.readOnlyRootFilesystem),
    privileged: sourceOf(own?.privileged),
  };
}

function effectiveCapabilities(
  view: PodView,
  item: PodContainer,
  granted: readonly string[],
  root: boolean | null,
  privileged: boolean,
): EffectiveCapabilities {
  const requested = objectOf(item.container.securityContext)?.capabilities;
  const mistakes = requested === undefined ? [] : capabilityMistakes(requested, view.runtime);
  const sets = capabilitySets(granted, root !== false, privileged, view.runtime);
  if (root !== null) return { ...sets, dependsOnImageUser: false, mistakes };
  const ifNonRoot = capabilitySets(granted, false, privileged, view.runtime);
  const differs = sets.effective.length !== ifNonRoot.effective.length;
  return differs
    ? { ...sets, dependsOnImageUser: true, ifNonRoot, mistakes }
    : { ...sets, dependsOnImageUser: false, mistakes };
}

function effectiveDevices(item: PodContainer, privileged: boolean): EffectiveDevices {
  const block: string[] = [];
  for (const entry of listOf(item.container.volumeDevices)) {
    const path = textOf(objectOf(entry)?.devicePath);
    if (path !== undefined) block.push(path);
  }
  return { allHostDevices: privileged, block };
}

const sourceOf = (value: boolean | null | undefined): Source => (flagOf(value) === undefined ? 'default' : 'container');

const NONE: readonly never[] = Object.freeze([]);
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
    appArmor: '',
    seLinux: null,
    userNamespace: false,
    procMount: 'Default',
    maskedPaths: NONE,
    readOnlyPaths: NONE,
    readOnlyRoot: false,
    privileged: false,
    devices: { allHostDevices: false, block: NONE },
    sysctls: NONE,
    namespaces: effectiveNamespaces(item, view.spec, false, false, view.node),
    windows,
    sources: WINDOWS_SOURCES,
    depends: NONE,
    ignored: ignoredOnWindows(view.spec, item),
  };
}
