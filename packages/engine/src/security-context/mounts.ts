/**
 * The mounts that a container finds in /proc/self/mountinfo: the runtime's own, the files that the kubelet and the
 * sandbox bring, the pod's volumes and the service account's token. Masked and read-only paths are in the context.
 * Sources: containerd pkg/oci/mounts.go and internal/cri/opts/spec_linux_opts.go; pkg/kubelet/kubelet_pods.go
 * (makeMounts); plugin/pkg/admission/serviceaccount.
 */

import type { Pod, VolumeMount } from '@bulkhead/apimachinery/types/core-v1';
import type { ClusterProfile } from '@bulkhead/features';
import { API_TOKEN_PATH, automountOf } from '../service-account-tokens/automount.js';
import type { EffectiveContext } from './effective-context.js';
import { fieldSupport } from './field-support.js';
import { type NodeFacts, runtimeHandlerName } from './node-facts.js';
import { listOf, objectOf, textOf } from './plain-values.js';
import { type PodContainer, podContainers } from './pod-containers.js';
import { type PodView, podView } from './pod-view.js';
import { isReadOnlyVolume, type PodVolume, podVolumes, type VolumeKind } from './volumes.js';

export interface EffectiveMount {
  readonly destination: string;
  /** File system type; `bind` for what comes from the node. */
  readonly type: string;
  readonly options: readonly string[];
  readonly readOnly: boolean;
  /** Whether what is mounted below it is read-only too. */
  readonly recursiveReadOnly: boolean;
  readonly origin: 'runtime' | 'sandbox' | 'kubelet' | 'volume' | 'service-account-token';
  readonly volume?: string;
  readonly volumeKind?: VolumeKind;
  /** The path on the node, for a hostPath volume. */
  readonly hostPath?: string;
  /** Where the mount stands in the Pod, for those that stand there. */
  readonly fieldPath?: string;
}

/** What a ServiceAccount says about its token when the pod says nothing. */
export interface ServiceAccountFacts {
  readonly automountServiceAccountToken?: boolean;
}

const PROPAGATION: ReadonlyMap<string, string> = new Map([
  ['HostToContainer', 'rslave'],
  ['Bidirectional', 'rshared'],
]);

/** The mounts of the container that the context describes; none for Windows. */
export function effectiveMounts(
  pod: Pod,
  context: EffectiveContext,
  profile: ClusterProfile,
  node?: NodeFacts,
  serviceAccount?: ServiceAccountFacts,
): EffectiveMount[] {
  const view = podView(pod, profile, node);
  const item = podContainers(view.spec).find(({ path }) => path === context.path);
  if (item === undefined || context.operatingSystem === 'windows') return [];
  const volumes = volumeMounts(view, item);
  const token = tokenMount(view, item, serviceAccount);
  if (token !== undefined) volumes.push(token);
  const taken = new Set(volumes.map(({ destination }) => destination));
  const mounts = [...kubeletMounts(item, taken), ...volumes];
  for (const { destination } of mounts) taken.add(destination);
  const sandbox = sandboxMounts(context).filter(({ destination }) => !taken.has(destination));
  const bound = [...sandbox, ...mounts].sort((left, right) => depthOf(left) - depthOf(right));
  const ownDevices = taken.has('/dev');
  const runtime = runtimeMounts(context).filter(
    ({ destination }) => !taken.has(destination) && !(ownDevices && destination.startsWith('/dev/')),
  );
  return [rootMount(context), ...runtime, ...bound];
}

const depthOf = (mount: EffectiveMount): number => mount.destination.split('/').length;

function mountOf(
  destination: string,
  type: string,
  options: readonly string[],
  origin: EffectiveMount['origin'],
): EffectiveMount {
  const recursiveReadOnly = options.includes('rro');
  return {
    destination,
    type,
    options,
    readOnly: recursiveReadOnly || options.includes('ro'),
    recursiveReadOnly,
    origin,
  };
}

const rootMount = (context: EffectiveContext): EffectiveMount =>
  mountOf('/', 'overlay', [context.readOnlyRoot ? 'ro' : 'rw'], 'runtime');

function runtimeMounts(context: EffectiveContext): EffectiveMount[] {
  const system = context.privileged ? 'rw' : 'ro';
  const guarded = ['nosuid', 'noexec', 'nodev'];
  const hostNetworkInUserNamespace = context.userNamespace && context.namespaces.network === 'host';
  // sysfs can only be mounted by the user namespace that owns the network namespace.
  const sys = hostNetworkInUserNamespace
    ? mountOf('/sys', 'bind', ['rbind', 'rro', 'nosuid', 'nodev', 'noexec'], 'runtime')
    : mountOf('/sys', 'sysfs', [...guarded, system], 'runtime');
  return [
    mountOf('/proc', 'proc', guarded, 'runtime'),
    mountOf('/dev', 'tmpfs', ['nosuid', 'strictatime', 'mode=755', 'size=65536k'], 'runtime'),
    mountOf(
      '/dev/pts',
      'devpts',
      ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'],
      'runtime',
    ),
    mountOf('/dev/mqueue', 'mqueue', guarded, 'runtime'),
    sys,
    mountOf('/sys/fs/cgroup', 'cgroup', [...guarded, 'relatime', system], 'runtime'),
  ];
}

/** A read-only root makes the two files read-only as well; /dev/shm stays writable. */
function sandboxMounts(context: EffectiveContext): EffectiveMount[] {
  const files = ['rbind', 'rprivate', context.readOnlyRoot ? 'ro' : 'rw'];
  return [
    mountOf('/etc/hostname', 'bind', files, 'sandbox'),
    mountOf('/etc/resolv.conf', 'bind', files, 'sandbox'),
    mountOf('/dev/shm', 'bind', ['rbind', 'rprivate', 'rw'], 'sandbox'),
  ];
}

/** The kubelet's own files stay writable whatever the root is. */
function kubeletMounts(item: PodContainer, taken: ReadonlySet<string>): EffectiveMount[] {
  const options = ['rbind', 'rprivate', 'rw'];
  const message = textOf(item.container.terminationMessagePath) ?? '/dev/termination-log';
  const mounts: EffectiveMount[] = [];
  if (!taken.has('/etc/hosts')) mounts.push(mountOf('/etc/hosts', 'bind', options, 'kubelet'));
  if (message !== '' && !taken.has(message)) mounts.push(mountOf(message, 'bind', options, 'kubelet'));
  return mounts;
}

function volumeMounts(view: PodView, item: PodContainer): EffectiveMount[] {
  const mounts = listOf(item.container.volumeMounts);
  if (mounts.length === 0) return [];
  const volumes = new Map(podVolumes(view.spec).map((volume) => [volume.name, volume]));
  const found: EffectiveMount[] = [];
  for (let index = 0; index < mounts.length; index++) {
    const mount = objectOf(mounts[index]);
    if (mount === undefined) continue;
    found.push(volumeMount(view, mount, volumes.get(textOf(mount.name) ?? ''), `${item.path}.volumeMounts[${index}]`));
  }
  return found;
}

function volumeMount(view: PodView, mount: VolumeMount, volume: PodVolume | undefined, path: string): EffectiveMount {
  const readOnly = mount.readOnly === true || (volume !== undefined && isReadOnlyVolume(volume));
  const state = !readOnly ? 'rw' : isRecursiveReadOnly(view, mount) ? 'rro' : 'ro';
  const propagation = PROPAGATION.get(textOf(mount.mountPropagation) ?? '') ?? 'rprivate';
  const mountPath = textOf(mount.mountPath) ?? '';
  const destination = mountPath.startsWith('/') ? mountPath : `/${mountPath}`;
  const hostPath = textOf(objectOf(volume?.volume.hostPath)?.path);
  return {
    ...mountOf(destination, 'bind', ['rbind', propagation, state], 'volume'),
    volume: textOf(mount.name) ?? '',
    ...(volume === undefined ? {} : { volumeKind: volume.kind }),
    ...(hostPath === undefined ? {} : { hostPath }),
    fieldPath: path,
  };
}

/** IfPossible on a node that nothing is known of counts as not possible. */
function isRecursiveReadOnly(view: PodView, mount: VolumeMount): boolean {
  const mode = textOf(mount.recursiveReadOnly);
  if (mode !== 'Enabled' && mode !== 'IfPossible') return false;
  if (mount.readOnly !== true || !fieldSupport('recursiveReadOnly', view.profile).kept) return false;
  if (mode === 'Enabled') return true;
  const handler = runtimeHandlerName(textOf(view.spec.runtimeClassName), view.node);
  return view.node?.runtimeHandlers?.get(handler)?.recursiveReadOnlyMounts === true;
}

/** The admission plugin adds the token to init and regular containers, unless something is mounted there. */
function tokenMount(
  view: PodView,
  item: PodContainer,
  serviceAccount: ServiceAccountFacts | undefined,
): EffectiveMount | undefined {
  if (item.type === 'ephemeral') return undefined;
  if (!automountOf(view.spec, serviceAccount).mounts) return undefined;
  if (listOf(item.container.volumeMounts).some((mount) => objectOf(mount)?.mountPath === API_TOKEN_PATH))
    return undefined;
  return mountOf(API_TOKEN_PATH, 'bind', ['rbind', 'rprivate', 'ro'], 'service-account-token');
}
